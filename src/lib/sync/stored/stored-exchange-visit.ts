/** One document's part in the exchange of those nobody has open: kept from tabs, read, and written when the answer is here. */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { DocumentExchanged, DocumentRefused, ExchangeDocument } from '#protocol/exchange.ts'
import { nackReasons } from '#protocol/frames.ts'
import { applyAnswer, coversVector, fromBase64, toExchangeDocument, updateToBring } from '../line/exchange.ts'
import { holdTabLock, livingTabs } from '../document/tabs.ts'
import {
	type EditCount,
	hasPending,
	isOthersEdits,
	noSyncRecord,
	ownUnsentOf,
	type SyncRecord,
	unsentOf
} from '../document/store-records.ts'
import { databaseName } from '../document/store-database.ts'
import { readWitness, writeWitness } from '../document/record-keeper.ts'
import { keepWords, readStoredDocument, summaryOf, takeNews, writeStoredDocument } from './stored-document.ts'

export interface VisitOptions {
	/** Has this page the document open? Asked beside the locks, which some browsers lack. */
	isOpen?(documentId: string): boolean
	/**
	 * What is unsent of documents open in a tab is brought too, though nothing is taken or counted for them: their tabs may
	 * be frozen. For a worker.
	 */
	isForFrozenTabs?: boolean
	/** Refusals by document, with the unsent edits they were of; those are not brought again while nothing is added to them. */
	refused?: Map<string, number>
	/** Documents whose stores took nothing: while nothing of theirs is unsent they are not fetched over and over. */
	unkept?: Set<string>
}

/** A document, and what an earlier round of the same exchange has learnt of it but not saved. */
export interface Place {
	documentId: string
	name: string
	/** Open in a tab: nothing is taken or written. */
	isOpen: boolean
	/** Not null: all it lacks is to be brought, unsent or not. */
	learnt: SyncRecord | null
}

export interface Visit extends Place {
	asked: ExchangeDocument
	record: SyncRecord
	/** Edits by tab that are in what the relay has once it takes this. */
	brought: ReadonlyMap<string, number>
	unsent: number
	/** Without what others wrote. */
	ownUnsent: number
}

/** Held like a tab's lock: whoever opens the document meanwhile reads it anew when we are done. */
const EXCHANGE_LOCK = 'exchange'

/** Those nobody has open, kept so by a lock of ours. */
export async function placesOf(
	personId: string,
	documentIds: readonly string[],
	options: VisitOptions,
	letGo: (() => void)[]
): Promise<Place[]> {
	const places: Place[] = []
	for (const documentId of documentIds) {
		const name = databaseName(personId, documentId)
		const place = { documentId, name, isOpen: false, learnt: null }
		const isOpen = options.isOpen?.(documentId) === true || (await hasTabs(name, null))
		if (isOpen && options.isForFrozenTabs === true) places.push({ ...place, isOpen })
		if (isOpen) continue
		const release = holdTabLock(name, EXCHANGE_LOCK)
		// A tab takes its lock, then looks; so do we: at least one of two sees the other.
		if (await hasTabs(name, EXCHANGE_LOCK)) release()
		else {
			letGo.push(release)
			places.push(place)
		}
	}
	return places
}

async function hasTabs(name: string, but: string | null): Promise<boolean> {
	const living = (await livingTabs(name)) ?? new Set()
	return [...living].some((id) => id !== but)
}

/** Null: there is nothing to ask, or a tab has it now. */
export async function visitOf(place: Place, options: VisitOptions): Promise<Visit | null> {
	// A tab has come since: the document is its own from here on.
	if (!place.isOpen && (await hasTabs(place.name, EXCHANGE_LOCK))) return null
	let stored
	try {
		stored = await readStoredDocument(place.name)
	} catch {
		// It cannot be read: opening the programme tells what is wrong. The others go on.
		return null
	}
	const { doc, counts } = stored
	const unsent = unsentOf(counts.values())
	const record = place.learnt ?? stored.record
	// An empty store that held unsent edits is a loss: the programme tells of it when it is opened, if it is still empty then.
	if (doc.store.clients.size === 0 && readWitness(place.name) === 'unsent') return null
	if (unsent === 0 && (place.isOpen || options.unkept?.has(place.documentId) === true)) return null
	const isRefused = unsent > 0 && options.refused?.get(place.documentId) === unsent
	const isBringing = (unsent > 0 && !isRefused) || place.learnt !== null
	const visit = {
		...place,
		record,
		unsent,
		ownUnsent: ownUnsentOf(counts),
		brought: new Map(isBringing ? [...counts].map(([tabId, { made }]) => [tabId, made]) : []),
		asked: toExchangeDocument({
			documentId: place.documentId,
			record,
			stateVector: Y.encodeStateVector(doc),
			update: isBringing ? updateToBring(doc, record.relayVector) : null,
			unsent: isBringing ? 0 : ownUnsentOf(counts)
		})
	}
	doc.destroy()
	return visit
}

export interface Kept {
	/** The local store has something it had not. */
	isNew: boolean
	/** Once more: to say that it came, or for what another log than the known one lacks. */
	isDueAgain: boolean
	/** To be known by the next round, and saved by it only. */
	learnt: SyncRecord | null
}

const NOTHING_KEPT: Kept = { isNew: false, isDueAgain: false, learnt: null }

export async function keep(
	visit: Visit,
	answered: DocumentExchanged,
	{ refused, unkept }: VisitOptions
): Promise<Kept> {
	// Our edits are of another document than the one the relay speaks of.
	if (visit.record.epoch !== 0 && visit.record.epoch !== answered.epoch) return NOTHING_KEPT
	if (visit.brought.size > 0) refused?.delete(visit.documentId)
	if (visit.isOpen) return NOTHING_KEPT
	try {
		return await write(visit, answered)
	} catch {
		// Malformed, or not committed: nothing is claimed, and what is unsent is still counted so.
		unkept?.add(visit.documentId)
		return NOTHING_KEPT
	}
}

/** Of what was brought, for when nobody opens it; what a curator has accepted meanwhile is acknowledged. */
export async function keepRefusal(visit: Visit, { reason, isHeld, held, sequence }: DocumentRefused): Promise<void> {
	const { name, record, brought, unsent: refused, ownUnsent } = visit
	if (visit.isOpen || brought.size === 0 || refused === 0) return
	if (reason !== 'no-right' && !nackReasons.some((known) => known === reason)) return
	const accepted = held === 'accepted' ? sequence : undefined
	const verdict = { refused, isHeld, decision: held === 'set-aside' ? held : null, at: new Date().toISOString() }
	const known = {
		tabId: nanoid(),
		own: { made: 0, acknowledged: 0 },
		credited: accepted === undefined ? new Map<string, number>() : brought,
		sync: {
			...record,
			verdict,
			ownSequence:
				accepted === undefined || ownUnsent === 0 ? record.ownSequence : Math.max(record.ownSequence ?? 0, accepted)
		}
	}
	// Not committed: it is as it was last known.
	await writeStoredDocument(name, [], known).catch(() => undefined)
}

/** Rows, summary, record and what is acknowledged, together. */
async function write(visit: Visit, answered: DocumentExchanged): Promise<Kept> {
	const { documentId, name } = visit
	const { updates, isOtherLog, ...applied } = applyAnswer(answered, visit.record)
	const { doc, counts, hasSummary } = await readStoredDocument(name)
	try {
		const { rows, gone } = takeNews(doc, updates)
		const kept = answered.right === 'edit' ? keepWords(documentId, doc, gone) : []
		const news = [...rows, ...kept]
		const isNew = news.length > 0
		const credited = isOtherLog ? new Map<string, number>() : visit.brought
		const isCredit = [...credited].some(
			([tabId, made]) => !isOthersEdits(tabId) && made > (counts.get(tabId)?.acknowledged ?? made)
		)
		const left = unsentOf([...counts].map(([tabId, count]) => creditedCount(count, credited.get(tabId))))
		const unsent = left + kept.length
		const { record } = applied
		const sync: SyncRecord = {
			...record,
			...(hasPending(doc) ? { run: null, haveSequence: 0 } : {}),
			ownSequence: isCredit ? Math.max(record.ownSequence ?? 0, answered.sequence) : record.ownSequence,
			lastSyncedAt: unsent === 0 && !isOtherLog ? new Date().toISOString() : record.lastSyncedAt,
			...(visit.brought.size > 0 && { verdict: { ...noSyncRecord.verdict, at: new Date().toISOString() } })
		}
		await writeStoredDocument(name, news, {
			tabId: nanoid(),
			own: { made: kept.length, acknowledged: 0 },
			credited,
			// Until what the other log lacks has been brought, the former one is remembered: the app may end here.
			sync: isOtherLog ? visit.record : sync,
			summary: isNew || !hasSummary ? summaryOf(documentId, doc) : undefined
		})
		// Of an empty document, as a pair's unused notes, nothing can be lost.
		if (doc.store.clients.size > 0) writeWitness(name, unsent > 0 ? 'unsent' : 'sent')
		const mustBring = isOtherLog || lacksOurs(visit, answered)
		return { isNew, isDueAgain: isNew || mustBring, learnt: mustBring ? sync : null }
	} finally {
		doc.destroy()
	}
}

/** What was acknowledged once is missing: as the relay's own SyncStep1 would tell over a socket (sync.md R6). */
function lacksOurs({ asked, unsent, brought }: Visit, { right, stateVector }: DocumentExchanged): boolean {
	if (right !== 'edit' || unsent > 0 || brought.size > 0) return false
	return !coversVector(fromBase64(stateVector), fromBase64(asked.stateVector))
}

function creditedCount({ made, acknowledged }: EditCount, upTo = 0): EditCount {
	return { made, acknowledged: Math.max(acknowledged, upTo) }
}
