import { expect, it } from 'vitest'
import { createEditCoverage } from './edit-coverage.ts'

const nothing = new Map<string, number>()

it('[R2] an acknowledged Update credits the edits up to its own, once a full difference went ahead', () => {
	const coverage = createEditCoverage()
	coverage.addStep2({ own: 2, adopted: nothing })
	coverage.addUpdate(3)
	coverage.addUpdate(7)
	expect(coverage.acknowledge(1)).toEqual({ own: 2, adopted: nothing })
	expect(coverage.acknowledge(2)).toEqual({ own: 3, adopted: nothing })
	expect(coverage.acknowledge(2)).toBeNull()
	expect(coverage.acknowledge(3)).toEqual({ own: 7, adopted: nothing })
})

it('[R2] an Update sent before the full difference credits nothing: what was made offline is not in it', () => {
	const coverage = createEditCoverage()
	coverage.addUpdate(4)
	expect(coverage.acknowledge(1)).toBeNull()
	coverage.addStep2({ own: 4, adopted: nothing })
	expect(coverage.acknowledge(2)).toEqual({ own: 4, adopted: nothing })
})

it('[D2] edits of ended tabs are credited from the full difference that carried them', () => {
	const coverage = createEditCoverage()
	coverage.addStep2({ own: 0, adopted: nothing })
	coverage.addStep2({ own: 0, adopted: new Map([['ended', 3]]) })
	coverage.addUpdate(1)
	expect(coverage.acknowledge(1)).toEqual({ own: 0, adopted: nothing })
	expect(coverage.acknowledge(3)).toEqual({ own: 1, adopted: new Map([['ended', 3]]) })
})

it('[R3] nothing behind a refused frame is credited on that connection', () => {
	const coverage = createEditCoverage()
	coverage.addStep2({ own: 1, adopted: nothing })
	coverage.addUpdate(2)
	coverage.addUpdate(3)
	expect(coverage.refuse(2)).toBe(2)
	expect(coverage.acknowledge(3)).toEqual({ own: 1, adopted: nothing })
	coverage.addUpdate(4)
	expect(coverage.acknowledge(4)).toBeNull()
})

it('[R3] a refused full difference refuses all', () => {
	const coverage = createEditCoverage()
	coverage.addStep2({ own: 2, adopted: nothing })
	expect(coverage.refuse(1)).toBe('all')
	expect(coverage.acknowledge(1)).toBeNull()
})

it('[P7] under way is what frames without an answer cover, but nothing from a refused one on', () => {
	const coverage = createEditCoverage()
	coverage.addUpdate(1)
	expect(coverage.underWay()).toBeNull()
	coverage.addStep2({ own: 1, adopted: nothing })
	coverage.addUpdate(2)
	expect(coverage.underWay()).toEqual({ own: 2, adopted: nothing })
	coverage.addUpdate(3)
	coverage.refuse(4)
	expect(coverage.underWay()).toEqual({ own: 2, adopted: nothing })
	coverage.acknowledge(4)
	expect(coverage.underWay()).toBeNull()
})

it('[R3] a frame is whole once a full difference went ahead, or nothing was missing', () => {
	const offline = createEditCoverage()
	offline.addUpdate(4)
	offline.addStep2({ own: 4, adopted: nothing })
	offline.addUpdate(5)
	expect([1, 2, 3, 4].map((counter) => offline.isWhole(counter))).toEqual([false, true, true, false])
	const resumed = createEditCoverage()
	resumed.begin()
	resumed.addUpdate(1)
	expect(resumed.isWhole(1)).toBe(true)
})
