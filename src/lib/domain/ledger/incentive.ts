/**
 * Computes how a mentor's yearly bonus fund grows: a number of salaries for the number of mentees in programmes that go on
 * (domain.md T47). Lists the regulation's grounds for cancelling it, each with the evidence (T48). Only the evidence is computed:
 * the head cancels by a statement in the ledger.
 */
import { addMonthsTo, type IsoDate } from '../calendar.ts'
import type { DueDate, ReportState } from '../plan/due-dates.ts'
import type { Regulation } from '../regulation/schema.ts'

export interface MentorProgram {
	programId: string
	title: string
	mentorId: string
	menteeIds: readonly string[]
	/** The mentor's membership. `until`: the last day that is paid; null: it lasts. */
	from: IsoDate
	until: IsoDate | null
	/** The head's statement about this mentor in this programme; null: not cancelled. */
	cancelled: { groundIds: readonly string[]; ground: string; on: IsoDate } | null
	evidence: ProgramEvidence
}

/** What a ground asks of a report; findings that a ledger keeps may know less of it. */
export type KnownReport = Pick<ReportState, keyof DueDate | 'submittedOn'> &
	Partial<Pick<ReportState, 'status' | 'submissionId'>>

/** What speaks for a mentor, and where it is. */
export interface Support {
	title: string
	on: IsoDate
	/** Absent: somebody only declared it, as was done before there were events of the municipality and addresses of materials. */
	source?:
		| { type: 'event'; id: string }
		/** An accepted document of a stage. */
		| { type: 'report'; submissionId: string }
		| { type: 'address'; address: string }
}

export interface ProgramEvidence {
	/** `isApproved`: it is counted against the approved edition; false: there is none yet. */
	plan: { done: number; total: number; overdue: number; isApproved?: boolean }
	/** Reports due so far and later ones. */
	reports: readonly KnownReport[]
	/** Events of mentors that the mentor attended. */
	events: readonly Support[]
	/** The days of all events that the municipality has held for its mentors: there is nothing to miss without one. */
	heldOn: readonly IsoDate[]
	/** Analytic and methodical materials. */
	materials: readonly Support[]
	/** Grounds for which this programme keeps no records: there is no evidence for or against them. */
	unrecorded: readonly GroundId[]
}

export interface Incentive {
	mentorId: string
	/** Mentees of the programmes that count; a mentee of two programmes appears once. */
	menteeIds: readonly string[]
	/** 0: no bonus is due. */
	salaries: number
	lines: readonly IncentiveLine[]
}

export interface IncentiveLine {
	programId: string
	title: string
	menteeIds: readonly string[]
	/** False if it is cancelled: its mentees are then not counted. */
	counts: boolean
	cancelled: MentorProgram['cancelled']
	grounds: readonly GroundFinding[]
}

export type GroundId = NonNullable<Regulation['incentive']>['grounds'][number]['id']

export interface GroundFinding {
	id: GroundId
	/** Whether the evidence is a ground for cancelling; null: there are no data, or it is too early. */
	isFound: boolean | null
	/** Whether records are kept for this ground. */
	isRecorded: boolean
	evidence: GroundEvidence
}

export type GroundEvidence =
	| ({ type: 'plan' } & ProgramEvidence['plan'])
	/** `missing`: due, but not submitted. */
	| { type: 'reports'; submitted: readonly KnownReport[]; missing: readonly DueDate[] }
	/** Found in the year up to the day, because the fund is yearly (domain.md T47). */
	| {
			type: 'events' | 'materials'
			since: IsoDate
			found: readonly Support[]
			/** How many events were held since; absent for materials, and in findings from before there were events. */
			held?: number
	  }

/**
 * One for each mentor with a programme that goes on that day; empty if the regulation pays nothing (domain.md S26). For a day still to
 * come, the evidence is that of today.
 */
export function computeIncentives(
	{ incentive }: Regulation,
	programs: readonly MentorProgram[],
	on: IsoDate,
	today = on
): Incentive[] {
	if (incentive === null) return []
	const active = programs.filter(({ from, until }) => from <= on && (until === null || until >= on))
	const known = on < today ? on : today
	const aYearAgo = addMonthsTo(known, -12)
	const mentorIds = [...new Set(active.map(({ mentorId }) => mentorId))]
	return mentorIds.map((mentorId) => {
		const own = active.filter((program) => program.mentorId === mentorId)
		const lines = own.map((program) => toLine(program, incentive.grounds, { aYearAgo, on, known }))
		const menteeIds = new Set(own.flatMap((program, index) => (lines[index]?.counts ? program.menteeIds : [])))
		return { mentorId, menteeIds: [...menteeIds], salaries: salariesFor(incentive, menteeIds.size), lines }
	})
}

/** Salaries for this number of mentees; 0: no bonus is due. */
export function salariesFor({ tiers }: NonNullable<Regulation['incentive']>, mentees: number): number {
	return tiers.value.findLast((tier) => tier.mentees <= mentees)?.salaries ?? 0
}

function toLine(
	{ programId, title, menteeIds, cancelled, evidence, from }: MentorProgram,
	grounds: NonNullable<Regulation['incentive']>['grounds'],
	{ aYearAgo, on, known }: { aYearAgo: IsoDate; on: IsoDate; known: IsoDate }
): IncentiveLine {
	const effective = cancelled !== null && cancelled.on <= on ? cancelled : null
	const since = from > aYearAgo ? from : aYearAgo
	return {
		programId,
		title,
		menteeIds,
		counts: effective === null,
		cancelled: effective,
		grounds: grounds.map(({ id }) => toFinding(id, evidence, since, known))
	}
}

function toFinding(id: GroundId, evidence: ProgramEvidence, since: IsoDate, on: IsoDate): GroundFinding {
	const finding = checkGround(id, evidence, since, on)
	return evidence.unrecorded.includes(id)
		? { ...finding, isFound: null, isRecorded: false }
		: { ...finding, isRecorded: true }
}

function checkGround(
	id: GroundId,
	{ plan, reports, events, heldOn, materials }: ProgramEvidence,
	since: IsoDate,
	on: IsoDate
): Omit<GroundFinding, 'isRecorded'> {
	const isWithin = (day: IsoDate) => day >= since && day <= on
	// A mentor has nothing to show before the first report is due (domain.md T3), nor before the duties begin.
	const isTooEarly = since > on || (reports.length > 0 && !reports.some(({ dueOn }) => dueOn < on))
	switch (id) {
		case 'plan':
			return { id, isFound: plan.overdue > 0, evidence: { type: id, ...plan } }
		case 'reports': {
			const submitted = reports.filter(({ submittedOn }) => submittedOn !== null && submittedOn <= on)
			const missing = reports
				.filter((report) => report.dueOn < on && !submitted.includes(report))
				.map(({ reportId, dueOn }) => ({ reportId, dueOn }))
			return { id, isFound: missing.length > 0, evidence: { type: id, submitted, missing } }
		}
		case 'events': {
			const found = events.filter((one) => isWithin(one.on))
			const held = heldOn.filter(isWithin).length
			return {
				id,
				isFound: isUnsupported(found, isTooEarly || held === 0),
				evidence: { type: id, since, found, held }
			}
		}
		case 'materials': {
			const found = materials.filter((one) => isWithin(one.on))
			return { id, isFound: isUnsupported(found, isTooEarly), evidence: { type: id, since, found } }
		}
	}
}

/** What was only declared proves nothing, and what nobody could show yet is not missing. */
function isUnsupported(found: readonly Support[], isExcused: boolean): boolean | null {
	if (found.some(({ source }) => source !== undefined)) return false
	return isExcused || found.length > 0 ? null : true
}
