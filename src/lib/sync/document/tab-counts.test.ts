import { expect, it } from 'vitest'
import { othersEdits } from './store-records.ts'
import { createTabCounts } from './tab-counts.ts'

const nobody = new Map()

it('[D1] what a killed tab wrote is unsaved until the tab that is left has stored it', () => {
	const counts = createTabCounts('left')
	counts.receive({ tabId: 'killed', made: 3, acknowledged: 0, kept: 1 })
	expect(counts.unsavedElsewhere(0)).toBe(2)
	counts.takeIn(nobody, new Set(['left']), 5)
	expect(counts.unsavedElsewhere(4)).toBe(2)
	expect(counts.unsavedElsewhere(5)).toBe(0)
})

it('[D1] word of a tab that comes behind its end is taken in, and is not waited for', () => {
	const counts = createTabCounts('left')
	counts.receive({ tabId: 'ended', made: 2, acknowledged: 0, kept: 2 })
	counts.takeIn(new Map([['ended', { made: 2, acknowledged: 0 }]]), new Set(['left']), 2)
	expect(counts.receive({ tabId: 'ended', made: 3, acknowledged: 0, kept: 2 })).toBe('ended')
	expect(counts.unsavedElsewhere(3)).toBe(1)
	counts.takeIn(new Map([['ended', { made: 2, acknowledged: 0 }]]), new Set(['left']), 3)
	expect(counts.unsavedElsewhere(3)).toBe(0)
	expect(counts.unsent()).toBe(3)
})

it('[D2] a tab that has ended, its edits all sent, is not a new one when word of it comes late', () => {
	const counts = createTabCounts('left')
	const word = { tabId: 'ended', made: 2, acknowledged: 2, kept: 2 }
	expect(counts.receive(word)).toBe('new')
	expect(counts.receive(word)).toBe('known')
	counts.takeIn(nobody, new Set(['left']), 2)
	expect(counts.receive(word)).toBe('ended')
	counts.takeIn(nobody, new Set(['left', 'ended']), 2)
	expect(counts.receive(word)).toBe('known')
})

it('[D2] counts with another tab’s update what that tab may not have come to counting', () => {
	const counts = createTabCounts('left')
	counts.receive({ tabId: 'other', made: 2, acknowledged: 0, kept: 1 })
	expect(counts.uncounted()).toEqual(new Map([['other', { made: 2, acknowledged: 0 }]]))
	counts.receive({ tabId: 'other', made: 2, acknowledged: 0, kept: 2 })
	expect(counts.uncounted()).toEqual(nobody)
	counts.forgetRows()
	expect(counts.uncounted()).toEqual(new Map([['other', { made: 2, acknowledged: 0 }]]))
})

it('[D2] what the log is about to bring counts already, and is ours to offer once it is in our document', () => {
	const counts = createTabCounts('left')
	const rows = new Map(['living', 'ended'].map((id) => [id, { made: 1, acknowledged: 0 }]))
	counts.noteRows(rows)
	expect([counts.unsent(), counts.toSend(null)]).toEqual([2, 0])
	expect(counts.takeIn(rows, new Set(['left', 'living']), 0)).toBe(true)
	expect([counts.unsent(), counts.toSend(null)]).toEqual([2, 1])
})

it('[R3] knows what is held tab by tab, of a living one by its word', () => {
	const counts = createTabCounts('left')
	counts.own.made = 2
	counts.receive({ tabId: 'living', made: 3, acknowledged: 1, kept: 3, held: 2 })
	counts.receive({ tabId: 'ended', made: 1, acknowledged: 0, kept: 1 })
	counts.takeIn(new Map([['ended', { made: 1, acknowledged: 0 }]]), new Set(['left', 'living']), 0)
	expect([counts.unsubmitted(), counts.toSend(null)]).toEqual([4, 3])
	counts.markUnderReview(counts.coverage())
	expect([counts.unsubmitted(), counts.toSend(null), counts.underReview()]).toEqual([1, 0, 2])
	expect(counts.forgetReview()).toBe(true)
	expect([counts.unsubmitted(), counts.toSend(null), counts.underReview()]).toEqual([4, 3, 0])
	expect(counts.toSend({ own: 1, adopted: new Map([['ended', 1]]) })).toBe(1)
})

it('[P7] what a frame has taken along is this person’s: not what a living tab sends itself, nor what others wrote', () => {
	const counts = createTabCounts('left')
	const theirs = othersEdits('file')
	counts.own.made = 4
	counts.own.acknowledged = 1
	counts.receive({ tabId: 'living', made: 2, acknowledged: 0, kept: 2 })
	const rows = new Map(['ended', theirs].map((id) => [id, { made: 1, acknowledged: 0 }]))
	counts.takeIn(rows, new Set(['left', 'living']), 0)
	expect(counts.unsentWithin(counts.coverage())).toBe(4)
	expect(counts.unsentWithin({ own: 3, adopted: new Map() })).toBe(2)
	expect(counts.unsentWithin({ own: 0, adopted: new Map([[theirs, 1]]) })).toBe(0)
	expect(counts.unsent() - counts.unsentOfOthers()).toBe(6)
})
