/**
 * What everybody may know of an approved paper: that it exists, which offices approved it on which day, and whether it is in force.
 * Nothing about people and contents (domain.md L4). The QR code of the paper has the address of a page that says this.
 */
import type { IsoDate } from '../calendar.ts'
import { approvedEditions, type Ledger, type RaisedDecision } from '../ledger/ledger.ts'
import type { Decision } from '../ledger/statement.ts'
import type { Signatory } from '../regulation/schema.ts'
import { type OrderKind, orderPapers, PROGRAM_PAPER } from './kinds.ts'
import { registrationOf } from './subject.ts'

export type PublicKind = typeof PROGRAM_PAPER | 'report' | 'stage-result' | OrderKind

export interface PublicPaper {
	kind: PublicKind
	/** As they stand under the code on the paper: `number` from 1. Null: it is not an edition. */
	edition: { number: number; digits: string } | null
	/** Under which the authority has entered an order in its journal; null: not yet, or no order. */
	registered: { number: string; on: IsoDate } | null
	/** The last day of the period, of a report. */
	until: IsoDate | null
	/** Each role once, with the instant or the day of its last signature, oldest first. */
	approvals: readonly { role: Signatory; at: string }[]
	status: PublicStatus
	/** Since when it is so; null: since the approval. */
	since: IsoDate | null
}

/** `ended`: the programme is closed, or all mentors of an order have left. The last three are of reports. */
export type PublicStatus = 'in-force' | 'replaced' | 'ended' | 'submitted' | 'accepted' | 'returned'

const publicKinds: Readonly<Record<Decision['type'], PublicKind>> = { ...orderPapers, edition: PROGRAM_PAPER }

/** Under the code of a paper that belongs to no edition. */
export const RECORD_LINE = 'Запись в системе «Тандем»'

/**
 * What the code of an approved paper leads to. An entry's id is random and known to nobody outside the programme: nobody guesses it or
 * lists others.
 */
export function checkAddress(origin: string, entryId: string): string {
	return `${origin}/check/${entryId}`
}

/** As many digits as the screen of editions shows. */
export function digitsOf(hash: string): string {
	return hash.slice(0, 8)
}

/** `ledger`: of today. Null: the entry made no paper that is approved. */
export function readPublicPaper(ledger: Ledger, entryId: string): PublicPaper | null {
	const raised = ledger.matters.find(({ id }) => id === entryId)
	if (raised === undefined) return readReport(ledger, entryId)
	if (raised.outcome !== 'in-force') return null
	const { matter: decision, signatures } = raised
	const same = inForceOf(ledger, decision.type)
	const edition = approvedEditions(ledger).find(({ id }) => id === entryId)
	const registered = registrationOf(ledger, entryId)
	return {
		kind: publicKinds[decision.type],
		edition: edition === undefined ? null : { number: edition.number, digits: digitsOf(edition.hash) },
		registered: registered === null ? null : { number: registered.number, on: registered.on },
		until: null,
		approvals: lastOfEach(signatures.map(({ by: { role }, at }) => ({ role, at }))),
		...statusOf(ledger, raised, same[same.indexOf(raised) + 1])
	}
}

type Status = Pick<PublicPaper, 'status' | 'since'>

/** `next`: the next decision of its kind in force. Only a programme and an extension give way to it: other orders stay beside each other. */
function statusOf(ledger: Ledger, { matter: decision }: RaisedDecision, next: RaisedDecision | undefined): Status {
	if (next !== undefined && (decision.type === 'edition' || decision.type === 'extend')) {
		return { status: 'replaced', since: next.settledOn }
	}
	// The programme ended by it.
	if (decision.type === 'closure') return { status: 'in-force', since: null }
	if (ledger.phase === 'closed') return { status: 'ended', since: ledger.closure?.lastDay ?? null }
	return decision.type === 'order' ? statusOfPairs(ledger, decision) : { status: 'in-force', since: null }
}

/** An order on pairs ends when its mentors have left: another order names their successors. */
function statusOfPairs(ledger: Ledger, { startsOn }: Extract<Decision, { type: 'order' }>): Status {
	const appointed = ledger.members.filter(({ role, from }) => role === 'mentor' && from === startsOn)
	const lastDays = appointed.flatMap(({ until }) => until ?? []).toSorted()
	if (appointed.length === 0 || lastDays.length < appointed.length) return { status: 'in-force', since: null }
	return { status: 'ended', since: lastDays.at(-1) ?? null }
}

function readReport(ledger: Ledger, id: string): PublicPaper | null {
	const report = ledger.reports.find((one) => one.id === id)
	if (report === undefined) return null
	const { on, dueOn, answer } = report
	const isAccepted = answer?.remarks === null
	const next = ledger.reports.find(({ insteadOf }) => insteadOf === id)
	return {
		kind: report.result === undefined ? 'report' : 'stage-result',
		edition: null,
		registered: null,
		until: dueOn,
		approvals: isAccepted ? [{ role: answer.by.role, at: answer.on }] : [],
		...(next !== undefined
			? { status: 'replaced', since: next.on }
			: answer === null
				? { status: 'submitted', since: on }
				: { status: isAccepted ? 'accepted' : 'returned', since: answer.on })
	}
}

/** In the order in which they came into force. */
function inForceOf(ledger: Ledger, type: Decision['type']): RaisedDecision[] {
	return ledger.matters
		.filter(({ matter: decision, outcome }) => decision.type === type && outcome === 'in-force')
		.toSorted(({ settledOn: one }, { settledOn: other }) => (one ?? '').localeCompare(other ?? ''))
}

function lastOfEach(approvals: PublicPaper['approvals']): PublicPaper['approvals'] {
	return approvals.filter(({ role }, index) => approvals.findLastIndex((one) => one.role === role) === index)
}
