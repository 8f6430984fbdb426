/**
 * How a value of a regulation is edited, read from the schema: its kind of field, a blank value, and for what the schema does not
 * say a table by name. A new value of the schema gets a field by itself; `fieldNames` and the table give it words.
 */
import { isStaffVoice } from '#domain/access.ts'
import { regulationSchema, type Regulation } from '#domain/regulation/schema.ts'
import { roadmaps } from '#domain/roadmaps/all.ts'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import {
	contentWords,
	contestWords,
	formWords,
	groundWords,
	holdersWords,
	kindWords,
	menteeWords,
	needsWords,
	organisationStatusWords,
	relationWords,
	scaleWords,
	signatoryWords
} from '#lib/ui/words/regulation.ts'
import { groupBounds, signatories } from '#domain/regulation/choices.ts'
import { m } from '#lib/paraglide/messages.js'
import { fieldNames, sectionNames } from '../../section-words.ts'

/** The parts of a zod schema that are read here. */
export interface Schema {
	def: { type: string; innerType?: Schema; in?: Schema }
	shape?: Record<string, Schema>
	element?: Schema
	options?: readonly (string | Schema)[]
	format?: string | null
	value?: unknown
}

export type Kind =
	'text' | 'day' | 'number' | 'yes' | 'choice' | 'choices' | 'lines' | 'rows' | 'variant' | 'source' | 'group' | 'none'

/** The schema without what says that the value may be absent. */
export function plainOf(schema: Schema): { plain: Schema; isNullable: boolean; isOptional: boolean } {
	const { innerType, type } = { ...schema.def }
	if (innerType === undefined) return { plain: schema, isNullable: false, isOptional: false }
	const inner = plainOf(innerType)
	return {
		plain: inner.plain,
		isNullable: inner.isNullable || type === 'nullable',
		isOptional: inner.isOptional || type === 'optional'
	}
}

export function kindOf(schema: Schema): Kind {
	const { plain, isOptional } = plainOf(schema)
	switch (plain.def.type) {
		case 'string':
			return plain.format === 'date' ? 'day' : 'text'
		case 'pipe':
		case 'enum':
			return 'choice'
		case 'number':
			return 'number'
		case 'boolean':
			return 'yes'
		case 'literal':
			return isOptional ? 'yes' : 'none'
		case 'union':
			return 'variant'
		case 'object':
			return 'clause' in shapeOf(plain) ? 'source' : 'group'
		case 'array': {
			const item = plain.element?.def.type
			if (item === 'object') return 'rows'
			return item === 'string' ? 'lines' : 'choices'
		}
		default:
			return 'none'
	}
}

export function shapeOf(schema: Schema): Record<string, Schema> {
	return plainOf(schema).plain.shape ?? {}
}

/** The variants of a union, by their `type`. */
export function variantsOf(schema: Schema): Map<string, Schema> {
	const options = (plainOf(schema).plain.options ?? []) as Schema[]
	return new Map(options.map((option) => [String(shapeOf(option)['type']?.value), option]))
}

/** What a new value begins with where the first or no choice would be wrong in silence, by `nameOf`. */
const beginnings: Readonly<Record<string, unknown>> = {
	'completion.by': ['curator'],
	'completion.needs': 'ground',
	'roles.role': 'curator',
	'mentorConditions.check': { type: 'mentoring-course' },
	'mentorConditions.check.contest.levels': ['regional', 'national'],
	'reports.schedule.days': ['12-31'],
	'monitoring.schedule.days': ['12-31']
}

/**
 * A value in which nothing is entered yet: '' for a text, NaN for a number. Its source is the municipality's own document. `path`: of
 * the value.
 */
export function blankOf(schema: Schema, path: string): unknown {
	const { plain, isNullable } = plainOf(schema)
	if (isNullable) return null
	const name = nameOf(path)
	if (Object.hasOwn(beginnings, name)) return structuredClone(beginnings[name])
	switch (kindOf(plain)) {
		case 'text':
			return name.split('.').at(-1) === 'id' ? `own-${crypto.randomUUID().slice(0, 8)}` : ''
		case 'day':
			return ''
		case 'number':
			return NaN
		case 'yes':
			return false
		case 'choice':
			return plain.def.type === 'pipe' ? (roadmaps.at(-1)?.id ?? '') : plain.options?.[0]
		case 'choices':
		case 'lines':
		case 'rows':
			return []
		case 'variant':
			return blankOf([...variantsOf(plain).values()].at(-1) ?? plain, path)
		case 'source':
			return { rule: null, clause: '' }
		case 'group': {
			const fields = Object.entries(shapeOf(plain)).filter(([, one]) => !plainOf(one).isOptional)
			return Object.fromEntries(fields.map(([key, one]) => [key, blankOf(one, `${path}.${key}`)]))
		}
		case 'none':
			return plain.def.type === 'literal' ? plain.value : undefined
	}
}

/** The fields of a group: the wording first, the clause last. A group of short fields stands side by side. */
export function fieldsOf(schema: Schema): [string, Schema][] {
	const place = ([key]: [string, Schema]) => (key === 'wording' ? 0 : key === 'source' ? 2 : 1)
	return Object.entries(shapeOf(schema)).sort((one, other) => place(one) - place(other))
}

export function isShort(schema: Schema): boolean {
	return Object.entries(shapeOf(schema)).every(([key, one]) => {
		const kind = kindOf(one)
		return kind === 'group' ? key === 'value' && isShort(one) : ['number', 'day', 'source'].includes(kind)
	})
}

/** «mentorConditions.0.check.atLeast» → «mentorConditions.check.atLeast»; the steps `value` go, too. */
export function nameOf(path: string): string {
	return path
		.split('.')
		.filter((step) => step !== 'value' && !/^\d+$/.test(step))
		.join('.')
}

const wordTables: readonly Readonly<Record<string, () => string>>[] = [
	signatoryWords,
	kindWords,
	organisationStatusWords,
	holdersWords,
	menteeWords,
	relationWords,
	formWords,
	contentWords,
	contestWords,
	needsWords,
	groundWords,
	consentKindWords,
	scaleWords
]

/** The options of a choice, in words. Each list of choices has a table of its own. */
export function choicesOf(schema: Schema): { value: string; label: string }[] {
	const { plain } = plainOf(schema)
	if (plain.def.type === 'pipe') return roadmaps.map(({ id, title }) => ({ value: id, label: title }))
	const choices = ((plain.element === undefined ? plain : plainOf(plain.element).plain).options ?? []) as string[]
	const words = wordTables.find((table) => choices.every((choice) => Object.hasOwn(table, choice)))
	return choices.map((value) => ({ value, label: words?.[value]?.() ?? value }))
}

export const variantWords: Readonly<Record<string, () => string>> = {
	none: m.regulation_check_none,
	'years-as-head': m.regulation_type_years,
	'confirmed-results': m.regulation_type_results,
	achievements: m.regulation_type_achievements,
	assessment: m.regulation_type_assessment,
	'mentoring-course': m.regulation_type_course,
	organisation: m.regulation_type_organisation,
	yearly: m.regulation_type_yearly,
	'yearly-months': m.regulation_type_yearly_months,
	once: m.regulation_type_once,
	'each-stage': m.regulation_schedule_each_stage,
	every: m.regulation_type_every,
	undated: m.regulation_schedule_undated
}

/** Labels that are not those of the reading view, by `nameOf`. */
const labels: Readonly<Record<string, () => string>> = {
	title: m.regulation_editor_name,
	programTerm: m.regulation_has_program_term,
	mentorTermMonths: m.regulation_has_mentor_term,
	'mentorTermMonths number': m.regulation_months_label,
	'groupSize.max': m.regulation_has_ceiling,
	'groupSize.max number': m.regulation_section_max,
	programRequired: m.regulation_program_required,
	programContent: m.regulation_has_program_content,
	'programContent choices': m.regulation_program_content_legend,
	presentation: m.regulation_has_presentation,
	'presentation.panel': m.regulation_section_panel,
	consultations: m.regulation_has_consultations,
	composition: m.regulation_has_composition,
	incentive: m.regulation_has_incentive,
	'mentee choice': m.regulation_section_mentee,
	'relations choices': m.regulation_relations_legend,
	'relations.others': m.regulation_others_allow,
	'forms choices': m.regulation_forms_legend,
	'roles.of': m.regulation_role_of_organisation,
	'completion.by': m.regulation_completion_who,
	'reports.signedBy': m.regulation_report_signed,
	'mentorConditions.check.atLeast': m.regulation_years_least,
	'mentorConditions.check.atLeast assessment': m.regulation_share_least,
	'mentorConditions.check.inMunicipality': m.regulation_years_here,
	'mentorConditions.check.contest': m.regulation_contest_needed,
	'mentorConditions.check.contest.levels': m.regulation_contest_levels,
	'mentorConditions.check.contest.asHead': m.regulation_contest_as_head,
	'mentorConditions.check.oneOf': m.regulation_statuses_legend,
	'mentorConditions.check.orKinds': m.regulation_kinds_legend,
	'categories.check.atMost': m.regulation_share_most,
	'categories.check.oneOf': m.regulation_statuses_legend,
	'incentive.grounds.id': m.regulation_section_grounds,
	'schedule.months': m.regulation_months_legend,
	'schedule.months every': m.regulation_months_label,
	'schedule.on': m.regulation_day
}

/** `variant`: the type of the union that the field belongs to. */
export function labelOf(path: string, kind: Kind, variant = ''): string {
	const name = nameOf(path)
	const [section = ''] = name.split('.')
	const last = name.split('.').at(-1) ?? ''
	const tail = name.split('.').slice(-2).join('.')
	const words =
		labels[`${name} ${variant}`] ??
		labels[`${name} ${kind}`] ??
		labels[name] ??
		labels[`${tail} ${variant}`] ??
		labels[tail] ??
		fieldNames[`${section}.${last}`] ??
		fieldNames[last]
	if (words !== undefined) return words()
	// A part without a name is seen by its bare key, and by the test.
	return name.includes('.') ? last : sectionNames[section as keyof Regulation]()
}

const hints: Readonly<Record<string, () => string>> = {
	title: m.regulation_editor_name_hint,
	'groupSize.min': () => m.regulation_group_bounds(groupBounds),
	'groupSize.max number': () => m.regulation_group_bounds(groupBounds),
	'roles.kinds': m.regulation_role_kinds_hint,
	'composition.offices.standings': m.regulation_office_statuses_hint,
	'reports.categories': m.regulation_of_categories_hint,
	'monitoring.result': m.regulation_result_hint
}

export function hintOf(path: string, kind: Kind): string | undefined {
	const name = nameOf(path)
	return (hints[`${name} ${kind}`] ?? hints[name])?.()
}

export const sectionHints: Readonly<Partial<Record<keyof Regulation, () => string>>> = {
	inForce: m.regulation_until_hint,
	composition: m.regulation_composition_hint,
	supervision: m.regulation_supervision_hint,
	consents: m.regulation_consents_law
}

/** Texts of one line; all others have several. */
const lines = ['title', 'order.number', 'roles.title', 'monitoring.result']

export function isOneLine(path: string): boolean {
	return lines.includes(nameOf(path))
}

/** Whether the field has a meaning beside the others of its row. */
export function isShown(path: string, owner: Record<string, unknown>): boolean {
	switch (nameOf(path)) {
		// Of an organisation's own people, only a curator and a head decide in programmes (domain.md V2, S5, S7).
		case 'roles.of':
			return signatories.some((role) => role === owner['role'] && isStaffVoice(role))
		// Only where each organisation has one holder, it can be said which organisations must have one.
		case 'composition.offices.standings':
			return owner['holders'] === 'one-per-organisation'
		// Only a mentor may be a teacher (domain.md L2).
		case 'reports.signedBy':
			return owner['by'] === 'mentor'
		default:
			return true
	}
}

/** Sets the value; undefined and an empty choice that may be absent remove it, and so does what has no meaning any more. */
export function setValue(owner: Record<string, unknown>, key: string, value: unknown, path: string): void {
	if (value === undefined) Reflect.deleteProperty(owner, key)
	else owner[key] = value
	for (const other of Object.keys(owner)) {
		const otherPath = [...path.split('.').slice(0, -1), other].join('.')
		if (!isShown(otherPath, owner)) Reflect.deleteProperty(owner, other)
	}
	// A role that no longer signs is not the product's addition any more.
	const { byDefault } = owner
	if (key !== 'value' || !Array.isArray(byDefault) || !Array.isArray(value)) return
	const left = byDefault.filter((role) => value.includes(role))
	if (left.length > 0) owner['byDefault'] = left
	else delete owner['byDefault']
}

/** The sections of the editor, in order. Each is a value of the schema at the top. */
export const editedSections = [
	'order',
	'inForce',
	'programTerm',
	'mentorTermMonths',
	'groupSize',
	'mentee',
	'relations',
	'forms',
	'mentorConditions',
	'categories',
	'consents',
	'roles',
	'composition',
	'supervision',
	'programRequired',
	'programContent',
	'presentation',
	'consultations',
	'decisions',
	'completion',
	'reports',
	'monitoring',
	'process',
	'incentive',
	'checklists',
	'remarks'
] as const satisfies readonly (keyof Regulation)[]

export const schemas = regulationSchema.shape as unknown as Record<keyof Regulation, Schema>
