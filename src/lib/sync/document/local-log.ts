/**
 * A document's log on this device, as one tab sees it (sync.md D1–D4). Every tab appends its own edits; the tab that
 * holds the line (lead.ts) appends what the relay sends, and writes what the relay says.
 *
 * - A row counts as saved, is sent and is shown as sent only after its commit.
 * - Rows are only added above the last one. A tab that has read up to a key has all rows up to it. The merged row of
 *   `compact` takes the place of the last row that it contains.
 * - A transaction asks for everything at once and then commits, and never writes what follows from what it reads. Two tabs
 *   that add the same row: the browser refuses the second one, which reads the first one and tries again.
 * - One transaction at a time, in order. One that failed goes again, ahead of later ones.
 *
 * Whatever IndexedDB does, nothing is thrown into Yjs: the log reports the failure, and edits go to the network all the
 * same. Long, because which edit is committed, sent and acknowledged is one state.
 */
import * as broadcast from 'lib0/broadcastchannel'
import { PREFERRED_TRIM_SIZE } from 'y-indexeddb'
import * as Y from 'yjs'
import { createLogReader, isOutrun, type LogPart, pendingBytes, readLog, writeLog } from './document-log.ts'
import { type Edits, forgetRelay, type LogRecords, type LogState, noEdits, noState, rowKey } from './log-records.ts'
import { isPageHidden, watchPage } from '../line/retry.ts'
import type { SyncSnapshot } from './snapshot.ts'
import { committed as whenCommitted, CUSTOM, UPDATES } from './store-database.ts'
import { forgetWitness, readWitness, writeWitness } from './store-witness.ts'
import { superviseDatabase, waitAtMost } from './supervised-database.ts'

/** A place in the edits that this tab knows. Whatever is made from the document covers all edits up to `LocalLog.mark()`. */
export interface Mark {
	/** Marks of an earlier log, or of an earlier log of the relay's, cover nothing. */
	generation: number
	/** Of the last row. */
	key: number
	/** This tab's own updates up to it, stored or not. */
	ordinal: number
}

export interface LocalLog {
	/** Settles once the document is loaded or the log has failed for the first time. */
	readonly whenOpened: Promise<void>
	status(): Pick<
		SyncSnapshot,
		'localStore' | 'localStoreFailure' | 'localStoreLost' | 'unsaved' | 'unsent' | 'unsentOfOthers'
	>
	/** Edits go to the network only, as `status` says. */
	hasFailed(): boolean
	/** What the relay has said, as this tab knows it, stored or not. */
	state(): LogState
	/** Everything is committed that was given to the log so far, with `state` if this tab holds the line. */
	isSettled(): boolean
	/** Resolves when all edits are committed, or the disk does not answer within 1 s, or fails. */
	whenWritten(): Promise<void>
	/** The newest `have` that is committed with its rows. */
	storedHave(): number
	/** This tab holds the line now. Resolves when the log was read after that, or has failed. `isShared`: others hold it, too. */
	hold(isShared: boolean): Promise<void>
	letGo(): void
	/** Its log fails, and it has a line of its own while another tab holds the line of the log. */
	standAlone(isAlone: boolean): void
	/** Stored soon by the tab that holds the line. `have` covers all rows that the log was given so far. */
	change(state: Partial<LogState>): void
	/** Reads what other tabs have stored. Waits at most 1 s for the disk. False: it is not known what they have stored. */
	catchUp(): Promise<boolean>
	mark(): Mark
	/**
	 * Unsent edits beyond the mark, merged, and the mark that it then reaches; null: none. Leaves out what is not committed,
	 * unless nothing can be.
	 */
	since(mark: Mark): { update: Uint8Array; mark: Mark } | null
	/** How many of this person's unsent edits the mark covers. */
	unsentWithin(mark: Mark): number
	/** How many unsent edits it covers, or the review log has. */
	unsentUnder(mark: Mark | null): number
	/** The relay has stored these edits durably, within its first `sequence` updates. */
	acknowledge(mark: Mark, sequence: number): void
	/** The review log has these edits (sync.md R3). */
	markUnderReview(mark: Mark): void
	/** The review log may no longer have the edits, or the relay may accept them now: all unsent edits must be sent again. */
	forgetReview(): void
	/**
	 * The relay's log is not the one this device knew. `isInDoubt`: something counts as unsent until a full difference of
	 * the document is acknowledged, because the new log may lack what was acknowledged in the former one.
	 */
	forgetRelay(isInDoubt: boolean): void
	/** The same object is stored once. */
	saveSummary(summary: unknown): void
	/** As last read. */
	storedSummary(): unknown
	/** The person has read of the loss; it is not shown again. */
	dismissLoss(): void
	/** Waits for running writes. The document may be destroyed afterwards. */
	close(): Promise<void>
	/** Writes nothing more, not even what waits for it. Then `close` only waits. */
	abandon(): void
}

export interface LocalLogOptions {
	/** The database's name. */
	name: string
	doc: Y.Doc
	/** False for what the relay sent. */
	isOwnEdit(origin: unknown): boolean
	/** It is new how safe the edits are. */
	onChange(): void
	/** Nothing says any more which rows the relay lacks: all must be offered. */
	onMustOffer(): void
	/** Somebody else has begun a term while this tab held the line, which it does no more. */
	onOutbid(): void
}

interface UnsentRow extends Edits {
	update: Uint8Array
	/** 0: another tab's. */
	ordinal: number
}

interface WaitingRow {
	update: Uint8Array
	ordinal: number
	/** As Date.now(). */
	at: number
	/** None once they are acknowledged. */
	edits: Edits
	made: Edits
}

const COMPACT_DELAY_MS = 1_000
const DISK_PATIENCE_MS = 1_000
/** Far below any frame limit: merging must not make a frame too large. */
const MAX_MERGED_BYTES = 256 * 1024
const OWN_EDIT: Edits = { own: 1, others: 0 }

/** The channel on which tabs tell each other that they have stored something. */
export function noticeChannel(name: string): string {
	return `${name}#log`
}

/** Tabs that have the document open read what was stored. `edits`: how many of it must be sent, 255 at most. */
export function notifyTabs(name: string, edits: number, origin?: unknown): void {
	broadcast.publish(noticeChannel(name), Uint8Array.of(0, Math.min(edits, 255)), origin)
}

export function openLocalLog(options: LocalLogOptions): LocalLog {
	const { name, doc, isOwnEdit, onChange, onMustOffer, onOutbid } = options
	const reader = createLogReader(doc)
	const witnessAtStart = readWitness(name)
	const database = superviseDatabase({ name, load, begin: () => pump(), onInterrupted, onChange: changed })
	let witness = witnessAtStart
	let isLost = false
	let isClosed = false

	// The database.
	let identity: string | null | undefined
	/** The last row that the document has. */
	let cursor = 0
	let count = 0
	let compactedTo = 0
	const unsentRows = new Map<number, UnsentRow>()
	let older: LogRecords['older'] = { ...noEdits, keys: [] }
	/** The row up to which `older` was read. */
	let olderUpTo = 0
	let highestTerm = 0
	let outdated: readonly string[] = []

	// What is not committed.
	let waiting: WaitingRow[] = []
	let ordinal = 0
	let summary: unknown
	/** The last one that was given to be stored; undefined: another tab may have stored another one since, or it is lost. */
	let lastSummary: unknown
	let storedSummary: unknown = null
	const toDelete = new Set<string>()
	let isStateDirty = false
	/** A new database has replaced ours, and is not written yet. */
	let lacksOlder = false
	let mustRead = false
	/** Other tabs have written, and nobody looks at this one. */
	let hasMissed = false
	/** Edits that other tabs have stored, by their word, and this one has not read. */
	let unread = 0
	let reads = 0
	/** What stood beside the rows, as last read. */
	let asRead = ''
	let busy: Promise<void> | null = null

	// The line.
	let state = noState
	let storedHave = 0
	/** 0: the line is not held, or its term is not stored yet. */
	let term = 0
	let isHolding = false
	/** This tab has a line of its own, and does not speak for the others. */
	let isAlone = false
	/** The log was read since this tab holds the line. */
	let isStateKnown = false
	let isShared = false
	let generation = 0
	let heldOrdinal = 0

	let stuckTimer: ReturnType<typeof setTimeout> | undefined
	let compactTimer: ReturnType<typeof setTimeout> | undefined
	/** Bytes in the document that waited for missing updates, before the current transaction. */
	let pending = 0

	doc.on('beforeTransaction', beginTransaction)
	doc.on('update', keep)
	const notice = broadcast.subscribe(noticeChannel(name), onNotice)
	const stopWatching = watchPage({
		onVisible: () => {
			if (hasMissed) readSoon()
		}
	})
	database.open()

	function beginTransaction({ origin }: Y.Transaction): void {
		pending = pendingBytes(doc)
		// What comes from the log is stored. If somebody listens, Yjs encodes it: the whole plan, when it is opened.
		const isOfLogOnly = origin === reader.origin && pending === 0 && doc._transactionCleanups.length === 1
		doc[isOfLogOnly ? 'off' : 'on']('update', keep)
	}

	function keep(update: Uint8Array, origin: unknown): void {
		const isOfLog = origin === reader.origin
		// An update that waited in the document for rows of the log is itself in no row.
		if (isOfLog && (pending === 0 || pending === pendingBytes(doc))) return
		append(update, !isOfLog && isOwnEdit(origin) ? OWN_EDIT : noEdits)
		changed()
	}

	function append(update: Uint8Array, edits: Edits): void {
		waiting.push({ update, ordinal: ++ordinal, at: Date.now(), edits, made: edits })
		stuckTimer ??= setTimeout(noteStuck, DISK_PATIENCE_MS)
		void pump()
	}

	/** A disk that does not answer in time must not hold the edits back. */
	function noteStuck(): void {
		const [oldest] = waiting
		const wait = oldest === undefined ? null : oldest.at + DISK_PATIENCE_MS - Date.now()
		stuckTimer = wait !== null && wait > 0 ? setTimeout(noteStuck, wait) : undefined
		if (wait !== null && wait <= 0) changed()
	}

	function hasFailed(): boolean {
		return database.status().localStore === 'failed'
	}

	function isStuck(): boolean {
		const [oldest] = waiting
		return oldest !== undefined && (hasFailed() || Date.now() - oldest.at >= DISK_PATIENCE_MS)
	}

	function onNotice(data: ArrayBuffer | Uint8Array, origin: unknown): void {
		const [kind, edits = 0] = new Uint8Array(data)
		if (origin === reader || kind !== 0 || isClosed) return
		unread += edits
		if (edits > 0) changed()
		// A hidden tab may be frozen at any moment, and nobody reads what it shows.
		if (isPageHidden() && !isHolding) hasMissed = true
		else readSoon()
	}

	function readSoon(): void {
		hasMissed = false
		mustRead = true
		database.retry()
		void pump()
	}

	/** Runs while there is something to read or write. */
	function pump(): Promise<void> {
		busy ??= work().finally(() => {
			busy = null
			if (database.current() !== null && hasWork()) void pump()
		})
		return busy
	}

	function hasWork(): boolean {
		return mustRead || waiting.length > 0 || isStateDue() || summary !== undefined || toDelete.size > 0
	}

	/** One of several that hold a line takes a term only when it has something to say. */
	function isStateDue(): boolean {
		return isHolding && (isStateDirty || (term === 0 && (!isShared || highestTerm === 0)))
	}

	async function work(): Promise<void> {
		// An acknowledgement brings two changes of the state: one transaction writes both.
		await Promise.resolve()
		for (let db = database.current(); db !== null && hasWork(); db = database.current()) {
			const { life } = database
			const before = life()
			try {
				if (mustRead) {
					mustRead = false
					// Reading alone is no news: who reports what was read would read again for ever.
					if (!(await read(db))) continue
				} else await write(db)
			} catch (error) {
				if (before !== life()) return
				// Another tab was faster: its row, or its term, is read first.
				if (isOutrun(error)) mustRead = true
				else return database.interrupt(error)
			}
			changed()
		}
	}

	async function load(db: IDBDatabase): Promise<void> {
		const isFirst = !database.hasLoaded()
		await read(db)
		if (isFirst && count === 0) {
			isLost = witnessAtStart !== 'nothing'
			// The log is empty, so what the state says of its rows is about a lost one.
			state = { ...state, run: null, have: 0, acked: 0, held: 0 }
			storedHave = 0
		}
	}

	function onInterrupted(): void {
		// Another tab may have written meanwhile.
		mustRead = true
	}

	/** Returns whether anything is new. */
	async function read(db: IDBDatabase): Promise<boolean> {
		const told = unread
		let part = await readLog(db, cursor)
		const isReplaced = identity !== undefined && part.records.identity !== identity
		if (isReplaced) {
			beginAnew()
			part = await readLog(db, 0)
		}
		const before = asRead
		asRead = JSON.stringify([
			part.records.identity,
			part.records.term,
			part.records.state,
			[...part.records.edits.keys()],
			part.records.older,
			part.records.outdated,
			part.records.summary
		])
		const isNews = isReplaced || told > 0 || part.keys.length > 0 || asRead !== before || !isStateKnown
		identity = part.records.identity
		unread -= told
		if (isNews) await adopt(part)
		reads++
		if (isReplaced) onMustOffer()
		return isNews
	}

	/** The browser threw our database away. What it had is written again. */
	function beginAnew(): void {
		lastSummary = undefined
		const { own, others } = unsentRowsTotal()
		cursor = count = compactedTo = term = highestTerm = storedHave = heldOrdinal = 0
		outdated = []
		unsentRows.clear()
		toDelete.clear()
		generation++
		older = { ...noEdits, keys: [] }
		state = { ...state, acked: Math.min(state.acked, 0), held: 0 }
		isStateDirty = lacksOlder = true
		const edits = { own, others }
		for (const row of waiting) {
			edits.own += row.edits.own
			edits.others += row.edits.others
		}
		waiting = []
		append(Y.encodeStateAsUpdate(doc), edits)
	}

	async function adopt({ keys, rows, records, count: total }: LogPart): Promise<void> {
		// The counts first: an edit must be counted when somebody looks at the document.
		// The tab that held the line before may have ended a count after this one took the line. Our state does not have its
		// acknowledgement, so the edit is sent again.
		const isOurs = isHolding && term > 0 && records.term === term
		for (const key of unsentRows.keys()) if (!records.edits.has(key) && !isOurs) unsentRows.delete(key)
		keys.forEach((key, index) => {
			const edits = records.edits.get(key)
			if (edits !== undefined && !toDelete.has(rowKey(key)))
				unsentRows.set(key, { ...edits, update: rows[index]!, ordinal: 0 })
		})
		const hasOlderNews = records.older.own + records.older.others > older.own + older.others
		older = records.older
		storedSummary = records.summary
		count = total
		adoptState(records)
		changed()
		await reader.apply(rows)
		cursor = Math.max(cursor, ...keys.slice(-1))
		olderUpTo = cursor
		if (hasOlderNews) onMustOffer()
	}

	function adoptState(records: LogRecords): void {
		const isHeldOn = isHolding && isStateKnown && records.term === highestTerm
		highestTerm = records.term
		outdated = records.outdated
		isStateKnown = true
		// Nobody else has said anything since; or the others cannot know what this tab knows.
		if (isHeldOn || isAlone) return
		// Somebody else has taken the line. A robbed line hears of it here or by its lock, whichever comes first.
		if (term > 0 && !isShared) {
			isHolding = false
			onOutbid()
		}
		term = 0
		const theirs = records.state
		storedHave = theirs.have
		if (!isHolding || !isShared) {
			// What was acknowledged to this tab stays so, even if it could not be stored, or nothing ever could (epoch 0).
			const { epoch, ackedSequence } = state
			if (!lacksOlder) state = theirs
			if ((theirs.epoch === 0 || epoch === theirs.epoch) && ackedSequence !== null)
				state = { ...state, epoch, ackedSequence: Math.max(ackedSequence, state.ackedSequence ?? 0) }
			isStateDirty = lacksOlder
			return
		}
		// Both hold a line. Of one log of the relay's, the larger number is the newer one.
		const isSame = theirs.run === state.run && theirs.epoch === state.epoch && theirs.acked >= 0 && state.acked >= 0
		if (!isSame) state = theirs
		else
			state = {
				...theirs,
				have: Math.max(theirs.have, state.have),
				acked: Math.max(theirs.acked, state.acked),
				ackedSequence:
					theirs.ackedSequence === null && state.ackedSequence === null
						? null
						: Math.max(theirs.ackedSequence ?? 0, state.ackedSequence ?? 0)
			}
		isStateDirty = isSame && (state.acked > theirs.acked || state.have > theirs.have)
	}

	async function write(db: IDBDatabase): Promise<void> {
		// Only who holds the line says that an edit is acknowledged. Who holds it sends what others have added.
		const rows = waiting.map((row) => ({ row, update: row.update, edits: isHolding ? row.edits : row.made }))
		const saved = { state, summary, toDelete: [...toDelete] }
		const isWritingState = isStateDue()
		const isTaking = isWritingState && term === 0
		const newTerm = isTaking ? highestTerm + 1 : term
		const life = database.life()
		await writeLog(db, {
			after: cursor,
			rows,
			state: isWritingState ? { term: newTerm, isNew: isTaking, value: state } : null,
			summary,
			deleted: isTaking ? [...outdated, ...saved.toDelete] : saved.toDelete
		})
		if (life !== database.life()) return
		waiting = waiting.slice(rows.length)
		for (const { row, update, edits } of rows) {
			cursor++
			count++
			if (edits === noEdits) continue
			// Acknowledged while it was being written.
			if (isHolding && row.edits === noEdits) toDelete.add(rowKey(cursor))
			else unsentRows.set(cursor, { ...edits, update, ordinal: row.ordinal })
		}
		lacksOlder = false
		for (const key of saved.toDelete) toDelete.delete(key)
		if (summary === saved.summary) summary = undefined
		if (isTaking) {
			term = highestTerm = newTerm
			outdated = []
		}
		if (isWritingState) {
			storedHave = saved.state.have
			if (state === saved.state) isStateDirty = false
		}
		const added = rows.reduce((total, { edits }) => total + edits.own + edits.others, 0)
		if (!isClosed && (rows.length > 0 || isWritingState)) notifyTabs(name, added, reader)
		if (count >= PREFERRED_TRIM_SIZE) compactSoon()
	}

	function setState(change: Partial<LogState>): void {
		state = { ...state, ...change }
		isStateDirty = true
		if (isHolding) void pump()
	}

	function compactSoon(): void {
		clearTimeout(compactTimer)
		compactTimer = setTimeout(() => void compact(), COMPACT_DELAY_MS)
	}

	/**
	 * Merges acknowledged and received rows into the last of them. The merged row may also have what later rows have. It has
	 * no edit of which no row is committed: such an edit would seem to be sent after a crash.
	 */
	async function compact(): Promise<void> {
		const db = database.current()
		const upTo = Math.min(cursor, ...[...unsentRows.keys()].map((key) => key - 1))
		const isWorth = upTo - compactedTo >= PREFERRED_TRIM_SIZE / 2 && count >= PREFERRED_TRIM_SIZE
		if (db === null || !isHolding || waiting.length > 0 || busy !== null || older.own + older.others > 0 || !isWorth)
			return
		const transaction = db.transaction([UPDATES, CUSTOM], 'readwrite')
		const updates = transaction.objectStore(UPDATES)
		updates.put(Y.encodeStateAsUpdate(doc), upTo)
		updates.delete(IDBKeyRange.upperBound(upTo, true))
		const { life } = database
		const before = life()
		busy = whenCommitted(transaction)
			.then(
				() => {
					count -= upTo - compactedTo
					compactedTo = upTo
				},
				(error: unknown) => {
					if (before === life()) database.interrupt(error)
				}
			)
			.finally(() => {
				busy = null
				if (database.current() !== null && hasWork()) void pump()
			})
		await busy
	}

	/** All that counts as unsent. */
	function* unsentItems(): Generator<{ key: number; ordinal: number; own: number; others: number }> {
		let isAny = false
		if (older.own + older.others > 0) {
			isAny = true
			yield { ...older, key: olderUpTo, ordinal: Infinity }
		}
		for (const [key, row] of unsentRows) {
			if (key <= state.acked) continue
			isAny = true
			yield { key, ordinal: row.ordinal > 0 ? row.ordinal : Infinity, own: row.own, others: row.others }
		}
		for (const { ordinal: at, edits } of waiting) {
			if (edits.own + edits.others === 0) continue
			isAny = true
			yield { key: Infinity, ordinal: at, ...edits }
		}
		if (unread > 0) {
			isAny = true
			yield { key: Infinity, ordinal: Infinity, own: unread, others: 0 }
		}
		// What was acknowledged is in doubt. A full difference covers it.
		if (state.acked < 0 && !isAny) yield { key: 1, ordinal: Infinity, own: 1, others: 0 }
		else if (!isAny && witnessAtStart === 'unsent' && !database.hasLoaded())
			yield { key: Infinity, ordinal: Infinity, own: 1, others: 0 }
	}

	function unsentRowsTotal(): Edits {
		const sum = { own: older.own, others: older.others }
		for (const [key, { own, others }] of unsentRows) {
			if (key <= state.acked) continue
			sum.own += own
			sum.others += others
		}
		return sum
	}

	function covers(mark: Mark | null, item: { key: number; ordinal: number }): boolean {
		return mark !== null && mark.generation === generation && (item.key <= mark.key || item.ordinal <= mark.ordinal)
	}

	function sum(isCounted: (item: { key: number; ordinal: number }) => boolean = () => true): Edits {
		const total = { own: 0, others: 0 }
		for (const item of unsentItems()) {
			if (!isCounted(item)) continue
			total.own += item.own
			total.others += item.others
		}
		return total
	}

	function heldMark(): Mark {
		return { generation, key: state.held, ordinal: heldOrdinal }
	}

	function changed(): void {
		if (isClosed) return
		const { own, others } = sum()
		const next = own + others > 0 ? 'unsent' : 'sent'
		const canWitness = !isAlone && database.hasLoaded() && database.current() !== null && count > 0
		if (canWitness && next !== witness) writeWitness(name, (witness = next))
		onChange()
	}

	return {
		whenOpened: database.whenOpened,
		status() {
			const { own, others } = sum()
			const unsaved = waiting.reduce((total, { made }) => total + made.own + made.others, 0)
			return {
				...database.status(),
				localStoreLost: isLost,
				unsaved: Math.max(unsaved, lacksOlder ? 1 : 0),
				unsent: own + others,
				unsentOfOthers: others
			}
		},
		hasFailed,
		state: () => state,
		isSettled: () => waiting.length === 0 && !(isHolding && isStateDirty),
		async whenWritten() {
			while (waiting.length > 0 && !isStuck() && database.current() !== null) await waitAtMost(DISK_PATIENCE_MS, pump())
		},
		storedHave: () => Math.min(storedHave, state.have),
		async hold(shared) {
			isHolding = mustRead = true
			isStateKnown = false
			isShared = shared
			await waitAtMost(DISK_PATIENCE_MS, database.current() === null ? database.whenOpened : pump())
		},
		letGo() {
			isHolding = isStateKnown = false
			lastSummary = undefined
			term = 0
			readSoon()
		},
		standAlone(is) {
			if (is === isAlone) return
			isAlone = is
			if (is) return
			isStateKnown = false
			readSoon()
		},
		change(change) {
			const isNew = (Object.keys(change) as (keyof LogState)[]).some((key) => change[key] !== state[key])
			if (!isNew) return
			if (change.have !== undefined && change.have < state.have) storedHave = Math.min(storedHave, change.have)
			setState(change)
			changed()
		},
		async catchUp() {
			// Where nothing can be stored, other tabs have stored nothing.
			if (database.current() === null) return hasFailed()
			const before = reads
			mustRead = true
			const isInTime = await waitAtMost(
				DISK_PATIENCE_MS,
				pump().then(() => true)
			)
			return isInTime === true && reads > before
		},
		mark: () => ({ generation, key: cursor, ordinal }),
		since(mark) {
			if (mark.generation !== generation) return null
			const updates: Uint8Array[] = []
			const next = { ...mark }
			let bytes = 0
			for (const [key, row] of [...unsentRows].sort(([one], [other]) => one - other)) {
				if (covers(mark, { key, ordinal: row.ordinal > 0 ? row.ordinal : Infinity }) || key <= state.acked) continue
				if (updates.length > 0 && bytes + row.update.byteLength > MAX_MERGED_BYTES) break
				updates.push(row.update)
				bytes += row.update.byteLength
				next.key = key
			}
			if (isStuck())
				for (const row of waiting) {
					if (row.ordinal <= mark.ordinal || row.edits.own + row.edits.others === 0) continue
					updates.push(row.update)
					next.ordinal = row.ordinal
				}
			const [first] = updates
			if (first === undefined) return null
			return { update: updates.length === 1 ? first : Y.mergeUpdates(updates), mark: next }
		},
		unsentWithin: (mark) => sum((item) => covers(mark, item)).own,
		unsentUnder(mark) {
			const held = heldMark()
			if (mark === null && held.key === 0 && held.ordinal === 0) return 0
			const { own, others } = sum((item) => covers(mark, item) || covers(held, item))
			return own + others
		},
		acknowledge(mark, sequence) {
			if (mark.generation !== generation) return
			const before = sum().own
			for (const row of waiting) if (row.ordinal <= mark.ordinal) row.edits = noEdits
			const credit = () => {
				if (sum().own < before) state = { ...state, ackedSequence: Math.max(state.ackedSequence ?? 0, sequence) }
			}
			// The tab that holds the line sends again what this one could not store, and then says so.
			if (!isHolding) {
				state = { ...state, acked: Math.max(state.acked, mark.key) }
				credit()
				return changed()
			}
			for (const [key, row] of unsentRows)
				if (covers(mark, { key, ordinal: row.ordinal > 0 ? row.ordinal : Infinity })) {
					unsentRows.delete(key)
					toDelete.add(rowKey(key))
				}
			if (older.keys.length > 0 && mark.key >= olderUpTo) {
				for (const key of older.keys) toDelete.add(key)
				older = { ...noEdits, keys: [] }
			}
			state = { ...state, acked: Math.max(state.acked, mark.key) }
			credit()
			setState({})
			changed()
		},
		markUnderReview(mark) {
			if (mark.generation !== generation) return
			heldOrdinal = Math.max(heldOrdinal, mark.ordinal)
			setState({ held: Math.max(state.held, mark.key) })
			changed()
		},
		forgetReview() {
			if (state.held === 0 && heldOrdinal === 0) return
			heldOrdinal = 0
			setState({ held: 0 })
			changed()
		},
		forgetRelay(isInDoubt) {
			generation++
			heldOrdinal = storedHave = 0
			setState(forgetRelay(state, isInDoubt && count + waiting.length > 0))
			changed()
		},
		saveSummary(next) {
			if (next === lastSummary) return
			summary = lastSummary = next
			void pump()
		},
		storedSummary: () => storedSummary,
		dismissLoss() {
			isLost = false
			if (count === 0) forgetWitness(name)
			changed()
		},
		async close() {
			await database.whenOpened
			doc.off('beforeTransaction', beginTransaction)
			doc.off('update', keep)
			mustRead = false
			if (database.current() !== null && hasWork()) await pump()
			isClosed = true
			clearTimeout(compactTimer)
			clearTimeout(stuckTimer)
			stopWatching()
			broadcast.unsubscribe(noticeChannel(name), notice)
			database.close()
		},
		abandon: database.close
	}
}
