/**
 * Keeps what is known beside a document's updates (store-records.ts): merges it with what other tabs store, and saves
 * it soon. Also keeps a note outside IndexedDB on whether a store should contain a document.
 */
import { mergeSync, noSyncRecord, saveRecords, type SyncRecord } from './store-records.ts'
import type { SupervisedDatabase } from './supervised-database.ts'
import type { TabCounts } from './tab-counts.ts'

export interface RecordKeeper {
	record(): SyncRecord
	/** Sets the record without a save of its own: it came from the database or from another tab. */
	take(record: SyncRecord): void
	/** Saves within half a second. */
	change(record: SyncRecord): void
	saveSummary(summary: unknown): void
	/** Saves at once, or as soon as there is a database. */
	save(): void
	/** The database is a new one: the record must be saved again. */
	saveAgain(): void
	/** There is a database now. */
	resume(): void
	/** Resolves when everything is saved, or cannot be. */
	finish(): Promise<void>
	stop(): void
}

const SAVE_DELAY_MS = 500

export function createRecordKeeper(
	tabId: string,
	database: SupervisedDatabase,
	counts: TabCounts,
	onChange: () => void
): RecordKeeper {
	let record = noSyncRecord
	let summary: unknown
	let isDirty = false
	let saving: Promise<void> | null = null
	let timer: ReturnType<typeof setTimeout> | undefined

	function save(): void {
		isDirty = true
		clearTimeout(timer)
		timer = undefined
		saving ??= saveWhileDirty().finally(() => (saving = null))
	}

	async function saveWhileDirty(): Promise<void> {
		for (let db = database.current(); isDirty && db !== null; db = database.current()) {
			isDirty = false
			try {
				const credited = counts.credited()
				const stored = await saveRecords(db, { tabId, own: counts.own, credited, sync: record, summary })
				// What another tab has received is in the log. This document has it only once the log is read.
				const merged = mergeSync(stored, record)
				const isOtherLog = merged.epoch !== record.epoch || merged.otherLogs !== record.otherLogs
				record = { ...merged, run: isOtherLog ? null : record.run, haveSequence: isOtherLog ? 0 : record.haveSequence }
				counts.forgetCredited(credited)
			} catch (error) {
				isDirty = true
				if (database.current() === db) database.interrupt(error)
			}
		}
		onChange()
	}

	function resume(): void {
		if (isDirty) save()
	}

	return {
		record: () => record,
		take: (next) => void (record = next),
		change(next) {
			record = next
			isDirty = true
			timer ??= setTimeout(save, SAVE_DELAY_MS)
		},
		saveSummary(next) {
			summary = next
			save()
		},
		save,
		saveAgain: () => void (isDirty = true),
		resume,
		async finish() {
			resume()
			await saving
		},
		stop: () => clearTimeout(timer)
	}
}

/**
 * A note outside IndexedDB on whether it should contain a document. It is read when IndexedDB is empty, which then
 * means a loss (sync.md D5), or cannot be read, when nobody may claim that all is sent.
 */
export type Witness = 'nothing' | 'sent' | 'unsent'

const SUFFIX = ':kept'

export function readWitness(store: string): Witness {
	try {
		const word = localStorage.getItem(store + SUFFIX)
		return word === 'sent' || word === 'unsent' ? word : 'nothing'
	} catch {
		// No localStorage: nothing is remembered, so nothing is missing.
		return 'nothing'
	}
}

export function writeWitness(store: string, witness: Witness): void {
	try {
		localStorage.setItem(store + SUFFIX, witness)
	} catch {
		// localStorage is full or forbidden. Then only the notice of a loss is missing.
	}
}

/** Stores with this note, by the names of their databases. */
export function storesWitnessed(witness: Witness): string[] {
	try {
		return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
			.filter((key) => key.startsWith('tandem:') && key.endsWith(SUFFIX) && localStorage.getItem(key) === witness)
			.map((key) => key.slice(0, -SUFFIX.length))
	} catch {
		// No localStorage: nothing is remembered.
		return []
	}
}

export function forgetWitness(store: string): void {
	try {
		localStorage.removeItem(store + SUFFIX)
	} catch {
		// No localStorage: nothing was remembered.
	}
}
