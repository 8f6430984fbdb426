/**
 * One document of an exchange round (SPEC.md P13–P15). The server first stores or refuses the device's update, then reads what the
 * device lacks. Each document is handled independently of the others in the request.
 */
import type { DocumentExchanged, DocumentRefused, ExchangeDocument, ExchangeRequest } from '#protocol/exchange.ts'
import type { DocumentAdmission } from '../programs/admit.ts'
import { findReviewState } from '../documents/review/state.ts'
import { checkUpdate, isStateVector } from '../documents/check-update.ts'
import type { ApiOptions } from './serve/api-options.ts'

export interface ExchangingDevice extends Omit<ExchangeRequest, 'documents'> {
	/** When the request arrived: storing its updates may take a while. */
	receivedAt: string
}

export interface DocumentExchange {
	/** Null: the update is durable, or there was none. */
	receive(device: ExchangingDevice, document: ExchangeDocument): Promise<DocumentRefused | null>
	/** Call it after `receive`. Without `isRoom` the device is asked to come again (`overloaded`). */
	answer(
		device: ExchangingDevice,
		document: ExchangeDocument,
		isRoom: boolean
	): Promise<DocumentExchanged | DocumentRefused>
}

export interface DocumentExchangeOptions extends Pick<ApiOptions, 'storage' | 'devices' | 'relay' | 'review' | 'log'> {
	admitTo(personId: string, documentId: string): Promise<DocumentAdmission>
}

export function createDocumentExchange(options: DocumentExchangeOptions): DocumentExchange {
	const { storage, devices, relay, review, log } = options

	async function receive(device: ExchangingDevice, document: ExchangeDocument): Promise<DocumentRefused | null> {
		const { documentId } = document
		const { personId, deviceId } = device
		const admission = await admit(personId, document)
		if (admission.refused === 'gone' || admission.refused === 'other-epoch') return refused(document, admission.refused)
		// For a device with a right, `answer` records its report.
		if (admission.right === null && admission.canSubmitForReview) touchDevice(device, documentId)
		const update = document.update === null ? null : readBase64(document.update)
		const check = document.update === null ? 'empty' : update === null ? 'malformed' : checkUpdate(update)
		const stateVector = readBase64(document.stateVector)
		if (check === 'malformed' || stateVector === null || !isStateVector(stateVector)) {
			return refused(document, admission.refused ?? 'malformed')
		}
		if (update !== null && check === 'content' && admission.right !== 'edit') {
			if (!admission.canSubmitForReview) return refused(document, admission.refused ?? 'read-only')
			const known = await findReviewState({ review, relay }, { documentId, personId, bytes: update })
			if (known !== null) return refused(document, 'revoked', known)
			const outcome = await review.submit({ documentId, epoch: admission.epoch, personId, deviceId, bytes: update })
			return outcome === 'under-review' ? refused(document, 'revoked', { held: 'waiting' }) : refused(document, outcome)
		}
		if (admission.refused !== null) return refused(document, admission.refused)
		if (update === null || check === 'empty') return null
		const outcome = await relay.store(documentId, { personId, deviceId }, update)
		return outcome === 'stored' ? null : refused(document, outcome)
	}

	/** Does not wait: the time is stored once a second, and no edit depends on it. */
	function touchDevice({ personId, deviceId, receivedAt }: ExchangingDevice, documentId: string): void {
		devices.touch({ documentId, personId, deviceId }, receivedAt).catch((error: unknown) => {
			log.error({ documentId, error }, 'The last contact of a device could not be stored')
		})
	}

	/** Asks for each document anew: a request with many documents takes a while, and rights may end meanwhile. */
	async function admit(personId: string, { documentId, epoch, stateVector, update }: ExchangeDocument) {
		const nothing = { right: null, canSubmitForReview: false, epoch: 0 }
		const admission = await options.admitTo(personId, documentId)
		const canSubmitForReview = admission.canSubmitForReview
		if (admission.outcome === 'refused' && !canSubmitForReview) return { ...nothing, refused: admission.reason }
		const info = await storage.findDocument(documentId)
		if (info === null || info.deletedAt !== null) return { ...nothing, refused: 'gone' as const }
		// A device with content that knows no epoch got the content from a file. It belongs to the first epoch.
		const hasContent = update !== null || stateVector !== EMPTY_STATE_VECTOR
		if (info.epoch !== (epoch ?? (hasContent ? 1 : info.epoch))) return { ...nothing, refused: 'other-epoch' as const }
		const { epoch: current } = info
		if (admission.outcome === 'refused')
			return { right: null, canSubmitForReview, epoch: current, refused: 'revoked' as const }
		return { right: admission.right, canSubmitForReview, epoch: current, refused: null }
	}

	async function answer(
		device: ExchangingDevice,
		document: ExchangeDocument,
		isRoom: boolean
	): Promise<DocumentExchanged | DocumentRefused> {
		const { documentId, isCheck } = document
		const { right, refused: refusal, canSubmitForReview } = await admit(device.personId, document)
		if (right === null) {
			return refused(
				document,
				refusal ?? 'no-right',
				canSubmitForReview ? await stateOfReceived(device, document) : undefined
			)
		}
		const { isSameLog, ...sequences } = await boundSequences(device, document)
		const report = { ...device, unsent: document.unsent, ...sequences }
		const participants = await relay.report(documentId, device.personId, report, device.receivedAt)
		if (!isRoom) return refused(document, 'overloaded')
		const reading = await relay.read(documentId, Buffer.from(document.stateVector, 'base64'), { isCheck })
		if (participants === null || reading === null) return refused(document, 'gone')
		if (reading === 'malformed') return refused(document, 'malformed')
		return {
			documentId,
			outcome: 'exchanged',
			right,
			epoch: reading.epoch,
			run: storage.run,
			isSameLog,
			sequence: reading.sequence,
			updates: reading.updates.filter((update) => checkUpdate(update) !== 'empty').map(toBase64),
			stateVector: toBase64(reading.stateVector),
			snapshot: reading.snapshot === null ? null : toBase64(reading.snapshot),
			bytesLeft: reading.bytesLeft,
			participants
		}
	}

	/**
	 * `receive` may have stored the update before the right ended. The answer then says so, because a plain refusal would seem to
	 * refuse that update too.
	 */
	async function stateOfReceived({ personId }: ExchangingDevice, { documentId, update }: ExchangeDocument) {
		const bytes = update === null ? null : readBase64(update)
		if (bytes === null || checkUpdate(bytes) !== 'content') return undefined
		return (await findReviewState({ review, relay }, { documentId, personId, bytes })) ?? undefined
	}

	/**
	 * Limits what the device reports to have (P14). In a known run a device never has less than it reported before: a lower report is
	 * an earlier request that came late. In an unknown run the earlier report stays valid. Without a run its local store is new and has
	 * nothing.
	 */
	async function boundSequences(
		{ personId, deviceId }: ExchangingDevice,
		{ documentId, run, haveSequence, seenSequence }: ExchangeDocument
	) {
		const nothing = { haveSequence: 0, seenSequence: 0 }
		if (run === null) return { ...nothing, isSameLog: false }
		const states = await devices.forDocument(documentId)
		const known = states.find((state) => state.personId === personId && state.deviceId === deviceId) ?? nothing
		const isSameLog = await storage.isSameLog(documentId, run, haveSequence)
		return {
			isSameLog,
			haveSequence: isSameLog ? Math.max(known.haveSequence, haveSequence) : known.haveSequence,
			seenSequence: isSameLog ? Math.max(known.seenSequence, Math.min(seenSequence, haveSequence)) : known.seenSequence
		}
	}

	/** A failure of one document does not affect the others: the device is asked to come again. */
	function guarded<Rest extends unknown[], Answer>(
		work: (device: ExchangingDevice, document: ExchangeDocument, ...rest: Rest) => Promise<Answer>
	) {
		return async (
			device: ExchangingDevice,
			document: ExchangeDocument,
			...rest: Rest
		): Promise<Answer | DocumentRefused> => {
			try {
				return await work(device, document, ...rest)
			} catch (error) {
				// The storage or the registry does not answer. The device keeps its edits and asks again.
				log.error({ documentId: document.documentId, error }, 'A document could not be exchanged')
				return refused(document, 'storage-failed')
			}
		}
	}

	return { receive: guarded(receive), answer: guarded(answer) }
}

const EMPTY_STATE_VECTOR = 'AA=='

function refused(
	{ documentId }: ExchangeDocument,
	reason: DocumentRefused['reason'],
	known?: Pick<DocumentRefused, 'held' | 'sequence'>
): DocumentRefused {
	return { documentId, outcome: 'refused', reason, isHeld: known !== undefined, ...known }
}

/** Null for text that is not exact base64: Buffer skips characters it does not know. */
function readBase64(text: string): Uint8Array | null {
	const bytes = Buffer.from(text, 'base64')
	return bytes.toString('base64') === text ? bytes : null
}

function toBase64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
