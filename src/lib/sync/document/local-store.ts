/**
 * A document's local store (sync.md D1–D4). An edit counts as saved only once its transaction is committed. The same
 * transaction stores the number of edits this tab has made, so that the count of unsent edits is exact after a kill.
 * Whatever IndexedDB does, nothing is thrown into Yjs: the store reports the failure, tries again
 * (supervised-database.ts), and then writes once all that is not committed. What is known beside the updates is in
 * record-keeper.ts. Long, because which update is committed and which must be written again is one state.
 */
import { nanoid } from 'nanoid'
import type * as Y from 'yjs'
import { createDocumentLog, type Counted } from './document-log.ts'
import type { Coverage } from './edit-coverage.ts'
import { holdTabLock, livingTabs, openTabTalk, type TabNews, watchTab } from './tabs.ts'
import {
	deleteCount,
	forgetLog,
	mergeSync,
	noSyncRecord,
	pendingBytes,
	readRecords,
	type StoreRecords,
	type SyncRecord
} from './store-records.ts'
import { createRecordKeeper, forgetWitness, readWitness, writeWitness } from './record-keeper.ts'
import { superviseDatabase, waitAtMost } from './supervised-database.ts'
import type { SyncSnapshot } from './snapshot.ts'
import { createTabCounts } from './tab-counts.ts'

export interface LocalStore {
	/** Settles once the document is loaded or the store has failed for the first time. */
	readonly whenOpened: Promise<void>
	status(): Pick<
		SyncSnapshot,
		'localStore' | 'localStoreFailure' | 'localStoreLost' | 'unsaved' | 'unsent' | 'unsentOfOthers'
	>
	/**
	 * `written`: updates of any origin since opening. `committed`: how many of them are committed without a gap; -1: the
	 * database lacks older ones too.
	 */
	progress(): { written: number; committed: number }
	/** Edits of this tab so far, and how many of them the relay has acknowledged. */
	editsMade(): number
	acknowledgedEdits(): number
	/**
	 * Reads what other tabs have stored: a tab that has just woken may have missed their messages. Waits at most 1 s for
	 * the disk. False: it is not known what they have stored.
	 */
	catchUp(): Promise<boolean>
	/** What a full difference of the document covers now. */
	coverage(): Coverage
	/** How many of the covered unsent edits are neither under review nor in `refused`. */
	editsToSend(refused: Coverage | null): number
	/** How many of this person's unsent edits it covers. */
	unsentWithin(coverage: Coverage): number
	/** The relay has stored these edits durably, within its first `sequence` updates. */
	acknowledge(coverage: Coverage, sequence: number): void
	/** The review log has these edits (sync.md R3). */
	markUnderReview(coverage: Coverage): void
	/** The review log may no longer have the edits, or the relay may accept them now: all unsent edits must be sent again. */
	forgetReview(): void
	/** Unsent edits of all tabs that are not known to be under review. */
	unsubmittedEdits(): number
	record(): SyncRecord
	/** Merged into the stored record, and saved within half a second. */
	updateRecord(change: Partial<SyncRecord>): void
	/**
	 * The relay's log is not the one this device knew. `isInDoubt`: something counts as unsent until a full difference of
	 * the document is acknowledged, because the new log may lack what was acknowledged in the former one.
	 */
	forgetLog(isInDoubt: boolean): void
	saveSummary(summary: unknown): void
	/** The person has read of the loss; it is not shown again. */
	dismissLoss(): void
	/** Waits for running writes. The document may be destroyed afterwards. */
	close(): Promise<void>
}

export interface LocalStoreOptions {
	/** The database's name. */
	name: string
	doc: Y.Doc
	/** False for what the relay or another tab sent. */
	isOwnEdit(origin: unknown): boolean
	onChange(): void
	/** Unsent edits of an ended tab are in the document now and must be sent. */
	onAdopted(): void
}

const TRIM_DELAY_MS = 1_000
const DISK_PATIENCE_MS = 1_000
/** Changes nothing. Stored as an edit, it counts as one. */
const EMPTY_UPDATE = Uint8Array.of(0, 0)

export function openLocalStore({ name, doc, isOwnEdit, onChange, onAdopted }: LocalStoreOptions): LocalStore {
	const tabId = nanoid()
	const counts = createTabCounts(tabId)
	const log = createDocumentLog(doc, (rows) => {
		counts.noteRows(rows)
		changed()
	})
	const ended = new AbortController()
	const watched = new Set<string>()
	const releaseLock = holdTabLock(name, tabId)
	const talk = openTabTalk(name, tabId, onTabNews)
	const witnessAtStart = readWitness(name)
	const database = superviseDatabase({ name, load, begin, onInterrupted, onChange: changed })
	const keeper = createRecordKeeper(tabId, database, counts, changed)

	let identity: string | null = null
	let trimTimer: ReturnType<typeof setTimeout> | undefined
	/** A tab has opened or ended while there was no database to read. */
	let hasMissedTab = false
	let isLost = false

	let written = 0
	let committed = 0
	let editsCommitted = 0
	/** Bytes in the document that waited for missing updates, before the current transaction. */
	let pending = 0
	let mustRewrite = false
	/** The database is a new one and not rewritten yet. */
	let lacksOlder = false
	let lastWriting: Promise<void> = Promise.resolve()
	let reading: Promise<void> = Promise.resolve()
	let witness = witnessAtStart

	doc.on('beforeTransaction', notePending)
	doc.on('update', keep)
	// Other tabs in this process answer at once, so our caller must have its store first.
	queueMicrotask(notifyTabs)
	database.open()

	function notePending(): void {
		pending = pendingBytes(doc)
	}

	function keep(update: Uint8Array, origin: unknown): void {
		const isOfLog = origin === log.origin
		// An update that waited in the document for rows of the log is itself in no row.
		if (isOfLog && (pending === 0 || pending === pendingBytes(doc))) return
		const isEdit = !isOfLog && isOwnEdit(origin)
		written++
		if (isEdit) counts.own.made++
		// Before the provider shows the edit to other tabs: they must know that it is unsent.
		if (isEdit) notifyTabs()
		const db = database.current()
		if (db === null || mustRewrite) mustRewrite = true
		else follow(log.append(db, update, counted(isEdit)))
		changed()
	}

	function counted(isEdit: boolean): Counted {
		return { tabId, own: isEdit && counts.own.made > 0 ? counts.own : null, others: counts.uncounted() }
	}

	function follow(writing: Promise<void>): void {
		const mark = { life: database.life(), written, made: counts.own.made }
		lastWriting = writing.then(
			() => {
				if (mark.life !== database.life()) return
				committed = mark.written
				editsCommitted = mark.made
				if (log.isLong()) trimSoon()
				notifyTabs()
				changed()
			},
			(error: unknown) => {
				if (mark.life === database.life()) database.interrupt(error)
			}
		)
	}

	async function load(db: IDBDatabase): Promise<void> {
		hasMissedTab = false
		const isFirst = !database.hasLoaded()
		const living = await livingTabs(name)
		const { identity: found } = await readRecords(db)
		if (!isFirst && found !== identity) {
			log.restart()
			counts.forgetRows()
			mustRewrite = lacksOlder = true
			keeper.saveAgain()
		}
		identity = found
		const records = await log.load(db)
		if (isFirst && log.length() === 0) {
			isLost = witnessAtStart !== 'nothing'
			// The log is empty, so what the record says of the log is about a lost one.
			if (records.sync !== null) records.sync = { ...records.sync, run: null, haveSequence: 0 }
		}
		takeIn(records, living)
	}

	async function begin(db: IDBDatabase): Promise<void> {
		if (hasMissedTab) void readOthers()
		const saving = keeper.finish()
		if (mustRewrite) {
			const life = database.life()
			mustRewrite = false
			follow(log.rewrite(db, counted(true)))
			await lastWriting
			if (life !== database.life()) return
			lacksOlder = false
		}
		// A store is ready only when it has also saved the waiting records.
		await saving
	}

	function onInterrupted(): void {
		if (committed < written || lacksOlder) mustRewrite = true
	}

	function takeIn(records: StoreRecords, living: ReadonlySet<string> | null): void {
		const hasOrphans = counts.takeIn(records.counts, living, written)
		if (records.sync !== null) keeper.take(mergeSync(records.sync, keeper.record()))
		for (const id of living ?? []) {
			if (id === tabId || watched.has(id)) continue
			watched.add(id)
			watchTab(name, id, ended.signal, readOthers)
		}
		if (hasOrphans) onAdopted()
	}

	function notifyTabs(): void {
		const { epoch, otherLogs, ownSequence } = keeper.record()
		talk.notify({ ...counts.own, kept: editsCommitted, held: counts.underReview(), epoch, otherLogs, ownSequence })
	}

	function onTabNews(news: TabNews): void {
		const before = counts.receive(news)
		const { epoch, otherLogs, ownSequence } = news
		keeper.take(mergeSync({ ...noSyncRecord, epoch, otherLogs, ownSequence }, keeper.record()))
		// Only once: tabs that take each other for ended would answer each other forever.
		if (before === 'new') notifyTabs()
		if (before !== 'known') void readOthers()
		changed()
	}

	/** Another tab has opened, has ended, or has written without a message to us. */
	function readOthers(): Promise<void> {
		const db = database.current()
		hasMissedTab ||= db === null
		return (reading = reading.then(async () => {
			if (db === null || db !== database.current() || ended.signal.aborted) return
			try {
				await load(db)
				changed()
			} catch (error) {
				if (db === database.current()) database.interrupt(error)
			}
		}))
	}

	async function catchUp(): Promise<boolean> {
		const db = database.current()
		// Where nothing can be stored, other tabs have stored nothing.
		if (db === null) return database.status().localStore === 'failed'
		try {
			const { counts: rows } = await readRecords(db)
			if (counts.lacks(rows)) await readOthers()
			return !counts.lacks(rows)
		} catch (error) {
			if (db === database.current()) database.interrupt(error)
			return false
		}
	}

	function trimSoon(): void {
		clearTimeout(trimTimer)
		trimTimer = setTimeout(() => {
			const db = database.current()
			if (db === null) return
			log
				.trim(db, () => committed === written)
				.catch((error: unknown) => {
					if (db === database.current()) database.interrupt(error)
				})
		}, TRIM_DELAY_MS)
	}

	/** Edits that cannot be read cannot be counted, but there is at least one. */
	function unread(): number {
		return !database.hasLoaded() && witnessAtStart === 'unsent' ? 1 : 0
	}

	function changed(): void {
		const next = counts.unsent() > 0 ? 'unsent' : 'sent'
		const canWitness = database.hasLoaded() && database.current() !== null && log.length() > 0
		if (canWitness && next !== witness) writeWitness(name, (witness = next))
		onChange()
	}

	return {
		whenOpened: database.whenOpened,
		status: () => ({
			...database.status(),
			localStoreLost: isLost,
			unsaved: counts.own.made - editsCommitted + counts.unsavedElsewhere(committed) + (lacksOlder ? 1 : 0),
			unsent: counts.unsent() + unread(),
			unsentOfOthers: counts.unsentOfOthers()
		}),
		progress: () => ({ written, committed: lacksOlder ? -1 : committed }),
		editsMade: () => counts.own.made,
		acknowledgedEdits: () => counts.own.acknowledged,
		catchUp: async () => (await waitAtMost(DISK_PATIENCE_MS, catchUp())) ?? false,
		coverage: counts.coverage,
		editsToSend: counts.toSend,
		unsentWithin: counts.unsentWithin,
		acknowledge(coverage, sequence) {
			const credited = counts.acknowledge(coverage)
			const record = keeper.record()
			if (credited) keeper.take({ ...record, ownSequence: Math.max(record.ownSequence ?? 0, sequence) })
			notifyTabs()
			if (credited || counts.credited().size > 0) keeper.save()
			changed()
		},
		markUnderReview(coverage) {
			counts.markUnderReview(coverage)
			notifyTabs()
			changed()
		},
		forgetReview() {
			if (!counts.forgetReview()) return
			notifyTabs()
			changed()
		},
		unsubmittedEdits: () => counts.unsubmitted() + unread(),
		record: keeper.record,
		updateRecord(change) {
			const record = keeper.record()
			keeper.change(mergeSync(record, { ...record, ...change }))
			// Saved before the first row: edits of an unknown epoch would be sent to any epoch (sync.md R15).
			if (keeper.record().epoch !== record.epoch) keeper.save()
			changed()
		},
		forgetLog(isInDoubt) {
			keeper.change(forgetLog(keeper.record()))
			counts.forgetReview()
			if (isInDoubt && counts.own.made === counts.own.acknowledged) keep(EMPTY_UPDATE, null)
			notifyTabs()
		},
		saveSummary: keeper.saveSummary,
		dismissLoss() {
			isLost = false
			if (log.length() === 0) forgetWitness(name)
			changed()
		},
		async close() {
			await database.whenOpened
			doc.off('beforeTransaction', notePending)
			doc.off('update', keep)
			await lastWriting
			await keeper.finish()
			await reading
			const isDone = counts.own.made > 0 && counts.own.made === counts.own.acknowledged
			const db = database.current()
			// Only for tidiness: a row that stays counts nothing as unsent.
			if (db !== null && isDone) await deleteCount(db, tabId).catch(() => undefined)
			ended.abort()
			clearTimeout(trimTimer)
			keeper.stop()
			database.close()
			talk.close()
			releaseLock()
		}
	}
}
