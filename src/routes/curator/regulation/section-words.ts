/** The names of a regulation's sections and fields. */
import type { IsoDate } from '#domain/calendar.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { forceAdvice } from '#lib/ui/words/ledger.ts'
import { regulatedDecisionWords } from '#lib/ui/words/regulation.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'

/** By the top-level keys of a regulation. */
export const sectionNames: Readonly<Record<keyof Regulation, () => string>> = {
	id: m.regulation_section_title,
	copyOf: m.regulation_section_title,
	title: m.regulation_editor_name,
	order: m.regulation_section_order,
	inForce: m.regulation_section_in_force,
	mentee: m.regulation_section_mentee,
	roles: m.regulation_section_roles,
	composition: m.regulation_section_composition,
	supervision: m.regulation_section_supervision,
	programTerm: m.regulation_section_program_term,
	mentorTermMonths: m.regulation_section_mentor_term,
	relations: m.regulation_section_relations,
	forms: m.regulation_section_forms,
	groupSize: m.regulation_section_group_size,
	mentorConditions: m.regulation_section_mentor_conditions,
	categories: m.regulation_section_categories,
	consents: m.regulation_section_consents,
	programRequired: m.regulation_section_program_required,
	programContent: m.regulation_section_program_content,
	presentation: m.regulation_section_presentation,
	consultations: m.regulation_section_consultations,
	decisions: m.regulation_section_decisions,
	completion: m.regulation_section_completion,
	reports: m.regulation_section_reports,
	monitoring: m.regulation_section_monitoring,
	process: m.regulation_section_process,
	incentive: m.regulation_section_incentive,
	checklists: m.regulation_section_checklists,
	remarks: m.regulation_section_remarks
}

export const fieldNames: Readonly<Record<string, () => string>> = {
	...regulatedDecisionWords,
	wording: m.regulation_section_wording,
	check: m.regulation_section_check,
	roadmapId: m.regulation_section_roadmap,
	clause: m.regulation_section_clause,
	schedule: m.regulation_section_schedule,
	by: m.regulation_section_by,
	needs: m.regulation_section_needs,
	number: m.regulation_section_number,
	date: m.regulation_section_date,
	issuer: m.regulation_section_issuer,
	title: m.regulation_section_document_title,
	from: m.regulation_section_from,
	until: m.regulation_section_until,
	min: m.regulation_section_min,
	max: m.regulation_section_max,
	minMonths: m.regulation_months_least,
	maxMonths: m.regulation_months_most,
	result: m.regulation_section_result,
	ofMinors: m.regulation_section_of_minors,
	tiers: m.regulation_section_tiers,
	grounds: m.regulation_section_grounds,
	salaries: m.regulation_tier_salaries,
	mentees: m.regulation_tier_mentees,
	role: m.regulation_section_role,
	'roles.title': m.regulation_section_role_title,
	'roles.of': m.regulation_section_role_of,
	kinds: m.regulation_section_kinds,
	relations: m.regulation_section_relations,
	'relations.others': m.regulation_section_others,
	byDefault: m.regulation_section_by_default,
	offices: m.regulation_section_offices,
	holders: m.regulation_section_holders,
	standings: m.regulation_section_statuses,
	unit: m.regulation_section_unit,
	panel: m.regulation_difference_panel,
	questions: m.regulation_section_questions,
	scale: m.regulation_section_scale,
	'reports.categories': m.regulation_section_of_categories,
	'reports.signedBy': m.regulation_section_signed
}

/**
 * The question before a regulation is made current: what begins under it from today on, and what keeps another one.
 * `keepTheirs`: the number of programmes that are not closed and go on under another regulation.
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

/** Gives no number if nobody has counted the mentors, or there are no conditions for them. */
function peopleWords(
	unmetMentors: number | null | undefined,
	{ mentorConditions }: Pick<Regulation, 'mentorConditions'>
): string {
	const count = unmetMentors ?? null
	if (count === null || mentorConditions.length === 0) return m.regulation_choose_people_checked()
	return count === 0 ? m.regulation_choose_people_none() : m.regulation_choose_people({ count })
}

/** Options for a select field. */
export function optionsOf<Choice extends string>(
	choices: readonly Choice[],
	words: Readonly<Record<Choice, () => string>>
): { value: Choice; label: string }[] {
	return choices.map((value) => ({ value, label: words[value]() }))
}
