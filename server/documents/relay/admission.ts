/**
 * Reads connect requests before the first byte of a document goes either way (sync.md R10): which document, what kind
 * of client, and where it resumes. A browser cannot read the HTTP status of an upgrade. So every refusal is a close
 * code after the handshake, except that of a foreign origin. Also counts requests for the limits, and remembers which of
 * them rights that changed meanwhile have outdated.
 */
import { parseDocumentId } from '#domain/owner.ts'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Right } from '#protocol/frames.ts'
import type { DocumentInfo, DocumentStorage } from '../storage/storage.ts'
import type { ReadmitFilter } from './options.ts'

/** The person and the device at the other end, as admitted. */
export interface Peer {
	personId: string
	/** Null: the person may only send late edits (P15). */
	right: Right | null
	/** The person's right to edit has ended: their edits go to the review log (P15). */
	canSubmitForReview: boolean
	/** Null until a report names it. */
	deviceId: string | null
	/** The client asked for ACK, HELLO and NACK with `?v=`. */
	wantsOwnFrames: boolean
	/** The device has every stored update up to this one (P12); null: not known. */
	resumedFrom: number | null
	/** The device says that it has edits the relay has not acknowledged. Also true when it does not say. */
	hasUnsent: boolean
	/** When the device came, as performance.now(). Admission may take a while after that. */
	arrivedAt: number
}

export interface ConnectRequest {
	documentId: string
	/** With `?v=`: the client wants ACK, HELLO and NACK. */
	wantsOwnFrames: boolean
	/** With `?v=`; null: a plain y-websocket client, which names none. */
	version: number | null
	/** With `?device=`; null when absent or not an id. */
	deviceId: string | null
	/** With `?epoch=`: the epoch of the device's document. */
	epoch: number | null
	/** With `?run=&since=`: the device says that it has every update up to `since`, as numbered in `run`. */
	have: { run: string; since: number } | null
	/** False with `?unsent=0`: the device has nothing the relay lacks. */
	hasUnsent: boolean
	/** With `?submit=1`: a person without a right comes to send late edits. */
	isSubmitting: boolean
}

/** Null when the URL names no possible document. */
export function readConnectRequest(url: string): ConnectRequest | null {
	const parsed = URL.parse(url, 'http://relay')
	const documentId = decodeSegment(parsed?.pathname.slice('/sync/'.length) ?? '')
	if (parsed === null || documentId === null || parseDocumentId(documentId) === null) return null
	const query = parsed.searchParams
	const run = readId(query.get('run'))
	const since = readCount(query.get('since'))
	const version = readCount(query.get('v'))
	return {
		documentId,
		wantsOwnFrames: version !== null,
		version,
		deviceId: readId(query.get('device')),
		epoch: readCount(query.get('epoch')),
		have: run === null || since === null ? null : { run, since },
		hasUnsent: readCount(query.get('unsent')) !== 0,
		isSubmitting: query.get('submit') === '1'
	}
}

/**
 * The sequence from which the device resumes (SPEC.md P12). Null when only a comparison shows what it lacks: its
 * sequence is of an unknown or earlier state of the log, of another epoch, of thinned rows, or too far back.
 */
export async function findResumption(
	storage: Pick<DocumentStorage, 'isSameLog'>,
	{ have, epoch }: ConnectRequest,
	info: DocumentInfo,
	mostRows: number
): Promise<number | null> {
	if (have === null || epoch !== info.epoch) return null
	const { run, since } = have
	if (since > info.sequence || since < info.thinnedThrough || info.sequence - since > mostRows) return null
	return (await storage.isSameLog(info.documentId, run, since)) ? since : null
}

export function readHeaders({ headers }: IncomingMessage): Headers {
	const entries = Object.entries(headers).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]]
	)
	return new Headers(entries)
}

/** Refuses the upgrade to pages of other origins: their scripts would act with the visitor's cookie. */
export function refuseUpgrade(socket: Duplex): void {
	socket.on('error', () => {}) // the socket may be closed already, and nobody needs the error
	socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

function readId(text: string | null): string | null {
	return text !== null && /^[\w-]{1,64}$/.test(text) ? text : null
}

function readCount(text: string | null): number | null {
	return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

function decodeSegment(segment: string): string | null {
	try {
		return decodeURIComponent(segment)
	} catch {
		// A lone percent sign: no document has such a name.
		return null
	}
}

export interface Asking {
	/** Whether the person's rights have changed since the check began. Only the answer of the check says who the person is. */
	isOutdatedFor(personId: string): boolean
	end(): void
}

export interface Askings {
	begin(documentId: string): Asking
	/** The rights of matching people have changed, or the document. */
	outdate(filter: ReadmitFilter): void
}

export function createAskings(): Askings {
	const open = new Set<{ documentId: string; isOutdated: boolean; outdatedFor: Set<string> }>()

	return {
		begin(documentId) {
			const asking = { documentId, isOutdated: false, outdatedFor: new Set<string>() }
			open.add(asking)
			return {
				isOutdatedFor: (personId) => asking.isOutdated || asking.outdatedFor.has(personId),
				end: () => void open.delete(asking)
			}
		},

		outdate({ personId, documentId }) {
			for (const asking of open) {
				if (documentId !== undefined && documentId !== asking.documentId) continue
				if (personId === undefined) asking.isOutdated = true
				else asking.outdatedFor.add(personId)
			}
		}
	}
}

/** Counts per key, never above `most`, so that one person or address cannot take the whole relay (sync.md R10). */
export interface Tally {
	/** False, without counting, when the key is at its limit. */
	take(key: string): boolean
	release(key: string): void
}

export function createTally(most: number): Tally {
	const counts = new Map<string, number>()
	return {
		take(key) {
			const count = counts.get(key) ?? 0
			if (count >= most) return false
			counts.set(key, count + 1)
			return true
		},
		release(key) {
			const count = counts.get(key) ?? 0
			if (count > 1) counts.set(key, count - 1)
			else counts.delete(key)
		}
	}
}
