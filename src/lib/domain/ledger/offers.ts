/** What a person may state of their own accord, in one role: each is offered only where it would hold as far as is known. */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { mentorReports, reportDates } from '../plan/due-dates.ts'
import type { Stage } from '../plan/stage.ts'
import { consentKinds } from '../regulation/choices.ts'
import type { CompletionReason, ConsentKind, Regulation } from '../regulation/schema.ts'
import { namedPeople } from './chronicle.ts'
import { askedConsents } from './consents.ts'
import { coverReports, type ReportState } from './incentive.ts'
import { formsToGoOnIn, noticeBounds } from './judge-ending.ts'
import { lastingSpecialists } from './judge-working.ts'
import { judge } from './judge.ts'
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
import type { Matter, Statement } from './statement.ts'

export type Offer =
	| OfOne<Plain, object>
	/** `isDemanded`: by the regulation, or by the law. */
	| OfOne<'consent', { kind: ConsentKind; isDemanded: boolean }>
	| OfOne<'withdraw-consent', { kind: ConsentKind }>
	/** The mentors it may be about. */
	| OfOne<AboutMentor, { mentorIds: readonly string[] }>
	/** Those who still help. */
	| OfOne<'release-specialist', { specialists: readonly Specialist[] }>
	/** Those who may leave their group. */
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
/** One member for each type. */
type OfOne<Type extends string, More> = Type extends string ? { type: Type } & More : never

export function offersTo(
	ledger: Ledger,
	speaker: Pick<Speaker, 'personId' | 'role'>,
	known: Omit<FactsAtHand, 'plan' | 'planHash' | 'planParts'>
): Offer[] {
	const by = { ...speaker, name: '' }
	const { regulation, today } = known
	const mentors = currentMembers(ledger, 'mentor').map(({ personId }) => personId)
	// The plan is looked at when it is said, not when it is offered.
	const may = (statement: Statement) =>
		judgeAtHand(ledger, statement, by, { ...known, plan: null, planHash: null, planParts: null }) === null
	const mayRaise = (matter: Matter) => may({ type: 'raise', matter })
	const [report] = mentorReports(regulation, ledger.request?.categoryId ?? null)
	const ofMentors = (type: AboutMentor): Offer[] => {
		const mentorIds = mentors.filter((mentorId) => may(probe(type, mentorId, { ...known, reportId: report?.id })))
		return mentorIds.length > 0 ? [{ type, mentorIds }] : []
	}
	const reasons = regulation.completion.filter((reason) => mayRaise(closureProbe(reason, today)))
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
		// While an order waits for its signature, it is the order that is taken back or declined.
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
		...ofMentors('cancel-incentive'),
		...ofMentors('restore-incentive'),
		...consentKinds.flatMap((kind): Offer[] => {
			if (may({ type: 'withdraw-consent', kind })) return [{ type: 'withdraw-consent', kind }]
			return mayConsent(kind) ? [{ type: 'consent', kind, isDemanded: demanded.includes(kind) }] : []
		})
	]

	/** By whomever it is to be signed (domain.md R11). */
	function mayConsent(kind: ConsentKind): boolean {
		return [null, GROUND].some((representative) => may({ type: 'consent', kind, text: today, representative }))
	}
}

/** Any words will do: whether they are there is the form's matter. */
const GROUND = '-'
/** Of the bank; whom, the form asks. */
const NEWCOMER = 'newcomer'
const HASH = '0'.repeat(64)
/** Which nothing was recorded for. */
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

function closureProbe({ id, needs }: CompletionReason, today: IsoDate): Matter {
	const lastDay = needs === 'notice' ? noticeBounds(today).min : null
	return { type: 'closure', reasonId: id, ground: GROUND, lastDay, conclusion: GROUND }
}

/** What a device knows of the facts a statement is judged by: enough to tell a person before they say it in vain. */
export interface FactsAtHand {
	today: IsoDate
	regulation: Regulation
	/** The speaker's; null: the bank does not know it. */
	bornOn: IsoDate | null
	/** Null: this device has no plan to ask. */
	plan: Facts['plan']
	planHash: string | null
	planParts: Facts['planParts']
}

/** As a summary counts it, which names no activity. */
export function countedPlan({ done, total }: { done: number; total: number }): Facts['plan'] {
	return { done, total, activityIds: new Set() }
}

/** Null: nothing this device knows speaks against it; the server knows more, and decides. */
export function judgeAtHand(ledger: Ledger, statement: Statement, by: Speaker, known: FactsAtHand): Refusal | null {
	const named = namedPeople(statement)
	const refusal = judge(ledger, statement, by, {
		...known,
		// Banks and other programmes are for the server: nobody is refused here because of them.
		unmetConditions: new Map([...(ledger.proposal?.mentorIds ?? []), ...named].map((personId) => [personId, []])),
		openPrograms: new Map([...menteesToKnow(ledger), ...named].map((personId) => [personId, null])),
		unfitCategories: new Map(),
		representatives: new Map(),
		birthDays: new Map(known.bornOn === null ? [] : [[by.personId, known.bornOn]])
	})
	return refusal === null || isUnknown(ledger, statement, refusal, known) ? null : refusal
}

/** What it says of the plan is said without having asked one, or of a group of which the speaker is only told that it is there. */
function isUnknown(
	ledger: Ledger,
	statement: Statement,
	{ reason }: Refusal,
	{ plan, planHash, planParts }: FactsAtHand
): boolean {
	if (reason === 'plan-changed') return planHash === null
	if (reason === 'content-missing') return planParts === null
	if (reason === 'not-a-group') return lastingMenteeIds(ledger).length === 0
	if (reason === 'plan-unfulfilled') return plan === null
	// A summary counts activities and names none.
	return statement.type === 'accept-activity' && reason === 'unknown-subject' && (plan?.activityIds.size ?? 0) === 0
}

/** What the mentors of a programme report, by when, and what was recorded of it (domain.md T3, T55). */

/** As far ahead as «Ближайшее» looks; a report is written in weeks. */
const NEAR_DAYS = 21

export interface MentorReport extends ReportState {
	mentorId: string
	/** As the regulation has it. */
	wording: string
}

/** Of each mentor at work, while their part lasts, by day; none before the order. `stages`: as the plan has them now. */
export function reportsOfMentors(
	ledger: Ledger,
	regulation: Regulation,
	stages: readonly Pick<Stage, 'endsOn'>[]
): MentorReport[] {
	if (ledger.term === null) return []
	const { startsOn, months } = ledger.term
	const lastDay = addDaysTo(addMonthsTo(startsOn, months), -1)
	const reports = mentorReports(regulation, ledger.request?.categoryId ?? null)
	return currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => {
		const life = { from: from > startsOn ? from : startsOn, until: lastDay }
		const records = ledger.evidence.filter(({ mentorId }) => mentorId === personId)
		const dates = reportDates({ ...regulation, reports }, life, stages)
		return coverReports(dates, records).map((report) => ({
			...report,
			mentorId: personId,
			wording: reports.find(({ id }) => id === report.reportId)?.wording ?? report.reportId
		}))
	})
}

/** Those not submitted that were due by the day, or are soon. */
export function reportsToTell<Report extends Pick<ReportState, 'dueOn' | 'submittedOn'>>(
	reports: readonly Report[],
	today: IsoDate
): Report[] {
	const near = addDaysTo(today, NEAR_DAYS)
	return reports.filter(({ submittedOn, dueOn }) => submittedOn === null && dueOn <= near)
}
