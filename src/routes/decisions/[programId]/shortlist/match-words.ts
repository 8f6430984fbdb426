/** Why a mentor has this rank, in words. */
import type { MentorRefusal } from '#domain/ledger/consents.ts'
import type { Evidence } from '#domain/people/eligibility.ts'
import type { Because, Criterion, CriterionScore } from '#domain/people/matching.ts'
import { cityDay } from '#lib/sync/clock.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { formatDay } from '#lib/ui/dates.ts'
import { lengthWords, yearsWords } from '#lib/ui/words/refusals.ts'
import { formWords, organisationStatusWords } from '#lib/ui/words/regulation.ts'
import type { ShortlistCandidate, ShortlistFilter } from '#protocol/api/ledger.ts'

export interface CandidateTag {
	text: string
	tone: 'plain' | 'green' | 'amber'
}

export const criterionWords: Record<Criterion, () => string> = {
	profile: m.forming_criterion_profile,
	eligibility: m.forming_criterion_eligibility,
	organisation: m.forming_criterion_organisation,
	load: m.forming_criterion_load,
	preference: m.forming_criterion_preference,
	distance: m.forming_criterion_distance,
	form: m.forming_criterion_form
}

export const filterWords: Record<ShortlistFilter, () => string> = {
	eligible: m.forming_only_eligible,
	profile: m.forming_only_profile,
	unloaded: m.forming_only_unloaded
}

/** One line for each reason. */
export function becauseWords(because: Because): string[] {
	switch (because.criterion) {
		case 'profile': {
			const { covered, uncovered } = because
			if (covered.length + uncovered.length === 0) return [m.forming_because_no_difficulties()]
			return [
				...covered.map((pair) => m.forming_because_covered(pair)),
				...uncovered.map((difficulty) => m.forming_because_uncovered({ difficulty }))
			]
		}
		case 'eligibility': {
			const count = because.met + because.unmetConditionIds.length
			return [count === 0 ? m.forming_because_no_conditions() : m.forming_because_met({ met: because.met, count })]
		}
		case 'organisation': {
			const { strong, advises } = because
			if (advises) return [m.forming_because_advises()]
			if (strong === null) return [m.forming_because_school_unknown()]
			if (strong.length === 0) return [m.forming_because_school_ordinary()]
			return [m.forming_because_school({ standings: strong.map((one) => organisationStatusWords[one]()).join(', ') })]
		}
		case 'load': {
			const { activeMentees, hoursEach } = because
			const hours = hoursEach === null ? m.forming_because_hours_unknown() : hoursWords(hoursEach)
			return [m.forming_because_mentees({ count: activeMentees }), hours]
		}
		case 'preference':
			return because.likings.length === 0
				? [m.forming_because_nobody_said()]
				: because.likings.map(({ by, liking, on }) =>
						m.forming_liking_answered({ said: likingWords[by][liking](), day: formatDay(on) })
					)
		case 'distance':
			return [
				because.kilometres === null
					? m.forming_because_distance_unknown()
					: m.forming_because_distance({ kilometres: formatTenths(because.kilometres) })
			]
		case 'form': {
			if (because.common === null) return [m.forming_because_any_form()]
			if (because.common.length === 0) return [m.forming_because_no_form()]
			return [m.forming_because_forms({ forms: because.common.map((one) => formWords[one]()).join(', ') })]
		}
	}
}

/** What the bank has against a condition. */
export function evidenceWords(evidence: Evidence): string {
	switch (evidence.type) {
		case 'years-as-head':
			return m.forming_evidence_years({ length: lengthWords(evidence.length), least: yearsWords(evidence.atLeast) })
		case 'confirmed-results':
		case 'achievements':
			return m.forming_evidence_results()
		case 'assessment':
			return evidence.newest === null
				? m.forming_evidence_no_assessment()
				: m.forming_evidence_assessment({ share: evidence.newest.share, day: formatDay(evidence.newest.on) })
		case 'mentoring-course':
			return m.forming_evidence_course()
		case 'organisation':
			return m.forming_evidence_organisation()
	}
}

/** What a curator should know about the mentor's membership in this programme and their term. */
export function candidateTags({
	isProposed,
	isFormer,
	subordination,
	refusal,
	term
}: ShortlistCandidate): CandidateTag[] {
	return [
		...(isProposed ? [{ text: m.forming_is_proposed(), tone: 'green' as const }] : []),
		...(isFormer ? [{ text: m.forming_is_former(), tone: 'plain' as const }] : []),
		...(subordination === 'subordinate' ? [{ text: m.forming_is_subordinate(), tone: 'amber' as const }] : []),
		...(refusal === null ? [] : [{ text: refusalText(refusal), tone: 'amber' as const }]),
		...(term === 'ending' ? [{ text: m.forming_term_ending(), tone: 'amber' as const }] : []),
		...(term === 'over' ? [{ text: m.forming_term_over(), tone: 'amber' as const }] : [])
	]
}

function refusalText({ by, at }: MentorRefusal): string {
	const day = formatDay(cityDay(at))
	return by === 'mentor' ? m.forming_refused_by_mentor({ day }) : m.forming_refused_by_mentee({ day })
}

/** «97 %» */
export function formatShare(share: number): string {
	return new Intl.NumberFormat(getLocale(), { style: 'percent' }).format(share)
}

/** «82» */
export function scoreOf({ score }: { score: number }): number {
	return Math.round(score * 100)
}

/** «1,4» */
function formatTenths(value: number): string {
	return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(value)
}

function hoursWords(hours: number): string {
	return m.forming_because_hours({ hours: formatTenths(hours) })
}

const likingWords = {
	mentee: {
		wanted: m.forming_liking_mentee_wanted,
		acceptable: m.forming_liking_mentee_acceptable,
		unwanted: m.forming_liking_mentee_unwanted
	},
	mentor: {
		wanted: m.forming_liking_mentor_wanted,
		acceptable: m.forming_liking_mentor_acceptable,
		unwanted: m.forming_liking_mentor_unwanted
	}
}

/** The points of a criterion among the hundred of a score, and the most it could give; rounded to a tenth. */
export interface Points {
	points: number
	most: number
}

/** One for each of `parts`. Where all weights are zero, all points are zero. */
export function pointsOf(parts: readonly Pick<CriterionScore, 'value' | 'weight'>[]): Points[] {
	const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
	return parts.map(({ value, weight }) => {
		const most = whole === 0 ? 0 : (weight / whole) * 100
		return { points: toTenth(value * most), most: toTenth(most) }
	})
}

function toTenth(value: number): number {
	return Math.round(value * 10) / 10
}
