/** What a regulation chooses among, in words. */
import type {
	ContestLevel,
	Decision,
	MentoringForm,
	OfficeHolders,
	OrganisationKind,
	ProgramPart,
	Regulation,
	Relation,
	Signatory,
	Standing
} from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'

type Words<Choice extends string> = Readonly<Record<Choice, () => string>>

export const formWords: Words<MentoringForm> = {
	traditional: m.regulation_form_traditional,
	group: m.regulation_form_group,
	virtual: m.regulation_form_virtual,
	'short-term': m.regulation_form_short_term,
	situational: m.regulation_form_situational,
	speed: m.regulation_form_speed,
	reverse: m.regulation_form_reverse
}

export function formsInWords(forms: readonly MentoringForm[]): string {
	return forms.map((form) => formWords[form]()).join(', ')
}

export const relationWords: Words<Relation> = {
	'head-head': m.regulation_relation_head_head,
	'reservist-head': m.regulation_relation_reservist_head,
	'teacher-teacher': m.regulation_relation_teacher_teacher,
	'head-teacher': m.regulation_relation_head_teacher,
	'employer-student': m.regulation_relation_employer_student,
	'lecturer-young-teacher': m.regulation_relation_lecturer_young_teacher,
	'pupil-pupil': m.regulation_relation_pupil_pupil,
	'student-pupil': m.regulation_relation_student_pupil,
	'employer-pupil': m.regulation_relation_employer_pupil,
	'teacher-pupil': m.regulation_relation_teacher_pupil,
	'student-student': m.regulation_relation_student_student,
	'lecturer-student': m.regulation_relation_lecturer_student,
	'head-team': m.regulation_relation_head_team
}

/** Whatever the regulation itself calls them is in its `roles`. */
export const signatoryWords: Words<Signatory> = {
	mentor: m.regulation_signatory_mentor,
	mentee: m.regulation_signatory_mentee,
	curator: m.regulation_signatory_curator,
	head: m.regulation_signatory_head
}

export const decisionWords: Words<Decision> = {
	order: m.regulation_decision_order,
	extend: m.regulation_decision_extend,
	change: m.regulation_decision_change,
	release: m.regulation_decision_release,
	replace: m.regulation_decision_replace,
	edition: m.regulation_decision_edition,
	closure: m.regulation_decision_closure
}

export const contentWords: Words<ProgramPart> = {
	goal: m.regulation_content_goal,
	direction: m.regulation_content_direction,
	difficulty: m.regulation_content_difficulty,
	strength: m.regulation_content_strength,
	activity: m.regulation_content_activity
}

export const kindWords: Words<OrganisationKind> = {
	school: m.regulation_kind_school,
	preschool: m.regulation_kind_preschool,
	additional: m.regulation_kind_additional,
	college: m.regulation_kind_college,
	university: m.regulation_kind_university,
	psychological: m.regulation_kind_psychological,
	authority: m.regulation_kind_authority,
	methodical: m.regulation_kind_methodical,
	enterprise: m.regulation_kind_enterprise
}

export const standingWords: Words<Standing> = {
	effective: m.regulation_standing_effective,
	resilient: m.regulation_standing_resilient,
	ineffective: m.regulation_standing_ineffective,
	failing: m.regulation_standing_failing,
	'stably-high': m.regulation_standing_stably_high,
	'stably-low': m.regulation_standing_stably_low,
	'at-risk': m.regulation_standing_at_risk,
	'low-results': m.regulation_standing_low_results,
	'difficult-conditions': m.regulation_standing_difficult_conditions
}

export const holdersWords: Words<OfficeHolders> = {
	several: m.regulation_holders_several,
	one: m.regulation_holders_one,
	'one-per-organisation': m.regulation_holders_one_per_organisation
}

export const contestWords: Words<ContestLevel> = {
	municipal: m.regulation_contest_municipal,
	regional: m.regulation_contest_regional,
	national: m.regulation_contest_national
}

export const needsWords: Words<Regulation['completion'][number]['needs']> = {
	plan: m.regulation_needs_plan,
	ground: m.regulation_needs_ground,
	notice: m.regulation_needs_notice
}

export const menteeWords: Words<Regulation['mentee']['value']> = {
	person: m.regulation_mentee_person,
	team: m.regulation_mentee_team
}

export const groundWords: Words<NonNullable<Regulation['incentive']>['grounds'][number]['id']> = {
	plan: m.regulation_ground_plan,
	reports: m.regulation_ground_reports,
	events: m.regulation_ground_events,
	materials: m.regulation_ground_materials
}
