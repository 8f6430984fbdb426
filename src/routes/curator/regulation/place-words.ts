/** Where in a regulation something stands, and what stands there, in words: `categories.0.roadmapId` → «Категории наставляемых → Резервист → Дорожная карта». */
import type { Regulation } from '#domain/regulation/schema.ts'
import { formatDay } from '#lib/components/dates.ts'
import {
	consentWords,
	decisionWords,
	formWords,
	kindWords,
	menteeWords,
	needsWords,
	relationWords,
	signatoryWords
} from '#lib/components/regulation-choices.ts'
import { m } from '#lib/paraglide/messages.js'
import { roadmapTitle } from './conflict-words.ts'
import { checkWords, forceWords, groupWords, scheduleWords, termWords, tierWords } from './value-words.ts'

/** Of the top of a pack. */
export const partNames: Readonly<Record<keyof Regulation, () => string>> = {
	id: m.regulation_part_title,
	copyOf: m.regulation_part_title,
	title: m.regulation_editor_name,
	order: m.regulation_part_order,
	inForce: m.regulation_part_in_force,
	mentee: m.regulation_part_mentee,
	roles: m.regulation_part_roles,
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
	presentation: m.regulation_part_presentation,
	decisions: m.regulation_part_decisions,
	completion: m.regulation_part_completion,
	reports: m.regulation_part_reports,
	monitoring: m.regulation_part_monitoring,
	process: m.regulation_part_process,
	incentive: m.regulation_part_incentive,
	remarks: m.regulation_part_remarks
}

const fieldNames: Readonly<Record<string, () => string>> = {
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
	unit: m.regulation_part_unit,
	panel: m.regulation_part_panel
}

/** `packs`: those the path may be of; an item is named by its wording in the first that has it. */
export function placeWords(path: string, packs: readonly unknown[]): string {
	const keys = path.split('.')
	const names = keys.flatMap((key, index) => {
		if (index === 0) return isPart(key) ? partNames[key]() : []
		const named = fieldNames[`${keys[0]}.${key}`] ?? fieldNames[key]
		// An item may be called as a field is: it is the list that says which.
		const wording = packs.map((pack) => wordingOf(itemAt(pack, keys.slice(0, index), key))).find(Boolean)
		return wording ?? named?.() ?? []
	})
	return names.join(' → ')
}

/** What stands at the path. */
export function standsWords(value: unknown): string {
	if (value === null || value === undefined) return m.regulation_none()
	if (typeof value === 'string') return choiceWords(value)
	if (Array.isArray(value)) return value.length === 0 ? m.regulation_none() : value.map(standsWords).join(', ')
	return typeof value === 'object' ? objectWords(value) : String(value)
}

function objectWords(value: object): string {
	if ('value' in value) return standsWords(value.value)
	if ('wording' in value) return String(value.wording)
	if ('minMonths' in value) return termWords(value as { minMonths: number; maxMonths: number })
	if ('salaries' in value) return tierWords(value as { mentees: number; salaries: number })
	if ('clause' in value) return String(value.clause)
	if ('kind' in value && 'by' in value) return `${standsWords(value.kind)}: ${standsWords(value.by)}`
	if ('from' in value) return forceWords(value as Regulation['inForce']['value'])
	if ('min' in value) return groupWords(value as Regulation['groupSize']['value'])
	if ('tiers' in value) return standsWords(value.tiers)
	if ('type' in value) return typedWords(value as { type: string })
	if ('unit' in value) return unitWords(value as Regulation['supervision'][number])
	if ('role' in value) return roleWords(value as Regulation['roles'][number])
	return 'title' in value ? String(value.title) : ''
}

function unitWords({ unit, kinds, relations }: Regulation['supervision'][number]): string {
	return kinds.length + relations.length === 0 ? unit : `${unit} (${standsWords([...kinds, ...relations])})`
}

function roleWords({ role, kinds, of, title }: Regulation['roles'][number]): string {
	const words = `${standsWords([role, ...kinds])}: ${title}`
	return of === undefined ? words : `${words} (${standsWords(of)})`
}

const scheduleTypes = ['yearly', 'yearly-months', 'once', 'each-stage', 'every', 'undated']

function typedWords(value: { type: string }): string {
	return scheduleTypes.includes(value.type)
		? scheduleWords(value as Parameters<typeof scheduleWords>[0])
		: checkWords(value as Parameters<typeof checkWords>[0])
}

function choiceWords(text: string): string {
	const choices: Readonly<Record<string, () => string>> = {
		...kindWords,
		...formWords,
		...relationWords,
		...consentWords,
		...menteeWords,
		...needsWords,
		...signatoryWords,
		organisation: m.regulation_role_institutions
	}
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text)
	return choices[text]?.() ?? roadmapTitle(text)
}

function isPart(key: string): key is keyof Regulation {
	return Object.hasOwn(partNames, key)
}

/** By index, or by the item's id. */
function itemAt(pack: unknown, parents: readonly string[], key: string): unknown {
	const list = parents.reduce<unknown>((value, each) => childOf(value, each), pack)
	return Array.isArray(list) ? childOf(list, key) : undefined
}

function childOf(value: unknown, key: string): unknown {
	if (Array.isArray(value)) {
		const items: unknown[] = value
		return items[Number(key)] ?? items.find((item) => isObject(item) && item.id === key)
	}
	return isObject(value) ? value[key] : undefined
}

function wordingOf(item: unknown): string | undefined {
	if (!isObject(item)) return undefined
	if (typeof item.wording === 'string' && item.wording !== '') return item.wording
	return ['kind', 'unit', 'role', 'salaries'].some((key) => key in item) ? standsWords(item) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}
