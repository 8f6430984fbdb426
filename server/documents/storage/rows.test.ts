import { beforeAll, expect, it } from 'vitest'
import { createMemoryStorage } from './testing/memory.ts'
import { readPages, readRows } from './rows.ts'

const plan = 'plan:program-1'
const storage = createMemoryStorage()

beforeAll(async () => {
	await storage.createDocument(plan)
	const update = { personId: 'viktor', deviceId: 'laptop', at: '2026-11-21T09:30:00.000Z', bytes: Uint8Array.of(0, 0) }
	for (let count = 0; count < 1200; count++) await storage.append(plan, update)
})

it.each([
	['all of them', {}, 1, 1200],
	['those after one', { after: 700 }, 701, 1200],
	['those up to one', { through: 600 }, 1, 600],
	['those between two', { after: 499, through: 1000 }, 500, 1000]
])('rows are read a page at a time: %s', async (_which, range, first, last) => {
	const rows = await readRows(storage, plan, range)
	expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: last - first + 1 }, (_, at) => first + at))
})

it('whoever has enough stops the reading', async () => {
	let loads = 0
	const counting: typeof storage = { ...storage, load: (...asked) => ((loads += 1), storage.load(...asked)) }
	for await (const page of readPages(counting, plan)) if (page.length > 0) break
	expect(loads).toBe(1)
})

it('of a document nobody made there are none', async () => {
	expect(await readRows(storage, 'plan:program-2')).toEqual([])
})
