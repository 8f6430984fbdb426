import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { addMeeting } from '#domain/plan/edit.ts'
import { createPlan } from '../../../tests/support/plan-pair.ts'
import type { ReviewUpdate } from '../storage/review-log.ts'
import type { Relay } from '../relay/relay.ts'
import { createLateEditReading } from './reading.ts'

const plan = createPlan('2026-09-01')

/** Irina's meeting, written on the plan as it was. */
function lateEdit(id: string): ReviewUpdate {
	const doc = new Y.Doc()
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(plan))
	const at = '2026-09-30T05:00:00.000Z'
	addMeeting(doc, id, { heldOn: '2026-09-29' }, { personId: 'irina', at })
	const about = { documentId: 'plan:program-1', personId: 'irina', deviceId: 'phone', receivedAt: at }
	const bytes = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(plan))
	return { ...about, id, bytes, state: 'waiting', decidedBy: null, decidedAt: null, enteredAt: null }
}

/** No edit here is accepted, so the past is not read. */
function readingFrom(relay: Pick<Relay, 'read'>) {
	const fail = () => Promise.reject(new Error('The past was asked for'))
	return createLateEditReading({ relay, history: { findNewest: fail, readMoment: fail } })
}

it('[P15] however many edits Elena opens at once, they are read one after the other, and others get their turn', async () => {
	let done = 0
	const read = readingFrom({
		async read() {
			const stateVector = Y.encodeStateVector(plan)
			return {
				epoch: 1,
				updates: [Y.encodeStateAsUpdate(plan)],
				sequence: 1,
				stateVector,
				snapshot: null,
				bytesLeft: null
			}
		}
	})
	let turns = 0
	const readings = Array.from({ length: 20 }, async (_, index) => {
		const reading = await read([lateEdit(`meeting-${index}`)])
		done += 1
		return reading
	})
	while (done < 20) {
		turns += 1
		await setImmediate()
	}
	for (const reading of await Promise.all(readings))
		expect(reading?.reading).toMatchObject({ isReadable: true, changes: [{ type: 'added', kind: 'meeting' }] })
	// If they ran in parallel, they would share three turns.
	expect(turns).toBeGreaterThan(20)
})

it('[P15] of a document that is gone nothing is read, and the next one is', async () => {
	const read = readingFrom({ read: async () => null })
	expect(await read([lateEdit('one')])).toBeNull()
	expect(await read([lateEdit('two')])).toBeNull()
})
