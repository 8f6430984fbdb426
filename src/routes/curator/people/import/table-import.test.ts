import { afterEach, expect, it, vi } from 'vitest'
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

	expect(await job.enterOrganisations([{ name: 'Лицей № 40', kind: 'school' }])).toBeNull()
	const row = { name: 'Лицей № 40', kind: 'school' }
	expect(sent).toMatchObject([
		{ kind: 'organisations', rows: [{ line: 1, target: { type: 'new', isSeparate: false }, row }] }
	])
	expect(job.outcomes).toMatchObject([
		{ errors: [], row: { row: { organisationId: 'lyceum-40' } }, target: { type: 'new' } }
	])
})
