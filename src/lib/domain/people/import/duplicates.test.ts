import { describe, expect, it } from 'vitest'
import { defaultChoice, findDuplicates, type Known } from './duplicates.ts'
import type { KnownPerson } from './table.ts'
import { check, finish } from './testing/tables.ts'

function person(id: string, name: string, organisationId: string | null): KnownPerson {
	const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
	return { id, familyName, givenName, patronymic, organisationId, post: '', isInBank: true, entry: null }
}

const known: Known = {
	kind: 'mentors',
	people: [
		person('viktor', 'Ковалёв Виктор Андреевич', 'school-4'),
		person('oleg', 'Рябинин Олег Петрович', null),
		person('anna', 'Петрова-Сёмина Анна ', 'school-4')
	]
}

describe('[T22] a row about somebody who is known', () => {
	it.each([
		['the same, whatever the case, «ё» and spaces', ' КОВАЛЕВ  виктор Андреевич', 'школа №4', 'same', 'viktor'],
		['the same name in another organisation', 'Ковалёв Виктор Андреевич', 'Гимназия № 6', 'possible', 'viktor'],
		['the same name, an organisation only on one side', 'Ковалёв Виктор Андреевич', '', 'possible', 'viktor'],
		['initials that fit', 'Ковалёв В. А.', 'Школа № 4', 'possible', 'viktor'],
		['one who has no organisation at either place', 'Рябинин Олег Петрович', '', 'same', 'oleg'],
		['a patronymic only on one side', 'Петрова-Семина Анна Ивановна', 'Школа № 4', 'possible', 'anna'],
		['other initials', 'Ковалёв Г. А.', 'Школа № 4', null, null],
		['initials that fit in another organisation', 'Ковалёв В. А.', 'Гимназия № 6', null, null],
		['a namesake', 'Ковалёв Виктор Петрович', 'Школа № 4', null, null]
	])('%s', (_, name, organisation, certainty, id) => {
		const rows = check('mentors', [
			['ФИО', 'Организация'],
			[name, organisation]
		])
		const duplicate = finish(findDuplicates(rows, known)).get(2) ?? null
		expect(duplicate).toEqual(
			certainty === null ? null : { certainty, of: expect.objectContaining({ type: 'known', id }) as object }
		)
	})

	it('is updated only when it is surely the same; possible ones wait for the curator', () => {
		const rows = check('mentors', [
			['ФИО', 'Организация'],
			['Ковалёв Виктор Андреевич', 'Школа № 4'],
			['Рябинин О. П.', ''],
			['Новикова Дарья', '']
		])
		const duplicates = finish(findDuplicates(rows, known))
		expect(rows.map(({ line }) => defaultChoice(duplicates.get(line) ?? null))).toEqual(['update', 'skip', 'create'])
	})
})

it('[T22] a row about whom an earlier row is about is left out, also when both are of somebody known', () => {
	const rows = check('mentors', [
		['ФИО', 'Организация'],
		['Новикова Дарья Олеговна', 'Школа № 4'],
		['Новикова Дарья Олеговна', 'школа № 4'],
		['Ковалёв Виктор Андреевич', 'Школа № 4'],
		['Ковалев Виктор Андреевич', 'Школа № 4']
	])
	const duplicates = finish(findDuplicates(rows, known))
	expect([...duplicates].map(([line, { of }]) => [line, of.type === 'row' ? of.line : of.id])).toEqual([
		[3, 2],
		[4, 'viktor'],
		[5, 4]
	])
	expect(defaultChoice(duplicates.get(5) ?? null)).toBe('skip')
})

it('[T2] an organisation is known by its name, and perhaps by what is left of it without the words of law', () => {
	const school = {
		id: 'school-4',
		name: 'Школа № 4',
		kind: 'school' as const,
		unit: null,
		level: 'municipal' as const,
		isAdvanced: false,
		place: null,
		standings: null,
		years: []
	}
	const rows = check('organisations', [
		['Название', 'Вид'],
		['школа №4', 'школа'],
		['МАОУ СОШ № 4', 'школа'],
		['Школа № 44', 'школа']
	])
	const found = finish(findDuplicates(rows, { kind: 'organisations', organisations: [school] }))
	expect([...found].map(([line, { certainty }]) => [line, certainty])).toEqual([
		[2, 'same'],
		[3, 'possible']
	])
})

it('[T22] thousands of namesakes are gone through in steps, each soon over', () => {
	const table = Array.from({ length: 5_000 }, (_, index) => [`Ковалёв Виктор-${index} Андреевич`])
	const rows = check('mentors', [['ФИО'], ...table])
	const steps = findDuplicates(rows, { kind: 'mentors', people: [] })
	const done: number[] = []
	for (let step = steps.next(); step.done !== true; step = steps.next()) done.push(step.value)
	expect(done).toEqual(Array.from({ length: 19 }, (_, index) => (index + 1) * 250))
})
