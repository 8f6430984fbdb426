import { expect, it } from 'vitest'
import type { ParticipantState } from '#protocol/frames.ts'
import { forgetLog, mergeSync, noSyncRecord, type SyncRecord } from './store-records.ts'

const record = (change: Partial<SyncRecord>): SyncRecord => ({ ...noSyncRecord, epoch: 1, ...change })
const irina: ParticipantState = { personId: 'mentee-1', haveSequence: 9, seenSequence: 9, lastSeenAt: null }

const merges: [string, Partial<SyncRecord>, Partial<SyncRecord>, Partial<SyncRecord>][] = [
	[
		'one tab is further than the other',
		{ run: 'a', haveSequence: 7 },
		{ run: 'a', haveSequence: 5 },
		{ haveSequence: 7 }
	],
	[
		'the further one is of a run before',
		{ run: 'a', haveSequence: 7 },
		{ run: 'b', haveSequence: 5 },
		{ run: 'a', haveSequence: 7 }
	],
	['one has heard of no run yet', { run: 'a' }, {}, { run: 'a' }],
	['each has had an edit acknowledged', { ownSequence: 4 }, { ownSequence: 6 }, { ownSequence: 6 }],
	[
		'one knows of another log',
		{ otherLogs: 1, ownSequence: 0 },
		{ run: 'a', haveSequence: 9, ownSequence: 9 },
		{ ownSequence: 0, run: null, haveSequence: 0 }
	],
	['one knows of another epoch', { epoch: 2 }, { otherLogs: 3, ownSequence: 9 }, { epoch: 2, ownSequence: null }]
]
it.each(merges)('[P12] what two tabs know is merged when %s', (_, one, other, merged) => {
	expect(mergeSync(record(one), record(other))).toMatchObject(merged)
	expect(mergeSync(record(other), record(one))).toMatchObject(merged)
})

it('[R16] of a log that is another one nothing counts, except that there were edits of ours', () => {
	const known = record({
		run: 'a',
		haveSequence: 7,
		relayVector: Uint8Array.of(0),
		ownSequence: 5,
		participants: [irina]
	})
	expect(forgetLog(known)).toMatchObject({
		otherLogs: 1,
		run: null,
		haveSequence: 0,
		relayVector: null,
		ownSequence: 0
	})
	expect(forgetLog(record({})).ownSequence).toBeNull()
})

it('[R7] how full the document is, is known of the tab that has heard it', () => {
	const filling = record({ bytesLeft: 500 })
	expect(mergeSync(filling, record({})).bytesLeft).toBe(500)
	expect(mergeSync(filling, record({ bytesLeft: 'enough' })).bytesLeft).toBe('enough')
	expect(mergeSync(filling, record({ epoch: 2 })).bytesLeft).toBeNull()
})
