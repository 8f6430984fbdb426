/**
 * Whether a mentor meets the conditions of a regulation (domain.md T29–T32, S4, D12), and whether a mentee is of the
 * category they are entered in (T33, D3): each answer with the evidence it rests on, so that a person can judge the judge.
 */
import {
	newestAssessment,
	type Achievement,
	type Assessment,
	type Contest,
	type Course,
	type MentorEntry
} from './mentor-entry.ts'
import { serviceLength, type ServiceLength } from './service-length.ts'
import type { IsoDate } from '../calendar.ts'
import type { MenteeCategory, MentorCondition, OrganisationKind, Regulation, Standing } from '../regulation/schema.ts'

/** Where a person works. */
export interface Workplace {
	kind: OrganisationKind
	/** Computed (`people/typology.ts`) or put down by the authority; null: nobody has said. */
	standings: readonly Standing[] | null
}

export interface ConditionFinding {
	conditionId: string
	isMet: boolean
	evidence: Evidence
}

/** What was found, by the condition's `check.type`; empty or null: nothing was. */
export type Evidence =
	| { type: 'years-as-head'; length: ServiceLength; atLeast: number }
	| { type: 'confirmed-results'; contests: readonly Contest[]; achievements: readonly Achievement[] }
	| { type: 'assessment'; newest: Assessment | null; atLeast: number }
	| { type: 'mentoring-course'; courses: readonly Course[] }
	| { type: 'organisation'; workplace: Workplace | null }

/** One finding for each condition, in the regulation's order; what was on the day and before counts. */
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

/** Whether the regulation goes by the assessment of heads: of those who may mentor, or of those who need a mentor (domain.md T31, T33). */
export function goesByAssessment({
	mentorConditions,
	categories
}: Pick<Regulation, 'mentorConditions' | 'categories'>): boolean {
	return [...mentorConditions, ...categories].some(({ check }) => check?.type === 'assessment')
}

export function unmetConditionIds(findings: readonly ConditionFinding[]): string[] {
	return findings.filter(({ isMet }) => !isMet).map(({ conditionId }) => conditionId)
}

/** `unknown`: there is nothing to judge by, and the curator's word counts. */
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
			const standings = mentee.workplace?.standings ?? null
			if (standings === null) return 'unknown'
			return standings.some((standing) => check.oneOf.includes(standing)) ? 'fits' : 'unfit'
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
			const achievements = entry.achievements.filter(({ proof }) => proof !== '')
			const isMet = contests.length > 0 || (contest === null && achievements.length > 0)
			return [isMet, { type: check.type, contests, achievements }]
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
			const isOfStanding = workplace?.standings?.some((standing) => check.oneOf.includes(standing)) ?? false
			const isOfKind = workplace !== null && check.orKinds.includes(workplace.kind)
			return [isOfStanding || isOfKind, { type: check.type, workplace }]
		}
	}
}
