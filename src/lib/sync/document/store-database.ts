/**
 * The IndexedDB database of one document, in y-indexeddb's layout:
 *
 *   updates   auto key → Uint8Array    the log
 *   custom    text     → anything      what is known beside it (store-records.ts)
 *
 * `identity` in `custom` is drawn when the database is made: another one after reopening means
 * that the browser threw ours away.
 */
import { nanoid } from 'nanoid'
import type { LocalStoreFailure } from './snapshot.ts'

export const UPDATES = 'updates'
export const CUSTOM = 'custom'
export const IDENTITY_KEY = 'identity'

/** Longer than any healthy opening seen on a slow phone; some browsers never answer at all. */
const OPEN_TIMEOUT_MS = 5_000

/** Carries the person: two people sharing a phone never see each other's documents (sync.md D4). */
export function databaseName(personId: string, documentId: string): string {
	return `tandem:${personId}:${documentId}`
}

const ASIDE = ':aside:'

/** Where a copy goes that a person has given up for the one the server began anew; it is neither opened nor sent. */
export function asideName(name: string, at: number): string {
	return `${name}${ASIDE}${at}`
}

/** Of a database's name, or of what is in it in place of a document's id. */
export function isAside(name: string): boolean {
	return name.includes(ASIDE)
}

/**
 * Rejects when the browser refuses, is blocked, or does not answer within 5 s. `lay`: of a database that is none of a
 * document's.
 */
export function openDatabase(name: string, lay: (fresh: IDBDatabase) => void = layDocument): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		if (typeof indexedDB === 'undefined') throw new DOMException('No IndexedDB', 'NotSupportedError')
		let isAbandoned = false
		const abandon = (reason: string) => {
			isAbandoned = true
			reject(new DOMException(`Opening ${reason}`, reason))
		}
		const timer = setTimeout(() => abandon('TimeoutError'), OPEN_TIMEOUT_MS)
		const request = indexedDB.open(name, 1)
		request.onupgradeneeded = () => lay(request.result)
		request.onblocked = () => abandon('BlockedError')
		request.onerror = () => {
			clearTimeout(timer)
			reject(request.error ?? new DOMException('Opening failed', 'UnknownError'))
		}
		request.onsuccess = () => {
			clearTimeout(timer)
			if (isAbandoned) request.result.close()
			else resolve(request.result)
		}
	})
}

function layDocument(fresh: IDBDatabase): void {
	fresh.createObjectStore(UPDATES, { autoIncrement: true })
	fresh.createObjectStore(CUSTOM).put(nanoid(), IDENTITY_KEY)
}

/** Null when this device has no such database; none is made. */
export function openExistingDatabase(name: string): Promise<IDBDatabase | null> {
	return new Promise((resolve, reject) => {
		if (typeof indexedDB === 'undefined') return resolve(null)
		const request = indexedDB.open(name)
		let isNew = false
		request.onupgradeneeded = () => {
			isNew = true
			request.transaction?.abort()
		}
		request.onerror = () => (isNew ? resolve(null) : reject(request.error ?? new DOMException('Opening failed')))
		request.onsuccess = () => resolve(request.result)
	})
}

export function requested<Value>(request: IDBRequest<Value>): Promise<Value> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result)
		request.onerror = () => reject(request.error ?? new DOMException('Request failed', 'UnknownError'))
	})
}

/** Resolves once the transaction is committed; asks the browser to do so without another round trip. */
export function committed(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve()
		transaction.onabort = () => reject(transaction.error ?? new DOMException('Aborted', 'AbortError'))
		transaction.commit()
	})
}

export function failureOf(error: unknown): LocalStoreFailure {
	switch (error instanceof DOMException ? error.name : '') {
		case 'QuotaExceededError':
			return 'quota'
		case 'BlockedError':
			return 'blocked'
		case 'NotSupportedError':
		case 'SecurityError':
		case 'InvalidStateError':
		case 'TimeoutError':
			return 'unavailable'
		default:
			return 'unknown'
	}
}

/** Connections to it are told to close, and ours do; a page of an older app may not. */
const DELETE_TIMEOUT_MS = 5_000

/**
 * False when the browser refused, or somebody has not let go of it within 5 s: it may go yet, once they have.
 */
export function deleteDatabase(name: string): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), DELETE_TIMEOUT_MS)
		const settle = (isDeleted: boolean) => {
			clearTimeout(timer)
			resolve(isDeleted)
		}
		try {
			const request = indexedDB.deleteDatabase(name)
			request.onsuccess = () => settle(true)
			request.onerror = () => settle(false)
		} catch {
			// No IndexedDB: nothing of it can be removed, nor read.
			settle(false)
		}
	})
}
