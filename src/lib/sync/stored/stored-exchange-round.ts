/**
 * One document in the exchange of those nobody has open: holds its line, reads it, and writes it when the answer is here.
 */
import * as Y from 'yjs'
import type { DocumentExchanged, DocumentRefused, ExchangeDocument } from '#protocol/exchange.ts'
import { nackReasons } from '#protocol/frames.ts'
import { now } from '../clock.ts'
import { hasPending } from '../document/document-log.ts'
import { takeFreeLead, type TakenLead } from '../document/lead.ts'
import {
	type Edits,
	forgetRelay,
	type LogRecords,
	type LogState,
	noEdits,
	noVerdict,
	rowKey,
	unsentOf
} from '../document/log-records.ts'
import { databaseName } from '../document/store-database.ts'
import { readWitness, writeWitness } from '../document/store-witness.ts'
import {
	applyAnswer,
	coversVector,
	fromBase64,
	toExchangeDocument,
	updateToSend,
	updateWith
} from '../line/exchange.ts'
import { readStoredDocument, rowsOf, summaryOf, takeNews, writeStored } from './stored-document.ts'

export interface RoundOptions {
	/** Whether this page has the document open. Asked beside the locks, which some browsers lack. */
	isOpen?(documentId: string): boolean
	/**
	 * Also sends what is unsent of documents whose line a tab holds, because the tab may be frozen. Applies and
	 * acknowledges nothing for them. For a worker.
	 */
	isForFrozenTabs?: boolean
	/** Refused documents, with the number of their unsent edits. Those edits are not sent again until there are more. */
	refused?: Map<string, number>
	/** Documents whose logs could not be written. They are not fetched again while nothing of theirs is unsent. */
	unkept?: Set<string>
}

/** A document, and what an earlier round of the same exchange has learnt of it. */
export interface ExchangeTarget {
	documentId: string
	name: string
	/** Null: a tab holds the line. Nothing is applied or written. */
	lead: TakenLead | null
	/** Of what the relay has, from an earlier round; null: not known. */
	relayVector: Uint8Array | null
}

export interface DocumentRound extends ExchangeTarget {
	asked: ExchangeDocument
	records: LogRecords
	/** The relay has the rows up to it once it accepts this; null: nothing was sent. */
	sentUpTo: number | null
	unsent: Edits
}

/** The documents whose line nobody holds. It is theirs until their leads are released. */
export async function targetsOf(
	personId: string,
	documentIds: readonly string[],
	{ isOpen, isForFrozenTabs }: RoundOptions
): Promise<ExchangeTarget[]> {
	const targets: ExchangeTarget[] = []
	for (const documentId of documentIds) {
		const name = databaseName(personId, documentId)
		const lead = isOpen?.(documentId) === true ? null : await takeFreeLead(name)
		if (lead !== null || isForFrozenTabs === true) targets.push({ documentId, name, lead, relayVector: null })
	}
	return targets
}

/** Null: there is nothing to ask, or a tab has the line now. */
export async function prepareRound(target: ExchangeTarget, options: RoundOptions): Promise<DocumentRound | null> {
	const { documentId, name, lead, relayVector } = target
	if (lead?.isLost() === true) return null
	let stored
	try {
		stored = await readStoredDocument(name)
	} catch {
		// It cannot be read. Opening the programme shows why. The others go on.
		return null
	}
	const { doc, records, lastKey } = stored
	const { state, older } = records
	const unsent = unsentOf(records)
	const count = unsent.own + unsent.others
	// An empty log that had unsent edits is a loss. The programme reports it when it is opened, if the log is still
	// empty.
	if (doc.store.clients.size === 0 && readWitness(name) === 'unsent') return null
	if (count === 0 && (lead === null || options.unkept?.has(documentId) === true)) return null
	const isRefused = count > 0 && options.refused?.get(documentId) === count
	const isSending = count > 0 && !isRefused
	// Where nothing says which rows the relay lacks, it gets all of them.
	const isPart = state.acked >= 0 && older.own + older.others === 0
	const rows = mergedOf(stored.unsentRows)
	const update = !isPart ? updateToSend(doc, relayVector) : rows && updateWith(doc, rows)
	const round = {
		...target,
		records,
		unsent,
		sentUpTo: isSending ? lastKey : null,
		asked: toExchangeDocument({
			documentId,
			state,
			stateVector: Y.encodeStateVector(doc),
			update: isSending ? update : null,
			unsent: isSending ? 0 : unsent.own
		})
	}
	doc.destroy()
	return round
}

function mergedOf(rows: readonly Uint8Array[]): Uint8Array | null {
	return rows.length === 0 ? null : Y.mergeUpdates([...rows])
}

export interface Kept {
	/** The log has something new. */
	isNew: boolean
	/** One more round is due: to report what arrived, or to send what another log lacks. */
	isDueAgain: boolean
	/** For the next round. */
	relayVector: Uint8Array | null
}

const NOTHING_KEPT: Kept = { isNew: false, isDueAgain: false, relayVector: null }

export async function keep(
	round: DocumentRound,
	answered: DocumentExchanged,
	{ refused, unkept }: RoundOptions
): Promise<Kept> {
	const { epoch } = round.records.state
	// Our edits belong to another document than the one the relay answers about.
	if (epoch !== 0 && epoch !== answered.epoch) return NOTHING_KEPT
	if (round.sentUpTo !== null) refused?.delete(round.documentId)
	if (round.lead === null) return NOTHING_KEPT
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
	{ reason, isHeld: isUnderReview, held: outcome, sequence }: DocumentRefused
): Promise<void> {
	const { sentUpTo, unsent } = round
	const refused = unsent.own + unsent.others
	if (sentUpTo === null || refused === 0) return
	if (reason !== 'no-right' && !nackReasons.some((known) => known === reason)) return
	const isAccepted = outcome === 'accepted' && sequence !== undefined
	const verdict = {
		refused,
		isUnderReview,
		reviewOutcome: outcome === 'set-aside' ? outcome : null,
		at: now().toISOString()
	}
	// Not committed: the stored verdict stays.
	await writeState(round, (state) => ({
		...state,
		verdict,
		...(isUnderReview && !isAccepted && { held: sentUpTo }),
		...(isAccepted && { acked: sentUpTo }),
		...(isAccepted && unsent.own > 0 && { ackedSequence: Math.max(state.ackedSequence ?? 0, sequence) })
	})).catch(() => undefined)
}

/** Writes rows, summary and state together. */
async function write(round: DocumentRound, answered: DocumentExchanged): Promise<Kept> {
	const { documentId, name, sentUpTo, unsent, records } = round
	const { updates, isOtherLog, learnt, relayVector } = applyAnswer(answered, records.state)
	const { doc, hasSummary } = await readStoredDocument(name)
	try {
		const received = takeNews(doc, updates)
		const isNew = received.length > 0
		const isInDoubt = isOtherLog || lacksOurs(round, answered)
		const at = now().toISOString()
		let left = 0
		const next = (state: LogState, current: LogRecords): LogState => {
			const known = isInDoubt ? forgetRelay(state, answered.right === 'edit') : state
			const acked = isOtherLog || sentUpTo === null ? known.acked : Math.max(known.acked, sentUpTo)
			const remaining = unsentOf({ ...current, state: { ...known, acked }, older: olderAfter(current, sentUpTo) })
			left = remaining.own + remaining.others
			const isCredit = !isInDoubt && sentUpTo !== null && unsent.own > 0
			return {
				...known,
				...learnt,
				...((hasPending(doc) || isInDoubt) && { run: null, have: 0 }),
				acked,
				ackedSequence: isCredit ? Math.max(known.ackedSequence ?? 0, answered.sequence) : known.ackedSequence,
				lastSyncedAt: left === 0 && !isInDoubt ? at : known.lastSyncedAt,
				...(sentUpTo !== null && { verdict: { ...noVerdict, at } })
			}
		}
		const summary = isNew || !hasSummary ? summaryOf(documentId, doc) : undefined
		const isWritten = await writeState(
			round,
			next,
			rowsOf({ received, edited: [], count: noEdits }),
			isOtherLog ? null : sentUpTo,
			summary
		)
		if (!isWritten) return NOTHING_KEPT
		// An empty document, such as a pair's unused notes, has nothing to lose.
		if (doc.store.clients.size > 0) writeWitness(name, left > 0 ? 'unsent' : 'sent')
		const mustSend = isInDoubt && answered.right === 'edit'
		return { isNew, isDueAgain: isNew || isInDoubt, relayVector: mustSend ? relayVector : null }
	} finally {
		doc.destroy()
	}
}

function olderAfter({ older }: LogRecords, sentUpTo: number | null): LogRecords['older'] {
	return sentUpTo === null ? older : { own: 0, others: 0, keys: [] }
}

/** False, and writes nothing, when a tab has taken the line meanwhile. */
async function writeState(
	{ name, lead, records }: DocumentRound,
	next: (state: LogState, current: LogRecords) => LogState,
	rows: ReturnType<typeof rowsOf> = [],
	ackedTo: number | null = null,
	summary?: unknown
): Promise<boolean> {
	if (lead === null) return false
	return writeStored(name, ({ keys, records: current }) => {
		if (lead.isLost() || current.term !== records.term) return null
		const state = next(current.state, current)
		const acked = [...current.edits.keys()].filter((key) => key <= state.acked).map(rowKey)
		return {
			after: keys.at(-1) ?? 0,
			rows,
			state: { term: current.term + 1, isNew: true, value: state },
			summary,
			deleted: [...current.outdated, ...acked, ...(ackedTo === null ? [] : current.older.keys)]
		}
	})
}

/** The relay lacks what it once acknowledged. Over a socket its own SyncStep1 would show this (sync.md R6). */
function lacksOurs({ asked, unsent, sentUpTo }: DocumentRound, { right, stateVector }: DocumentExchanged): boolean {
	if (right !== 'edit' || unsent.own + unsent.others > 0 || sentUpTo !== null) return false
	return !coversVector(fromBase64(stateVector), fromBase64(asked.stateVector))
}
