import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BoardState } from './board.svelte.ts'

/** Open requests to the server, oldest first. */
let asked: { path: string; answer(response: Response): void }[]

beforeEach(() => {
	asked = []
	vi.useFakeTimers()
	vi.stubGlobal('fetch', (path: string) => new Promise((answer) => asked.push({ path, answer })))
})
afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

const boardOf = (count: number) => Response.json({ count })
const settle = () => vi.advanceTimersByTimeAsync(0)

it('shows the answer to the newest question, whichever comes last', async () => {
	const live = new BoardState()
	live.start()
	live.setQuery({ q: 'Лаптева' })
	expect(asked.map(({ path }) => decodeURIComponent(path))).toEqual(['/api/board', '/api/board?q=Лаптева'])
	asked[1]?.answer(boardOf(1))
	await settle()
	asked[0]?.answer(boardOf(45))
	await settle()
	expect(live.board).toEqual({ count: 1 })
	live.stop()
})

it('keeps the old rows, and says that they are old, until there is an answer', async () => {
	const live = new BoardState()
	live.start()
	asked[0]?.answer(boardOf(45))
	await settle()
	expect(live).toMatchObject({ isStale: false, failure: null })
	live.setQuery({ attention: 'overdue' })
	expect(live).toMatchObject({ board: { count: 45 }, isStale: true })
	asked[1]?.answer(Response.json({ error: { code: 'internal' } }, { status: 500 }))
	await settle()
	expect(live).toMatchObject({ board: { count: 45 }, isStale: true, failure: 'internal' })
	live.refresh()
	asked[2]?.answer(boardOf(3))
	await settle()
	expect(live).toMatchObject({ board: { count: 3 }, isStale: false, failure: null })
	live.stop()
})

it('an answer that takes longer than the time to the next question is shown, and the question is asked once more', async () => {
	const live = new BoardState()
	live.start()
	await vi.advanceTimersByTimeAsync(1_500)
	live.refresh()
	live.refresh()
	expect(asked).toHaveLength(1)
	asked[0]?.answer(boardOf(45))
	await settle()
	expect(live.board).toEqual({ count: 45 })
	expect(asked).toHaveLength(2)
	asked[1]?.answer(boardOf(46))
	await settle()
	expect(live.board).toEqual({ count: 46 })
	expect(asked).toHaveLength(2)
	live.stop()
})

it('asks again while the server counts, and not once all is counted', async () => {
	// The server tells of no change.
	vi.stubGlobal(
		'EventSource',
		class extends EventTarget {
			close = () => undefined
		}
	)
	const live = new BoardState()
	live.start()
	asked[0]?.answer(Response.json({ count: 20, isCounting: true }))
	await settle()
	expect(live.board).toEqual({ count: 20, isCounting: true })
	expect(asked).toHaveLength(1)
	await vi.advanceTimersByTimeAsync(3_000)
	expect(asked).toHaveLength(2)
	asked[1]?.answer(boardOf(45))
	await vi.advanceTimersByTimeAsync(30_000)
	expect(live.board).toEqual({ count: 45 })
	expect(asked).toHaveLength(2)
	live.setQuery({ q: 'Лаптева' })
	asked[2]?.answer(Response.json({ count: 1, isCounting: true }))
	await settle()
	live.stop()
	await vi.advanceTimersByTimeAsync(10_000)
	expect(asked).toHaveLength(3)
})

it('asks nothing and takes no answer once nobody looks', async () => {
	const live = new BoardState()
	live.setQuery({ page: 2 })
	live.refresh()
	expect(asked).toEqual([])
	live.start()
	live.stop()
	asked[0]?.answer(boardOf(45))
	await vi.advanceTimersByTimeAsync(60_000)
	expect(live.board).toBeNull()
	expect(asked).toHaveLength(1)
})

it('reads only the rows that have changed, and the whole page when one has come that it does not know', async () => {
	const totals = { programs: 3 }
	const row = (programId: string, done: number) => ({ programId, done })
	const live = new BoardState()
	live.start()
	asked[0]?.answer(Response.json({ totals, units: ['a'], rows: [row('one', 0), row('two', 0)] }))
	await settle()
	live.refresh(['one'])
	live.refresh(['two'])
	live.refresh(['three'])
	expect(asked.slice(1).map(({ path }) => path)).toEqual(['/api/board?changed=one'])
	asked[1]?.answer(Response.json({ totals, units: [], rows: [row('one', 1)], order: ['two', 'one'] }))
	await settle()
	expect(live.board).toEqual({ totals, units: ['a'], rows: [row('two', 0), row('one', 1)] })
	expect(decodeURIComponent(asked[2]?.path ?? '')).toBe('/api/board?changed=two,three')
	asked[2]?.answer(Response.json({ totals, units: [], rows: [], order: ['new', 'two'] }))
	await settle()
	expect(live.board?.rows).toEqual([row('two', 0), row('one', 1)])
	expect(asked[3]?.path).toBe('/api/board')
	asked[3]?.answer(Response.json({ totals, units: [], rows: [row('new', 0), row('two', 5)] }))
	await settle()
	expect(live.board?.rows).toEqual([row('new', 0), row('two', 5)])
	expect(asked).toHaveLength(4)
	live.stop()
})
