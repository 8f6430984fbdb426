import { beforeEach, expect, it } from 'vitest'
import { submitReport, viktor } from '#domain/ledger/testing/story.ts'
import { begin, openCouncil, type Council } from './ledger/testing/council.ts'
import { boardFlags } from '../database/board-rows.ts'
import { createSqliteBoardRows } from '../database/sqlite/board-rows.ts'
import type { BoardSort } from '#protocol/api/program.ts'
import { createBoard, SLICE, type BoardOptions, type BoardQuery } from './board.ts'
import { countMunicipalities } from './region.ts'

let council: Council
let today: string
beforeEach(async () => {
	today = '2027-06-20'
	council = await openCouncil()
	await begin(council)
	await add('program-early', '2027-06-01')
	await add('program-late', '2027-06-01 2027-06-02')
	await add('program-calm', '2027-07-01')
})

/** A programme that began before the app did: it has no decisions. */
async function add(id: string, dueDates: string): Promise<void> {
	const { query } = council.registry
	const at = '2026-09-01T05:00:00.000Z'
	const program = {
		id,
		title: id,
		roadmap_id: '',
		organisation: '',
		starts_on: '2026-09-01',
		term_months: 24,
		created_at: at
	}
	await query
		.insertInto('programs')
		.values({ ...program, municipality_id: 'town' })
		.execute()
	const counts = { due_dates: dueDates, done: 0, total: 2 }
	const json = JSON.stringify({ stages: [], meetings: [], ...counts })
	await query
		.insertInto('summaries')
		.values({ program_id: id, sequence: 1, json, ...counts, edition: '', at })
		.execute()
}

function open(rows = createSqliteBoardRows(':memory:'), more: Partial<BoardOptions> = {}) {
	return createBoard({
		registry: council.registry,
		rows,
		devices: { forDocuments: async () => new Map() } as never,
		review: { countUndecidedByDocument: async () => new Map() },
		isOnline: () => false,
		hasSignedIn: async (personIds) => new Set(personIds),
		now: () => new Date(`${today}T05:00:00.000Z`),
		...more
	})
}

async function read(query: Partial<BoardQuery> = {}, board = open()) {
	const { rows, totals, order } = await board.read('town', { q: '', page: 1, pageSize: 100, ...query })
	return { ids: rows.map(({ programId }) => programId), rows, totals, order }
}

it('puts first the programmes that need Elena most: overdue, silent, without a report, then the others', async () => {
	expect((await read()).ids).toEqual(['program-late', 'program-early', 'program-a', 'program-calm'])
})

/** Summaries that count what is done, and know meetings, newest first. */
async function summarise(id: string, done: number, meetings: { heldOn: string; isBlank?: true }[]): Promise<void> {
	const json = JSON.stringify({ stages: [], meetings, done, total: 2 })
	const { query } = council.registry
	await query.updateTable('summaries').set({ json, done }).where('program_id', '=', id).execute()
}

it('sorts by what each column shows', async () => {
	await summarise('program-early', 2, [{ heldOn: '2027-06-20' }, { heldOn: '2027-05-01' }])
	await summarise('program-late', 1, [{ heldOn: '2027-06-22' }, { heldOn: '2027-06-21', isBlank: true }])
	await summarise('program-calm', 0, [{ heldOn: '2027-06-01' }])
	const sorted = async (sort: BoardSort) => (await read({ sort })).ids.join(' ').replaceAll('program-', '')
	expect(await sorted('program')).toBe('a calm early late')
	expect(await sorted('-program')).toBe('late early calm a')
	expect(await sorted('road')).toBe('a calm late early')
	expect(await sorted('-road')).toBe('early late calm a')
	// The others have no people whose contact could count.
	expect(await sorted('sync')).toBe('a calm early late')
	expect(await sorted('meeting')).toBe('a late calm early')
	expect(await sorted('-meeting')).toBe('early calm a late')
	expect(await sorted('next')).toBe('early late calm a')
	expect(await sorted('-next')).toBe('calm early late a')
	expect(await sorted('report')).toBe('a calm early late')
})

it('counts a meeting that was planned from its day on', async () => {
	await summarise('program-early', 1, [{ heldOn: '2027-06-20' }])
	await summarise('program-late', 1, [{ heldOn: '2027-06-21' }])
	const board = open()
	expect((await read({ sort: '-meeting' }, board)).ids.slice(0, 2)).toEqual(['program-early', 'program-a'])
	today = '2027-06-21'
	expect((await read({ sort: '-meeting' }, board)).ids.slice(0, 2)).toEqual(['program-late', 'program-early'])
})

it('sorts the closed ones by their last day', async () => {
	const { query } = council.registry
	for (const [id, lastDay] of Object.entries({ late: '2027-05-01', calm: '2027-06-01', early: '2027-03-01' })) {
		const program_id = `program-${id}`
		const state = JSON.stringify({ closure: { lastDay, reasonId: '' } })
		const ledger = {
			program_id,
			municipality_id: 'town',
			phase: 'closed' as const,
			sequence: 1,
			state,
			is_plan_behind: 0 as const,
			is_over: 1 as const
		}
		await query.insertInto('ledgers').values(ledger).execute()
	}
	expect((await read({ phase: 'closed' })).ids).toEqual(['program-calm', 'program-early', 'program-late'])
	const newestFirst = await read({ phase: 'closed', sort: '-next' })
	expect(newestFirst.ids).toEqual(['program-calm', 'program-late', 'program-early'])
})

it('[T3] counts Irina’s programme while Viktor owes a report, from the day after its term', async () => {
	council.reopen({ now: () => new Date(`${today}T05:00:00.000Z`) })
	await council.sayAll([viktor, submitReport('2026-12-10')])
	expect(await read({ attention: 'reports' })).toMatchObject({ ids: ['program-a'], totals: { reports: 1 } })
	today = '2027-06-10'
	expect(await read({ attention: 'reports' })).toMatchObject({ ids: [], totals: { reports: 0 } })
})

it('[T54] counts it while the document of an ended stage is missing, as its mentor is told', async () => {
	council.reopen({ now: () => new Date(`${today}T05:00:00.000Z`) })
	await council.sayAll([viktor, submitReport('2026-12-10')])
	today = '2027-03-31'
	const result = { stageId: 's1', activityId: 'a1', title: 'Информационная справка', form: 'Информационная справка' }
	const results = [{ ...result, endsOn: today }]
	const counts = { due_dates: '', done: 0, total: 2 }
	const json = JSON.stringify({ stages: [], meetings: [], ...counts, results })
	const summary = { program_id: 'program-a', sequence: 1, json, ...counts, edition: '', at: `${today}T05:00:00.000Z` }
	await council.registry.query.insertInto('summaries').values(summary).execute()
	expect(await read({ attention: 'reports' })).toMatchObject({ ids: [] })
	today = '2027-04-01'
	const { ids, rows } = await read({ attention: 'reports' })
	expect(ids).toEqual(['program-a'])
	expect(rows[0]?.reports).toContainEqual(expect.objectContaining({ dueOn: '2027-03-31', wording: result.title }))
})

it('does not count a programme as begun before its first day, and counts the silence of its people from that day', async () => {
	const { query } = council.registry
	await query.updateTable('programs').set({ starts_on: '2027-06-21' }).where('id', '=', 'program-a').execute()
	const startOf = ({ rows }: Awaited<ReturnType<typeof read>>) =>
		rows.find(({ programId }) => programId === 'program-a')?.participants.map(({ startsOn }) => startsOn)
	const inRegion = async () => {
		const count = () => Promise.resolve({ overdue: 0, silent: 0, editedAt: null })
		const numbers = await countMunicipalities(council.registry, { count }, new Date(`${today}T05:00:00.000Z`))
		return numbers.find(({ id }) => id === 'town')?.active
	}
	const before = await read()
	expect(before.totals).toMatchObject({ programs: 3, ahead: 1 })
	expect(await inRegion()).toBe(3)
	expect(startOf(before)).toEqual(['2027-06-21', '2027-06-21'])
	today = '2027-06-21'
	expect((await read()).totals).toMatchObject({ programs: 4, ahead: 0 })
	expect(await inRegion()).toBe(4)
})

it('judges again what was said to have changed, and tells only that of the page', async () => {
	const board = open()
	const before = await read({}, board)
	const { query } = council.registry
	await query.updateTable('programs').set({ title: 'Спокойная' }).where('id', '=', 'program-calm').execute()
	await query
		.updateTable('programs')
		.set({ deleted_at: `${today}T04:00:00.000Z` })
		.where('id', '=', 'program-late')
		.execute()
	for (const programId of ['program-calm', 'program-late']) await board.markChanged(programId)
	const after = await read({ changed: ['program-calm', 'program-late'] }, board)
	expect(after).toMatchObject({ ids: ['program-calm'], rows: [{ title: 'Спокойная' }] })
	expect(after.order?.toSorted()).toEqual(before.ids.filter((id) => id !== 'program-late').toSorted())
	expect(after.totals).toMatchObject({ programs: before.totals.programs - 1, overdue: before.totals.overdue - 1 })
	expect((await read({ q: 'спокойная' }, board)).ids).toEqual(['program-calm'])
})

it('judges as the days turn, though nothing is said to have changed', async () => {
	const board = open()
	expect((await read({ attention: 'overdue' }, board)).ids).toEqual(['program-late', 'program-early'])
	today = '2027-07-01'
	expect((await read({ attention: 'overdue' }, board)).totals).toMatchObject({ overdue: 2 })
	today = '2027-07-02'
	expect((await read({ attention: 'overdue' }, board)).ids).toEqual(['program-late', 'program-calm', 'program-early'])
	expect((await read({}, board)).totals).toMatchObject(await read().then(({ totals }) => totals))
})

it('counts the silent from the day on which they have become so', async () => {
	const { query } = council.registry
	await query.updateTable('programs').set({ starts_on: '2027-06-10' }).execute()
	const board = open()
	expect((await read({}, board)).totals).toMatchObject({ silent: 0 })
	today = '2027-07-02'
	const { totals } = await read({}, board)
	expect(totals.silent).toBeGreaterThan(0)
	expect(totals).toEqual((await read()).totals)
})

it('mends after a start what was changed while the rows knew nothing of it', async () => {
	const rows = createSqliteBoardRows(':memory:')
	await read({}, open(rows))
	await council.registry.query.deleteFrom('summaries').where('program_id', '=', 'program-late').execute()
	const deleted = { deleted_at: `${today}T04:00:00.000Z` }
	await council.registry.query.updateTable('programs').set(deleted).where('id', '=', 'program-calm').execute()
	const board = open(rows)
	expect((await read({}, board)).totals).toMatchObject({ overdue: 2, programs: 4 })
	await board.checkAll(async () => true)
	expect((await read({}, board)).totals).toMatchObject({ overdue: 1, programs: 3 })
})

it('judges each programme of a new file once, with rests, and goes on after a stop', async () => {
	for (let index = 0; index < 2 * SLICE; index++) await add(`program-${index}`, '2027-06-01')
	const { query } = council.registry
	const town = await query.selectFrom('municipalities').selectAll().where('id', '=', 'town').executeTakeFirstOrThrow()
	await query
		.insertInto('municipalities')
		.values({ ...town, id: 'village', name: 'Деревня' })
		.execute()
	const rows = createSqliteBoardRows(':memory:')
	const judged: string[] = []
	const put: typeof rows.put = (municipalityId, some, gone) => {
		judged.push(...some.map(({ programId }) => programId))
		rows.put(municipalityId, some, gone)
	}
	const board = open({ ...rows, put })
	await board.checkAll(async () => false)
	expect(judged).toHaveLength(SLICE)
	expect([rows.isComplete('town'), rows.isComplete('village')]).toEqual([false, false])
	await board.keepUp()
	expect(judged).toHaveLength(SLICE)

	judged.length = 0
	let rests = 0
	await board.checkAll(async () => (rests++, true))
	expect(rests).toBe(3)
	expect(judged).toHaveLength(2 * SLICE + 4)
	expect([rows.isComplete('town'), rows.isComplete('village')]).toEqual([true, true])
})

it('keeps up with one municipality although another fails', async () => {
	const { query } = council.registry
	const rows = createSqliteBoardRows(':memory:')
	const failing = new Set<string>()
	const board = open({
		...rows,
		silence(municipalityId, now) {
			if (failing.has(municipalityId)) throw new Error('A broken row')
			rows.silence(municipalityId, now)
		}
	})
	await board.read('other', { q: '', page: 1, pageSize: 100 })
	await read({}, board)
	failing.add('other')
	await query.updateTable('summaries').set({ due_dates: '' }).where('program_id', '=', 'program-late').execute()
	await board.markChanged('program-late')
	await expect(board.keepUp()).rejects.toThrow(AggregateError)
	const flagsOf = (id: string) => rows.list('town').find(({ programId }) => programId === id)?.flags ?? 0
	expect(flagsOf('program-late') & boardFlags.overdue).toBe(0)
	expect(flagsOf('program-early') & boardFlags.overdue).toBe(boardFlags.overdue)
})

it('shows Elena the first programmes of a new file while it judges the others, and says so', async () => {
	for (let index = 0; index < 2 * SLICE; index++) await add(`program-${index}`, '2027-06-01')
	const gate = Promise.withResolvers<void>()
	const known = new Set<string>()
	const board = open(createSqliteBoardRows(':memory:'), {
		patienceMs: 1,
		devices: {
			// Only one slice is judged before the gate opens.
			async forDocuments(ids: readonly string[]) {
				if (known.size > 0 && ids.some((id) => !known.has(id))) await gate.promise
				for (const id of ids) known.add(id)
				return new Map()
			}
		} as never
	})
	const answer = async () => {
		const { count, rows, isCounting } = await board.read('town', { q: '', page: 1, pageSize: 100 })
		return { count, shown: rows.length, isCounting }
	}
	await expect.poll(answer).toEqual({ count: SLICE, shown: SLICE, isCounting: true })
	gate.resolve()
	await expect.poll(answer).toEqual({ count: 2 * SLICE + 4, shown: 2 * SLICE + 4, isCounting: undefined })
})

it('judges no more than one slice of rows between two turns of the event loop', async () => {
	for (let index = 0; index < 3 * SLICE; index++) await add(`program-${index}`, '2027-06-01')
	let turn = 0
	let isOver = false
	const nextTurn = () => setImmediate(() => (turn++, isOver || nextTurn()))
	nextTurn()
	const puts: { turn: number; count: number }[] = []
	const rows = createSqliteBoardRows(':memory:')
	const watched = {
		...rows,
		put(...given: Parameters<typeof rows.put>) {
			puts.push({ turn, count: given[1].length })
			rows.put(...given)
		}
	}
	const { totals } = await read({}, open(watched))
	isOver = true
	expect(totals.programs).toBe(3 * SLICE + 4)
	expect(puts.length).toBe(4)
	expect(Math.max(...puts.map(({ count }) => count))).toBe(SLICE)
	expect(new Set(puts.map((put) => put.turn)).size).toBe(puts.length)
})
