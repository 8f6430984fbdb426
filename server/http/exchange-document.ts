/**
 * One document of an exchange (SPEC.md P13–P15): first what is brought is stored or refused, then what the device lacks is
 * read. Neither knows of the other documents of the request.
 */
import type { DocumentExchanged, DocumentRefused, ExchangeDocument, ExchangeRequest } from '#protocol/exchange.ts'
import type { DocumentAdmission } from '../programs/admit.ts'
import { heldStateOf } from '../documents/review/state.ts'
import { checkUpdate, isStateVector } from '../documents/check-update.ts'
import type { ApiParts } from './serve/api-parts.ts'

export interface ExchangingDevice extends Omit<ExchangeRequest, 'documents'> {
	/** When its request came: what it brings may take a while. */
	heardAt: string
}

export interface DocumentExchange {
	/** Null once what was brought is durable, or there was nothing. */
	bring(device: ExchangingDevice, document: ExchangeDocument): Promise<DocumentRefused | null>
	/** After `bring`. Without `isRoom` the device is told to come again. */
	answer(
		device: ExchangingDevice,
		document: ExchangeDocument,
		isRoom: boolean
	): Promise<DocumentExchanged | DocumentRefused>
}

export interface DocumentExchangeParts extends Pick<ApiParts, 'storage' | 'devices' | 'relay' | 'holding' | 'log'> {
	admitTo(personId: string, documentId: string): Promise<DocumentAdmission>
}

export function createDocumentExchange(parts: DocumentExchangeParts): DocumentExchange {
	const { storage, devices, relay, holding, log } = parts

	async function bring(device: ExchangingDevice, document: ExchangeDocument): Promise<DocumentRefused | null> {
		const { documentId } = document
		const { personId, deviceId } = device
		const admission = await admit(personId, document)
		if (admission.refused === 'gone' || admission.refused === 'other-epoch') return refused(document, admission.refused)
		// Of whoever is let in, what they report is taken down when they are answered.
		if (admission.right === null && admission.isHeld) noteHeard(device, documentId)
		const update = document.update === null ? null : readBase64(document.update)
		const check = document.update === null ? 'empty' : update === null ? 'malformed' : checkUpdate(update)
		const stateVector = readBase64(document.stateVector)
		if (check === 'malformed' || stateVector === null || !isStateVector(stateVector)) {
			return refused(document, admission.refused ?? 'malformed')
		}
		if (update !== null && check === 'content' && admission.right !== 'edit') {
			if (!admission.isHeld) return refused(document, admission.refused ?? 'read-only')
			const known = await heldStateOf({ holding, relay }, { documentId, personId, bytes: update })
			if (known !== null) return refused(document, 'revoked', known)
			const outcome = await holding.hold({ documentId, epoch: admission.epoch, personId, deviceId, bytes: update })
			return outcome === 'held' ? refused(document, 'revoked', { held: 'waiting' }) : refused(document, outcome)
		}
		if (admission.refused !== null) return refused(document, admission.refused)
		if (update === null || check === 'empty') return null
		const outcome = await relay.store(documentId, { personId, deviceId }, update)
		return outcome === 'stored' ? null : refused(document, outcome)
	}

	/** It is not waited for: it is stored once a second, and no edit hangs on it. */
	function noteHeard({ personId, deviceId, heardAt }: ExchangingDevice, documentId: string): void {
		devices.touch({ documentId, personId, deviceId }, heardAt).catch((error: unknown) => {
			log.error({ documentId, error }, 'It could not be stored when a device was heard')
		})
	}

	/** Asked each time: a request of many documents takes a while, and rights may end meanwhile. */
	async function admit(personId: string, { documentId, epoch, stateVector, update }: ExchangeDocument) {
		const nothing = { right: null, isHeld: false, epoch: 0 }
		const admission = await parts.admitTo(personId, documentId)
		const isHeld = admission.mayHold
		if (admission.outcome === 'refused' && !isHeld) return { ...nothing, refused: admission.reason }
		const info = await storage.findDocument(documentId)
		if (info === null || info.deletedAt !== null) return { ...nothing, refused: 'gone' as const }
		// What a device has that never heard of an epoch came by a file, of a document that was never made anew.
		const hasContent = update !== null || stateVector !== EMPTY_STATE_VECTOR
		if (info.epoch !== (epoch ?? (hasContent ? 1 : info.epoch))) return { ...nothing, refused: 'other-epoch' as const }
		const { epoch: current } = info
		if (admission.outcome === 'refused') return { right: null, isHeld, epoch: current, refused: 'revoked' as const }
		return { right: admission.right, isHeld, epoch: current, refused: null }
	}

	async function answer(
		device: ExchangingDevice,
		document: ExchangeDocument,
		isRoom: boolean
	): Promise<DocumentExchanged | DocumentRefused> {
		const { documentId, isCheck } = document
		const { right, refused: refusal, isHeld } = await admit(device.personId, document)
		if (right === null) {
			return refused(document, refusal ?? 'no-right', isHeld ? await stateOfBrought(device, document) : undefined)
		}
		const { isSameLog, ...sequences } = await boundSequences(device, document)
		const report = { ...device, unsent: document.unsent, ...sequences }
		const participants = await relay.report(documentId, device.personId, report, device.heardAt)
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

	/** What `bring` has stored before the right ended is told as sent: a bare refusal would be of that, too. */
	async function stateOfBrought({ personId }: ExchangingDevice, { documentId, update }: ExchangeDocument) {
		const bytes = update === null ? null : readBase64(update)
		if (bytes === null || checkUpdate(bytes) !== 'content') return undefined
		return (await heldStateOf({ holding, relay }, { documentId, personId, bytes })) ?? undefined
	}

	/**
	 * What the device may say it has (P14). In a run that is known it never has less than it said before: an earlier request
	 * came late. In one that is not it keeps what it said before. Without a run its store is new, and it has nothing.
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

	/** What fails of one document does not touch the others: it is told to come again. */
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
				// The storage or the registry does not answer; the device keeps the edits and asks again.
				log.error({ documentId: document.documentId, error }, 'A document could not be exchanged')
				return refused(document, 'storage-failed')
			}
		}
	}

	return { bring: guarded(bring), answer: guarded(answer) }
}

const EMPTY_STATE_VECTOR = 'AA=='

function refused(
	{ documentId }: ExchangeDocument,
	reason: DocumentRefused['reason'],
	known?: Pick<DocumentRefused, 'held' | 'sequence'>
): DocumentRefused {
	return { documentId, outcome: 'refused', reason, isHeld: known !== undefined, ...known }
}

/** Null for text that is not base64 as it is written: Buffer skips over what it does not know. */
function readBase64(text: string): Uint8Array | null {
	const bytes = Buffer.from(text, 'base64')
	return bytes.toString('base64') === text ? bytes : null
}

function toBase64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
