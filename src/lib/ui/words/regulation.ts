/**
 * Words for the choices that a regulation makes, for roles within one programme, and the `Wording` that words of
 * decisions need.
 *
 * Within one programme (its decisions, chronicle, papers, and whatever it asks or offers) a role has the title that the programme's
 * regulation gives it, if this device knows the regulation. Actions that only the municipality may take there (restoring access,
 * correcting the bank, proposing others) are not said of an organisation's own curator: `municipalCuratorWords`. What spans programmes
 * (people, settings, municipalities, lists of many), and texts about access and devices, where the regulation may be missing, use the
 * product's own words: `role-name.ts`, and `decision_role_*` here. A row of such a list names no role except the reader's own.
 */
import type { IsoDate } from '#domain/calendar.ts'
import type { Scale } from '#domain/plan/visit.ts'
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import { isOfOrganisation, roleTitle, speakerTitle } from '#domain/regulation/roles.ts'
import type {
	ContestLevel,
	RegulatedDecision,
	MenteeCategory,
	MentoringForm,
	OfficeHolders,
	OrganisationKind,
	ProgramSection,
	Regulation,
	Relation,
	Signatory,
	OrganisationStatus
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

/** The regulation's own titles are in its `roles`. */
export const signatoryWords: Words<Signatory> = {
	mentor: m.regulation_signatory_mentor,
	mentee: m.regulation_signatory_mentee,
	curator: m.regulation_signatory_curator,
	head: m.regulation_signatory_head
}

export const regulatedDecisionWords: Words<RegulatedDecision> = {
	order: m.regulation_decision_order,
	extend: m.regulation_decision_extend,
	change: m.regulation_decision_change,
	release: m.regulation_decision_release,
	replace: m.regulation_decision_replace,
	edition: m.regulation_decision_edition,
	closure: m.regulation_decision_closure
}

export const contentWords: Words<ProgramSection> = {
	goal: m.regulation_content_goal,
	form: m.regulation_content_form,
	direction: m.regulation_content_direction,
	difficulty: m.regulation_content_difficulty,
	strength: m.regulation_content_strength,
	image: m.regulation_content_image,
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

export const organisationStatusWords: Words<OrganisationStatus> = {
	effective: m.regulation_status_effective,
	resilient: m.regulation_status_resilient,
	ineffective: m.regulation_status_ineffective,
	failing: m.regulation_status_failing,
	'stably-high': m.regulation_status_stably_high,
	'stably-low': m.regulation_status_stably_low,
	'at-risk': m.regulation_status_at_risk,
	'low-results': m.regulation_status_low_results,
	'difficult-conditions': m.regulation_status_difficult_conditions
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
	notice: m.regulation_needs_notice,
	statement: m.regulation_needs_departure
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

/**
 * The question before a specialist is involved. It names the staff who may read what a mentor sees and says (domain.md
 * T35).
 */
export function involvementQuestion(name: string, wording: Wording): string {
	return m.specialist_sure({ name, ...staffWords(wording) })
}

/** Shown below the mentees' assessments: who may read them (domain.md T35). */
export function assessmentReaders(wording: Wording): string {
	return m.program_assessments_who(staffWords(wording))
}

/** «координатор наставничества»: the regulation's title of the role. */
export function roleWords(role: Signatory, { regulation, organisationKinds }: RoleWording): string {
	const title = regulation === null ? null : roleTitle(regulation, role, organisationKinds)
	return title === null ? plainRoles[role]() : lowerFirst(title)
}

/** The regulation's title for a role that has made a statement in the programme. */
export function speakerWords(role: Signatory, { regulation, organisationKinds }: RoleWording): string {
	const title = regulation === null ? null : speakerTitle(regulation, role, organisationKinds)
	return title === null ? plainRoles[role]() : lowerFirst(title)
}

/** The titles of the curator and the head. */
export function staffWords(wording: RoleWording): { curator: string; head: string } {
	return { curator: roleWords('curator', wording), head: roleWords('head', wording) }
}

/**
 * The municipality's curator, for actions that an organisation's own curator may not take. If the regulation gives its
 * title to an organisation's curator, this is the plain name.
 */
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

export interface LedgerWords {
	text: string
	/** '' if there is nothing more to say. */
	detail: string
}

export interface Wording {
	/** '' for people that this device does not know. */
	nameOf(personId: string): string
	/** Null: not known on this device, so its wordings are missing, too. */
	regulation: Regulation | null
	/** The categories that are known even without the regulation. */
	categories?: readonly Pick<MenteeCategory, 'id' | 'wording'>[]
	organisationKinds: readonly OrganisationKind[]
	/** True if the programme is for several mentees. */
	isGroup?: boolean
	/** The first day of the programme; absent: not known, or there is no order. */
	programStartsOn?: IsoDate | undefined
}

export function personOf(personId: string, nameOf: Wording['nameOf']): string {
	return nameOf(personId) || m.history_somebody()
}

export function namesOf(personIds: readonly string[], { nameOf }: Pick<Wording, 'nameOf'>): string {
	return personIds.map((personId) => personOf(personId, nameOf)).join(', ')
}

/** How a question of a checklist is answered. */
export const scaleWords: Readonly<Record<Scale, () => string>> = {
	yesNo: m.scale_yes_no,
	degree: m.scale_degree,
	words: m.scale_words
}
