import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { personNames } from './person-name-schema.ts'

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

	it('is kept without the blanks around it', () => {
		expect(schema.parse({ ...irina, givenName: ' Ирина ' }).givenName).toBe('Ирина')
	})
})
