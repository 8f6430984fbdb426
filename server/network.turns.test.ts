import { describe, expect, it } from 'vitest'
import { createTurns } from './network.ts'

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
