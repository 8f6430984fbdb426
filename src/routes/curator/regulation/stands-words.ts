/** What stands somewhere in a regulation, in words. */
import { lowerFirst } from '#domain/papers/decline-phrase.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { consentKindWords } from '#lib/ui/words/consent-words.ts'
import {
	contentWords,
	formWords,
	holdersWords,
	kindWords,
	menteeWords,
	needsWords,
	relationWords,
	signatoryWords,
	standingWords
} from '#lib/ui/words/regulation-choices.ts'
import { m } from '#lib/paraglide/messages.js'
import { roadmapTitle } from './conflict-words.ts'
import { fieldNames } from './part-names.ts'
import {
	checkWords,
	consultationWords,
	forceWords,
	groupWords,
	scheduleWords,
	termWords,
	tierWords
} from './value-words.ts'

/** What stands at the path: all of it, so that nothing of an item that is new or lost goes untold. */
export function standsWords(value: unknown, packs: readonly Regulation[] = []): string {
	if (value === null || value === undefined) return m.regulation_none()
	if (typeof value === 'string') return choiceWords(value, packs)
	if (Array.isArray(value)) {
		return value.length === 0 ? m.regulation_none() : value.map((one) => standsWords(one, packs)).join(', ')
	}
	return typeof value === 'object' ? objectWords(value, packs) : String(value)
}

/** What an item of a list is called by. */
export function itemWords(item: object): string {
	return headOf(item).words
}

function objectWords(value: object, packs: readonly Regulation[]): string {
	const { words, keys } = headOf(value)
	const more = Object.entries(value)
		.filter(([key, one]) => !keys.includes(key) && one !== null && one !== undefined && String(one) !== '')
		.map(([key, one]) => {
			const name = key === 'source' ? undefined : fieldNames[key]
			const told = standsWords(one, packs)
			return name === undefined ? told : `${lowerFirst(name())}: ${told}`
		})
	return more.length === 0 ? words : `${words} (${more.join('; ')})`
}

/** What it is called by, and which of its fields that tells. */
function headOf(value: object): { words: string; keys: readonly string[] } {
	if ('value' in value) return { words: standsWords(value.value), keys: ['value'] }
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
		return { words: `${standsWords(value.kind)}: ${standsWords(value.by)}`, keys: ['kind', 'by'] }
	}
	if ('from' in value) return { words: forceWords(value as Regulation['inForce']['value']), keys: ['from', 'until'] }
	if ('min' in value) return { words: groupWords(value as Regulation['groupSize']['value']), keys: ['min', 'max'] }
	if ('firstTo' in value) {
		return { words: consultationWords(value as { firstTo: 'mentor' }), keys: ['firstTo'] }
	}
	if ('tiers' in value) return { words: standsWords(value.tiers), keys: ['tiers'] }
	if ('unit' in value) {
		return { words: unitWords(value as Regulation['supervision'][number]), keys: ['unit', 'kinds', 'relations'] }
	}
	if ('role' in value) {
		return { words: roleWords(value as Regulation['roles'][number]), keys: ['role', 'kinds', 'of', 'title'] }
	}
	return { words: '', keys: [] }
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
		...standingWords,
		...holdersWords,
		organisation: m.regulation_role_organisations,
		representative: m.regulation_minor_representative
	}
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text)
	return choices[text]?.() ?? roadmapTitle(text)
}
