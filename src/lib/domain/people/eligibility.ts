/**
 * Checks whether a mentor meets the conditions of a regulation (domain.md T29–T32, S4, D12), and whether a mentee belongs to
 * their category (T33, D3). Each result for a mentor has its evidence, so that a person can verify it.
 */
import { addDaysTo, addMonthsTo, daysBetween, type IsoDate } from '../calendar.ts'
import type {
	MenteeCategory,
	MentorCondition,
	OrganisationKind,
	Regulation,
	OrganisationStatus
} from '../regulation/schema.ts'
import {
	type Achievement,
	type Assessment,
	type Contest,
	type Course,
	type MentorEntry,
	newestAssessment
} from './bank-entry.ts'

export interface Workplace {
	kind: OrganisationKind
	/** Computed (`people/organisation.ts`) or entered by the authority; null: unknown. */
	standings: readonly OrganisationStatus[] | null
}

export interface ConditionFinding {
	conditionId: string
	isMet: boolean
	evidence: Evidence
}

/** The evidence found, by the condition's `check.type`; empty or null: none. */
export type Evidence =
	| { type: 'years-as-head'; length: ServiceLength; atLeast: number }
	| { type: 'confirmed-results'; contests: readonly Contest[]; achievements: readonly Achievement[] }
	| { type: 'achievements'; achievements: readonly Achievement[] }
	| { type: 'assessment'; newest: Assessment | null; atLeast: number }
	| { type: 'mentoring-course'; courses: readonly Course[] }
	| { type: 'organisation'; workplace: Workplace | null }

/** One finding for each condition, in the regulation's order. Only facts on the day or before count. */
export function checkMentor(
	entry: MentorEntry,
	workplace: Workplace | null,
	conditions: readonly MentorCondition[],
	on: IsoDate
): ConditionFinding[] {
	return conditions.map(({ id, check }) => {
		const [isMet, evidence] = checkCondition(check, entry, workplace, on)
		return { conditionId: id, isMet, evidence }
	})
}

/** Whether the regulation uses the assessment of heads, for mentors or for mentees (domain.md T31, T33). */
export function goesByAssessment({
	mentorConditions,
	categories
}: Pick<Regulation, 'mentorConditions' | 'categories'>): boolean {
	return [...mentorConditions, ...categories].some(({ check }) => check?.type === 'assessment')
}

export function unmetConditionIds(findings: readonly ConditionFinding[]): string[] {
	return findings.filter(({ isMet }) => !isMet).map(({ conditionId }) => conditionId)
}

/** `unknown`: there is no data to check; the curator decides. */
export type CategoryFit = 'fits' | 'unfit' | 'unknown'

export function checkCategory(
	category: Pick<MenteeCategory, 'check'>,
	mentee: { assessments: readonly Assessment[]; workplace: Workplace | null },
	on: IsoDate
): CategoryFit {
	const { check } = category
	switch (check?.type) {
		case undefined:
			return 'fits'
		case 'assessment': {
			const newest = newestAssessment(mentee.assessments, on)
			if (newest === null) return 'unknown'
			return newest.share <= check.atMost ? 'fits' : 'unfit'
		}
		case 'organisation': {
			const statuses = mentee.workplace?.standings ?? null
			if (statuses === null) return 'unknown'
			return statuses.some((status) => check.oneOf.includes(status)) ? 'fits' : 'unfit'
		}
	}
}

function checkCondition(
	check: MentorCondition['check'],
	entry: MentorEntry,
	workplace: Workplace | null,
	on: IsoDate
): [isMet: boolean, Evidence] {
	switch (check.type) {
		case 'years-as-head': {
			const posts = entry.posts.filter(
				({ isHead, isInMunicipality }) => isHead && (isInMunicipality || !check.inMunicipality)
			)
			const length = serviceLength(posts, on)
			return [length.years >= check.atLeast, { type: check.type, length, atLeast: check.atLeast }]
		}
		case 'confirmed-results': {
			const { contest } = check
			const contests = entry.contests.filter(
				(one) =>
					one.on <= on &&
					one.place !== 'participant' &&
					(contest === null || (contest.levels.includes(one.level) && (one.isAsHead || !contest.asHead)))
			)
			const achievements = contest === null ? provenAchievements(entry) : []
			return [contests.length + achievements.length > 0, { type: check.type, contests, achievements }]
		}
		case 'achievements': {
			const achievements = provenAchievements(entry)
			return [achievements.length > 0, { type: check.type, achievements }]
		}
		case 'assessment': {
			const newest = newestAssessment(entry.assessments, on)
			const isMet = newest !== null && newest.share >= check.atLeast
			return [isMet, { type: check.type, newest, atLeast: check.atLeast }]
		}
		case 'mentoring-course': {
			const courses = entry.courses.filter((one) => one.isOnMentoring && one.certificate !== null && one.on <= on)
			return [courses.length > 0, { type: check.type, courses }]
		}
		case 'organisation': {
			const hasStatus = workplace?.standings?.some((status) => check.oneOf.includes(status)) ?? false
			const isOfKind = workplace !== null && check.orKinds.includes(workplace.kind)
			return [hasStatus || isOfKind, { type: check.type, workplace }]
		}
	}
}

function provenAchievements({ achievements }: MentorEntry): Achievement[] {
	return achievements.filter(({ proof }) => proof !== '')
}

export interface ServiceLength {
	years: number
	/** Beyond the years. */
	months: number
	/** Beyond the months. */
	days: number
}

/** As personnel departments count: thirty remaining days from several periods make a month. */
const MONTH_DAYS = 30

/**
 * The length of service up to and including the day. Periods that overlap or touch count once: two posts at the same time do
 * not count twice.
 */
export function serviceLength(
	periods: readonly { from: IsoDate; until: IsoDate | null }[],
	on: IsoDate
): ServiceLength {
	let months = 0
	let days = 0
	const services = joined(periods, addDaysTo(on, 1))
	for (const { from, until } of services) {
		// Does not count from the first month: a bank of ten thousand is checked at once.
		let whole = Math.max(0, monthsBetween(from, until) - 1)
		while (addMonthsTo(from, whole + 1) <= until) whole++
		months += whole
		days += daysBetween(addMonthsTo(from, whole), until)
	}
	const carried = services.length > 1 ? Math.floor(days / MONTH_DAYS) : 0
	months += carried
	return { years: Math.floor(months / 12), months: months % 12, days: days - carried * MONTH_DAYS }
}

/** Counts calendar months and ignores the days. */
function monthsBetween(from: IsoDate, until: IsoDate): number {
	const monthOf = (date: IsoDate) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
	return monthOf(until) - monthOf(from)
}

/** In the result, `until` is the day after the last one. */
function joined(periods: readonly { from: IsoDate; until: IsoDate | null }[], end: IsoDate) {
	const open: { from: IsoDate; until: IsoDate }[] = []
	for (const period of periods.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
		const after = period.until === null ? end : addDaysTo(period.until, 1)
		const until = after < end ? after : end
		if (period.from >= until) continue
		const last = open.at(-1)
		if (last === undefined || period.from > last.until) open.push({ from: period.from, until })
		else if (until > last.until) last.until = until
	}
	return open
}
