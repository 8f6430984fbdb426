import { afterEach, expect, it, vi } from 'vitest'
import { TableImport } from './table-import.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

it('of a table with nothing below its headings the curator is told so', async () => {
	const known = { kind: 'mentors', organisations: [], people: [], categories: [] }
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(known)))
	const job = new TableImport()
	const table = [['Фамилия', 'Имя', 'Компетенции']]
	await job.read('mentors', '', Promise.resolve({ ok: true, table }))
	expect(job.progress).toEqual({ type: 'refused', reason: 'only-headings' })
})
