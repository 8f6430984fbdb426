/** What the parts of a regulation are called, and the fields in them. */
import type { IsoDate } from '#domain/calendar.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { forceAdvice } from '#lib/ui/words/ledger.ts'
import { decisionWords } from '#lib/ui/words/regulation.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'

/** Of the top of a pack. */
export const partNames: Readonly<Record<keyof Regulation, () => string>> = {
	id: m.regulation_part_title,
	copyOf: m.regulation_part_title,
	title: m.regulation_editor_name,
	order: m.regulation_part_order,
	inForce: m.regulation_part_in_force,
	mentee: m.regulation_part_mentee,
	roles: m.regulation_part_roles,
	composition: m.regulation_part_composition,
	supervision: m.regulation_part_supervision,
	programTerm: m.regulation_part_program_term,
	mentorTermMonths: m.regulation_part_mentor_term,
	relations: m.regulation_part_relations,
	forms: m.regulation_part_forms,
	groupSize: m.regulation_part_group_size,
	mentorConditions: m.regulation_part_mentor_conditions,
	categories: m.regulation_part_categories,
	consents: m.regulation_part_consents,
	programRequired: m.regulation_part_program_required,
	programContent: m.regulation_part_program_content,
	presentation: m.regulation_part_presentation,
	consultations: m.regulation_part_consultations,
	decisions: m.regulation_part_decisions,
	completion: m.regulation_part_completion,
	reports: m.regulation_part_reports,
	monitoring: m.regulation_part_monitoring,
	process: m.regulation_part_process,
	incentive: m.regulation_part_incentive,
	remarks: m.regulation_part_remarks
}

export const fieldNames: Readonly<Record<string, () => string>> = {
	...decisionWords,
	wording: m.regulation_part_wording,
	check: m.regulation_part_check,
	roadmapId: m.regulation_part_roadmap,
	clause: m.regulation_part_clause,
	schedule: m.regulation_part_schedule,
	by: m.regulation_part_by,
	needs: m.regulation_part_needs,
	number: m.regulation_part_number,
	date: m.regulation_part_date,
	issuer: m.regulation_part_issuer,
	title: m.regulation_part_document_title,
	from: m.regulation_part_from,
	until: m.regulation_part_until,
	min: m.regulation_part_min,
	max: m.regulation_part_max,
	minMonths: m.regulation_months_least,
	maxMonths: m.regulation_months_most,
	result: m.regulation_part_result,
	ofMinors: m.regulation_part_of_minors,
	tiers: m.regulation_part_tiers,
	grounds: m.regulation_part_grounds,
	salaries: m.regulation_tier_salaries,
	mentees: m.regulation_tier_mentees,
	role: m.regulation_part_role,
	'roles.title': m.regulation_part_role_title,
	'roles.of': m.regulation_part_role_of,
	kinds: m.regulation_part_kinds,
	relations: m.regulation_part_relations,
	offices: m.regulation_part_offices,
	holders: m.regulation_part_holders,
	standings: m.regulation_part_standings,
	unit: m.regulation_part_unit,
	panel: m.regulation_difference_panel,
	'reports.categories': m.regulation_part_of_categories
}

/**
 * What is asked before a regulation is made current: what begins by it from today on, and what keeps its own. `keepTheirs`: how many
 * programmes that are not closed go on by another one.
 */
export function chooseWords(
	{ regulation, unmetMentors }: Pick<RegulationReading, 'regulation' | 'unmetMentors'>,
	{ keepTheirs, today }: { keepTheirs: number; today: IsoDate }
): string {
	const force = forceAdvice(regulation.inForce.value, today)
	return [
		...(force === null ? [] : [force]),
		m.regulation_choose_text({ title: regulation.title, count: keepTheirs }),
		peopleWords(unmetMentors, regulation)
	].join(' ')
}

/** Nothing of mentors where nobody has counted them, or where there is nothing for them to meet. */
function peopleWords(
	unmetMentors: number | null | undefined,
	{ mentorConditions }: Pick<Regulation, 'mentorConditions'>
): string {
	const count = unmetMentors ?? null
	if (count === null || mentorConditions.length === 0) return m.regulation_choose_people_judged()
	return count === 0 ? m.regulation_choose_people_none() : m.regulation_choose_people({ count })
}

/** For a list to choose from. */
export function optionsOf<Choice extends string>(
	choices: readonly Choice[],
	words: Readonly<Record<Choice, () => string>>
): { value: Choice; label: string }[] {
	return choices.map((value) => ({ value, label: words[value]() }))
}
