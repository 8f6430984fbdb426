/**
 * A document's local store, supervised (sync.md D1–D4). An edit counts as saved only once its
 * transaction is committed; together with it goes the number of edits this tab has made, so that the
 * count of unsent ones is exact after a kill. Whatever IndexedDB does, nothing is thrown into Yjs:
 * the store says that it failed, tries again, and then writes once all that is not committed. The file is
 * long because that one state — open, lost, failed, rewritten — is read best in one place.
 */
import { nanoid } from 'nanoid'
import type * as Y from 'yjs'
import { createDocumentLog, type Counted } from './document-log.ts'
import type { Coverage } from './edit-coverage.ts'
import { holdTabLock, livingTabs, watchTab } from './living-tabs.ts'
import { failureOf, openDatabase } from './store-database.ts'
import {
	deleteCount,
	forgetLog,
	mergeSync,
	noSyncRecord,
	readRecords,
	saveRecords,
	type StoreRecords,
	type SyncRecord
} from './store-records.ts'
import { readWitness, writeWitness } from './store-witness.ts'
import type { SyncSnapshot } from './sync-snapshot.ts'
import { createTabCounts } from './tab-counts.ts'
import { openTabTalk, type TabNews } from './tab-talk.ts'

export interface LocalStore {
	/** Settles once the document is loaded or the store has failed for the first time. */
	readonly whenOpened: Promise<void>
	status(): Pick<SyncSnapshot, 'localStore' | 'localStoreFailure' | 'localStoreLost' | 'unsaved' | 'unsent'>
	/** Updates of any origin, numbered since opening: all so far, and those committed without a gap; -1: the database lacks older ones, too. */
	progress(): { written: number; committed: number }
	/** Edits of this tab so far, and those of them the relay has acknowledged. */
	editsMade(): number
	acknowledgedEdits(): number
	/** What a full difference of the document covers now. */
	coverage(): Coverage
	/** How many of the unsent edits that is. */
	coveredEdits(): number
	/** The relay has this, durably, within its first `sequence` updates. */
	acknowledge(coverage: Coverage, sequence: number): void
	record(): SyncRecord
	/** Merged into the stored record, and saved within half a second. */
	updateRecord(change: Partial<SyncRecord>): void
	/**
	 * The relay's log is another one than was known. `isInDoubt`: until a full difference of the document is acknowledged,
	 * something counts as unsent; the other log may lack what was acknowledged in the former.
	 */
	forgetLog(isInDoubt: boolean): void
	saveSummary(summary: unknown): void
	/** Waits for what is being written. The document may be destroyed afterwards. */
	close(): Promise<void>
}

export interface LocalStoreOptions {
	/** Of the database. */
	name: string
	doc: Y.Doc
	/** False for what the relay or another tab sent. */
	isOwnEdit(origin: unknown): boolean
	onChange(): void
	/** Unsent edits of an ended tab are in the document now and wait to be offered. */
	onAdopted(): void
}

const FIRST_RETRY_MS = 100
const MAX_RETRY_MS = 60_000
const TRIM_DELAY_MS = 1_000
const SAVE_DELAY_MS = 500
/** Changes nothing; stored as an edit it counts as one. */
const EMPTY_UPDATE = Uint8Array.of(0, 0)

export function openLocalStore({ name, doc, isOwnEdit, onChange, onAdopted }: LocalStoreOptions): LocalStore {
	const tabId = nanoid()
	const log = createDocumentLog(doc)
	const counts = createTabCounts(tabId)
	const opened = Promise.withResolvers<void>()
	const ended = new AbortController()
	const watched = new Set<string>()
	const releaseLock = holdTabLock(name, tabId)
	const talk = openTabTalk(name, tabId, hear)
	const witnessAtStart = readWitness(name)

	let db: IDBDatabase | null = null
	let identity: string | null = null
	/** Rises with every interruption: what a write of an earlier life reports no longer counts. */
	let life = 0
	let retries = 0
	let retryTimer: ReturnType<typeof setTimeout> | undefined
	let trimTimer: ReturnType<typeof setTimeout> | undefined
	let hasLoaded = false
	/** A tab has come or ended while there was nothing to read. */
	let hasMissedTab = false
	let isLost = false
	/** The person is forgotten on this device: opening it again would bring them back. */
	let isDeleted = false
	let localStore: SyncSnapshot['localStore'] = 'opening'
	let failure: SyncSnapshot['localStoreFailure'] = null

	let written = 0
	let committed = 0
	let editsCommitted = 0
	let mustRewrite = false
	/** The database is another one than before, and not yet rewritten. */
	let lacksOlder = false
	let lastWriting: Promise<void> = Promise.resolve()

	let record: SyncRecord = noSyncRecord
	let summary: unknown
	let isRecordDirty = false
	let saving: Promise<void> | null = null
	let saveTimer: ReturnType<typeof setTimeout> | undefined
	let reading: Promise<void> = Promise.resolve()
	let witness = witnessAtStart

	doc.on('update', keep)
	// Other tabs answer, within this process at once: not before our caller has its store.
	queueMicrotask(tell)
	void open()

	function keep(update: Uint8Array, origin: unknown): void {
		if (origin === log.origin) return
		const isEdit = isOwnEdit(origin)
		written++
		if (isEdit) counts.own.made++
		// Before the provider shows the edit to other tabs: they must know that it is not sent.
		if (isEdit) tell()
		if (db === null || mustRewrite) mustRewrite = true
		else follow(log.append(db, update, counted(isEdit)))
		changed()
	}

	function counted(isEdit: boolean): Counted {
		return { tabId, own: isEdit && counts.own.made > 0 ? counts.own : null, others: counts.uncounted() }
	}

	function follow(writing: Promise<void>): void {
		const mark = { life, written, made: counts.own.made }
		lastWriting = writing.then(
			() => {
				if (mark.life !== life) return
				committed = mark.written
				editsCommitted = mark.made
				if (log.isLong()) trimSoon()
				tell()
				changed()
			},
			(error: unknown) => {
				if (mark.life === life) interrupt(error)
			}
		)
	}

	async function open(): Promise<void> {
		const attempt = life
		let candidate: IDBDatabase | null = null
		try {
			const database = (candidate = await openDatabase(name))
			if (ended.signal.aborted) return database.close()
			database.onclose = () => {
				if (db === database) interrupt(new DOMException('Closed by the browser', 'AbortError'))
			}
			database.onversionchange = ({ newVersion }) => {
				isDeleted ||= newVersion === null
				if (db === database) interrupt(new DOMException('Asked to let go', 'InvalidStateError'))
				else database.close()
			}
			await load(database)
			if (ended.signal.aborted || attempt !== life) return database.close()
			db = database
			if (hasMissedTab) readOthers()
			if (mustRewrite) {
				mustRewrite = false
				follow(log.rewrite(database, counted(true)))
				await lastWriting
				if (attempt !== life) return
				lacksOlder = false
			}
			localStore = 'ready'
			failure = null
			retries = 0
			if (isRecordDirty) void save()
			opened.resolve()
			changed()
		} catch (error) {
			candidate?.close()
			if (attempt === life) interrupt(error)
		}
	}

	async function load(database: IDBDatabase): Promise<void> {
		hasMissedTab = false
		const living = await livingTabs(name)
		// Counts before updates: whatever a row counts is then among the updates read.
		const records = await readRecords(database)
		if (hasLoaded && records.identity !== identity) {
			log.restart()
			counts.forgetRows()
			mustRewrite = lacksOlder = isRecordDirty = true
		}
		identity = records.identity
		await log.load(database)
		if (!hasLoaded && log.length() === 0) {
			isLost = witnessAtStart !== 'nothing'
			// Beside an empty log, what it says of the log is of another one.
			if (records.sync !== null) records.sync = { ...records.sync, run: null, haveSequence: 0 }
		}
		hasLoaded = true
		takeIn(records, living)
	}

	function takeIn(records: StoreRecords, living: ReadonlySet<string> | null): void {
		const hasOrphans = counts.takeIn(records.counts, living, written)
		if (records.sync !== null) record = mergeSync(records.sync, record)
		for (const id of living ?? []) {
			if (id === tabId || watched.has(id)) continue
			watched.add(id)
			watchTab(name, id, ended.signal, readOthers)
		}
		if (hasOrphans) onAdopted()
	}

	function tell(): void {
		const { epoch, otherLogs, ownSequence } = record
		talk.tell({ ...counts.own, kept: editsCommitted, epoch, otherLogs, ownSequence })
	}

	function hear(news: TabNews): void {
		const isKnown = counts.hear(news)
		const { epoch, otherLogs, ownSequence } = news
		record = mergeSync({ ...noSyncRecord, epoch, otherLogs, ownSequence }, record)
		if (!isKnown) {
			tell()
			readOthers()
		}
		changed()
	}

	/** Another tab has come, or ended. */
	function readOthers(): void {
		const database = db
		hasMissedTab ||= database === null
		reading = reading.then(async () => {
			if (database === null || database !== db || ended.signal.aborted) return
			try {
				await load(database)
				changed()
			} catch (error) {
				if (db === database) interrupt(error)
			}
		})
	}

	function interrupt(error: unknown): void {
		if (ended.signal.aborted) return
		life++
		db?.close()
		db = null
		if (committed < written || lacksOlder) mustRewrite = true
		// Browsers close databases of pages in the background; reopening then simply works.
		const isFirst = hasLoaded && retries === 0 && !isDeleted && failureOf(error) !== 'quota'
		if (!isFirst) {
			localStore = 'failed'
			failure = failureOf(error)
			opened.resolve()
		}
		clearTimeout(retryTimer)
		const delay = Math.min(FIRST_RETRY_MS * 4 ** retries++, MAX_RETRY_MS)
		if (!isDeleted) retryTimer = setTimeout(() => void open(), delay)
		changed()
	}

	function trimSoon(): void {
		clearTimeout(trimTimer)
		trimTimer = setTimeout(() => {
			const database = db
			if (database === null) return
			log
				.trim(database, () => committed === written)
				.catch((error: unknown) => {
					if (db === database) interrupt(error)
				})
		}, TRIM_DELAY_MS)
	}

	function saveSoon(): void {
		isRecordDirty = true
		saveTimer ??= setTimeout(() => void save(), SAVE_DELAY_MS)
	}

	function save(): Promise<void> {
		isRecordDirty = true
		clearTimeout(saveTimer)
		saveTimer = undefined
		saving ??= saveWhileDirty().finally(() => (saving = null))
		return saving
	}

	async function saveWhileDirty(): Promise<void> {
		while (isRecordDirty && db !== null) {
			const database = db
			isRecordDirty = false
			try {
				const credited = counts.credited()
				const stored = await saveRecords(database, { tabId, own: counts.own, credited, sync: record, summary })
				// What another tab has received is in the log, and in this document only once it is read.
				const merged = mergeSync(stored, record)
				const isOtherLog = merged.epoch !== record.epoch || merged.otherLogs !== record.otherLogs
				record = { ...merged, run: isOtherLog ? null : record.run, haveSequence: isOtherLog ? 0 : record.haveSequence }
				counts.forgetCredited(credited)
			} catch (error) {
				isRecordDirty = true
				if (db === database) interrupt(error)
			}
		}
		changed()
	}

	function changed(): void {
		const next = counts.unsent() > 0 ? 'unsent' : 'sent'
		if (hasLoaded && db !== null && log.length() > 0 && next !== witness) writeWitness(name, (witness = next))
		onChange()
	}

	return {
		whenOpened: opened.promise,
		status: () => ({
			localStore,
			localStoreFailure: failure,
			localStoreLost: isLost,
			unsaved: counts.own.made - editsCommitted + counts.unsavedElsewhere(committed) + (lacksOlder ? 1 : 0),
			// What cannot be read cannot be counted, but it is known not to be nothing.
			unsent: counts.unsent() + (!hasLoaded && witnessAtStart === 'unsent' ? 1 : 0)
		}),
		progress: () => ({ written, committed: lacksOlder ? -1 : committed }),
		editsMade: () => counts.own.made,
		acknowledgedEdits: () => counts.own.acknowledged,
		coverage: counts.coverage,
		coveredEdits: counts.covered,
		acknowledge(coverage, sequence) {
			const credited = counts.acknowledge(coverage)
			if (credited) record = { ...record, ownSequence: Math.max(record.ownSequence ?? 0, sequence) }
			tell()
			if (credited || counts.credited().size > 0) void save()
			changed()
		},
		record: () => record,
		updateRecord(change) {
			record = mergeSync(record, { ...record, ...change })
			saveSoon()
			changed()
		},
		forgetLog(isInDoubt) {
			record = forgetLog(record)
			saveSoon()
			if (isInDoubt && counts.own.made === counts.own.acknowledged) keep(EMPTY_UPDATE, null)
			tell()
		},
		saveSummary(next) {
			summary = next
			void save()
		},
		async close() {
			await opened.promise
			doc.off('update', keep)
			await lastWriting
			if (isRecordDirty) void save()
			await saving
			await reading
			const isDone = counts.own.made > 0 && counts.own.made === counts.own.acknowledged
			// Only to be tidy: a row that stays counts nothing as unsent.
			if (db !== null && isDone) await deleteCount(db, tabId).catch(() => undefined)
			ended.abort()
			clearTimeout(retryTimer)
			clearTimeout(trimTimer)
			clearTimeout(saveTimer)
			db?.close()
			talk.close()
			releaseLock()
		}
	}
}
