import { describe, expect, it } from 'vitest'
import { createRateLimit, createReadings } from './guards.ts'

function open(most = 3, perMs = 30_000) {
	let atMs = 0
	const limit = createRateLimit({ most, perMs }, () => new Date(atMs))
	return { ...limit, wait: (ms: number) => void (atMs += ms) }
}

describe('a rate limit', () => {
	it('lets so many go on at once, then one after each share of the time', () => {
		const limit = open()
		expect([1, 2, 3].map(() => limit.take('viktor'))).toEqual([0, 0, 0])
		expect(limit.take('viktor')).toBe(10)
		limit.wait(9_000)
		expect(limit.take('viktor')).toBe(1)
		limit.wait(1_000)
		expect(limit.take('viktor')).toBe(0)
		expect(limit.take('viktor')).toBe(10)
	})

	it('gives back no more than all of it, however long somebody was away', () => {
		const limit = open()
		limit.take('viktor')
		limit.wait(10_000_000)
		expect([1, 2, 3, 4].map(() => limit.take('viktor'))).toEqual([0, 0, 0, 10])
	})

	it('counts each name by itself, and not what is given back', () => {
		const limit = open(1)
		expect([limit.take('viktor'), limit.take('viktor'), limit.take('irina')]).toEqual([0, 30, 0])
		limit.giveBack('viktor')
		limit.giveBack('viktor')
		expect([limit.take('viktor'), limit.take('viktor')]).toEqual([0, 30])
	})

	it('holds no more than 10,000 names: another waits, and who is counted stays counted', () => {
		const limit = open(1)
		limit.take('viktor')
		limit.wait(15_000)
		for (let count = 1; count < 10_000; count++) limit.take(`guesser ${count}`)
		expect(limit.take('one more')).toBe(30)
		expect(limit.take('viktor')).toBe(15)
		limit.wait(15_000)
		expect([limit.take('one more'), limit.take('yet another')]).toEqual([0, 30])
	})

	it('does not hold a name that was given back all of it', () => {
		const limit = open(1)
		limit.take('viktor')
		for (let count = 0; count < 10_000; count++) {
			expect(limit.take(`guesser ${count}`)).toBe(0)
			limit.giveBack(`guesser ${count}`)
		}
		expect(limit.take('viktor')).toBe(30)
	})

	it('takes several at once, or none of them', () => {
		const limit = open()
		expect([limit.take('viktor', 2), limit.take('viktor', 2), limit.take('viktor', 1)]).toEqual([0, 10, 0])
	})

	it('is not confused by a clock that was set back', () => {
		const limit = open(1)
		limit.take('viktor')
		limit.wait(-3_600_000)
		expect(limit.take('viktor')).toBe(30)
	})
})

describe('the readings of one person', () => {
	it('are made one after the other, and edits of others are stored between two of them', async () => {
		const { inTurn } = createReadings(() => new Date(0))
		const made: string[] = []
		const read = (name: string) => async () => {
			made.push(name)
			setImmediate(() => made.push(`edit during ${name}`))
		}
		await Promise.all([
			inTurn('elena', read('board')),
			inTurn('elena', read('bank')),
			inTurn('galina', read('staff')),
			inTurn('elena', () => Promise.reject(new Error('no registry'))).catch(() => made.push('failure')),
			inTurn('elena', read('region'))
		])
		expect(made.slice(0, 4)).toEqual(['board', 'staff', 'edit during board', 'edit during staff'])
		expect(made.slice(4)).toEqual(['bank', 'edit during bank', 'failure', 'region'])
	})
})
