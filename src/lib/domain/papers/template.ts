/**
 * Parses the text of a template into lines of pieces. Each line is a paragraph. `# ` begins a title, `= ` a centred heading, `---`
 * a new page. Placeholders are in braces: `{наставник:дательный}`, `{наставник.должность:родительный}`,
 * `{наставник|назначен|назначена|назначены}`, `{бланк}`.
 */
import { type CaseName, isCaseName } from './decline-name.ts'
import type { TemplateKind } from './kinds.ts'

export type Piece =
	| { type: 'text'; text: string }
	| { type: 'value'; name: string; attribute: Attribute | null; to: CaseName }
	/** By the gender of one person, or the plural of several; `several` null: `male` is used. */
	| { type: 'forms'; name: string; male: string; female: string; several: string | null }

export type Line =
	| { type: 'paragraph' | 'title' | 'heading'; pieces: readonly Piece[] }
	/** `rest`: the text after it on the line. */
	| { type: 'block'; name: string; rest: string }
	| { type: 'break' }

export type TemplateProblemType =
	/** A brace is not closed on its line, or closes nothing (`stray-brace`). */
	| 'unclosed'
	| 'stray-brace'
	/** This paper has no placeholder of this name; `name` is what was written. */
	| 'unknown'
	| 'unknown-attribute'
	| 'unknown-case'
	/** This placeholder has no case. */
	| 'no-case'
	/** `{наставник|назначен}`: one form, or more than three; or the placeholder is no person. */
	| 'forms'
	/** A block is among other words. */
	| 'block-in-text'
	| 'empty'
	/** Longer than `MOST_TEMPLATE_LETTERS`. */
	| 'too-long'

export interface TemplateProblem {
	type: TemplateProblemType
	/** From 1. */
	line: number
	/** The text in the braces; empty: there are none. */
	name: string
}

export type ParsedTemplate = { ok: true; lines: readonly Line[] } | { ok: false; problems: readonly TemplateProblem[] }

/** Longer than any paper of this kind. */
export const MOST_TEMPLATE_LETTERS = 20_000

export function parseTemplate(text: string, vocabulary: Vocabulary): ParsedTemplate {
	if (text.length > MOST_TEMPLATE_LETTERS) {
		const line = text.slice(0, MOST_TEMPLATE_LETTERS).split('\n').length
		return { ok: false, problems: [{ type: 'too-long', line, name: '' }] }
	}
	const problems: TemplateProblem[] = []
	const lines: Line[] = []
	for (const [index, source] of text.split('\n').entries()) {
		const trimmed = withoutTraces(source).trim()
		if (trimmed === '') continue
		const line = parseLine(trimmed, vocabulary, (type, name) => problems.push({ type, line: index + 1, name }))
		lines.push(line)
	}
	if (lines.length === 0) problems.push({ type: 'empty', line: 1, name: '' })
	return problems.length === 0 ? { ok: true, lines } : { ok: false, problems }
}

/** Removes traces of the program it was pasted from: control characters, soft hyphens, tabs, repeated spaces. */
function withoutTraces(line: string): string {
	return line
		.replaceAll(/[\t\v\f\u2028\u2029]/g, ' ')
		.replaceAll(/[\p{Cc}\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
		.replaceAll(/[ \u00a0]{2,}/g, ' ')
}

type ReportProblem = (type: TemplateProblemType, name: string) => void

function parseLine(source: string, vocabulary: Vocabulary, report: ReportProblem): Line {
	if (/^-{3,}$/.test(source)) return { type: 'break' }
	const block = /^\{([^{}|.:]+)\}\s*(.*)$/.exec(source)
	const name = normal(block?.[1] ?? '')
	if (block !== null && typeOf(name, vocabulary) === 'block') {
		const rest = block[2] ?? ''
		if (/[{}]/.test(rest)) report('block-in-text', name)
		return { type: 'block', name, rest }
	}
	const [, sign, rest = source] = /^([#=]) +(.*)$/.exec(source) ?? []
	return {
		type: sign === '#' ? 'title' : sign === '=' ? 'heading' : 'paragraph',
		pieces: parsePieces(rest, vocabulary, report)
	}
}

function parsePieces(source: string, vocabulary: Vocabulary, report: ReportProblem): Piece[] {
	const pieces: Piece[] = []
	let at = 0
	while (at < source.length) {
		const open = source.indexOf('{', at)
		const text = source.slice(at, open === -1 ? undefined : open)
		if (text.includes('}')) report('stray-brace', '')
		if (text !== '') pieces.push({ type: 'text', text })
		if (open === -1) break
		const close = source.indexOf('}', open)
		const inner = source.slice(open + 1, close === -1 ? undefined : close)
		if (close === -1 || inner.includes('{')) {
			report('unclosed', inner.split('{')[0]?.trim() ?? '')
			break
		}
		const piece = parsePlaceholder(inner, vocabulary, report)
		if (piece !== null) pieces.push(piece)
		at = close + 1
	}
	return pieces
}

function parsePlaceholder(inner: string, vocabulary: Vocabulary, report: ReportProblem): Piece | null {
	const [reference = '', ...forms] = inner.split('|')
	const [path = '', caseName, ...more] = reference.split(':').map(normal)
	const [name = '', attribute, ...deeper] = path.split('.').map(normal)
	const type = typeOf(name, vocabulary)
	if (type === null) return refuse('unknown')
	if (type === 'block') return refuse('block-in-text')
	if (forms.length > 0) {
		const [male = '', female = '', several = null] = forms
		if (type !== 'person' || attribute !== undefined || caseName !== undefined) return refuse('forms')
		return forms.length === 2 || forms.length === 3 ? { type: 'forms', name, male, female, several } : refuse('forms')
	}
	const known = attributes.find((one) => one === attribute) ?? null
	if (deeper.length > 0 || (attribute !== undefined && (type !== 'person' || known === null))) {
		return refuse('unknown-attribute')
	}
	if (caseName === undefined) return { type: 'value', name, attribute: known, to: 'именительный' }
	if (type === 'text' || (known !== null && uninflected.includes(known))) return refuse('no-case')
	return more.length === 0 && isCaseName(caseName)
		? { type: 'value', name, attribute: known, to: caseName }
		: refuse('unknown-case')

	function refuse(problem: TemplateProblemType): null {
		report(problem, inner.trim())
		return null
	}
}

function typeOf(name: string, vocabulary: Vocabulary): PlaceholderType | null {
	return Object.hasOwn(vocabulary, name) ? (vocabulary[name] ?? null) : null
}

function normal(word: string): string {
	return word.trim().toLowerCase().replaceAll(/\s+/g, ' ')
}

/**
 * Placeholder names are Russian, because curators write them. `person`: has attributes, a case, and forms by gender:
 * `{наставник.должность:дательный}`, `{наставник|назначен|назначена}`. `noun`: has a case. `text`: is used unchanged. `block`:
 * needs its own line.
 */
export type PlaceholderType = 'person' | 'noun' | 'text' | 'block'

/** Attributes of a person besides the full name; `полностью`: with the post. Those in `uninflected` have no case. */
export const attributes = ['кратко', 'полностью', 'должность', 'организация', 'подпись', 'имя'] as const
export type Attribute = (typeof attributes)[number]
export const uninflected: readonly string[] = ['подпись', 'имя']

export type Vocabulary = Readonly<Record<string, PlaceholderType>>

const everywhere = {
	орган: 'noun',
	место: 'text',
	положение: 'text',
	'положение о наставничестве': 'noun',
	руководитель: 'person',
	куратор: 'person',
	'роль куратора': 'noun',
	наставник: 'person',
	наставляемый: 'person',
	программа: 'text',
	форма: 'text',
	вид: 'text',
	срок: 'text',
	начало: 'text',
	окончание: 'text',
	приказ: 'noun'
} as const satisfies Vocabulary

const order = {
	бланк: 'block',
	'подпись руководителя': 'block',
	'лист ознакомления': 'block'
} as const satisfies Vocabulary
/**
 * The order that set what a mentor with an employment contract is paid, and from when that ends; from when only the additional
 * agreement ends, if there is no pay to end. Lines that do not apply are left out, without a contract all of them.
 */
const pay = {
	'приказ о выплатах': 'noun',
	'конец выплат': 'text',
	'конец соглашения': 'text'
} as const satisfies Vocabulary
/** The last day of a mentor who has begun, or the order that appointed one who has not: the line of the other is left out. */
const duties = {
	'последний день': 'text',
	'окончание обязанностей': 'text',
	'приказ о назначении': 'noun'
} as const satisfies Vocabulary
const petition = {
	пункт: 'text',
	обоснование: 'text',
	адресат: 'block',
	'подпись заявителя': 'block',
	решения: 'block'
} as const satisfies Vocabulary
const extension = { 'прежний срок': 'text', 'новый срок': 'text', 'новое окончание': 'text' } as const
const thanks = { бланк: 'block', 'подпись руководителя': 'block' } as const
const change = { изменение: 'text', 'новая форма': 'text' } as const

/** Placeholders of single papers; `Record` makes sure that no paper is forgotten. */
const special = {
	'order-pairs': { ...order, пары: 'block', оплата: 'text', 'срок составления': 'text' },
	agreement: {
		'дата и место': 'block',
		'подписи сторон': 'block',
		работодатель: 'noun',
		'представитель работодателя': 'person',
		оплата: 'text',
		основание: 'noun',
		изменение: 'text',
		продление: 'text',
		'вступление в силу': 'text'
	},
	'petition-release': petition,
	'petition-replace': petition,
	'petition-extend': { ...petition, ...extension, 'согласие сторон': 'block' },
	'petition-change': { ...petition, ...change, 'согласие сторон': 'block' },
	'petition-leave': { ...petition, участник: 'person' },
	// The ground for leaving or a replacement is only for those who decide; an order is read by both sides.
	'order-release': { ...order, ...pay, ...duties, пункт: 'text' },
	'order-replace': {
		...order,
		...pay,
		...duties,
		пункт: 'text',
		'автор ходатайства': 'text',
		'новый наставник': 'person',
		'начало работы': 'text'
	},
	'order-extend': { ...order, ...extension, пункт: 'text', обоснование: 'text' },
	'order-change': { ...order, ...change, пункт: 'text', обоснование: 'text' },
	// The same for a mentee who leaves a group. The line with new forms is left out if they do not change.
	'order-join': { ...order, участник: 'person', 'начало работы': 'text' },
	'order-leave': { ...order, участник: 'person', 'последний день': 'text', 'новая форма': 'text' },
	notice: {
		действие: 'text',
		обоснование: 'text',
		'последний день': 'text',
		адресат: 'block',
		'подпись заявителя': 'block',
		'отметка о получении': 'block'
	},
	statement: {
		обоснование: 'text',
		'последний день': 'text',
		адресат: 'block',
		'подпись заявителя': 'block',
		'отметка о получении': 'block'
	},
	'order-closure': {
		...order,
		...pay,
		участники: 'text',
		причина: 'text',
		'краткая причина': 'text',
		уведомление: 'text',
		обоснование: 'text',
		'последний день': 'text',
		'автор заключения': 'text',
		заключение: 'text'
	},
	// Each text has its words before it, and a line for each of its own; a text that was not written is left out with them.
	feedback: {
		участник: 'person',
		адресат: 'block',
		удалось: 'block',
		'не удалось': 'block',
		помогло: 'block',
		'подпись заявителя': 'block'
	},
	diploma: thanks,
	letter: thanks
} as const satisfies Record<TemplateKind, Vocabulary>

export function vocabularyOf(kind: TemplateKind): Vocabulary {
	return { ...everywhere, ...special[kind] }
}
