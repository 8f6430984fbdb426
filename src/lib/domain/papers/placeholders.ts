/** What the text of a template may ask for. Names are Russian, since a curator writes them. */
import type { TemplateKind } from './kinds.ts'

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
