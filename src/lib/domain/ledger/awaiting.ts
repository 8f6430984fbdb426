/** Lists what a programme waits for from one person in one role, and the decisions that participants have not read. */
import { can } from '../access.ts'
import { addDaysTo, type IsoDate } from '../calendar.ts'
import { reportKeyOf } from '../plan/notes.ts'
import type { ConsentKind, Regulation } from '../regulation/schema.ts'
import type { ProgramSummary } from '../summary.ts'
import { awaitedConsents } from './consents.ts'
import { consultationWaitsFor } from './statements/consultation.ts'
import { isInvolved, type Ledger, type Member, type RaisedDecision, type Speaker, unansweredRemarks } from './ledger.ts'
import { endingsOf } from './memberships.ts'
import { type MentorReport, reportsOfProgram } from './reports.ts'
import { isSigner, missingSigners, staffObstacle } from './signing.ts'
import type { Statement } from './statement.ts'

export type Awaited =
	| { type: 'consent'; kind: ConsentKind }
	| { type: 'sign'; matterId: string }
	| { type: 'acquaint'; matterId: string }
	/** To register an order in force under its number in the authority's journal. */
	| { type: 'register'; matterId: string }
	| { type: 'answer'; remarkId: string }
	| { type: 'settle-consent-withdrawal'; withdrawalId: string }
	/** For a mentee, while the end of the programme is being decided: what was achieved, what not, what helped. Nothing waits for it. */
	| { type: 'feedback' }
	| { type: 'answer-consultation'; consultationId: string }
	| { type: 'refer-consultation'; consultationId: string }
	/** A mentor's report that is missed, due soon or returned (domain.md T3, T55). `isReturned`: absent if it was not. */
	| {
			type: 'report'
			/** Which of the programme's reports: its key in addresses (`reportKeyOf`). */
			of: string
			reportId: string
			dueOn: IsoDate
			wording: string
			/** Of a stage's result. */
			activityId?: string
			isReturned?: true
			/** Only for the curator, who signs it in this mentor's place (domain.md L2). */
			mentorId?: string
	  }
	/** For the curator: a report waits to be accepted or returned. */
	| { type: 'accept-report'; submissionId: string }

/** As far ahead as «Ближайшее» looks; writing a report takes weeks. */
const NEAR_DAYS = 21

/** The last due day of reports that are asked for on this day. */
export function nearOf(today: IsoDate): IsoDate {
	return addDaysTo(today, NEAR_DAYS)
}

/** Whether the curator is to sign the report in the mentor's place now, and may read for it what the pair wrote (domain.md L2). */
export function isToSign({ signedBy, submittedOn, dueOn }: MentorReport, today: IsoDate): boolean {
	return signedBy !== undefined && submittedOn === null && dueOn <= nearOf(today)
}

/**
 * In the best order to do it. Optional consents are not included. `until`: the last due day of reports that are included. `stages` and
 * `results`: of the current plan, for the due dates of reports and of the documents in which stages end.
 */
export function awaitedFrom(
	ledger: Ledger,
	regulation: Regulation,
	speaker: Pick<Speaker, 'personId' | 'role'>,
	{ until, stages, results = [] }: Pick<ProgramSummary, 'stages' | 'results'> & { until: IsoDate }
): Awaited[] {
	// Signatures may still be missing: the order on a notice may come after its last day.
	if (ledger.phase === 'closed')
		return [
			...awaitedSignatures(ledger, speaker),
			...awaitedSettlements(ledger, speaker),
			...awaitedAcquaintances(ledger, speaker),
			...awaitedRegistrations(ledger, speaker),
			...awaitedAcceptances(ledger, speaker)
		]
	return [
		...consentsOf(ledger, regulation, speaker),
		...awaitedSignatures(ledger, speaker),
		...awaitedSettlements(ledger, speaker),
		...awaitedConsultations(ledger, speaker),
		...awaitedAcquaintances(ledger, speaker),
		...awaitedRegistrations(ledger, speaker),
		...awaitedAnswers(ledger, speaker),
		...awaitedAcceptances(ledger, speaker),
		...awaitedReports(),
		...awaitedFeedback(ledger, speaker)
	]

	function awaitedReports(): Awaited[] {
		const isForMentors = can(speaker.role, 'curate') && staffObstacle(ledger, { signatures: [] }, speaker) === null
		if (!isForMentors && !can(speaker.role, 'guide')) return []
		const isTheirs = ({ mentorId, signedBy }: MentorReport) =>
			isForMentors ? signedBy === 'curator' : signedBy === undefined && mentorId === speaker.personId
		const all = reportsOfProgram(ledger, regulation, { stages, results }, speaker.personId)
		return all
			.filter((report) => isTheirs(report) && report.submittedOn === null)
			.filter(({ status, dueOn }) => dueOn <= until || status === 'returned')
			.map((report) => ({
				...awaitedReport(report),
				...(isForMentors && { mentorId: report.mentorId }),
				...(!isForMentors && report.status === 'returned' && { isReturned: true as const })
			}))
	}
}

/** Whether the programme has ended, and the staff has nothing left to sign, settle, register or accept in it. */
export function isSettled(ledger: Ledger): boolean {
	const isAsked =
		ledger.matters.some(({ outcome }) => outcome === 'open') ||
		ledger.consentWithdrawals.length > 0 ||
		unregistered(ledger).length > 0 ||
		ledger.reports.some(({ answer }) => answer === null)
	return ledger.phase === 'closed' && !isAsked
}

function awaitedReport(report: MentorReport): Extract<Awaited, { type: 'report' }> {
	const { reportId, dueOn, wording, result } = report
	const of = reportKeyOf(report)
	return { type: 'report', of, reportId, dueOn, wording, ...(result && { activityId: result.activityId }) }
}

/** Whether the person does with the statement what is awaited of them. */
export function isAnswerTo(statement: Statement, awaited: Awaited): boolean {
	switch (awaited.type) {
		case 'consent':
			return statement.type === 'refuse-proposal' || (statement.type === 'consent' && statement.kind === awaited.kind)
		case 'sign':
			return (statement.type === 'sign' || statement.type === 'decline') && statement.matterId === awaited.matterId
		case 'acquaint':
		case 'register':
			return statement.type === awaited.type && statement.matterId === awaited.matterId
		case 'answer':
			return statement.type === 'answer' && statement.remarkId === awaited.remarkId
		case 'answer-consultation':
		case 'refer-consultation':
			return statement.type === awaited.type && statement.consultationId === awaited.consultationId
		case 'feedback':
			return statement.type === 'feedback'
		case 'settle-consent-withdrawal':
			return statement.type === 'settle-consent-withdrawal' && statement.withdrawalId === awaited.withdrawalId
		case 'report':
			return (
				statement.type === 'submit-report' &&
				statement.mentorId === awaited.mentorId &&
				statement.reportId === awaited.reportId &&
				// What is asked after a stage names only its day, which may have moved since where it names the activity.
				(awaited.activityId === undefined
					? statement.dueOn === awaited.dueOn
					: statement.result?.activityId === awaited.activityId)
			)
		case 'accept-report':
			return 'submissionId' in statement && statement.submissionId === awaited.submissionId
	}
}

type Of = Pick<Speaker, 'personId' | 'role'>

function awaitedFeedback(ledger: Ledger, { personId, role }: Of): Awaited[] {
	const isEnding = ledger.matters.some(({ matter, outcome }) => matter.type === 'closure' && outcome === 'open')
	if (!isEnding || !can(role, 'learn') || !isInvolved(ledger, personId, role)) return []
	return ledger.feedback.some(({ by }) => by.personId === personId) ? [] : [{ type: 'feedback' }]
}

function consentsOf(ledger: Ledger, regulation: Regulation, { personId, role }: Of): Awaited[] {
	return awaitedConsents(ledger, regulation)
		.filter((missing) => missing.personId === personId && missing.role === role)
		.map(({ kind }) => ({ type: 'consent', kind }))
}

function awaitedSignatures(ledger: Ledger, { personId, role }: Of): Awaited[] {
	return ledger.matters
		.filter(({ outcome }) => outcome === 'open')
		.filter((raised) => missingSigners(ledger, raised).next.some((signer) => isSigner(signer, { role, personId })))
		.filter((raised) => staffObstacle(ledger, raised, { role, personId }) === null)
		.map(({ id }) => ({ type: 'sign', matterId: id }))
}

function awaitedSettlements({ consentWithdrawals }: Ledger, { role }: Of): Awaited[] {
	if (!can(role, 'curate')) return []
	return consentWithdrawals.map(({ id }) => ({ type: 'settle-consent-withdrawal', withdrawalId: id }))
}

function awaitedAcquaintances(ledger: Ledger, { personId, role }: Of): Awaited[] {
	return missingAcquaintances(ledger)
		.filter((missing) => missing.personId === personId && missing.role === role)
		.map(({ matterId: decisionId }) => ({ type: 'acquaint', matterId: decisionId }))
}

/** For the curator, who keeps the journal, also in a closed programme. */
function awaitedRegistrations(ledger: Ledger, { role }: Of): Awaited[] {
	if (!can(role, 'curate')) return []
	return unregistered(ledger).map(({ id }) => ({ type: 'register', matterId: id }))
}

/** Orders in force without a number. */
function unregistered({ matters, registrations }: Ledger): RaisedDecision[] {
	return matters
		.filter(({ matter, outcome }) => outcome === 'in-force' && matter.type !== 'edition')
		.filter(({ id }) => !registrations.some(({ matterId }) => matterId === id))
}

function awaitedConsultations(ledger: Ledger, { personId, role }: Of): Awaited[] {
	const type = can(role, 'curate') ? 'refer-consultation' : 'answer-consultation'
	return ledger.consultations
		.filter((one) =>
			consultationWaitsFor(ledger, one).some(
				(signer) => signer.role === role && (signer.personId === null || signer.personId === personId)
			)
		)
		.map(({ id }) => ({ type, consultationId: id }))
}

function awaitedAcceptances(ledger: Ledger, { personId, role }: Of): Awaited[] {
	if (!can(role, 'curate') || staffObstacle(ledger, { signatures: [] }, { personId, role }) !== null) return []
	return ledger.reports
		.filter(({ answer }) => answer === null)
		.map(({ id }) => ({ type: 'accept-report', submissionId: id }))
}

/** The people who work on the programme answer remarks; the head only reads them. */
function awaitedAnswers(ledger: Ledger, { personId, role }: Of): Awaited[] {
	if (!can(role, 'curate') && !isInvolved(ledger, personId, role)) return []
	return unansweredRemarks(ledger)
		.filter(({ by }) => by.personId !== personId)
		.map(({ id }) => ({ type: 'answer', remarkId: id }))
}

export interface MissingAcquaintance {
	personId: string
	role: Member['role']
	matterId: string
}

/**
 * Participants who have not stated that they have read a decision in force. A member must read the order that brought
 * them in and everything that came into force since, but not what they signed, except for their joining: they signed it before it was
 * ordered. A former member must also read what ended the membership, even if they asked for it: the order is another person's decision.
 * An order is asked for until they have read it, whatever was ordered later and also when the programme is closed.
 */
export function missingAcquaintances(ledger: Ledger): MissingAcquaintance[] {
	const inForce = ledger.matters.filter(({ outcome }) => outcome === 'in-force')
	const missing = ledger.members.flatMap((member) => {
		const { personId, role } = member
		const endings = endingsOf(ledger, personId)
		return inForce
			.filter((raised) => (member.until !== null && endings.includes(raised.id)) || isOf(member, raised, endings))
			.map(({ id }) => ({ personId, role, matterId: id }))
			.filter(({ matterId: decisionId }) => !isAcquainted(ledger, decisionId, personId))
	})
	// A person who left and came back has two memberships, and one ending.
	return [...new Map(missing.map((one) => [`${one.matterId} ${one.personId}`, one])).values()]

	function isOf(member: Member, raised: RaisedDecision, endings: readonly string[]): boolean {
		const { personId, isSuspended, until } = member
		if (isSuspended) return false
		const beginning = beginningOf(member)
		if (raised === beginning && raised.matter.type === 'join') return true
		// Editions are no orders, and a former member does not work by them any more.
		if (until !== null && (raised.matter.type === 'edition' || !isBeforeEnd(raised, until, endings))) return false
		return isAfterBeginning(raised, beginning, member) && !raised.signatures.some(({ by }) => by.personId === personId)
	}

	/** The decision that made the person a member. Mentees come by the first order, or join later. */
	function beginningOf({ personId, role, from }: Member): RaisedDecision | undefined {
		const joined = inForce.findLast(
			({ matter, settledOn }) => matter.type === 'join' && matter.menteeId === personId && settledOn === from
		)
		if (joined !== undefined) return joined
		if (role === 'mentee') return inForce.find(({ matter }) => matter.type === 'order')
		return inForce.findLast(({ matter }) => matter.type === 'order' && matter.startsOn === from)
	}

	/** A membership may begin later than the decision on it comes into force. */
	function isAfterBeginning(raised: RaisedDecision, beginning: RaisedDecision | undefined, { from }: Member): boolean {
		if (beginning === undefined) return (raised.settledOn ?? '') >= from
		return (
			inForce.indexOf(raised) >= inForce.indexOf(beginning) || (raised.settledOn ?? '') > (beginning.settledOn ?? '')
		)
	}

	function isBeforeEnd(raised: RaisedDecision, until: IsoDate, endings: readonly string[]): boolean {
		const settledOn = raised.settledOn ?? ''
		const ending = inForce.findIndex(({ id }) => id === endings.at(-1))
		return settledOn < until || (settledOn === until && inForce.indexOf(raised) < ending)
	}
}

function isAcquainted({ acquaintances }: Ledger, decisionId: string, personId: string): boolean {
	return acquaintances.some((one) => one.matterId === decisionId && one.personId === personId)
}
