import { expect, it } from 'vitest'
import { othersEdits } from './store-records.ts'
import { createTabCounts } from './tab-counts.ts'

const nobody = new Map()

it('[D1] what a killed tab wrote is unsaved until the tab that is left has stored it', () => {
	const counts = createTabCounts('left')
	counts.hear({ tabId: 'killed', made: 3, acknowledged: 0, kept: 1 })
	expect(counts.unsavedElsewhere(0)).toBe(2)
	counts.takeIn(nobody, new Set(['left']), 5)
	expect(counts.unsavedElsewhere(4)).toBe(2)
	expect(counts.unsavedElsewhere(5)).toBe(0)
})

it('[D1] word of a tab that comes behind its end is taken in, and is not waited for', () => {
	const counts = createTabCounts('left')
	counts.hear({ tabId: 'ended', made: 2, acknowledged: 0, kept: 2 })
	counts.takeIn(new Map([['ended', { made: 2, acknowledged: 0 }]]), new Set(['left']), 2)
	expect(counts.hear({ tabId: 'ended', made: 3, acknowledged: 0, kept: 2 })).toBe('ended')
	expect(counts.unsavedElsewhere(3)).toBe(1)
	counts.takeIn(new Map([['ended', { made: 2, acknowledged: 0 }]]), new Set(['left']), 3)
	expect(counts.unsavedElsewhere(3)).toBe(0)
	expect(counts.unsent()).toBe(3)
})

it('[D2] a tab that has ended, its edits all sent, is not a new one when word of it comes late', () => {
	const counts = createTabCounts('left')
	const word = { tabId: 'ended', made: 2, acknowledged: 2, kept: 2 }
	expect(counts.hear(word)).toBe('new')
	expect(counts.hear(word)).toBe('known')
	counts.takeIn(nobody, new Set(['left']), 2)
	expect(counts.hear(word)).toBe('ended')
	counts.takeIn(nobody, new Set(['left', 'ended']), 2)
	expect(counts.hear(word)).toBe('known')
})

it('[D2] counts with another tab’s update what that tab may not have come to counting', () => {
	const counts = createTabCounts('left')
	counts.hear({ tabId: 'other', made: 2, acknowledged: 0, kept: 1 })
	expect(counts.uncounted()).toEqual(new Map([['other', { made: 2, acknowledged: 0 }]]))
	counts.hear({ tabId: 'other', made: 2, acknowledged: 0, kept: 2 })
	expect(counts.uncounted()).toEqual(nobody)
	counts.forgetRows()
	expect(counts.uncounted()).toEqual(new Map([['other', { made: 2, acknowledged: 0 }]]))
})

it('[D2] what the log is about to bring counts already, and is ours to offer once it is in our document', () => {
	const counts = createTabCounts('left')
	const rows = new Map(['living', 'ended'].map((id) => [id, { made: 1, acknowledged: 0 }]))
	counts.hearRows(rows)
	expect([counts.unsent(), counts.toBring(null)]).toEqual([2, 0])
	expect(counts.takeIn(rows, new Set(['left', 'living']), 0)).toBe(true)
	expect([counts.unsent(), counts.toBring(null)]).toEqual([2, 1])
})

it('[R3] knows what is held tab by tab, of a living one by its word', () => {
	const counts = createTabCounts('left')
	counts.own.made = 2
	counts.hear({ tabId: 'living', made: 3, acknowledged: 1, kept: 3, held: 2 })
	counts.hear({ tabId: 'ended', made: 1, acknowledged: 0, kept: 1 })
	counts.takeIn(new Map([['ended', { made: 1, acknowledged: 0 }]]), new Set(['left', 'living']), 0)
	expect([counts.unheld(), counts.toBring(null)]).toEqual([4, 3])
	counts.hold(counts.coverage())
	expect([counts.unheld(), counts.toBring(null), counts.held()]).toEqual([1, 0, 2])
	expect(counts.forgetHeld()).toBe(true)
	expect([counts.unheld(), counts.toBring(null), counts.held()]).toEqual([4, 3, 0])
	expect(counts.toBring({ own: 1, adopted: new Map([['ended', 1]]) })).toBe(1)
})

it('[P7] what a frame has taken along is this person’s: not what a living tab sends itself, nor what others wrote', () => {
	const counts = createTabCounts('left')
	const theirs = othersEdits('file')
	counts.own.made = 4
	counts.own.acknowledged = 1
	counts.hear({ tabId: 'living', made: 2, acknowledged: 0, kept: 2 })
	const rows = new Map(['ended', theirs].map((id) => [id, { made: 1, acknowledged: 0 }]))
	counts.takeIn(rows, new Set(['left', 'living']), 0)
	expect(counts.unsentWithin(counts.coverage())).toBe(4)
	expect(counts.unsentWithin({ own: 3, adopted: new Map() })).toBe(2)
	expect(counts.unsentWithin({ own: 0, adopted: new Map([[theirs, 1]]) })).toBe(0)
	expect(counts.unsent() - counts.unsentOfOthers()).toBe(6)
})
