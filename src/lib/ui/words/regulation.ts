/** What a regulation chooses among, in words. */
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import { isOfOrganisation, roleTitle, speakerTitle } from '#domain/regulation/roles.ts'
import type {
	ContestLevel,
	Decision,
	MenteeCategory,
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

/** Who reads what a mentor may see and say (domain.md T35), called as the regulation of the programme calls them. */

/** What is asked before somebody is involved for good. */
export function involvementQuestion(name: string, wording: Wording): string {
	return m.specialist_sure({ name, ...staffWords(wording) })
}

/** Below the mentees' assessment. */
export function assessmentReaders(wording: Wording): string {
	return m.program_assessments_who(staffWords(wording))
}

/**
 * What the roles are called on screens. One rule: on what belongs to one programme (its decisions, its chronicle, its papers, what is
 * asked and offered in it) a role has the title of the regulation the programme goes by, where that is known here. What only the
 * municipality does there (giving access back, correcting the bank, proposing others) is not said of an organisation's own curator:
 * `municipalCuratorWords`. What spans programmes (people, settings, municipalities, lists of many) and what is said of access and
 * devices, where no regulation may be at hand, has the product's own words: `routes/names.ts`, and `decision_role_*` here. A row
 * of such a list names no role but the reader's own.
 */

/** «координатор наставничества»: as the regulation calls the role. */
export function roleWords(role: Signatory, { regulation, organisationKinds }: RoleWording): string {
	const title = regulation === null ? null : roleTitle(regulation, role, organisationKinds)
	return title === null ? plainRoles[role]() : lowerFirst(title)
}

/** The same of one who has spoken in it. */
export function speakerWords(role: Signatory, { regulation, organisationKinds }: RoleWording): string {
	const title = regulation === null ? null : speakerTitle(regulation, role, organisationKinds)
	return title === null ? plainRoles[role]() : lowerFirst(title)
}

/** Both who decide beside the participants. */
export function staffWords(wording: RoleWording): { curator: string; head: string } {
	return { curator: roleWords('curator', wording), head: roleWords('head', wording) }
}

/** Who does in it what no curator of an organisation's own may: by the plain name where the regulation's title is of such a one. */
export function municipalCuratorWords(wording: RoleWording): string {
	const { regulation, organisationKinds } = wording
	const kinds = organisationKinds.length === 0 ? [null] : organisationKinds
	const isOfOthers = regulation !== null && kinds.some((kind) => isOfOrganisation(regulation, 'curator', kind))
	return isOfOthers ? plainRoles.curator() : roleWords('curator', wording)
}

type RoleWording = Pick<Wording, 'regulation' | 'organisationKinds'>

const plainRoles: Record<Signatory, () => string> = {
	mentor: m.decision_role_mentor,
	mentee: m.decision_role_mentee,
	curator: m.decision_role_curator,
	head: m.decision_role_head
}

/** What the words of decisions are put together with: who is called how, and what the regulation says. */
export interface LedgerWords {
	text: string
	/** '' where there is nothing more to say. */
	detail: string
}

export interface Wording {
	/** '' for people this device does not know. */
	nameOf(personId: string): string
	/** Null: not known here, and its wordings with it. */
	regulation: Regulation | null
	/** Those that are known all the same. */
	categories?: readonly Pick<MenteeCategory, 'id' | 'wording'>[]
	organisationKinds: readonly OrganisationKind[]
	/** Whether it was asked for several mentees. */
	isGroup?: boolean
}

export function personOf(personId: string, nameOf: Wording['nameOf']): string {
	return nameOf(personId) || m.history_somebody()
}

export function namesOf(personIds: readonly string[], { nameOf }: Pick<Wording, 'nameOf'>): string {
	return personIds.map((personId) => personOf(personId, nameOf)).join(', ')
}
