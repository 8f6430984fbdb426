/**
 * IndexedDB of one device, as far as the local store uses it. Commits to its disk take virtual time, fail, and are
 * lost when the power goes before them. The transactions of a database run one after another.
 */
import { createOwner, type Clock, type Owner } from './clock.ts'
import type { KeyRange } from './hooks.ts'
import type { Random } from '../../support/random.ts'

export interface DeviceDisk {
	/** `indexedDB` for the pages of the device. */
	readonly indexedDB: unknown
	/** The longest time of a commit, in ms. */
	slowness: number
	isFull: boolean
	/** As browsers do with pages in the background. */
	closeDatabases(): void
	/** Drops the transactions of owners that are dead. */
	dropDead(): void
	/** Log rows of a document, for callers that look inside. */
	rows(database: string): readonly Uint8Array[]
}

export interface DiskOptions {
	clock: Clock
	random: Random
	onCommitted(database: string, added: readonly unknown[]): void
	onFailed(): void
	/** A page that is frozen within a transaction keeps another one from the disk. */
	onBlocked(frozen: Owner, kept: Owner): void
	/** A planted bug: the page receives «committed» before the commit happens. */
	isHasty?: boolean
	/** A planted bug: no transaction asks for everything at once. */
	isChatty?: boolean
}

interface Store {
	rows: Map<unknown, unknown>
	nextKey: number
}

interface Data {
	name: string
	stores: Map<string, Store>
	queue: Transaction[]
	open: Set<Database>
}

interface Request {
	result: unknown
	error: unknown
	onsuccess: ((event: { target: Request }) => void) | null
	onerror: ((event: { target: Request }) => void) | null
	onupgradeneeded?: (() => void) | null
	onblocked?: (() => void) | null
	transaction?: unknown
}

interface Transaction {
	owner: Owner
	database: Database
	isCommitAsked: boolean
	isDone: boolean
	/** Its page has the turn. */
	isWithPage: boolean
	waiting: { request: Request; read: (() => unknown) | null }[]
	writes: { apply: () => unknown; isTaken: () => boolean }[]
	error: DOMException | null
	oncomplete: (() => void) | null
	onabort: (() => void) | null
	commit(): void
	abort(): void
	objectStore(name: string): unknown
}

interface Database {
	name: string
	data: Data
	owner: Owner
	isOpen: boolean
	onclose: (() => void) | null
	onversionchange: (() => void) | null
	createObjectStore(name: string): unknown
	transaction(stores: string | string[], mode?: string): Transaction
	close(): void
}

export function createDeviceDisk(options: DiskOptions): DeviceDisk {
	const { clock, random } = options
	const databases = new Map<string, Data>()
	/** The browser's own process: it goes on while pages are frozen. */
	const diskOwner = createOwner('disk')

	function newRequest(): Request {
		return { result: undefined, error: null, onsuccess: null, onerror: null, onupgradeneeded: null, onblocked: null }
	}

	function open(name: string): Request {
		const request = newRequest()
		clock.schedule(random.between(0.2, disk.slowness), () => {
			const known = databases.get(name)
			const data = known ?? { name, stores: new Map<string, Store>(), queue: [], open: new Set<Database>() }
			request.result = createDatabase(data)
			if (known === undefined) {
				let isAborted = false
				request.transaction = { abort: () => (isAborted = true) }
				request.onupgradeneeded?.()
				if (isAborted) {
					request.error = new DOMException('Aborted', 'AbortError')
					return request.onerror?.({ target: request })
				}
				databases.set(name, data)
			}
			request.onsuccess?.({ target: request })
		})
		return request
	}

	function createDatabase(data: Data): Database {
		const database: Database = {
			name: data.name,
			data,
			owner: clock.running(),
			isOpen: true,
			onclose: null,
			onversionchange: null,
			createObjectStore(name) {
				const store = { rows: new Map<unknown, unknown>(), nextKey: 1 }
				data.stores.set(name, store)
				return { put: (value: unknown, key: unknown) => void store.rows.set(key, value) }
			},
			transaction() {
				if (!database.isOpen) throw new DOMException('Closed', 'InvalidStateError')
				return begin(database)
			},
			close() {
				database.isOpen = false
				data.open.delete(database)
			}
		}
		data.open.add(database)
		return database
	}

	function begin(database: Database): Transaction {
		const { data } = database
		const transaction: Transaction = {
			owner: clock.running(),
			database,
			isCommitAsked: false,
			isDone: false,
			isWithPage: false,
			waiting: [],
			writes: [],
			error: null,
			oncomplete: null,
			onabort: null,
			commit: () => void (transaction.isCommitAsked = true),
			abort: () => end(transaction, new DOMException('Aborted', 'AbortError')),
			objectStore(name) {
				const store = data.stores.get(name)
				if (store === undefined) throw new DOMException(name, 'NotFoundError')
				return storeFor(transaction, store)
			}
		}
		data.queue.push(transaction)
		if (data.queue.length === 1) clock.schedule(0, () => step(transaction), diskOwner)
		else watchQueue(data)
		return transaction
	}

	function storeFor(transaction: Transaction, store: Store) {
		function ask(read: (() => unknown) | null): Request {
			if (transaction.isDone) throw new DOMException('Done', 'TransactionInactiveError')
			const request = newRequest()
			transaction.waiting.push({ request, read })
			return request
		}

		function write(apply: () => unknown, isTaken = () => false): Request {
			transaction.writes.push({ apply, isTaken })
			return ask(null)
		}

		const within = (range?: KeyRange) => [...store.rows].filter(([key]) => range === undefined || range(key))
		return {
			transaction,
			add: (value: unknown, key?: unknown) =>
				write(
					() => {
						const at = key ?? store.nextKey
						if (typeof at === 'number') store.nextKey = Math.max(store.nextKey, at + 1)
						store.rows.set(at, value)
						return value
					},
					() => key !== undefined && store.rows.has(key)
				),
			put: (value: unknown, key: unknown) => write(() => void store.rows.set(key, value)),
			delete: (key: unknown) =>
				write(() => {
					const isIn = typeof key === 'function' ? (key as KeyRange) : (other: unknown) => other === key
					for (const other of [...store.rows.keys()]) if (isIn(other)) store.rows.delete(other)
				}),
			get: (key: unknown) => ask(() => store.rows.get(key)),
			getAll: (range?: KeyRange) => ask(() => within(range).map(([, value]) => value)),
			getAllKeys: (range?: KeyRange) => ask(() => within(range).map(([key]) => key)),
			count: (range?: KeyRange) => ask(() => within(range).length),
			openKeyCursor: () =>
				ask(() => {
					const key = [...store.rows.keys()].at(-1)
					return key === undefined ? null : { key, continue() {} }
				})
		}
	}

	/**
	 * Answers the waiting requests. A transaction that asked for everything at once then commits by itself. Another one goes
	 * on when its page has made more requests on these answers, or makes none; a frozen page does neither.
	 */
	function step(transaction: Transaction): void {
		if (transaction.isDone) return
		const { owner } = transaction
		const asked = transaction.waiting.splice(0)
		const isAlone = transaction.isCommitAsked && options.isChatty !== true
		const isOver = asked.length === 0 || isAlone
		for (const { request, read } of asked) {
			const result = read?.()
			clock.schedule(
				0,
				() => {
					if (request.error !== null) return
					request.result = result
					request.onsuccess?.({ target: request })
				},
				owner
			)
		}
		if (!isOver) {
			transaction.isWithPage = true
			return void clock.schedule(0, () => goOn(transaction), owner)
		}
		if (transaction.writes.length === 0) return end(transaction, null)
		if (options.isHasty === true) {
			const { oncomplete } = transaction
			transaction.oncomplete = null
			clock.schedule(0, () => oncomplete?.(), owner)
		}
		clock.schedule(random.between(0.3, disk.slowness), () => commit(transaction), diskOwner)
	}

	function goOn(transaction: Transaction): void {
		transaction.isWithPage = false
		clock.schedule(0, () => step(transaction), diskOwner)
	}

	function commit(transaction: Transaction): void {
		if (transaction.isDone) return
		if (disk.isFull) return end(transaction, new DOMException('Full', 'QuotaExceededError'))
		if (transaction.writes.some(({ isTaken }) => isTaken()))
			return end(transaction, new DOMException('The key is taken', 'ConstraintError'))
		const results = transaction.writes.map(({ apply }) => apply())
		options.onCommitted(
			transaction.database.name,
			results.filter((result) => result instanceof Uint8Array)
		)
		end(transaction, null)
	}

	function end(transaction: Transaction, error: DOMException | null): void {
		if (transaction.isDone) return
		transaction.isDone = true
		transaction.error = error
		const { queue } = transaction.database.data
		const wasFirst = queue[0] === transaction
		queue.splice(queue.indexOf(transaction), 1)
		if (wasFirst) startNext(queue)
		const { owner } = transaction
		if (error === null) return void clock.schedule(0, () => transaction.oncomplete?.(), owner)
		options.onFailed()
		for (const { request } of transaction.waiting.splice(0)) {
			request.error = error
			clock.schedule(0, () => request.onerror?.({ target: request }), owner)
		}
		clock.schedule(0, () => transaction.onabort?.(), owner)
	}

	/** A frozen page within a transaction stops the disk of every tab. */
	function watchQueue({ queue }: Data): void {
		const [head, ...behind] = queue
		if (head?.isWithPage !== true || !head.owner.isAsleep) return
		const kept = behind.find(({ owner }) => owner.isAlive && !owner.isAsleep)
		if (kept !== undefined) options.onBlocked(head.owner, kept.owner)
	}

	function startNext(queue: readonly Transaction[]): void {
		const next = queue[0]
		if (next !== undefined) clock.schedule(0, () => step(next), diskOwner)
	}

	const disk: DeviceDisk = {
		indexedDB: { open },
		slowness: 4,
		isFull: false,
		closeDatabases() {
			for (const { open, queue } of databases.values()) {
				for (const database of [...open]) {
					database.close()
					for (const transaction of queue.filter((waiting) => waiting.database === database)) {
						clock.schedule(0, () => end(transaction, new DOMException('Closed', 'AbortError')), transaction.owner)
					}
					clock.schedule(0, () => database.onclose?.(), database.owner)
				}
			}
		},
		dropDead() {
			for (const { open, queue } of databases.values()) {
				const living = queue.filter(({ owner }) => owner.isAlive)
				const isChanged = living[0] !== queue[0]
				for (const transaction of queue) if (!transaction.owner.isAlive) transaction.isDone = true
				queue.splice(0, queue.length, ...living)
				if (isChanged) startNext(queue)
				for (const database of [...open]) if (!database.owner.isAlive) open.delete(database)
			}
		},
		rows: (name) => [...(databases.get(name)?.stores.get('updates')?.rows.values() ?? [])] as Uint8Array[]
	}
	return disk
}
