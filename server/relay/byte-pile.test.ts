import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBytePile } from './byte-pile.ts'

it('gives back what was added, in its order, and is empty then', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({ maxLength: 400 })), fc.array(fc.uint8Array()), (first, second) => {
			const pile = createBytePile()
			for (const added of [first, second]) {
				for (const bytes of added) pile.add(bytes)
				const bytes = added.reduce((sum, { length }) => sum + length, 0)
				expect([pile.count, pile.byteLength]).toEqual([added.length, bytes])
				expect(pile.take()).toEqual(added)
				expect([pile.count, pile.byteLength]).toEqual([0, 0])
			}
		})
	)
})

it('keeps a copy: the frame an update came in may be used for another', () => {
	const pile = createBytePile()
	const frame = Uint8Array.of(1, 2, 3)
	pile.add(frame)
	frame.fill(9)
	expect(pile.take()).toEqual([Uint8Array.of(1, 2, 3)])
})
