/**
 * The database of a document, kept open (sync.md D1): opened again whenever the browser has closed it or a use of it has
 * failed, at once the first time, then ever more slowly. Says what a person is to know of that; nothing here throws.
 */
import type { SyncSnapshot } from './snapshot.ts'
import { failureOf, openDatabase } from './store-database.ts'

export interface SupervisedDatabase {
	/** Settles once it was read or has failed for the first time. */
	readonly whenOpened: Promise<void>
	/** Null while it is opened, lost or failed. */
	current(): IDBDatabase | null
	/** Rises with every interruption: what a use of an earlier life reports no longer counts. */
	life(): number
	/** It was read at least once. */
	hasLoaded(): boolean
	status(): Pick<SyncSnapshot, 'localStore' | 'localStoreFailure'>
	open(): void
	/** A use of it has failed. */
	interrupt(error: unknown): void
	close(): void
}

export interface DatabaseUser {
	name: string
	/** Before anybody else sees it. */
	load(database: IDBDatabase): Promise<void>
	/** It is `current` now, and does not count as ready until this resolves. */
	begin(database: IDBDatabase): Promise<void>
	/** It is `current` no longer. */
	onInterrupted(): void
	onChange(): void
}

const FIRST_RETRY_MS = 100
const MAX_RETRY_MS = 60_000

export function superviseDatabase({ name, load, begin, onInterrupted, onChange }: DatabaseUser): SupervisedDatabase {
	let tellOpened: () => void = () => undefined
	const whenOpened = new Promise<void>((resolve) => (tellOpened = resolve))
	let db: IDBDatabase | null = null
	let life = 0
	let retries = 0
	let retryTimer: ReturnType<typeof setTimeout> | undefined
	let hasLoaded = false
	let isClosed = false
	/** The person is forgotten on this device: opening it again would bring them back. */
	let isDeleted = false
	let localStore: SyncSnapshot['localStore'] = 'opening'
	let localStoreFailure: SyncSnapshot['localStoreFailure'] = null

	async function open(): Promise<void> {
		const attempt = life
		let candidate: IDBDatabase | null = null
		try {
			const database = (candidate = await openDatabase(name))
			if (isClosed) return database.close()
			database.onclose = () => {
				if (db === database) interrupt(new DOMException('Closed by the browser', 'AbortError'))
			}
			database.onversionchange = ({ newVersion }) => {
				isDeleted ||= newVersion === null
				if (db === database) interrupt(new DOMException('Asked to let go', 'InvalidStateError'))
				else database.close()
			}
			await load(database)
			hasLoaded = true
			if (isClosed || attempt !== life) return database.close()
			db = database
			await begin(database)
			if (attempt !== life) return
			localStore = 'ready'
			localStoreFailure = null
			retries = 0
			tellOpened()
			onChange()
		} catch (error) {
			candidate?.close()
			if (attempt === life) interrupt(error)
		}
	}

	function interrupt(error: unknown): void {
		if (isClosed) return
		life++
		db?.close()
		db = null
		onInterrupted()
		// Browsers close databases of pages in the background; reopening then simply works.
		const isFirst = hasLoaded && retries === 0 && !isDeleted && failureOf(error) !== 'quota'
		if (!isFirst) {
			localStore = 'failed'
			localStoreFailure = failureOf(error)
			tellOpened()
		}
		clearTimeout(retryTimer)
		const delay = Math.min(FIRST_RETRY_MS * 4 ** retries++, MAX_RETRY_MS)
		if (!isDeleted) retryTimer = setTimeout(() => void open(), delay)
		onChange()
	}

	return {
		whenOpened,
		current: () => db,
		life: () => life,
		hasLoaded: () => hasLoaded,
		status: () => ({ localStore, localStoreFailure }),
		open: () => void open(),
		interrupt,
		close() {
			isClosed = true
			clearTimeout(retryTimer)
			db?.close()
		}
	}
}

/** Waits for what may hang; null when `ms` milliseconds have passed first. */
export async function waitAtMost<Value>(ms: number, promise: Promise<Value>): Promise<Value | null> {
	let timer: ReturnType<typeof setTimeout> | undefined
	const patience = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), ms)
	})
	try {
		return await Promise.race([promise, patience])
	} finally {
		clearTimeout(timer)
	}
}
