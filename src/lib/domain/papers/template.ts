/**
 * The text of a template → lines of pieces. Each line is a paragraph; what begins with `# ` is the title, with `= ` a heading in
 * the middle, and `---` begins a page. In braces stands what is filled in: `{наставник:дательный}`,
 * `{наставник.должность:родительный}`, `{наставник|назначен|назначена|назначены}`, `{бланк}`.
 */
import { type CaseName, isCaseName } from './decline-name.ts'
import type { TemplateKind } from './kinds.ts'

export type Piece =
	| { type: 'text'; text: string }
	| { type: 'value'; name: string; attribute: Attribute | null; to: CaseName }
	/** By the gender of one, or the plural of several; `several` null: they are told by `male`. */
	| { type: 'forms'; name: string; male: string; female: string; several: string | null }

export type Line =
	| { type: 'paragraph' | 'title' | 'heading'; pieces: readonly Piece[] }
	/** `rest`: what stands behind it on the line. */
	| { type: 'block'; name: string; rest: string }
	| { type: 'break' }

export type TemplateProblemType =
	/** A brace that is not closed on its line, or one that closes nothing. */
	| 'unclosed'
	| 'stray-brace'
	/** Nothing of this name is known in this paper; `name` is what was written. */
	| 'unknown'
	| 'unknown-attribute'
	| 'unknown-case'
	/** It stands as it is: a text, or a block. */
	| 'no-case'
	/** `{наставник|назначен}`: one form, or more than three. */
	| 'forms'
	/** A block among other words. */
	| 'block-in-text'
	| 'empty'
	/** Than `MOST_TEMPLATE_LETTERS`. */
	| 'too-long'

export interface TemplateProblem {
	type: TemplateProblemType
	/** From 1. */
	line: number
	/** What stands in the braces; empty: there are none. */
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

/** Of the program it was pasted from: controls, soft hyphens, tabs behind a number, rows of spaces. */
function withoutTraces(line: string): string {
	return line
		.replaceAll(/[\t\v\f\u2028\u2029]/g, ' ')
		.replaceAll(/[\p{Cc}\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
		.replaceAll(/[ \u00a0]{2,}/g, ' ')
}

type Tell = (type: TemplateProblemType, name: string) => void

function parseLine(source: string, vocabulary: Vocabulary, tell: Tell): Line {
	if (/^-{3,}$/.test(source)) return { type: 'break' }
	const block = /^\{([^{}|.:]+)\}\s*(.*)$/.exec(source)
	const name = normal(block?.[1] ?? '')
	if (block !== null && typeOf(name, vocabulary) === 'block') {
		const rest = block[2] ?? ''
		if (/[{}]/.test(rest)) tell('block-in-text', name)
		return { type: 'block', name, rest }
	}
	const [, sign, rest = source] = /^([#=]) +(.*)$/.exec(source) ?? []
	return {
		type: sign === '#' ? 'title' : sign === '=' ? 'heading' : 'paragraph',
		pieces: parsePieces(rest, vocabulary, tell)
	}
}

function parsePieces(source: string, vocabulary: Vocabulary, tell: Tell): Piece[] {
	const pieces: Piece[] = []
	let at = 0
	while (at < source.length) {
		const open = source.indexOf('{', at)
		const text = source.slice(at, open === -1 ? undefined : open)
		if (text.includes('}')) tell('stray-brace', '')
		if (text !== '') pieces.push({ type: 'text', text })
		if (open === -1) break
		const close = source.indexOf('}', open)
		const inner = source.slice(open + 1, close === -1 ? undefined : close)
		if (close === -1 || inner.includes('{')) {
			tell('unclosed', inner.split('{')[0]?.trim() ?? '')
			break
		}
		const piece = parsePlaceholder(inner, vocabulary, tell)
		if (piece !== null) pieces.push(piece)
		at = close + 1
	}
	return pieces
}

function parsePlaceholder(inner: string, vocabulary: Vocabulary, tell: Tell): Piece | null {
	const [told = '', ...forms] = inner.split('|')
	const [path = '', caseName, ...more] = told.split(':').map(normal)
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
		tell(problem, inner.trim())
		return null
	}
}

function typeOf(name: string, vocabulary: Vocabulary): PlaceholderType | null {
	return Object.hasOwn(vocabulary, name) ? (vocabulary[name] ?? null) : null
}

function normal(word: string): string {
	return word.trim().toLowerCase().replaceAll(/\s+/g, ' ')
}

/** What the text of a template may ask for. Names are Russian, since a curator writes them. */

/**
 * `person`: has attributes, a case, and forms by gender: `{наставник.должность:дательный}`, `{наставник|назначен|назначена}`.
 * `noun`: has a case. `text`: stands as it is. `block`: has a line to itself.
 */
export type PlaceholderType = 'person' | 'noun' | 'text' | 'block'

/** Of a person, beside the full name; `полностью`: with the post. Those of `uninflected` have no case. */
export const attributes = ['кратко', 'полностью', 'должность', 'организация', 'подпись', 'имя'] as const
export type Attribute = (typeof attributes)[number]
export const uninflected: readonly string[] = ['подпись', 'имя']

export type Vocabulary = Readonly<Record<string, PlaceholderType>>

const everywhere = {
	орган: 'noun',
	место: 'text',
	положение: 'text',
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
const petition = {
	пункт: 'text',
	обоснование: 'text',
	адресат: 'block',
	'подпись заявителя': 'block',
	решения: 'block'
} as const satisfies Vocabulary
const extension = { 'прежний срок': 'text', 'новый срок': 'text', 'новое окончание': 'text' } as const
const change = { изменение: 'text', 'новая форма': 'text' } as const

/** What is only in some papers; `Record` so that none is forgotten. */
const special = {
	'order-pairs': { ...order, пары: 'block', оплата: 'text', исключение: 'text' },
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
	// Why somebody leaves or is to be replaced is between them and those who decide: an order is read by both.
	'order-release': { ...order, пункт: 'text', 'последний день': 'text' },
	'order-replace': {
		...order,
		пункт: 'text',
		'последний день': 'text',
		'новый наставник': 'person',
		'начало работы': 'text'
	},
	'order-extend': { ...order, ...extension, пункт: 'text', обоснование: 'text' },
	'order-change': { ...order, ...change, пункт: 'text', обоснование: 'text' },
	// The same of whoever leaves a group; what it goes on with is left out where it stays as it was.
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
	'order-closure': {
		...order,
		причина: 'text',
		уведомление: 'text',
		обоснование: 'text',
		'последний день': 'text',
		'автор заключения': 'text',
		заключение: 'text'
	},
	letter: { бланк: 'block', 'подпись руководителя': 'block' }
} as const satisfies Record<TemplateKind, Vocabulary>

export function vocabularyOf(kind: TemplateKind): Vocabulary {
	return { ...everywhere, ...special[kind] }
}
