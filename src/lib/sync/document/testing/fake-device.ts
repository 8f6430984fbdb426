/** One person's device in this process: its own IndexedDB, Web Locks and localStorage, and the documents opened on it. */
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb'
import { vi } from 'vitest'
import * as Y from 'yjs'
import { openDocument, type DocumentHandle } from '../open-document.ts'
import type { StorageRoom } from '../storage-room.ts'
import { CUSTOM, databaseName, openDatabase, UPDATES } from '../store-database.ts'
import { readLog, writeLog } from '../document-log.ts'
import type { FakeRelay } from './fake-relay.ts'

export interface OpenTab extends DocumentHandle {
	doc: Y.Doc
	write(text: string): void
	erase(length: number): void
	text(): string
}

/** Stubs the browser's globals: restore them with `vi.unstubAllGlobals` and close what was opened. */
export function createFakeDevice(personId = 'mentor-1') {
	const opened: DocumentHandle[] = []
	/** Database connections opened since the last start, the newest last. */
	const databases: IDBDatabase[] = []
	let isHung = false
	let locks = createFakeLocks()
	const stored = new Map<string, string>()
	const room: StorageRoom = { freeBytes: null, isPersisted: null }

	function boot(factory: IDBFactory): void {
		const open = factory.open.bind(factory)
		factory.open = (name: string, version?: number) => {
			const request = open(name, version)
			request.addEventListener('success', () => databases.push(request.result))
			return request
		}
		locks = createFakeLocks()
		vi.stubGlobal('indexedDB', factory)
		vi.stubGlobal('navigator', { locks })
		vi.stubGlobal('localStorage', {
			getItem: (key: string) => stored.get(key) ?? null,
			setItem: (key: string, value: string) => void stored.set(key, value),
			removeItem: (key: string) => void stored.delete(key),
			key: (index: number) => [...stored.keys()][index] ?? null,
			get length() {
				return stored.size
			}
		})
	}
	boot(new IDBFactory())

	return {
		databases,
		stored,
		/** The documents share it. Call their `noteRoom` after a change. */
		room,
		/** Opens a document in a tab, by default `plan:1`. It connects only when there is a relay. */
		open(
			relay?: FakeRelay,
			options: { personId?: string; documentId?: string; summarise?(doc: Y.Doc): unknown } = {}
		): OpenTab {
			if (relay !== undefined) vi.stubGlobal('fetch', relay.fetch)
			const handle = openDocument({
				personId,
				documentId: 'plan:1',
				deviceId: 'device-1',
				appVersion: 'test',
				room,
				url: 'ws://relay/sync',
				WebSocketClass: (relay ?? unreachable).socketClass(options.personId ?? personId),
				...options
			})
			opened.push(handle)
			if (relay !== undefined) handle.start()
			const { doc } = handle.open
			return {
				...handle,
				doc,
				write: (text) => doc.getText('text').insert(doc.getText('text').length, text),
				erase: (length) => doc.getText('text').delete(0, length),
				text: () => doc.getText('text').toString()
			}
		},
		/** As browsers do with background pages. */
		closeDatabase() {
			forceClose(databases.at(-1))
		},
		/** Until `closeAll`, no transaction of the newest database gets its turn. */
		hangDisk(): void {
			const updates = databases.at(-1)!.transaction([UPDATES, CUSTOM], 'readwrite').objectStore(UPDATES)
			isHung = true
			const goOn = () => {
				if (isHung) updates.count().onsuccess = goOn
			}
			goOn()
		},
		/** Everything stops at once. Only what was committed is there afterwards. */
		async cutPower(): Promise<void> {
			databases.splice(0).forEach(forceClose)
			boot(await copyCommitted(indexedDB as unknown as IDBFactory))
		},
		/** Another tab writes in `plan:1`, and no open tab receives its message, as if they slept. */
		async writeUnheard(text: string): Promise<void> {
			const theirs = new Y.Doc()
			theirs.getText('text').insert(0, text)
			const database = await openDatabase(databaseName(personId, 'plan:1'))
			const { keys } = await readLog(database, 0)
			const row = { update: Y.encodeStateAsUpdate(theirs), edits: { own: 1, others: 0 } }
			await writeLog(database, { after: keys.at(-1) ?? 0, rows: [row] })
			database.close()
		},
		async closeAll(): Promise<void> {
			isHung = false
			await Promise.all(opened.map((handle) => handle.close()))
		}
	}
}

const unreachable = {
	socketClass: () =>
		class {
			constructor() {
				throw new Error('This tab was opened without a relay')
			}
		} as unknown as typeof WebSocket
}

/** Aborts what is not committed. */
function forceClose(db: IDBDatabase | undefined): void {
	forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0])
}

async function copyCommitted(from: IDBFactory): Promise<IDBFactory> {
	const to = new IDBFactory()
	for (const { name = '' } of await from.databases()) {
		const source = await done(from.open(name))
		const target = to.open(name, 1)
		target.onupgradeneeded = () => {
			target.result.createObjectStore(UPDATES, { autoIncrement: true })
			target.result.createObjectStore(CUSTOM)
		}
		const copy = await done(target)
		for (const store of [UPDATES, CUSTOM]) {
			const rows = source.transaction(store).objectStore(store)
			const [keys, values] = await Promise.all([done(rows.getAllKeys()), done(rows.getAll())])
			const writing = copy.transaction(store, 'readwrite').objectStore(store)
			await Promise.all(keys.map((key, index) => done(writing.put(values[index], key))))
		}
		source.close()
		copy.close()
	}
	return to
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result)
		request.onerror = () => reject(request.error)
	})
}

interface Claim {
	grant(): void
	fail(error: DOMException): void
	clientId: string
}

/** Each call of `request` is from a tab of its own. */
function createFakeLocks() {
	const locks = new Map<string, { held: Claim | null; waiting: Claim[] }>()
	let clients = 0

	function lockNamed(name: string) {
		const known = locks.get(name) ?? { held: null, waiting: [] }
		locks.set(name, known)
		return known
	}

	return {
		request(name: string, ...rest: unknown[]): Promise<unknown> {
			const lock = lockNamed(name)
			const callback = rest.at(-1) as (lock: object | null) => unknown
			const { signal, steal, ifAvailable } = (rest.length > 1 ? rest[0] : {}) as LockOptions
			if (ifAvailable === true && lock.held !== null) return Promise.resolve(callback(null))
			return new Promise((resolve, reject) => {
				const own: Claim = {
					clientId: String(++clients),
					grant() {
						void Promise.resolve(callback({})).then((value) => {
							if (lock.held === own) {
								lock.held = lock.waiting.shift() ?? null
								lock.held?.grant()
							}
							resolve(value)
						}, reject)
					},
					fail: reject
				}
				if (steal === true) lock.held?.fail(new DOMException('Stolen', 'AbortError'))
				if (steal === true || lock.held === null) {
					lock.held = own
					queueMicrotask(() => own.grant())
				} else lock.waiting.push(own)
				signal?.addEventListener('abort', () => {
					if (!lock.waiting.includes(own)) return
					lock.waiting.splice(lock.waiting.indexOf(own), 1)
					reject(new DOMException('Aborted', 'AbortError'))
				})
			})
		},
		query() {
			const told = (name: string, { clientId }: Claim) => ({ name, mode: 'exclusive', clientId })
			return Promise.resolve({
				held: [...locks].flatMap(([name, { held }]) => (held === null ? [] : told(name, held))),
				pending: [...locks].flatMap(([name, { waiting }]) => waiting.map((each) => told(name, each)))
			})
		}
	}
}
