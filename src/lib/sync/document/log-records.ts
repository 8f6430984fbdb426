/**
 * What stands in `custom` beside the rows of a document's log:
 *
 *   row:<key>       how many edits the row has that somebody must send; none: the row was received, or is acknowledged
 *   state:<term>    what the relay has said (LogState), as the tab knows it that held the line in this term
 *   summary         for screens that do not open the document
 *   identity        store-database.ts
 *
 * The state of the highest term counts. A tab that lost the line, and does not know it yet, writes a lower one.
 *
 * An older app wrote `edits:<tab>` (EditCount) and `sync` (its record) instead. Both are read; its tabs may still be open.
 */
import type { ParticipantState } from '#protocol/frames.ts'
import type { SyncSnapshot } from './snapshot.ts'
import { committed, CUSTOM, IDENTITY_KEY, requested } from './store-database.ts'

export interface LogState {
	/** ISO instant of the last moment when everything of ours was on the server. */
	lastSyncedAt: string | null
	/** The relay's epoch of the document; 0: not known yet. */
	epoch: number
	/** The run in which `have` was received; null: none, and nothing can be resumed (SPEC.md P12). */
	run: string | null
	/** The log has every stored update of the relay's up to it. Written with the rows that it covers, or after them. */
	have: number
	/** The relay has the edits of all rows up to it. -1: it may lack everything. */
	acked: number
	/**
	 * From the acknowledgement that first covered this person's newest acknowledged edit. 0: acknowledged, but under no valid
	 * number. Null: no edit of theirs was ever acknowledged.
	 */
	ackedSequence: number | null
	/** Unsent edits of rows up to it are in the review log (sync.md R3). */
	held: number
	/** The participants, as the relay last said. */
	peers: readonly ParticipantState[]
	/** Bytes the document still takes, once it is filling (sync.md R7); null: not known yet. */
	bytesLeft: number | 'enough' | null
	/** The relay has said that the document is deleted. */
	isGone: boolean
	/** What the relay last said of the edits it has not acknowledged. */
	verdict: Verdict
}

/** About the device's unsent edits. The newest verdict counts. */
export interface Verdict extends Pick<SyncSnapshot, 'refused' | 'isUnderReview' | 'reviewOutcome'> {
	/** ISO instant. */
	at: string
}

export const noVerdict: Verdict = { at: '', refused: 0, isUnderReview: false, reviewOutcome: null }

export const noState: LogState = {
	lastSyncedAt: null,
	epoch: 0,
	run: null,
	have: 0,
	acked: 0,
	ackedSequence: null,
	held: 0,
	peers: [],
	bytesLeft: null,
	isGone: false,
	verdict: noVerdict
}

/** Edits that must be sent: this person's, and imported ones of other people. */
export interface Edits {
	own: number
	others: number
}

export const noEdits: Edits = { own: 0, others: 0 }

/** One tab's edits in an older app. */
interface EditCount {
	made: number
	acknowledged: number
}

export interface LogRecords {
	identity: string | null
	/** 0: nobody has held the line yet. */
	term: number
	/** Keys of `custom` with states of lower terms. */
	outdated: readonly string[]
	state: LogState
	/** By key of the row. */
	edits: ReadonlyMap<number, Edits>
	/** What an older app has not sent, and the keys of `custom` that say so. */
	older: Edits & { keys: readonly string[] }
	summary: unknown
}

const ROW_PREFIX = 'row:'
const STATE_PREFIX = 'state:'
export const SUMMARY_KEY = 'summary'
const OLDER_PREFIX = 'edits:'
const OLDER_OTHERS_PREFIX = 'edits:others:'
const OLDER_RECORD_KEY = 'sync'

export function rowKey(key: number): string {
	return ROW_PREFIX + String(key)
}

export function stateKey(term: number): string {
	return STATE_PREFIX + String(term)
}

/** In one transaction that asks for everything at once. */
export async function readRecords(db: IDBDatabase): Promise<LogRecords> {
	const transaction = db.transaction([CUSTOM])
	const reading = requestRecords(transaction)
	// The transaction knows why it failed; its requests know only that it did.
	reading.catch(() => undefined)
	await committed(transaction)
	return reading
}

/** The same in the caller's transaction. */
export async function requestRecords(transaction: IDBTransaction): Promise<LogRecords> {
	const custom = transaction.objectStore(CUSTOM)
	const [keys, values] = await Promise.all([requested(custom.getAllKeys()), requested(custom.getAll())])
	return recordsOf(new Map(keys.map((key, index) => [String(key), values[index] as unknown])))
}

function recordsOf(custom: ReadonlyMap<string, unknown>): LogRecords {
	const edits = new Map<number, Edits>()
	const older = { ...noEdits, keys: [] as string[] }
	const terms: number[] = []
	for (const [key, value] of custom) {
		if (key.startsWith(ROW_PREFIX)) edits.set(Number(key.slice(ROW_PREFIX.length)), value as Edits)
		else if (key.startsWith(STATE_PREFIX)) terms.push(Number(key.slice(STATE_PREFIX.length)))
		else if (key.startsWith(OLDER_PREFIX)) {
			const { made, acknowledged } = value as EditCount
			older[key.startsWith(OLDER_OTHERS_PREFIX) ? 'others' : 'own'] += Math.max(0, made - acknowledged)
			older.keys.push(key)
		}
	}
	const term = Math.max(0, ...terms)
	return {
		identity: (custom.get(IDENTITY_KEY) as string | undefined) ?? null,
		term,
		outdated: terms.filter((each) => each < term).map(stateKey),
		state: term > 0 ? { ...noState, ...(custom.get(stateKey(term)) as Partial<LogState>) } : olderState(custom),
		edits,
		older,
		summary: custom.get(SUMMARY_KEY) ?? null
	}
}

/** An older app's record. It did not say which rows are acknowledged; `older` says how many edits are not. */
function olderState(custom: ReadonlyMap<string, unknown>): LogState {
	const record = custom.get(OLDER_RECORD_KEY) as Record<string, unknown> | undefined
	if (record === undefined) return noState
	const { haveSequence, ownSequence, participants, verdict, ...rest } = record as {
		haveSequence?: number
		ownSequence?: number | null
		participants?: readonly ParticipantState[]
		verdict?: { at: string; refused: number; isHeld: boolean; decision: Verdict['reviewOutcome'] }
	} & Partial<LogState>
	return {
		...noState,
		lastSyncedAt: rest.lastSyncedAt ?? null,
		epoch: rest.epoch ?? 0,
		run: rest.run ?? null,
		have: haveSequence ?? 0,
		ackedSequence: ownSequence ?? null,
		peers: participants ?? [],
		bytesLeft: rest.bytesLeft ?? null,
		isGone: rest.isGone ?? false,
		verdict:
			verdict === undefined
				? noVerdict
				: { at: verdict.at, refused: verdict.refused, isUnderReview: verdict.isHeld, reviewOutcome: verdict.decision }
	}
}

/** Edits that the relay has not acknowledged. */
export function unsentOf({ state, edits, older }: Pick<LogRecords, 'state' | 'edits' | 'older'>): Edits {
	const unsent = { own: older.own, others: older.others }
	for (const [key, { own, others }] of edits) {
		if (key <= state.acked) continue
		unsent.own += own
		unsent.others += others
	}
	// What the relay had acknowledged is in doubt. Nobody counted it.
	if (state.acked < 0 && unsent.own + unsent.others === 0) unsent.own = 1
	return unsent
}

/** The relay's log is another one than was known: nothing that it acknowledged or counted is valid. */
export function forgetRelay(state: LogState, isInDoubt: boolean): LogState {
	return {
		...state,
		run: null,
		have: 0,
		acked: isInDoubt ? -1 : state.acked,
		ackedSequence: state.ackedSequence === null ? null : 0,
		held: 0,
		isGone: false,
		verdict: noVerdict
	}
}

export function bytesLeftOf({ bytesLeft }: LogState): number | null {
	return bytesLeft === 'enough' ? null : bytesLeft
}
