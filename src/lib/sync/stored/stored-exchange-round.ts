/**
 * One document in the exchange of those nobody has open: locks it against tabs, reads it, and writes it when the answer
 * is here.
 */
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { DocumentExchanged, DocumentRefused, ExchangeDocument } from '#protocol/exchange.ts'
import { nackReasons } from '#protocol/frames.ts'
import { now } from '../clock.ts'
import { applyAnswer, coversVector, fromBase64, toExchangeDocument, updateToSend } from '../line/exchange.ts'
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
import { readStoredDocument, summaryOf, takeNews, writeStoredDocument } from './stored-document.ts'

export interface RoundOptions {
	/** Whether this page has the document open. Asked beside the locks, which some browsers lack. */
	isOpen?(documentId: string): boolean
	/**
	 * Also sends what is unsent of documents open in a tab, because their tabs may be frozen. Applies and acknowledges
	 * nothing for them. For a worker.
	 */
	isForFrozenTabs?: boolean
	/** Refused documents, with the number of their unsent edits. Those edits are not sent again until there are more. */
	refused?: Map<string, number>
	/** Documents whose stores could not be written. They are not fetched again while nothing of theirs is unsent. */
	unkept?: Set<string>
}

/** A document, and what an earlier round of the same exchange has learnt of it but not saved. */
export interface ExchangeTarget {
	documentId: string
	name: string
	/** Open in a tab: nothing is applied or written. */
	isOpen: boolean
	/** Not null: all that the relay lacks must be sent, unsent or not. */
	learnt: SyncRecord | null
}

export interface DocumentRound extends ExchangeTarget {
	asked: ExchangeDocument
	record: SyncRecord
	/** Edits by tab that the relay has once it accepts this. */
	sent: ReadonlyMap<string, number>
	unsent: number
	/** Leaves out imported edits of other people. */
	ownUnsent: number
}

/** Works like a tab's lock: a tab that opens the document meanwhile reads it anew when we are done. */
const EXCHANGE_LOCK = 'exchange'

/** The documents that nobody has open, locked against tabs. `letGo` gets the functions to release the locks. */
export async function targetsOf(
	personId: string,
	documentIds: readonly string[],
	options: RoundOptions,
	letGo: (() => void)[]
): Promise<ExchangeTarget[]> {
	const targets: ExchangeTarget[] = []
	for (const documentId of documentIds) {
		const name = databaseName(personId, documentId)
		const target = { documentId, name, isOpen: false, learnt: null }
		const isOpen = options.isOpen?.(documentId) === true || (await hasTabs(name, null))
		if (isOpen && options.isForFrozenTabs === true) targets.push({ ...target, isOpen })
		if (isOpen) continue
		const release = holdTabLock(name, EXCHANGE_LOCK)
		// A tab takes its lock, then looks; so do we. At least one of the two sees the other.
		if (await hasTabs(name, EXCHANGE_LOCK)) release()
		else {
			letGo.push(release)
			targets.push(target)
		}
	}
	return targets
}

async function hasTabs(name: string, but: string | null): Promise<boolean> {
	const living = (await livingTabs(name)) ?? new Set()
	return [...living].some((id) => id !== but)
}

/** Null: there is nothing to ask, or a tab has the document now. */
export async function prepareRound(target: ExchangeTarget, options: RoundOptions): Promise<DocumentRound | null> {
	// A tab has opened it since: from here on the document is the tab's.
	if (!target.isOpen && (await hasTabs(target.name, EXCHANGE_LOCK))) return null
	let stored
	try {
		stored = await readStoredDocument(target.name)
	} catch {
		// It cannot be read. Opening the programme shows why. The others go on.
		return null
	}
	const { doc, counts } = stored
	const unsent = unsentOf(counts.values())
	const record = target.learnt ?? stored.record
	// An empty store that had unsent edits is a loss. The programme reports it when it is opened, if the store is still
	// empty.
	if (doc.store.clients.size === 0 && readWitness(target.name) === 'unsent') return null
	if (unsent === 0 && (target.isOpen || options.unkept?.has(target.documentId) === true)) return null
	const isRefused = unsent > 0 && options.refused?.get(target.documentId) === unsent
	const isSending = (unsent > 0 && !isRefused) || target.learnt !== null
	const round = {
		...target,
		record,
		unsent,
		ownUnsent: ownUnsentOf(counts),
		sent: new Map(isSending ? [...counts].map(([tabId, { made }]) => [tabId, made]) : []),
		asked: toExchangeDocument({
			documentId: target.documentId,
			record,
			stateVector: Y.encodeStateVector(doc),
			update: isSending ? updateToSend(doc, record.relayVector) : null,
			unsent: isSending ? 0 : ownUnsentOf(counts)
		})
	}
	doc.destroy()
	return round
}

export interface Kept {
	/** The local store has something new. */
	isNew: boolean
	/** One more round is due: to report what arrived, or to send what another log lacks. */
	isDueAgain: boolean
	/** For the next round, which saves it. */
	learnt: SyncRecord | null
}

const NOTHING_KEPT: Kept = { isNew: false, isDueAgain: false, learnt: null }

export async function keep(
	round: DocumentRound,
	answered: DocumentExchanged,
	{ refused, unkept }: RoundOptions
): Promise<Kept> {
	// Our edits belong to another document than the one the relay answers about.
	if (round.record.epoch !== 0 && round.record.epoch !== answered.epoch) return NOTHING_KEPT
	if (round.sent.size > 0) refused?.delete(round.documentId)
	if (round.isOpen) return NOTHING_KEPT
	try {
		return await write(round, answered)
	} catch {
		// Malformed, or not committed: nothing is claimed, and what is unsent still counts as unsent.
		unkept?.add(round.documentId)
		return NOTHING_KEPT
	}
}

/**
 * Stores the server's refusal, so that it is known when nobody opens the document. Edits that a curator has accepted
 * meanwhile count as acknowledged.
 */
export async function keepRefusal(
	round: DocumentRound,
	{ reason, isHeld: isUnderReview, held: state, sequence }: DocumentRefused
): Promise<void> {
	const { name, record, sent, unsent: refused, ownUnsent } = round
	if (round.isOpen || sent.size === 0 || refused === 0) return
	if (reason !== 'no-right' && !nackReasons.some((known) => known === reason)) return
	const accepted = state === 'accepted' ? sequence : undefined
	const verdict = {
		refused,
		isHeld: isUnderReview,
		decision: state === 'set-aside' ? state : null,
		at: now().toISOString()
	}
	const known = {
		tabId: nanoid(),
		own: { made: 0, acknowledged: 0 },
		credited: accepted === undefined ? new Map<string, number>() : sent,
		sync: {
			...record,
			verdict,
			ownSequence:
				accepted === undefined || ownUnsent === 0 ? record.ownSequence : Math.max(record.ownSequence ?? 0, accepted)
		}
	}
	// Not committed: the stored verdict stays.
	await writeStoredDocument(name, [], known).catch(() => undefined)
}

/** Writes rows, summary, record and acknowledgements together. */
async function write(round: DocumentRound, answered: DocumentExchanged): Promise<Kept> {
	const { documentId, name } = round
	const { updates, isOtherLog, ...applied } = applyAnswer(answered, round.record)
	const { doc, counts, hasSummary } = await readStoredDocument(name)
	try {
		const news = takeNews(doc, updates)
		const isNew = news.length > 0
		const credited = isOtherLog ? new Map<string, number>() : round.sent
		const isCredit = [...credited].some(
			([tabId, made]) => !isOthersEdits(tabId) && made > (counts.get(tabId)?.acknowledged ?? made)
		)
		const unsent = unsentOf([...counts].map(([tabId, count]) => creditedCount(count, credited.get(tabId))))
		const { record } = applied
		const sync: SyncRecord = {
			...record,
			...(hasPending(doc) ? { run: null, haveSequence: 0 } : {}),
			ownSequence: isCredit ? Math.max(record.ownSequence ?? 0, answered.sequence) : record.ownSequence,
			lastSyncedAt: unsent === 0 && !isOtherLog ? now().toISOString() : record.lastSyncedAt,
			...(round.sent.size > 0 && { verdict: { ...noSyncRecord.verdict, at: now().toISOString() } })
		}
		await writeStoredDocument(name, news, {
			tabId: nanoid(),
			own: { made: 0, acknowledged: 0 },
			credited,
			// The former log stays in the record until the other one has all it lacks: the app may end here.
			sync: isOtherLog ? round.record : sync,
			summary: isNew || !hasSummary ? summaryOf(documentId, doc) : undefined
		})
		// An empty document, such as a pair's unused notes, has nothing to lose.
		if (doc.store.clients.size > 0) writeWitness(name, unsent > 0 ? 'unsent' : 'sent')
		const mustSend = isOtherLog || lacksOurs(round, answered)
		return { isNew, isDueAgain: isNew || mustSend, learnt: mustSend ? sync : null }
	} finally {
		doc.destroy()
	}
}

/** The relay lacks what it once acknowledged. Over a socket its own SyncStep1 would show this (sync.md R6). */
function lacksOurs({ asked, unsent, sent }: DocumentRound, { right, stateVector }: DocumentExchanged): boolean {
	if (right !== 'edit' || unsent > 0 || sent.size > 0) return false
	return !coversVector(fromBase64(stateVector), fromBase64(asked.stateVector))
}

function creditedCount({ made, acknowledged }: EditCount, upTo = 0): EditCount {
	return { made, acknowledged: Math.max(acknowledged, upTo) }
}
