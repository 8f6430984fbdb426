/**
 * Keeps a document's database open (sync.md D1). Opens it again whenever the browser has closed it or a use of it has
 * failed: soon the first time, then at growing intervals. Reports its state for the person. Nothing here throws.
 */
import type { SyncSnapshot } from './snapshot.ts'
import { failureOf, openDatabase } from './store-database.ts'

export interface SupervisedDatabase {
	/** Settles once the database was read, has failed for the first time, or is closed. */
	readonly whenOpened: Promise<void>
	/** Null while the database is being opened, or has been lost or has failed. */
	current(): IDBDatabase | null
	/** Grows with every interruption. A report from an earlier life does not count. */
	life(): number
	/** The database was read at least once. */
	hasLoaded(): boolean
	status(): Pick<SyncSnapshot, 'localStore' | 'localStoreFailure'>
	open(): void
	/** Another tab has just used it: it opens again at once if it is waiting to. */
	retry(): void
	/** A use of the database has failed. */
	interrupt(error: unknown): void
	close(): void
}

export interface DatabaseUser {
	name: string
	/** Before `current` returns it. */
	load(database: IDBDatabase): Promise<void>
	/** `current` returns it now. It counts as ready when this resolves. */
	begin(database: IDBDatabase): Promise<void>
	/** `current` no longer returns it. */
	onInterrupted(): void
	onChange(): void
}

const FIRST_RETRY_MS = 100
const MAX_RETRY_MS = 60_000

export function superviseDatabase({ name, load, begin, onInterrupted, onChange }: DatabaseUser): SupervisedDatabase {
	let resolveOpened: () => void = () => undefined
	const whenOpened = new Promise<void>((resolve) => (resolveOpened = resolve))
	let db: IDBDatabase | null = null
	let life = 0
	let retries = 0
	let retryTimer: ReturnType<typeof setTimeout> | undefined
	let hasLoaded = false
	let isClosed = false
	/** Somebody deletes the database, e.g. at sign-out. Opening it again would create it anew. */
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
			resolveOpened()
			onChange()
		} catch (error) {
			candidate?.close()
			if (attempt === life) interrupt(error)
		}
	}

	function openAgain(): void {
		retryTimer = undefined
		void open()
	}

	function interrupt(error: unknown): void {
		if (isClosed) return
		const isBug = isProgrammingError(error)
		// It would fail again for ever. The person reads that nothing is stored, and the error is reported.
		if (isBug)
			queueMicrotask(() => {
				throw error
			})
		life++
		db?.close()
		db = null
		onInterrupted()
		// Browsers close databases of background pages. Then opening them again works.
		const isFirst = hasLoaded && retries === 0 && !isDeleted && !isBug && failureOf(error) !== 'quota'
		if (!isFirst) {
			localStore = 'failed'
			localStoreFailure = failureOf(error)
			resolveOpened()
		}
		clearTimeout(retryTimer)
		const delay = Math.min(FIRST_RETRY_MS * 4 ** retries++, MAX_RETRY_MS)
		retryTimer = isDeleted || isBug ? undefined : setTimeout(openAgain, delay)
		onChange()
	}

	return {
		whenOpened,
		current: () => db,
		life: () => life,
		hasLoaded: () => hasLoaded,
		status: () => ({ localStore, localStoreFailure }),
		open: () => void open(),
		retry() {
			if (retryTimer === undefined) return
			clearTimeout(retryTimer)
			openAgain()
		},
		interrupt,
		close() {
			isClosed = true
			clearTimeout(retryTimer)
			db?.close()
			db = null
			resolveOpened()
		}
	}
}

const bugs = ['DataError', 'DataCloneError', 'ReadOnlyError', 'SyntaxError', 'NotFoundError']

/** Not of the disk. */
function isProgrammingError(error: unknown): boolean {
	return error instanceof DOMException ? bugs.includes(error.name) : error instanceof TypeError
}

/** For promises that may hang. Null when `ms` milliseconds have passed first. */
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
