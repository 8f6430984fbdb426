/** One change of one pack value each: a number or a day is another one, a choice or an item is missing, an optional part is not there. */
import type { Regulation } from '../../src/lib/domain/regulation/schema.ts'

export interface PackMutant {
	name: string
	/** The rule that the value cites. */
	rule: string
	/** Changes the pack in place. The answer changes it back. */
	apply(): () => void
}

/** Wordings and citations decide nothing. The `type` of a check goes with the check. */
const SAID_ONLY = [
	'id',
	'copyOf',
	'title',
	'wording',
	'unit',
	'result',
	'rule',
	'clause',
	'source',
	'remarks',
	'panel',
	'type'
]

export function packMutants(regulation: Regulation): PackMutant[] {
	return mutantsIn(regulation, regulation.id, null)
}

function mutantsIn(value: object, path: string, rule: string | null): PackMutant[] {
	return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
		// `order` of the pack is the document, `order` of its decisions is who signs one.
		const isSaidOnly = SAID_ONLY.includes(key) || ('copyOf' in value && key === 'order')
		if (isSaidOnly) return []
		const at = `${path}.${nameOf(one, key)}`
		const own = ruleOf(one) ?? rule
		const isWhole = key === 'schedule' && typeof one === 'object' && one !== null
		const inner = typeof one === 'object' && one !== null && !isSource(one) ? mutantsIn(one, at, own) : []
		if (own === null || own.startsWith('L')) return inner
		if (isWhole)
			return [
				...changesOfSchedule(value, one).map(({ words, apply }) => ({ name: `${at} ${words}`, rule: own, apply })),
				...inner
			]
		return [
			...changesOf(value, key, one).map(({ words, apply }) => ({ name: `${at} ${words}`, rule: own, apply })),
			...inner
		]
	})
}

interface Change {
	words: string
	apply: PackMutant['apply']
}

function changesOf(parent: object, key: string, value: unknown): Change[] {
	const set = (words: string, other: unknown) => setting(parent, key, value, words, other)
	if (Array.isArray(parent)) return [without(parent, value)]
	if (key === 'others') return [set('missing', undefined)]
	if (typeof value === 'number') return [set(`${value} → ${value + 1}`, value + 1)]
	if (typeof value === 'boolean') return [set(`${value} → ${!value}`, !value)]
	if (typeof value === 'string') return [set(`${value} → ${another(value)}`, another(value))]
	if (key === 'check' && value !== null && 'roadmapId' in parent) return [set('→ null', null)]
	if (isOptional(parent, key, value)) return [set('→ null', null)]
	return []
}

/** A day where the regulation names none, and none where it names one. */
function changesOfSchedule(item: object, schedule: object): Change[] {
	const isUndated = 'type' in schedule && schedule.type === 'undated'
	const other = isUndated ? { type: 'yearly', days: ['03-15'] } : { type: 'undated' }
	return [setting(item, 'schedule', schedule, isUndated ? 'with a day' : 'without a day', other)]
}

function setting(parent: object, key: string, value: unknown, words: string, other: unknown): Change {
	return {
		words,
		apply: () => {
			Reflect.set(parent, key, other)
			return () => void Reflect.set(parent, key, value)
		}
	}
}

function without(list: unknown[], item: unknown): Change {
	const words = typeof item === 'object' ? 'missing' : `without ${String(item)}`
	return {
		words,
		apply: () => {
			const at = list.indexOf(item)
			list.splice(at, 1)
			return () => void list.splice(at, 0, item)
		}
	}
}

const opposites: Readonly<Record<string, string>> = {
	person: 'team',
	team: 'person',
	mentor: 'mentee',
	mentee: 'mentor',
	curator: 'head',
	head: 'curator',
	plan: 'ground',
	ground: 'plan'
}

/** The other choice, another day, or a word that is no choice. */
function another(value: string): string {
	if (opposites[value] !== undefined) return opposites[value]
	const day = /^(.*)(\d\d)$/.exec(value)
	return day === null ? `not-${value}` : `${day[1]}${day[2] === '28' ? '27' : '28'}`
}

/** A part that a regulation may lack stands at the top of the pack with its own source. */
function isOptional(parent: object, key: string, value: unknown): boolean {
	const parts = [
		'programTerm',
		'mentorTermMonths',
		'programRequired',
		'programContent',
		'presentation',
		'consultations',
		'incentive',
		'composition'
	]
	return 'copyOf' in parent && parts.includes(key) && value !== null
}

function isSource(value: object): boolean {
	return 'clause' in value && 'rule' in value
}

function ruleOf(value: unknown): string | null {
	if (typeof value !== 'object' || value === null) return null
	const source: unknown = 'source' in value ? value.source : value
	if (typeof source !== 'object' || source === null || !('rule' in source)) return null
	return typeof source.rule === 'string' ? source.rule : null
}

function nameOf(item: unknown, key: string): string {
	return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : key
}
