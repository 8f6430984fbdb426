/**
 * The IndexedDB database of one document, in y-indexeddb's layout:
 *
 *   updates   auto key → Uint8Array    the log
 *   custom    text     → anything      what is known beside it (log-records.ts)
 *
 * `identity` in `custom` is a random id, drawn when the database is made. A different one after reopening means that
 * the browser threw ours away.
 */
import { nanoid } from 'nanoid'
import type { LocalStoreFailure } from './snapshot.ts'

export const UPDATES = 'updates'
export const CUSTOM = 'custom'
export const IDENTITY_KEY = 'identity'

/** Longer than any healthy opening seen on a slow phone. Some browsers never answer. */
const OPEN_TIMEOUT_MS = 5_000

/** Contains the person: two people who share a phone never see each other's documents (sync.md D4). */
export function databaseName(personId: string, documentId: string): string {
	return `tandem:${personId}:${documentId}`
}

const ASIDE = ':aside:'

/** The name of a copy that a person gave up for the document that the server began anew. It is neither opened nor sent. */
export function asideName(name: string, at: number): string {
	return `${name}${ASIDE}${at}`
}

/** `name`: of a database, or the part of it that is otherwise a document's id. */
export function isAside(name: string): boolean {
	return name.includes(ASIDE)
}

/**
 * Rejects when the browser refuses, is blocked, or does not answer within 5 s. `lay` makes the stores of a database
 * that is not a document's.
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
		const request = indexedDB.open(name)
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

/** Null when this device has no such database. Does not create one. */
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

/** Resolves once the transaction is committed. Asks the browser to commit without another round trip. */
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
