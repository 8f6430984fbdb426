/**
 * Computes what a person may state of their own accord in one role. A statement is offered only if it would pass the check, as far
 * as the device knows. Also computes the reports that mentors of a programme owe (domain.md T3, T55).
 */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { mentorReports, reportDates } from '../plan/due-dates.ts'
import type { Stage } from '../plan/stage.ts'
import { consentKinds } from '../regulation/choices.ts'
import type { CompletionReason, ConsentKind, Regulation } from '../regulation/schema.ts'
import { namedPeople } from './chronicle.ts'
import { askedConsents, knownLastDay } from './consents.ts'
import { coverReports, type ReportState } from './incentive.ts'
import { formsToGoOnIn, lastDayBounds } from './check-ending.ts'
import { lastingSpecialists } from './check-working.ts'
import { checkStatement } from './check.ts'
import {
	currentMembers,
	draftedOrder,
	lastingMenteeIds,
	type Ledger,
	menteesToKnow,
	type Speaker,
	type Specialist
} from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Decision, Statement } from './statement.ts'

export type Offer =
	| OfOne<Plain, object>
	/** `isDemanded`: the regulation or the law asks for it. */
	| OfOne<'consent', { kind: ConsentKind; isDemanded: boolean }>
	| OfOne<'withdraw-consent', { kind: ConsentKind }>
	/** `mentorIds`: the mentors it may be about. */
	| OfOne<AboutMentor, { mentorIds: readonly string[] }>
	/** `specialists`: those who still help. */
	| OfOne<'release-specialist', { specialists: readonly Specialist[] }>
	/** `menteeIds`: those who may leave their group. */
	| OfOne<'leave', { menteeIds: readonly string[] }>
	| OfOne<'closure', { reasons: readonly CompletionReason[] }>

type Plain =
	| 'remark'
	| 'ask-consultation'
	| 'join'
	| 'extend'
	| 'change'
	| 'edition'
	| 'withdraw-request'
	| 'refuse-proposal'
	| 'involve-specialist'
type AboutMentor = 'release' | 'replace' | 'record-evidence' | 'cancel-incentive' | 'restore-incentive'
/** Distributes over `Type`: one union member for each type. */
type OfOne<Type extends string, More> = Type extends string ? { type: Type } & More : never

export function offersTo(
	ledger: Ledger,
	speaker: Pick<Speaker, 'personId' | 'role'>,
	known: Omit<FactsAtHand, 'plan' | 'planHash' | 'planSections'>
): Offer[] {
	const by = { ...speaker, name: '' }
	const { regulation, today } = known
	const mentors = currentMembers(ledger, 'mentor').map(({ personId }) => personId)
	// Before the duties begin nothing is paid, and nothing can be reproached.
	const begun = currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => (from <= today ? [personId] : []))
	// The plan is checked when the statement is made, not when it is offered.
	const may = (statement: Statement) =>
		checkAtHand(ledger, statement, by, { ...known, plan: null, planHash: null, planSections: null }) === null
	const mayRaise = (decision: Decision) => may({ type: 'raise', matter: decision })
	const [report] = mentorReports(regulation, ledger.request?.categoryId ?? null)
	const ofMentors = (type: AboutMentor, among = mentors): Offer[] => {
		const mentorIds = among.filter((mentorId) => may(probe(type, mentorId, { ...known, reportId: report?.id })))
		return mentorIds.length > 0 ? [{ type, mentorIds }] : []
	}
	const reasons = regulation.completion.filter((reason) =>
		mayRaise(closureProbe(reason, lastDayBounds(ledger, reason, by.role, today).min))
	)
	const mentees = lastingMenteeIds(ledger)
	const formsLeft = mentees.length === 2 ? formsToGoOnIn(ledger, regulation).slice(0, 1) : null
	const leaving = mentees.filter(
		(menteeId) =>
			formsLeft?.length !== 0 &&
			mayRaise({ type: 'leave', menteeId, forms: formsLeft && [...formsLeft], ground: GROUND })
	)
	const involve = { name: '', post: null, task: GROUND, activity: null, consentedOn: today }
	const specialists = lastingSpecialists(ledger).filter(({ id: specialistId, name }) =>
		may({ type: 'release-specialist', specialistId, name, ground: null })
	)
	const demanded = askedConsents(regulation, ledger.relation ?? ledger.proposal?.relation ?? null)
		.filter((one) => one.by === speaker.role)
		.map(({ kind }) => kind)
	const termMonths = (ledger.term?.months ?? 0) + 1
	return [
		...offerIf(may({ type: 'remark', about: null, text: GROUND }), 'remark'),
		...offerIf(may({ type: 'ask-consultation', about: GROUND, mode: 'in-person' }), 'ask-consultation'),
		...offerIf(
			may({ type: 'refuse-proposal', proposalId: ledger.proposal?.id ?? '', ground: GROUND }),
			'refuse-proposal'
		),
		// While a drafted order waits for its signature, the order is withdrawn or declined instead.
		...offerIf(draftedOrder(ledger) === null && may({ type: 'withdraw-request', ground: GROUND }), 'withdraw-request'),
		...offerIf(mayRaise({ type: 'edition', hash: HASH }), 'edition'),
		...offerIf(mayRaise({ type: 'extend', termMonths, ground: GROUND }), 'extend'),
		...offerIf(mayRaise({ type: 'change', what: GROUND, forms: null, ground: GROUND }), 'change'),
		...ofMentors('release'),
		...ofMentors('replace'),
		...(leaving.length > 0 ? [{ type: 'leave' as const, menteeIds: leaving }] : []),
		...offerIf(mayRaise({ type: 'join', menteeId: NEWCOMER, mainRequest: GROUND }), 'join'),
		...(reasons.length > 0 ? [{ type: 'closure' as const, reasons }] : []),
		...offerIf(may({ type: 'involve-specialist', ...involve }), 'involve-specialist'),
		...(specialists.length > 0 ? [{ type: 'release-specialist' as const, specialists }] : []),
		...ofMentors('record-evidence'),
		...ofMentors('cancel-incentive', begun),
		...ofMentors('restore-incentive'),
		...consentKinds.flatMap((kind): Offer[] => {
			if (may({ type: 'withdraw-consent', kind })) return [{ type: 'withdraw-consent', kind }]
			return mayConsent(kind) ? [{ type: 'consent', kind, isDemanded: demanded.includes(kind) }] : []
		})
	]

	/** Whether the consent may be given, by the person or by a representative (domain.md R11). */
	function mayConsent(kind: ConsentKind): boolean {
		return [null, GROUND].some((representative) => may({ type: 'consent', kind, text: today, representative }))
	}
}

/** Stands for any text: the form makes sure that there is one. */
const GROUND = '-'
/** Stands for a mentee of the bank, whom the form asks for. */
const NEWCOMER = 'newcomer'
const HASH = '0'.repeat(64)
/** A due date for which nothing is recorded. */
const NO_DAY = '0001-01-01'

function offerIf(isOffered: boolean, type: Plain): Offer[] {
	return isOffered ? [{ type }] : []
}

function probe(
	type: AboutMentor,
	mentorId: string,
	{ regulation, today, reportId }: Pick<FactsAtHand, 'regulation' | 'today'> & { reportId: string | undefined }
): Statement {
	switch (type) {
		case 'release':
		case 'replace':
			return { type: 'raise', matter: { type, mentorId, ground: GROUND } }
		case 'cancel-incentive': {
			const [first] = regulation.incentive?.grounds ?? []
			return { type, mentorId, groundIds: [first?.id ?? GROUND], ground: GROUND }
		}
		case 'record-evidence':
			return {
				type,
				mentorId,
				evidence:
					regulation.incentive === null && reportId !== undefined
						? { kind: 'report', reportId, dueOn: NO_DAY }
						: { kind: 'event', title: GROUND },
				on: today
			}
		case 'restore-incentive':
			return { type, mentorId, ground: GROUND }
	}
}

function closureProbe({ id, needs }: CompletionReason, earliest: IsoDate): Decision {
	const lastDay = needs === 'notice' || needs === 'statement' ? earliest : null
	return { type: 'closure', reasonId: id, ground: GROUND, lastDay, conclusion: GROUND }
}

/** The facts for a check that a device knows: enough to warn a person before they make a statement that fails. */
export interface FactsAtHand {
	today: IsoDate
	regulation: Regulation
	/** The speaker's day of birth; null: the bank does not know it. */
	bornOn: IsoDate | null
	/** Null: this device has no plan. */
	plan: Facts['plan']
	planHash: string | null
	planSections: Facts['planSections']
	/** Absent: this device does not know. */
	missingRequisites?: Facts['missingRequisites']
}

/** The plan as counted in a summary, which names no activities. */
export function countedPlan({ done, total }: { done: number; total: number }): Facts['plan'] {
	return { done, total, activityIds: new Set() }
}

/** Null: nothing that this device knows refuses it. The server knows more, and decides. */
export function checkAtHand(ledger: Ledger, statement: Statement, by: Speaker, known: FactsAtHand): Refusal | null {
	const named = namedPeople(statement)
	const refusal = checkStatement(ledger, statement, by, {
		missingRequisites: [],
		...known,
		// Only the server knows banks and other programmes: nobody is refused here because of them.
		unmetConditions: new Map([...(ledger.proposal?.mentorIds ?? []), ...named].map((personId) => [personId, []])),
		openPrograms: new Map([...menteesToKnow(ledger), ...named].map((personId) => [personId, null])),
		unfitCategories: new Map(),
		representatives: new Map(),
		birthDays: new Map(known.bornOn === null ? [] : [[by.personId, known.bornOn]])
	})
	return refusal === null || isUnknown(ledger, statement, refusal, known) ? null : refusal
}

/**
 * Whether the refusal rests on something this device does not know: the plan, or the mentees of a group that the speaker is only to
 * join.
 */
function isUnknown(
	ledger: Ledger,
	statement: Statement,
	{ reason }: Refusal,
	{ plan, planHash, planSections }: FactsAtHand
): boolean {
	if (reason === 'plan-changed' || reason === 'plan-unchanged') return planHash === null
	if (reason === 'content-missing') return planSections === null
	if (reason === 'not-a-group') return lastingMenteeIds(ledger).length === 0
	if (reason === 'plan-unfulfilled' || reason === 'edition-missing') return plan === null
	// A summary counts activities and names none.
	return statement.type === 'accept-activity' && reason === 'unknown-subject' && (plan?.activityIds.size ?? 0) === 0
}

export interface MentorReport extends ReportState {
	mentorId: string
	/** The regulation's wording. */
	wording: string
}

/** The reports of each current mentor, by due date; none before the order or after a known last day. `stages`: of the current plan. */
export function reportsOfMentors(
	ledger: Ledger,
	regulation: Regulation,
	stages: readonly Pick<Stage, 'endsOn'>[]
): MentorReport[] {
	if (ledger.term === null) return []
	const { startsOn, months } = ledger.term
	const plannedEnd = addDaysTo(addMonthsTo(startsOn, months), -1)
	const lastDay = knownLastDay(ledger) ?? plannedEnd
	const until = lastDay < plannedEnd ? lastDay : plannedEnd
	const reports = mentorReports(regulation, ledger.request?.categoryId ?? null)
	return currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => {
		const life = { from: from > startsOn ? from : startsOn, until }
		const records = ledger.evidence.filter(({ mentorId }) => mentorId === personId)
		const dates = reportDates({ ...regulation, reports }, life, stages)
		return coverReports(dates, records).map((report) => ({
			...report,
			mentorId: personId,
			wording: reports.find(({ id }) => id === report.reportId)?.wording ?? report.reportId
		}))
	})
}
