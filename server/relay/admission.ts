/**
 * Before the first byte of a document (sync.md R10): which document is asked for, by what kind of
 * client, and whether it may. A browser cannot read an HTTP status on an upgrade, so all but a foreign
 * origin is told by a close code after the handshake.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { Right } from '#protocol/sync.ts'

/** What admit() answers. */
export interface Admission {
	outcome: 'admitted'
	personId: string
	right: Right
}

export type AdmissionResult = Admission | { outcome: 'refused'; reason: CloseReason }

export interface Visit {
	documentId: string
	/** With `?v=1`. */
	wantsOwnFrames: boolean
	/** With `?device=`; null when absent or not an id. */
	deviceId: string | null
}

/** Null when the address names no document that could exist. */
export function readVisit(url: string): Visit | null {
	const parsed = URL.parse(url, 'http://relay')
	const documentId = decodeSegment(parsed?.pathname.slice('/sync/'.length) ?? '')
	if (parsed === null || documentId === null || !/^(plan|notes):[\w-]{1,64}$/.test(documentId)) return null
	const device = parsed.searchParams.get('device') ?? ''
	return {
		documentId,
		wantsOwnFrames: parsed.searchParams.get('v') === '1',
		deviceId: /^[\w-]{1,64}$/.test(device) ? device : null
	}
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

function decodeSegment(segment: string): string | null {
	try {
		return decodeURIComponent(segment)
	} catch {
		// A lone percent sign: no document is called that.
		return null
	}
}
