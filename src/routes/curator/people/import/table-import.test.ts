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
