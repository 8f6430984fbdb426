import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Background, createBackground } from './background.ts'

const logged: object[] = []
const log = { error: (facts: object, message: string) => void logged.push({ ...facts, message }) }
let background: Background

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
	logged.length = 0
	background = createBackground({ log })
})
afterEach(async () => {
	await background.stop()
	vi.useRealTimers()
})

it('a job is done at its times, sooner after a failure, and no more once the server stops', async () => {
	let runs = 0
	const times = { firstMs: 0, everyMs: 1000, retryMs: 100 }
	const run = async () => {
		if (++runs === 2) throw new Error('full')
	}
	await background.repeat({ ...times, failure: 'Could not be done', run })
	expect(runs).toBe(1)
	await vi.advanceTimersByTimeAsync(1000)
	expect([runs, logged]).toEqual([2, [{ error: new Error('full'), message: 'Could not be done' }]])
	await vi.advanceTimersByTimeAsync(100)
	expect(runs).toBe(3)
	await background.stop()
	await vi.advanceTimersByTimeAsync(10_000)
	expect(runs).toBe(3)
})

it('turns come one after the other, each with its rest, and one that fails keeps none of the others waiting', async () => {
	const done: string[] = []
	const failure = { facts: { documentId: 'plan:program-1' }, message: 'Could not be done' }
	const turn = (name: string, ms: number) =>
		background.takeTurn(async () => {
			done.push(`${name} begins`)
			await background.rest(ms)
			done.push(`${name} ends`)
			if (name === 'first') throw new Error('full')
		}, failure)
	void turn('first', 100)
	void turn('second', 1)
	await vi.advanceTimersByTimeAsync(999)
	expect(done).toEqual(['first begins', 'first ends'])
	expect(logged).toEqual([{ ...failure.facts, error: new Error('full'), message: failure.message }])
	await vi.advanceTimersByTimeAsync(2)
	expect(done.slice(2)).toEqual(['second begins', 'second ends'])
})

it('a server that stops waits for what is under way, whose rests end at once, and begins nothing more', async () => {
	const done: string[] = []
	const turn = (name: string) =>
		background.takeTurn(
			async () => {
				done.push(`${name} goes on: ${await background.rest(60_000)}`)
			},
			{ facts: {}, message: '' }
		)
	void turn('first')
	void turn('second')
	await vi.advanceTimersByTimeAsync(1)
	await background.stop()
	expect(done).toEqual(['first goes on: false'])
})
