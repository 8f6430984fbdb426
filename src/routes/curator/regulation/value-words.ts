/** Values and paths of a regulation in words. */
import { isIsoDate } from '#domain/calendar.ts'
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { ContestLevel, Regulation, Schedule } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { formatDay, unbrokenDate } from '#lib/ui/dates.ts'
import { consentKindWords } from '#lib/ui/words/consents.ts'
import {
	contentWords,
	contestWords,
	formWords,
	holdersWords,
	kindWords,
	menteeWords,
	needsWords,
	relationWords,
	scaleWords,
	signatoryWords,
	organisationStatusWords
} from '#lib/ui/words/regulation.ts'
import { roadmapTitle } from './conflict-words.ts'
import { fieldNames, sectionNames } from './section-words.ts'

export function termWords({ minMonths, maxMonths }: { minMonths: number; maxMonths: number }): string {
	return minMonths === maxMonths
		? m.regulation_months({ count: maxMonths })
		: m.regulation_months_span({ min: minMonths, max: maxMonths })
}

export function groupWords({ min, max }: Regulation['groupSize']['value']): string {
	return max === null ? m.regulation_group_any({ min }) : m.regulation_group_span({ min, max })
}

export function forceWords({ from, until }: Regulation['inForce']['value']): string {
	return until === null
		? m.regulation_force_open({ from: formatDay(from) })
		: m.regulation_force_span({ from: formatDay(from), until: formatDay(until) })
}

export function scheduleWords(schedule: Schedule): string {
	switch (schedule.type) {
		case 'yearly':
			return m.regulation_schedule_yearly({ days: schedule.days.map(formatYearDay).join(', ') })
		case 'yearly-months':
			return m.regulation_schedule_yearly_months({ months: schedule.months.map(formatMonth).join(', ') })
		case 'once':
			return m.regulation_schedule_once({ day: formatDay(schedule.on) })
		case 'each-stage':
			return m.regulation_schedule_each_stage()
		case 'every':
			return m.regulation_schedule_every({ count: schedule.months })
		case 'undated':
			return m.regulation_schedule_undated()
	}
}

type Check = Regulation['mentorConditions'][number]['check'] | Regulation['categories'][number]['check']

export function checkWords(check: Check): string {
	if (check === null) return m.regulation_check_none()
	switch (check.type) {
		case 'years-as-head': {
			const words = check.inMunicipality ? m.regulation_check_years_here : m.regulation_check_years
			return words({ count: check.atLeast })
		}
		case 'confirmed-results':
			return check.contest === null ? m.regulation_check_results() : contestCheckWords(check.contest)
		case 'achievements':
			return m.regulation_check_achievements()
		case 'assessment':
			return 'atLeast' in check
				? m.regulation_check_assessment_least({ share: check.atLeast })
				: m.regulation_check_assessment_most({ share: check.atMost })
		case 'mentoring-course':
			return m.regulation_check_course()
		case 'organisation': {
			const kinds = 'orKinds' in check ? check.orKinds.map((kind) => kindWords[kind]()) : []
			const places = [...check.oneOf.map((status) => organisationStatusWords[status]()), ...kinds]
			return m.regulation_check_organisation({ places: places.join(', ') })
		}
	}
}

function contestCheckWords({ levels, asHead }: { levels: readonly ContestLevel[]; asHead: boolean }): string {
	const words = asHead ? m.regulation_check_contest_as_head : m.regulation_check_contest
	return words({ levels: levels.map((level) => contestWords[level]()).join(', ') })
}

/** Who gets a request for a consultation first (domain.md D18). */
export function consultationWords({ firstTo }: Pick<NonNullable<Regulation['consultations']>, 'firstTo'>): string {
	return m.regulation_consultations_first({ who: signatoryWords[firstTo]() })
}

export function tierWords({ mentees, salaries }: { mentees: number; salaries: number }): string {
	return m.regulation_tier({ mentees, salaries })
}

/** «10 июня» from «06-10», a day of every year. */
function formatYearDay(yearDay: string): string {
	// While somebody types, it may be no day. The year of the formatter is a leap year, so it has every other one.
	if (!isIsoDate(`2000-${yearDay}`)) return '…'
	return unbrokenDate(formatInYear(yearDay, { day: 'numeric', month: 'long' }))
}

/** «январь», for 1 to 12. */
export function formatMonth(month: number): string {
	return formatInYear(`${String(month).padStart(2, '0')}-01`, { month: 'long' })
}

function formatInYear(yearDay: string, options: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat(getLocale(), { ...options, timeZone: 'UTC' }).format(
		new Date(`2000-${yearDay}T00:00:00Z`)
	)
}

/**
 * A path in words: `categories.0.roadmapId` → «Категории наставляемых → Резервист → Дорожная карта». `packs`:
 * regulations that may contain the path; the first one with the item gives its wording.
 */
export function pathWords(path: string, packs: readonly unknown[]): string {
	const keys = path.split('.')
	const names = keys.flatMap((key, index) => {
		if (index === 0) return isSection(key) ? sectionNames[key]() : []
		const named = fieldNames[`${keys[0]}.${key}`] ?? fieldNames[key]
		// An item may have the same name as a field: if the parent is a list, it is an item.
		const wording = packs.map((pack) => wordingOf(itemAt(pack, keys.slice(0, index), key))).find(Boolean)
		return wording ?? named?.() ?? []
	})
	return names.join(' → ')
}

function isSection(key: string): key is keyof Regulation {
	return Object.hasOwn(sectionNames, key)
}

/** The item by index or by its id; undefined if the parent is no list. */
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
	return ['kind', 'unit', 'role', 'salaries'].some((key) => key in item) ? itemWords(item) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value in words, with all its fields, so that nothing of a new or removed item is missing. */
export function valueWords(value: unknown, packs: readonly Regulation[] = []): string {
	if (value === null || value === undefined) return m.regulation_none()
	// Still being typed.
	if (Number.isNaN(value)) return '…'
	if (typeof value === 'string') return choiceWords(value, packs)
	if (Array.isArray(value)) {
		return value.length === 0 ? m.regulation_none() : value.map((one) => valueWords(one, packs)).join(', ')
	}
	return typeof value === 'object' ? objectWords(value, packs) : String(value)
}

/** The short name of a list's item. */
function itemWords(item: object): string {
	return headOf(item).words
}

function objectWords(value: object, packs: readonly Regulation[]): string {
	const { words, keys } = headOf(value)
	const more = Object.entries(value)
		.filter(([key, one]) => !keys.includes(key) && one !== null && one !== undefined && String(one) !== '')
		.map(([key, one]) => {
			const name = key === 'source' ? undefined : fieldNames[key]
			const valueText = valueWords(one, packs)
			return name === undefined ? valueText : `${lowerFirst(name())}: ${valueText}`
		})
	return more.length === 0 ? words : `${words} (${more.join('; ')})`
}

/** The name of the value, and the fields that the name covers. */
function headOf(value: object): { words: string; keys: readonly string[] } {
	if ('value' in value) return { words: valueWords(value.value), keys: ['value'] }
	if ('clause' in value) return { words: String(value.clause), keys: ['clause', 'rule'] }
	if ('type' in value) return { words: typedWords(value as { type: string }), keys: Object.keys(value) }
	if ('wording' in value) return { words: String(value.wording), keys: ['id', 'wording'] }
	if ('minMonths' in value) {
		return { words: termWords(value as { minMonths: number; maxMonths: number }), keys: ['minMonths', 'maxMonths'] }
	}
	if ('salaries' in value) {
		return { words: tierWords(value as { mentees: number; salaries: number }), keys: ['mentees', 'salaries'] }
	}
	if ('kind' in value && 'by' in value) {
		return { words: `${valueWords(value.kind)}: ${valueWords(value.by)}`, keys: ['kind', 'by'] }
	}
	if ('from' in value) return { words: forceWords(value as Regulation['inForce']['value']), keys: ['from', 'until'] }
	if ('min' in value) return { words: groupWords(value as Regulation['groupSize']['value']), keys: ['min', 'max'] }
	if ('firstTo' in value) {
		return { words: consultationWords(value as { firstTo: 'mentor' }), keys: ['firstTo'] }
	}
	if ('tiers' in value) return { words: valueWords(value.tiers), keys: ['tiers'] }
	if ('unit' in value) {
		return { words: unitWords(value as Regulation['supervision'][number]), keys: ['unit', 'kinds', 'relations'] }
	}
	if ('role' in value) {
		return { words: roleWords(value as Regulation['roles'][number]), keys: ['role', 'kinds', 'of', 'title'] }
	}
	return { words: '', keys: [] }
}

function unitWords({ unit, kinds, relations }: Regulation['supervision'][number]): string {
	return kinds.length + relations.length === 0 ? unit : `${unit} (${valueWords([...kinds, ...relations])})`
}

function roleWords({ role, kinds, of, title }: Regulation['roles'][number]): string {
	const words = `${valueWords([role, ...kinds])}: ${title}`
	return of === undefined ? words : `${words} (${valueWords(of)})`
}

const scheduleTypes = ['yearly', 'yearly-months', 'once', 'each-stage', 'every', 'undated']

function typedWords(value: { type: string }): string {
	return scheduleTypes.includes(value.type)
		? scheduleWords(value as Parameters<typeof scheduleWords>[0])
		: checkWords(value as Parameters<typeof checkWords>[0])
}

function choiceWords(text: string, packs: readonly Regulation[]): string {
	const category = packs.flatMap(({ categories }) => categories).find(({ id }) => id === text)
	if (category !== undefined) return category.wording
	const choices: Readonly<Record<string, () => string>> = {
		...kindWords,
		...formWords,
		...relationWords,
		...consentKindWords,
		...menteeWords,
		...needsWords,
		...contentWords,
		...signatoryWords,
		...organisationStatusWords,
		...holdersWords,
		...scaleWords,
		organisation: m.regulation_role_organisations,
		representative: m.regulation_minor_representative,
		allowed: m.regulation_others_allowed
	}
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text)
	return choices[text]?.() ?? roadmapTitle(text)
}
