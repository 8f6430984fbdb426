import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { namesAfter, personNames } from './given.ts'

const schema = z.strictObject(personNames)
const irina = { familyName: 'Лаптева', givenName: 'Ирина', patronymic: 'Сергеевна' }
const isTaken = (change: Partial<typeof irina>) => schema.safeParse({ ...irina, ...change }).success

describe('a name', () => {
	it.each([
		'Ё',
		'Салтыков-Щедрин',
		'О’Коннор',
		"О'Коннор",
		'’т Хоф',
		'Петрова (Иванова)',
		'де ла Крус',
		'Müller',
		'Нгуе\u0302н'
	])('%s is taken', (familyName) => expect(isTaken({ familyName })).toBe(true))

	it.each([['В.'], ['Анна Мария'], ['Ж.-П.']])('%s is a given name', (givenName) =>
		expect(isTaken({ givenName })).toBe(true)
	)

	it.each(['123', 'Лаптева2', '', ' ', '-', '.', '???', 'Лаптева@школа', '<b>Лаптева</b>', 'Л'.repeat(101)])(
		'«%s» is refused',
		(familyName) => expect(isTaken({ familyName })).toBe(false)
	)

	it('a patronymic may be none, and is no number either', () => {
		expect(isTaken({ patronymic: '' })).toBe(true)
		expect(isTaken({ patronymic: 'Гасан оглы' })).toBe(true)
		expect(isTaken({ patronymic: '7' })).toBe(false)
	})

	it('is kept with plain blanks, and none around it, however it was pasted', () => {
		const pasted = { familyName: 'де\u00A0ла\tКрус\n', givenName: ' Анна  Мария ', patronymic: '\u202F' }
		expect(schema.parse(pasted)).toEqual({ familyName: 'де ла Крус', givenName: 'Анна Мария', patronymic: '' })
	})

	it.each(['\u00AD', '\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF'])(
		'is kept without %j, which nobody sees, and parts no word',
		(unseen) => {
			const pasted = { familyName: `${unseen}Лап${unseen}тева`, givenName: `Ирина${unseen}`, patronymic: unseen }
			expect(schema.parse(pasted)).toEqual({ familyName: 'Лаптева', givenName: 'Ирина', patronymic: '' })
			expect(isTaken({ familyName: unseen })).toBe(false)
		}
	)

	it('that is kept with a sign nobody sees stays as it is seen', () => {
		const known = z.strictObject(namesAfter({ ...irina, familyName: 'Лаптева,\u00ADмл.' }))
		expect(known.parse({ ...irina, familyName: 'Лаптева,мл.' })).toMatchObject({ familyName: 'Лаптева,мл.' })
	})

	it('that is older than the rule stays as it is, and gives way to one that follows it', () => {
		const known = z.strictObject(namesAfter({ ...irina, familyName: 'Лаптева,\u00A0мл.', patronymic: '' }))
		const isTakenAfter = (change: Partial<typeof irina>) =>
			known.safeParse({ ...irina, familyName: 'Лаптева, мл.', patronymic: '', ...change }).success
		expect(isTakenAfter({})).toBe(true)
		expect(isTakenAfter({ givenName: 'Ирина 2' })).toBe(false)
		expect(isTakenAfter({ givenName: 'Лаптева, мл.' })).toBe(false)
		expect(isTakenAfter({ familyName: 'Лаптева, ст.' })).toBe(false)
		expect(isTakenAfter({ familyName: 'Лаптева' })).toBe(true)
		expect(isTakenAfter({ familyName: '' })).toBe(false)
	})
})
