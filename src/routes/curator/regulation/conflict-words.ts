/** Says in words what contradicts itself in a regulation, and what to do about it. */
import { YEARS } from '#domain/calendar.ts'
import { groupBounds } from '#domain/regulation/choices.ts'
import type { Conflict, ConflictToKnow } from '#domain/regulation/conflict.ts'
import type { Problem, ProblemCode } from '#domain/regulation/parse-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { regulatedDecisionWords } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'

export interface ConflictWords {
	text: string
	advice: string | null
}

type Reports = Pick<Regulation, 'reports'>

export function conflictWords(conflict: Conflict, regulation: Reports): ConflictWords {
	return isProblem(conflict)
		? { text: problemWords({ code: conflict.type }), advice: null }
		: knownWords(conflict, regulation)
}

/** A conflict for which the regulation is not accepted at all. */
function isProblem(conflict: Conflict): conflict is Exclude<Conflict, ConflictToKnow> {
	return Object.hasOwn(problems, conflict.type) && conflict.type !== 'presentation-after-signing'
}

function knownWords(conflict: ConflictToKnow, { reports }: Reports): ConflictWords {
	const reportOf = (id: string) => reports.find((report) => report.id === id)?.wording ?? id
	switch (conflict.type) {
		case 'stages-and-term': {
			const { stageMonths: stages, termMonths: term } = conflict
			return {
				text: m.regulation_conflict_stages_and_term({ roadmap: roadmapTitle(conflict.roadmapId), stages, term }),
				advice:
					stages < term
						? m.regulation_advice_stages_and_term({ gap: term - stages })
						: m.regulation_advice_stages_longer()
			}
		}
		case 'mentor-term-shorter':
			return {
				text: m.regulation_conflict_mentor_term_shorter({ mentor: conflict.mentorMonths, term: conflict.termMonths }),
				advice: m.regulation_advice_mentor_term_shorter()
			}
		case 'regulation-ended':
			return {
				text: m.regulation_conflict_regulation_ended({ until: formatDay(conflict.until) }),
				advice: m.regulation_advice_regulation_ended()
			}
		case 'report-after-term':
			return {
				text: m.regulation_conflict_report_after_term({ report: reportOf(conflict.id) }),
				advice: m.regulation_advice_report_after_term()
			}
		case 'stages-undated':
			return {
				text: m.regulation_conflict_stages_undated({
					report: reportOf(conflict.id),
					roadmap: roadmapTitle(conflict.roadmapId)
				}),
				advice: m.regulation_advice_stages_undated()
			}
		case 'petitioner-missing':
			return {
				text: m.regulation_conflict_petitioner_missing({ decision: regulatedDecisionWords[conflict.decision]() }),
				advice: m.regulation_advice_petitioner_missing()
			}
		case 'no-decider':
			return {
				text: m.regulation_conflict_no_decider({ decision: regulatedDecisionWords[conflict.decision]() }),
				advice: m.regulation_advice_no_decider()
			}
		case 'presentation-after-signing':
			return {
				text: m.regulation_conflict_presentation_after_signing(),
				advice: m.regulation_advice_presentation_after_signing()
			}
		case 'no-fulfilled-completion':
			return {
				text: m.regulation_conflict_no_fulfilled_completion(),
				advice: m.regulation_advice_no_fulfilled_completion()
			}
	}
}

/** Why a regulation is not accepted. */
export function problemWords({ code, limit = 0 }: Omit<Problem, 'path'>): string {
	return problems[code](limit)
}

const problems: Readonly<Record<ProblemCode, (limit: number) => string>> = {
	missing: m.regulation_problem_missing,
	'wrong-type': m.regulation_problem_wrong_type,
	'too-small': (least) => m.regulation_problem_too_small({ least }),
	'too-big': (most) => m.regulation_problem_too_big({ most }),
	'group-too-large': () => m.regulation_problem_group_too_large({ most: groupBounds.most }),
	'no-day-of-month': m.regulation_problem_no_day_of_month,
	'month-of-30-days': m.regulation_problem_month_of_30_days,
	'month-of-28-days': m.regulation_problem_month_of_28_days,
	'not-a-choice': m.regulation_problem_not_a_choice,
	'bad-format': m.regulation_problem_bad_format,
	'implausible-year': () => m.day_year(YEARS),
	'unknown-field': m.regulation_problem_unknown_field,
	'title-taken': m.regulation_problem_title_taken,
	'presentation-after-signing': m.regulation_advice_presentation_after_signing,
	'term-inverted': m.regulation_problem_term_inverted,
	'group-inverted': m.regulation_problem_group_inverted,
	'in-force-inverted': m.regulation_problem_in_force_inverted,
	'unknown-roadmap': m.regulation_problem_unknown_roadmap,
	'unknown-category': m.regulation_problem_unknown_category,
	'tiers-not-ascending': m.regulation_problem_tiers_not_ascending,
	'order-without-head': m.regulation_problem_order_without_head,
	'nobody-raises': m.regulation_problem_nobody_raises,
	'duplicate-id': m.regulation_problem_duplicate_id,
	'duplicate-signatory': m.regulation_problem_duplicate_signatory,
	'two-units': m.regulation_problem_two_units,
	'unit-of-nothing': m.regulation_problem_unit_of_nothing,
	'two-titles': m.regulation_problem_two_titles,
	'team-without-group': m.regulation_problem_team_without_group,
	'relation-of-another-mentee': m.regulation_problem_relation_of_another_mentee,
	'labour-law-missing': m.regulation_problem_labour_law_missing
}

export function roadmapTitle(id: string): string {
	return findRoadmap(id)?.title ?? id
}
