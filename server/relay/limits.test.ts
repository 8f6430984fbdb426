import { describe, expect, it } from 'vitest'
import { createTally, createTurns, networkOf } from './limits.ts'

describe('[R10] what counts as one address', () => {
	it.each([
		['a school behind one IPv4 address', '203.0.113.7', '203.0.113.7'],
		['a household with all its IPv6 addresses', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
		['the same, written shortly', '2001:db8:1:2::1', '2001:db8:1:2'],
		['one with zeros left out', '2001:db8::5', '2001:db8:0:0'],
		['one with leading zeros', '2001:0db8:0001:0002::1', '2001:db8:1:2'],
		['this machine, where a proxy may not say whom it speaks for', '127.0.0.1', null],
		['this machine in IPv6', '::1', null]
	])('%s', (_who, address, network) => expect(networkOf(address)).toBe(network))
})

describe('[R10] a tally', () => {
	it('takes as many as there may be, of each for itself, and again when one has gone', () => {
		const tally = createTally(2)
		expect([tally.take('school'), tally.take('school'), tally.take('school'), tally.take('home')]).toEqual([
			true,
			true,
			false,
			true
		])
		tally.release('school')
		expect(tally.take('school')).toBe(true)
	})
})

describe('[R10] turns', () => {
	it('are taken by so many at once, first come, first served, also after a failure', async () => {
		const turns = createTurns(2)
		const begun: number[] = []
		const ends: ((error?: Error) => void)[] = []
		const all = [0, 1, 2, 3].map((number) =>
			turns.run(
				() =>
					new Promise<void>((resolve, reject) => {
						begun.push(number)
						ends.push((error) => (error === undefined ? resolve() : reject(error)))
					})
			)
		)
		expect(begun).toEqual([0, 1])
		ends[1]?.(new Error('no registry'))
		await expect(all[1]).rejects.toThrow('no registry')
		await expect.poll(() => begun).toEqual([0, 1, 2])
		ends[0]?.()
		await expect.poll(() => begun).toEqual([0, 1, 2, 3])
		ends[2]?.()
		ends[3]?.()
		await Promise.all([all[0], all[2], all[3]])
	})
})
