import { expect, it } from 'vitest'
import { partnersOf } from './status.ts'
import { noState } from './log-records.ts'

const irina = { personId: 'irina', haveSequence: 7, seenSequence: 5, lastSeenAt: null }

it.each([
	['nothing was acknowledged yet', null, false, false],
	['an acknowledgement that named no sequence', 0, false, false],
	['an edit she has seen', 5, true, true],
	['an edit her phone has, unopened', 6, true, false],
	['an edit that has not reached her', 8, false, false]
])('[P5] %s', (_what, ownSequence, has, sees) => {
	const record = { ...noState, ackedSequence: ownSequence, peers: [irina] }
	expect(partnersOf(record, 'viktor')).toEqual([{ personId: 'irina', has, sees, lastSeenAt: null }])
})
