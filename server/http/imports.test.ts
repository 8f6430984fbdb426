import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import type { ImportedMentor, ImportKind } from '#domain/people/import/table.ts'
import { request as irinasRequest } from '#domain/ledger/testing/story.ts'
import type { ApiError } from '#protocol/api/program.ts'
import type { ImportListing, ImportResult, KnownBank, NewImport, UndoResult } from '#protocol/api/bank.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

vi.setConfig({ testTimeout: 60_000 })

let town: Town
let now: Date
beforeEach(async () => {
	now = townFoundedAt
	town = await openTown(() => now)
})
afterEach(() => town.stop())

type Row = NewImport['rows'][number]

const added: Row['target'] = { type: 'new', isSeparate: false }
const update = (id: string): Row['target'] => ({ type: 'update', id })

function mentor(
	name: string,
	entry: ImportedMentor['entry'] = {},
	others: Partial<ImportedMentor> = {}
): ImportedMentor {
	const [familyName = '', givenName = '', patronymic = ''] = name.split(' ')
	return { familyName, givenName, patronymic, entry, ...others }
}

/** Names have no digits. */
function inLetters(number: number): string {
	return String(number).replaceAll(/\d/g, (digit) => 'абвгдежзик'[Number(digit)] ?? '')
}

function rowsOf(...rows: [Row['target'], object][]): Row[] {
	return rows.map(([target, row], index) => ({ line: index + 2, target, row: row as ImportedMentor }))
}

function send(rows: Row[], { id = 'import-1', kind = 'mentors' as ImportKind, person = 'elena' as Townsperson } = {}) {
	return town.post(person, '/api/imports', { id, kind, source: 'Наставники.xlsx', rows })
}

async function take(rows: Row[], options: Parameters<typeof send>[1] = {}): Promise<ImportResult> {
	const answer = await send(rows, options)
	expect(answer.status).toBe(200)
	return (await answer.json()) as ImportResult
}

async function known<Kind extends ImportKind>(kind: Kind, person: Townsperson = 'elena') {
	const answer = await town.get(person, `/api/imports/known?kind=${kind}`)
	return (await answer.json()) as Extract<KnownBank, { kind: Kind }>
}

async function mentorOf(familyName: string) {
	return (await known('mentors')).people.find((one) => one.familyName === familyName) ?? null
}

async function undo(id = 'import-1', person: Townsperson = 'elena'): Promise<UndoResult> {
	const answer = await town.post(person, `/api/imports/${id}/undo`, {})
	expect(answer.status).toBe(200)
	return (await answer.json()) as UndoResult
}

describe('[T22] an import', () => {
	it('puts new mentors into the bank, and what it says of known ones in the place of what was', async () => {
		const result = await take(
			rowsOf(
				[
					added,
					mentor('Сорокина Анна Львовна', { hoursPerMonth: 7.5 }, { organisationId: 'school-4', post: 'Директор' })
				],
				[update('viktor'), mentor('Ковалёв Имя', { competences: ['Право'] })],
				[update('oleg'), mentor('Рябинин Имя')]
			)
		)
		expect(result).toMatchObject({
			import: { created: 1, updated: 1, unchanged: 1, refused: 0, byName: 'Воронцова Имя', source: 'Наставники.xlsx' },
			refused: []
		})
		expect(await mentorOf('Сорокина')).toMatchObject({
			organisationId: 'school-4',
			post: 'Директор',
			isInBank: true,
			entry: { hoursPerMonth: 7.5, competences: [], enteredOn: '2026-09-30' }
		})
		expect((await mentorOf('Ковалёв'))?.entry).toEqual({ ...viktorsEntry, competences: ['Право'] })
	})

	it('of two thousand rows of which 37 are wrong takes the others, together and once', async () => {
		const rows = rowsOf(
			...Array.from({ length: 2_000 }, (_, index): [Row['target'], object] => {
				const name = `Наставник-${inLetters(index)} Иван Петрович`
				const isWrong = index % 54 === 0 && index < 37 * 54
				return [added, mentor(name, { hoursPerMonth: isWrong ? 900 : 12, competences: ['Управление школой'] })]
			})
		)
		const result = await take(rows)
		expect(result.import).toMatchObject({ created: 1_963, refused: 37 })
		expect(result.refused[1]).toEqual({ line: 56, reason: 'malformed' })
		expect(await take(rows)).toEqual(result)
		expect((await known('mentors')).people.filter(({ isInBank }) => isInBank)).toHaveLength(1_965)
		expect((await undo()).leftAlone).toEqual([])
		expect((await known('mentors')).people.filter(({ isInBank }) => isInBank)).toHaveLength(2)
	})

	it('says which rows it does not take, and why', async () => {
		const { refused } = await take(
			rowsOf(
				[added, mentor('Сорокина Анна', { hoursPerMonth: 900 })],
				[update('nobody'), mentor('Сорокина Анна')],
				[update('pyotr'), mentor('Носов Имя')],
				[update('viktor'), mentor('Ковалёв Имя', { hoursPerMonth: 10 })],
				[update('viktor'), mentor('Ковалёв Имя', { hoursPerMonth: 11 })],
				[added, mentor('Сорокина Анна', {}, { organisationId: 'school-99' })],
				[added, mentor('Рябинин Имя')],
				[{ type: 'new', isSeparate: true }, mentor('Рябинин Имя')],
				[added, mentor('Крылова Вера')],
				[added, mentor('Крылова Вера')],
				[added, mentor('123 Анна')]
			)
		)
		expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
			[2, 'malformed'],
			[3, 'gone'],
			[4, 'gone'],
			[6, 'twice'],
			[7, 'organisation'],
			[8, 'duplicate'],
			[11, 'duplicate'],
			[12, 'malformed']
		])
	})

	it('[T33] of mentees needs a category of the regulation and a request, unless they are known', async () => {
		const entry = { categoryId: 'beginner-head', mainRequest: 'Команда школы' }
		const rows = rowsOf(
			[added, { ...mentor('Сорокина Анна'), entry }],
			[added, { ...mentor('Крылова Вера'), entry: { ...entry, categoryId: 'wizard' } }],
			[added, { ...mentor('Белкина Ольга'), entry: { mainRequest: 'Команда школы' } }],
			[update('darya'), { ...mentor('Новикова Имя'), entry }]
		)
		const { refused } = await take(rows, { kind: 'mentees' })
		expect(refused).toEqual([
			{ line: 3, reason: 'category' },
			{ line: 4, reason: 'incomplete' }
		])
		const again = rowsOf([update('darya'), { ...mentor('Новикова Имя'), entry: { difficulties: ['Право'] } }])
		expect((await take(again, { id: 'import-2', kind: 'mentees' })).import.updated).toBe(1)
		const { people } = await known('mentees')
		expect(people.find(({ id }) => id === 'darya')?.entry).toMatchObject({ ...entry, difficulties: ['Право'] })
	})

	it.each(['mentors', 'mentees'] as const)(
		'[R11] of %s keeps no age where the regulation has nobody under 18: the entry could not be saved again',
		async (kind) => {
			const entry = kind === 'mentors' ? {} : { categoryId: 'beginner-head', mainRequest: 'Команда школы' }
			const representative = { name: 'Сорокин Пётр', contact: '89991234567' }
			const { refused } = await take(
				rowsOf(
					[added, { ...mentor('Сорокина Анна'), entry: { ...entry, bornOn: '2009-05-01' } }],
					[added, { ...mentor('Крылова Вера'), entry: { ...entry, representative } }],
					[added, { ...mentor('Белкина Ольга'), entry }]
				),
				{ kind }
			)
			expect(refused).toEqual([
				{ line: 2, reason: 'malformed' },
				{ line: 3, reason: 'malformed' }
			])
			expect((await known(kind)).hasMinors).toBe(false)
		}
	)

	it('[D7] of organisations adds the indices of a year to those that are known', async () => {
		const year = { year: 2027, results: 0.7, wellBeing: null, differentiation: null, partTimeShare: null }
		await take(
			rowsOf(
				[update('school-4'), { name: 'Школа № 4', years: [year] }],
				[added, { name: 'Школа № 5', kind: 'school' }]
			),
			{ kind: 'organisations' }
		)
		const { organisations } = await known('organisations')
		expect(organisations.map(({ name, years }) => [name, years.map((one) => one.year)])).toEqual([
			['Школа № 14', []],
			['Школа № 4', [2026, 2027]],
			['Школа № 5', []]
		])
		expect((await undo()).leftAlone).toEqual([])
		expect((await known('organisations')).organisations).toMatchObject([
			{ id: 'school-14', years: [] },
			{ id: 'school-4', years: [{ year: 2026 }] }
		])
	})

	it('does nothing of what another took meanwhile twice: two curators bring the same table at once', async () => {
		const rows = rowsOf([added, mentor('Сорокина Анна Львовна')])
		const [one, other] = await Promise.all([
			take(rows, { id: 'of-elena' }),
			take(rows, { id: 'of-galina', person: 'galina' })
		])
		expect([one, other].map(({ import: { created } }) => created).toSorted()).toEqual([0, 1])
		expect([...one.refused, ...other.refused]).toEqual([{ line: 2, reason: 'duplicate' }])
	})
})

describe('[T22] an import that is undone', () => {
	it('leaves alone what was changed since, and what a decision rests on', async () => {
		const entry = { categoryId: 'beginner-head', mainRequest: 'Команда школы' }
		const row = (name: string) => ({ ...mentor(name), entry })
		await take(
			rowsOf(
				[added, row('Сорокина Анна')],
				[added, row('Крылова Вера')],
				[added, row('Белкина Ольга')],
				[update('darya'), row('Новикова Имя')]
			),
			{ kind: 'mentees' }
		)
		const idOf = async (familyName: string) =>
			(await known('mentees')).people.find((one) => one.familyName === familyName)?.id ?? ''
		await take(rowsOf([update(await idOf('Сорокина')), { ...row('Сорокина Анна'), post: 'Директор' }]), {
			id: 'import-2',
			kind: 'mentees'
		})
		const statement = { ...irinasRequest, menteeIds: [await idOf('Крылова')] }
		const command = { id: 'c1', programId: 'new-one', role: 'curator', saidAt: now.toISOString(), statement }
		expect(
			await (await town.post('elena', '/api/ledger', { personId: 'elena', commands: [command] })).json()
		).toMatchObject({
			answers: [{ outcome: 'entered' }]
		})
		const undone = await undo()
		expect(undone.leftAlone).toEqual([
			{ line: 2, label: 'Сорокина Анна', reason: 'changed' },
			{ line: 3, label: 'Крылова Вера', reason: 'used' }
		])
		expect(undone.import.undone).toEqual({ at: now.toISOString(), byName: 'Воронцова Имя' })
		const { people } = await known('mentees')
		expect(people.map(({ familyName }) => familyName)).not.toContain('Белкина')
		expect(people.find(({ id }) => id === 'darya')).toMatchObject({ isInBank: true, entry: null, post: 'Директор' })
		expect(await undo('import-1', 'galina')).toEqual(undone)
	})

	it('leaves alone an organisation where people work by now', async () => {
		await take(rowsOf([added, { name: 'Школа № 5', kind: 'school' }]), { kind: 'organisations' })
		const id = (await known('organisations')).organisations.find(({ name }) => name === 'Школа № 5')?.id ?? ''
		await take(rowsOf([added, mentor('Сорокина Анна', {}, { organisationId: id })]), { id: 'import-2' })
		expect((await undo()).leftAlone).toEqual([{ line: 2, label: 'Школа № 5', reason: 'used' }])
		expect((await undo('import-2')).leftAlone).toEqual([])
	})

	it('takes somebody out of a bank who was a mentee only, and lets them be that', async () => {
		await take(rowsOf([update('darya'), mentor('Новикова Имя', { hoursPerMonth: 3 })]))
		expect(await mentorOf('Новикова')).toMatchObject({ isInBank: true })
		await undo()
		expect(await mentorOf('Новикова')).toMatchObject({ isInBank: false, organisationId: 'school-4' })
		expect((await known('mentees')).people.find(({ id }) => id === 'darya')).toMatchObject({ isInBank: true })
	})

	it('can be, for thirty days', async () => {
		await take(rowsOf([added, mentor('Сорокина Анна')]))
		now = new Date('2026-10-30T05:00:00.000Z')
		const answer = await town.post('elena', '/api/imports/import-1/undo', {})
		expect(answer.status).toBe(409)
		expect(((await answer.json()) as ApiError).error).toEqual({ code: 'conflict', field: 'at' })
		expect(await mentorOf('Сорокина')).toMatchObject({ isInBank: true })
	})
})

describe('who may import', () => {
	const nobody = { known: 403, list: 403, take: 403, undo: 403 }
	const keeper = { known: 200, list: 200, take: 200, undo: 200 }
	it.each<[Townsperson, object]>([
		['stranger', { known: 401, list: 401, take: 401, undo: 401 }],
		['viktor', nobody],
		['irina', nobody],
		['anna', nobody],
		['elena', keeper],
		['galina', keeper],
		['arkady', keeper],
		['pyotr', { known: 200, list: 200, take: 200, undo: 404 }]
	])('%s: %o', async (person, expected) => {
		await take(rowsOf([added, mentor('Сорокина Анна')]))
		const answers = {
			known: await town.get(person, '/api/imports/known?kind=mentors'),
			list: await town.get(person, '/api/imports'),
			take: await send(rowsOf([added, mentor('Крылова Вера')]), { id: 'import-2', person }),
			undo: await town.post(person, '/api/imports/import-1/undo', {})
		}
		expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual(expected)
	})

	it('a curator of another town sees nothing of it, changes nothing in it, and cannot take its import’s name', async () => {
		await take(rowsOf([added, mentor('Сорокина Анна')]))
		const { imports } = (await (await town.get('pyotr', '/api/imports')).json()) as { imports: ImportListing[] }
		expect(imports).toEqual([])
		expect((await known('mentors', 'pyotr')).people.map(({ id }) => id)).toEqual(['pyotr'])
		const { refused } = await take(rowsOf([update('viktor'), mentor('Ковалёв Имя', { competences: [] })]), {
			id: 'import-2',
			person: 'pyotr'
		})
		expect(refused).toEqual([{ line: 2, reason: 'gone' }])
		expect((await send(rowsOf([added, mentor('Крылова Вера')]), { person: 'pyotr' })).status).toBe(409)
		expect((await known('mentors', 'pyotr')).people).toHaveLength(1)
	})

	it.each([
		['a kind nobody knows', { kind: 'wizards' }, 400, 'kind'],
		['an id that is none', { id: '../x' }, 400, 'id'],
		['no rows', { rows: [] }, 400, 'rows'],
		['two rows of one line', { rows: [2, 2].map((line) => ({ line, target: added, row: {} })) }, 400, 'rows'],
		[
			'5,001 rows',
			{ rows: Array.from({ length: 5_001 }, (_, index) => ({ line: index + 1, target: added, row: {} })) },
			400,
			'rows'
		],
		['more than 4 MiB', { source: 'я'.repeat(2_200_000) }, 413, undefined]
	])('%s is refused', async (_, change, status, field) => {
		const body = {
			id: 'import-1',
			kind: 'mentors',
			source: '',
			rows: rowsOf([added, mentor('Сорокина Анна')]),
			...change
		}
		const answer = await town.post('elena', '/api/imports', body)
		expect(answer.status).toBe(status)
		expect(((await answer.json()) as ApiError).error.field).toBe(field)
		expect(await mentorOf('Сорокина')).toBeNull()
	})
})
