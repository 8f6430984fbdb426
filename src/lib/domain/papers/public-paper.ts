/**
 * What everybody may know of an approved paper: that it exists, which offices approved it on which day, and whether it is in force.
 * Nothing about people and contents (domain.md L4). The QR code of the paper has the address of a page that says this.
 */
import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import type { IsoDate } from '../calendar.ts'
import type { Ledger, RaisedDecision } from '../ledger/ledger.ts'
import type { Decision } from '../ledger/statement.ts'
import type { Signatory } from '../regulation/schema.ts'
import { PROGRAM_PAPER, type TemplateKind } from './kinds.ts'
import type { Mark } from './paper.ts'

export type PublicKind = typeof PROGRAM_PAPER | 'report' | Extract<TemplateKind, `order-${string}`>

export interface PublicPaper {
	kind: PublicKind
	/** What stands under the code on the paper, as digits. */
	digits: string
	/** From 1; null: it is not an edition. */
	edition: number | null
	/** Each role once, with the instant or the day of its last signature, oldest first. */
	approvals: readonly { role: Signatory; at: string }[]
	status: PublicStatus
	/** Since when it is so; null: since the approval. */
	since: IsoDate | null
}

/** `ended`: the programme is closed, or all mentors of an order have left. The last three are of reports. */
export type PublicStatus = 'in-force' | 'replaced' | 'ended' | 'submitted' | 'accepted' | 'returned'

const orderKinds: Readonly<Record<Decision['type'], PublicKind>> = {
	order: 'order-pairs',
	extend: 'order-extend',
	change: 'order-change',
	release: 'order-release',
	replace: 'order-replace',
	leave: 'order-leave',
	join: 'order-join',
	closure: 'order-closure',
	edition: PROGRAM_PAPER
}

/** 128 bits as hex digits, from two ids that only people of the programme know: nobody guesses it or lists others. */
export function paperMark(programId: string, entryId: string): string {
	const bytes = digest(encodeUtf8(`${programId} ${entryId}`)).slice(0, 16)
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The code with the public address, and what the page repeats. */
export function publicMark(origin: string, programId: string, entryId: string): Mark {
	const mark = paperMark(programId, entryId)
	return { address: `${origin}/check/${mark}`, lines: [`Запись в системе «Тандем», ${digitsOf(mark)}`] }
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
	return {
		kind: orderKinds[decision.type],
		digits: digitsOf(decision.type === 'edition' ? decision.hash : paperMark(ledger.programId, entryId)),
		edition: decision.type === 'edition' ? same.indexOf(raised) + 1 : null,
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
	const { on, answer } = report
	const isAccepted = answer?.remarks === null
	const next = ledger.reports.find(({ insteadOf }) => insteadOf === id)
	return {
		kind: 'report',
		digits: digitsOf(paperMark(ledger.programId, id)),
		edition: null,
		approvals: isAccepted ? [{ role: answer.by.role, at: answer.on }] : [],
		...(next !== undefined
			? { status: 'replaced', since: next.on }
			: answer === null
				? { status: 'submitted', since: on }
				: { status: isAccepted ? 'accepted' : 'returned', since: answer.on })
	}
}

function inForceOf(ledger: Ledger, type: Decision['type']): RaisedDecision[] {
	return ledger.matters.filter(({ matter: decision, outcome }) => decision.type === type && outcome === 'in-force')
}

function lastOfEach(approvals: PublicPaper['approvals']): PublicPaper['approvals'] {
	return approvals.filter(({ role }, index) => approvals.findLastIndex((one) => one.role === role) === index)
}
