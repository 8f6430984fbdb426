/**
 * Before the first byte of a document (sync.md R10): which document is asked for, by what kind of
 * client, and whether it may. A browser cannot read an HTTP status on an upgrade, so all but a foreign
 * origin is told by a close code after the handshake.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type CloseReason, parseDocumentId } from '#protocol/close-codes.ts'
import type { Right } from '#protocol/frames.ts'
import type { DocumentInfo, DocumentStorage } from '../storage/storage.ts'

/** What admit() answers. */
export interface Admission {
	outcome: 'admitted'
	personId: string
	right: Right
	/** The person once had the right to edit and has it no more (SPEC.md P15). */
	mayHold: boolean
}

export type AdmissionResult = Admission | { outcome: 'refused'; reason: CloseReason }

export interface Visit {
	documentId: string
	/** With `?v=1`. */
	wantsOwnFrames: boolean
	/** With `?v=`; null: a plain y-websocket client, which names none. */
	version: number | null
	/** With `?device=`; null when absent or not an id. */
	deviceId: string | null
	/** With `?epoch=`: of the document the device has. */
	epoch: number | null
	/** With `?run=&since=`: the device has everything up to `since`, by its own account. */
	have: { run: string; since: number } | null
	/** With `?unsent=0` it has nothing the relay lacks. */
	hasUnsent: boolean
}

/** Null when the address names no document that could exist. */
export function readVisit(url: string): Visit | null {
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
		hasUnsent: readCount(query.get('unsent')) !== 0
	}
}

/**
 * Where the device goes on (SPEC.md P12). Null where only comparing tells what it lacks: its numbers are of a run that is
 * not known, of another life of the document, of rows that were thinned, or too far back.
 */
export async function findResumption(
	storage: Pick<DocumentStorage, 'isSameLog'>,
	{ have, epoch }: Visit,
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

/** No upgrade for pages of other origins: their scripts would act with the visitor's cookie. */
export function refuseUpgrade(socket: Duplex): void {
	socket.on('error', () => {}) // it may be gone already, and there is nobody to tell
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
		// A lone percent sign: no document is called that.
		return null
	}
}
