import { afterEach, describe, expect, it, vi } from 'vitest'
import { TableImport } from './table-import.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

const known = { kind: 'mentors', organisations: [], people: [], categories: [] }

it('of a table with nothing below its headings the curator is told so', async () => {
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(known)))
	const job = new TableImport()
	const table = [['Фамилия', 'Имя', 'Компетенции']]
	await job.read('mentors', '', Promise.resolve({ ok: true, table }))
	expect(job.progress).toEqual({ type: 'refused', reason: 'only-headings' })
})

it('where what reads tables cannot be loaded the curator is told so, and may try again', async () => {
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(known)))
	const job = new TableImport()
	await job.read('mentors', 'Наставники.xlsx', Promise.reject(new TypeError('Failed to fetch')))
	expect(job.progress).toEqual({ type: 'failed', code: 'offline' })
	expect(job.rows).toEqual([])
})

it('[T22] an organisation that the table names is entered with its kind, and the row that waited for it is read', async () => {
	const sent: { kind: string; rows: unknown[] }[] = []
	let organisations: { id: string; name: string }[] = []
	vi.stubGlobal('fetch', (_: string, init?: { method?: string; body: string }) => {
		if (init?.method !== 'POST') return Promise.resolve(Response.json({ ...known, left: [], organisations }))
		sent.push(JSON.parse(init.body) as (typeof sent)[number])
		organisations = [{ id: 'lyceum-40', name: 'Лицей № 40' }]
		return Promise.resolve(Response.json({ import: {}, refused: [] }))
	})
	const job = new TableImport()
	const table = [
		['ФИО', 'Организация', 'Должность'],
		['Ковалёв Виктор', 'Лицей № 40', 'Директор']
	]
	await job.read('mentors', 'Наставники.xlsx', Promise.resolve({ ok: true, table }))
	expect(job.outcomes).toMatchObject([{ errors: [{ problem: { code: 'unknown-organisation' } }], target: null }])

	expect(await job.settleOrganisations([{ name: 'Лицей № 40', kind: 'school' }], [])).toEqual({ ok: true, refused: [] })
	const row = { name: 'Лицей № 40', kind: 'school' }
	expect(sent).toMatchObject([
		{ kind: 'organisations', rows: [{ line: 1, target: { type: 'new', isSeparate: false }, row }] }
	])
	expect(job.outcomes).toMatchObject([
		{ errors: [], row: { row: { organisationId: 'lyceum-40' } }, target: { type: 'new' } }
	])
})

it('[T22] an organisation that the table names differently is recognised as the one that the curator says, and none is entered', async () => {
	const organisations = [{ id: 'prometheus', name: 'Лицей «Прометей»' }]
	const methods: string[] = []
	vi.stubGlobal('fetch', (_: string, init?: { method?: string }) => {
		methods.push(init?.method ?? 'GET')
		return Promise.resolve(Response.json({ ...known, left: [], organisations }))
	})
	const job = new TableImport()
	const table = [
		['ФИО', 'Организация', 'Должность'],
		['Ковалёв Виктор', 'Прометей', 'Директор']
	]
	await job.read('mentors', 'Наставники.xlsx', Promise.resolve({ ok: true, table }))
	expect(job.outcomes).toMatchObject([{ errors: [{ problem: { alike: organisations } }], target: null }])

	await job.settleOrganisations([], [{ id: 'prometheus', name: 'Прометей' }])
	expect(job.outcomes).toMatchObject([{ errors: [], row: { row: { organisationId: 'prometheus' } } }])
	expect(new Set(methods)).toEqual(new Set(['GET']))
})

describe('Elena enters the organisations of a table', () => {
	const table = [
		['ФИО', 'Организация', 'Должность'],
		['Ковалёв Виктор', 'Лицей № 40', 'Директор'],
		['Лаптева Ирина', '', 'Директор'],
		['Лаптева Ирина', '', 'Завуч']
	]
	const lyceum = { name: 'Лицей № 40', kind: 'school' as const }

	/** The server answers each import as told; null: the answer is lost. */
	async function preview(...answers: (object | null)[]) {
		const ids: string[] = []
		vi.stubGlobal('fetch', (_: string, init?: { method?: string; body: string }) => {
			if (init?.method !== 'POST') return Promise.resolve(Response.json({ ...known, left: [] }))
			ids.push((JSON.parse(init.body) as { id: string }).id)
			const answer = answers.shift() ?? null
			return answer === null ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(Response.json(answer))
		})
		const job = new TableImport()
		await job.read('mentors', 'Наставники.xlsx', Promise.resolve({ ok: true, table }))
		return { job, ids }
	}

	it('and what she chose for a double stays', async () => {
		const { job } = await preview({ import: {}, refused: [] })
		const targets = () => job.outcomes.map(({ target }) => target?.type ?? null)
		expect(targets()).toEqual([null, 'new', null])
		job.choose([4], 'create')
		await job.settleOrganisations([lyceum], [])
		expect(targets()).toEqual([null, 'new', 'new'])
	})

	it('and reads which of them the server refused', async () => {
		const { job } = await preview({ import: {}, refused: [{ line: 1, reason: 'duplicate' }] })
		const refused = [{ name: 'Лицей № 40', reason: 'duplicate' }]
		expect(await job.settleOrganisations([lyceum], [])).toEqual({ ok: true, refused })
	})

	it('and sends the same import again where the answer was lost; others are another import', async () => {
		const { job, ids } = await preview(null, null, { import: {}, refused: [] }, { import: {}, refused: [] })
		const entering = job.settleOrganisations([lyceum], [])
		expect(job.isEntering).toBe(true)
		expect(await entering).toEqual({ ok: false, code: 'offline' })
		expect(job.isEntering).toBe(false)
		await job.settleOrganisations([lyceum], [])
		await job.settleOrganisations([{ ...lyceum, kind: 'preschool' }], [])
		await job.settleOrganisations([lyceum], [])
		const [first, again, other, later] = ids
		expect(again).toBe(first)
		expect(new Set([first, other, later]).size).toBe(3)
	})
})
