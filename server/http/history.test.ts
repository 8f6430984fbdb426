import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { readActivities } from '#domain/plan/activity.ts'
import type { ApiError, HistoryPage } from '#protocol/api/program.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

const list = '/api/programs/program-1/history'

describe('who reads the history of program-1', () => {
	const everybody: readonly [Townsperson, number][] = [
		['viktor', 200],
		['irina', 200],
		['elena', 200],
		['arkady', 200],
		['oleg', 404],
		['anna', 404],
		['pyotr', 404],
		['stranger', 401]
	]
	it.each(everybody)('%s: %i', async (person, status) => {
		const answers = [await town.get(person, list), await town.get(person, `${list}/1`)]
		expect(answers.map((answer) => answer.status)).toEqual([status, status])
	})

	it('not Oleg after his part in program-2 has ended', async () => {
		const own = '/api/programs/program-2/history'
		expect((await town.get('oleg', own)).status).toBe(200)
		await town.post('elena', '/api/programs/program-2/participants/oleg/end', {})
		expect((await town.get('oleg', own)).status).toBe(404)
		expect((await town.get('oleg', `${own}/1`)).status).toBe(404)
	})
})

it('tells how the plan was made, and gives it as it was', async () => {
	const page = (await (await town.get('irina', list)).json()) as HistoryPage
	expect(page).toMatchObject({
		entries: [{ kind: 'start', sequence: 1, authorIds: [], changes: [] }],
		people: [],
		nextBefore: null
	})
	const answer = await town.get('irina', `${list}/1`)
	expect(answer.headers.get('content-type')).toBe('application/octet-stream')
	expect(answer.headers.get('cache-control')).toBe('no-store')
	expect(answer.headers.get('last-modified')).toBe(townFoundedAt.toUTCString())
	const doc = new Y.Doc()
	Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()))
	expect(readActivities(doc)).toHaveLength(22)
})

it.each([
	['a page before no number', `${list}?before=x`, 400, { code: 'invalid', field: 'before' }],
	['a page before nothing', `${list}?before=0`, 400, { code: 'invalid', field: 'before' }],
	['a moment that is no number', `${list}/now`, 400, { code: 'invalid', field: 'sequence' }],
	['a moment that has not come', `${list}/1000`, 404, { code: 'not_found' }],
	['a programme that does not exist', '/api/programs/unknown/history', 404, { code: 'not_found' }]
])('%s is refused', async (_, path, status, error) => {
	const answer = await town.get('irina', path)
	expect(answer.status).toBe(status)
	expect(((await answer.json()) as ApiError).error).toEqual(error)
})
