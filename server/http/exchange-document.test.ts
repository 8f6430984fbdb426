import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addMeeting } from '#domain/plan/edit.ts'
import type { ExchangeDocument } from '#protocol/exchange.ts'
import { base64 } from '../../tests/support/exchange-device.ts'
import type { DocumentAdmission } from '../programs/admit.ts'
import { createReview } from '../documents/review/state.ts'
import {
	createMemoryDeviceStates,
	createMemoryDisk,
	createMemoryReviewLog,
	createMemoryStorage
} from '../documents/storage/memory.ts'
import { createDocumentExchange, type ExchangingDevice } from './exchange-document.ts'

const at = '2026-09-30T05:00:00.000Z'
const laptop: ExchangingDevice = {
	personId: 'viktor',
	deviceId: 'laptop',
	appVersion: '1',
	freeBytes: null,
	isPersisted: null,
	receivedAt: '2026-11-21T09:00:00.000Z'
}

/** Viktor’s membership, while it lasts and after. */
const MENTOR: DocumentAdmission = { outcome: 'admitted', right: 'edit', canSubmitForReview: false }
const FORMER_MENTOR: DocumentAdmission = { outcome: 'refused', reason: 'no-right', canSubmitForReview: true }

const NOTHING = Y.encodeStateAsUpdate(new Y.Doc())

function written(): string {
	const doc = new Y.Doc()
	addMeeting(doc, 'meeting', { heldOn: '2026-09-29' }, { personId: 'viktor', at })
	return base64(Y.encodeStateAsUpdate(doc))
}

function asked(changes: Partial<ExchangeDocument> = {}): ExchangeDocument {
	return {
		documentId: 'plan:program-1',
		epoch: null,
		stateVector: 'AA==',
		update: written(),
		unsent: 0,
		run: null,
		haveSequence: 0,
		seenSequence: 0,
		isCheck: false,
		...changes
	}
}

/** A relay that does as it is told, and a membership of Viktor’s that may end. */
async function open({
	isFailing = false,
	isUnreadable = false,
	admission = MENTOR
}: { isFailing?: boolean; isUnreadable?: boolean; admission?: DocumentAdmission } = {}) {
	const disk = createMemoryDisk()
	const storage = createMemoryStorage(disk)
	await storage.createDocument('plan:program-1')
	const stored: Uint8Array[] = []
	const logged: string[] = []
	const asks = { admission, answered: 0 }
	const devices = createMemoryDeviceStates()
	const review = createReview({ log: createMemoryReviewLog(disk), now: () => new Date(at), onSubmitted() {} })
	const exchange = createDocumentExchange({
		async admitTo() {
			return asks.admission
		},
		storage,
		devices,
		review,
		relay: {
			async store(_documentId, _author, update) {
				if (isFailing) throw new Error('disk full')
				stored.push(update)
				return 'stored'
			},
			async read() {
				if (isUnreadable) throw new Error('disk gone')
				const update = stored.length === 0 ? NOTHING : Y.mergeUpdates(stored)
				return {
					epoch: 1,
					updates: [update],
					sequence: stored.length,
					stateVector: Y.encodeStateVectorFromUpdate(update),
					snapshot: null,
					bytesLeft: null
				}
			},
			async report() {
				asks.answered += 1
				return []
			},
			readmit() {},
			deleteDocument: async () => {},
			isTooOld: () => false
		},
		log: { debug() {}, error: (_details, message) => void logged.push(message) }
	})
	return { ...exchange, asks, devices, storage, stored, logged, underReview: () => review.list(['plan:program-1'], 10) }
}

describe('one document of an exchange', () => {
	it('[R1] that the disk does not take is not said to be stored: the device is to come again', async () => {
		const { receive, logged } = await open({ isFailing: true })
		expect(await receive(laptop, asked())).toMatchObject({
			outcome: 'refused',
			reason: 'storage-failed',
			isHeld: false
		})
		expect(logged).toEqual(['A document could not be exchanged'])
	})

	it('that cannot be read is asked for again, though what was brought is stored', async () => {
		const { receive, answer, stored } = await open({ isUnreadable: true })
		expect(await receive(laptop, asked())).toBeNull()
		expect(stored).toHaveLength(1)
		expect(await answer(laptop, asked(), true)).toMatchObject({ outcome: 'refused', reason: 'storage-failed' })
	})

	it('for which there is no room in the answer is to be asked for again', async () => {
		const { answer } = await open()
		expect(await answer(laptop, asked(), false)).toMatchObject({ outcome: 'refused', reason: 'overloaded' })
	})

	it('[R15] of an earlier epoch brings nothing into the one made anew, also from a device that knows no epoch', async () => {
		const { receive, storage, stored } = await open()
		await storage.deleteDocument('plan:program-1', at)
		expect(await receive(laptop, asked())).toMatchObject({ reason: 'gone' })
		await storage.createDocument('plan:program-1')
		const epoch = (await storage.findDocument('plan:program-1'))?.epoch ?? 0
		expect(epoch).toBeGreaterThan(1)
		for (const old of [null, 1])
			expect(await receive(laptop, asked({ epoch: old }))).toMatchObject({ reason: 'other-epoch' })
		expect(stored).toEqual([])
		expect(await receive(laptop, asked({ epoch }))).toBeNull()
		expect(await receive(laptop, asked({ epoch: null, update: null }))).toBeNull()
	})

	it('of Viktor, whose part has ended, is held, and his laptop was heard when it brought it', async () => {
		const { receive, asks, devices, underReview } = await open()
		asks.admission = FORMER_MENTOR
		expect(await receive(laptop, asked())).toMatchObject({ reason: 'revoked', held: 'waiting' })
		expect(await underReview()).toHaveLength(1)
		expect(await devices.forDocument('plan:program-1')).toMatchObject([
			{ personId: 'viktor', deviceId: 'laptop', lastSeenAt: laptop.receivedAt }
		])
	})

	it('[R11] is not read for Viktor, whose part has ended since he brought it, and is told only that it is stored', async () => {
		const { receive, answer, asks, stored } = await open()
		const document = asked()
		expect(await receive(laptop, document)).toBeNull()
		asks.admission = FORMER_MENTOR
		expect(await answer(laptop, document, true)).toEqual({
			documentId: 'plan:program-1',
			outcome: 'refused',
			reason: 'revoked',
			isHeld: true,
			held: 'accepted',
			sequence: 1
		})
		expect(stored).toHaveLength(1)
		expect(asks.answered).toBe(0)
	})

	it('[R3] that Viktor brings again, not having heard that it was stored before his part ended, is not held for the curator', async () => {
		const { receive, asks, underReview } = await open()
		const document = asked()
		expect(await receive(laptop, document)).toBeNull()
		asks.admission = FORMER_MENTOR
		expect(await receive(laptop, document)).toMatchObject({ reason: 'revoked', held: 'accepted', sequence: 1 })
		expect(await underReview()).toEqual([])
	})

	it('of an ended participant in another epoch is not held: it could never be accepted', async () => {
		const { receive } = await open({ admission: FORMER_MENTOR })
		expect(await receive(laptop, asked({ epoch: 7 }))).toMatchObject({ reason: 'other-epoch', isHeld: false })
		expect(await receive(laptop, asked())).toMatchObject({ reason: 'revoked', isHeld: true })
	})
})
