import { expect, it } from 'vitest'
import { leastSafe } from './session.ts'
import type { Partner, SyncSnapshot } from './snapshot.ts'
import { tickOf, type Tick } from './status.ts'
import { calmSnapshot as calm } from './testing/calm-snapshot.ts'

const irina = (has: boolean, sees = has): Partner => ({ personId: 'mentee-1', has, sees, lastSeenAt: null })
const mine = (has: boolean, sees = has): Partial<SyncSnapshot> => ({ hasOwn: true, partners: [irina(has, sees)] })
const notMine: Partial<SyncSnapshot> = { partners: [irina(false)] }

function joined(plan: Partial<SyncSnapshot>, notes: Partial<SyncSnapshot>): SyncSnapshot {
	return leastSafe({ snapshot: () => ({ ...calm, ...plan }) }, { snapshot: () => ({ ...calm, ...notes }) })()
}

const table: [string, Partial<SyncSnapshot>, Partial<SyncSnapshot>, Tick][] = [
	['a note is unsent', {}, { unsent: 1 }, 'onDevice'],
	['a note is unsent, the plan was seen', mine(true), { unsent: 1 }, 'onDevice'],
	['a note is not saved yet', { unsent: 1 }, { unsent: 1, unsaved: 1 }, 'saving'],
	['the notes’ store failed with an edit', {}, { localStore: 'failed', unsaved: 1, unsent: 1 }, 'notSaved'],
	['the notes were never received', {}, { isLoaded: false }, 'onServer'],
	['a note was refused', {}, { refused: 1, unsent: 1 }, 'refused'],
	['she has the plan, not the note', mine(true), mine(false), 'onServer'],
	['she has the note, not the plan', mine(false), mine(true), 'onServer'],
	['she has both, and saw the plan', mine(true), mine(true, false), 'delivered'],
	['she saw both', mine(true), mine(true), 'seen'],
	['I never wrote a note', mine(true), notMine, 'seen'],
	['I only wrote notes', notMine, mine(true), 'seen'],
	['I wrote neither', notMine, notMine, 'onServer'],
	['she may not read the notes', mine(true), { hasOwn: true }, 'seen']
]
it.each(table)('when %s', (_, plan, notes, tick) => {
	expect(tickOf(joined(plan, notes))).toBe(tick)
})

it('counts the edits of both, and tells a refusal of either', () => {
	const both = joined(
		{ unsent: 2, unsaved: 1, lastSyncedAt: '2026-11-21T09:00:00.000Z' },
		{ unsent: 3, connection: 'refused', refusal: 'no-right', lastSyncedAt: '2026-11-20T09:00:00.000Z' }
	)
	expect(both).toMatchObject({
		unsent: 5,
		unsaved: 1,
		connection: 'refused',
		refusal: 'no-right',
		lastSyncedAt: '2026-11-20T09:00:00.000Z'
	})
})

it('[R3] refused edits are held only when those of both documents are', () => {
	const refused = { unsent: 1, refused: 1, isUnderReview: true }
	expect(joined(refused, {}).isUnderReview).toBe(true)
	expect(joined(refused, refused).isUnderReview).toBe(true)
	expect(joined(refused, { unsent: 1, refused: 1 }).isUnderReview).toBe(false)
	expect(joined({}, {}).isUnderReview).toBe(false)
})

it('stays the same object until a document changes, and is the plan’s where there are no notes', () => {
	let plan = calm
	const notes = { ...calm }
	const snapshot = leastSafe({ snapshot: () => plan }, { snapshot: () => notes })
	const before = snapshot()
	expect(snapshot()).toBe(before)
	plan = { ...calm, unsent: 1 }
	expect(snapshot()).not.toBe(before)
	expect(leastSafe({ snapshot: () => plan }, undefined)()).toBe(plan)
})

it.each([
	[null, null, null],
	[null, 500, 500],
	[700, null, 700],
	[700, 500, 500],
	[700, 0, 0]
])(
	'[R7] of a plan that takes %o bytes and notes that take %o a person is told of the fuller one',
	(plan, notes, joinedBytes) => {
		expect(joined({ bytesLeft: plan }, { bytesLeft: notes }).bytesLeft).toBe(joinedBytes)
	}
)
