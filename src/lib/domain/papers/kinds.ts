/** The kinds of papers, which of them a curator may reword, and the order that each decision becomes. */
import type { Decision } from '../ledger/statement.ts'
import type { ConsentKind } from '../regulation/schema.ts'

/** Papers filled from a template that the curator may edit. */
export const templateKinds = [
	'order-pairs',
	'agreement',
	'petition-release',
	'petition-replace',
	'petition-extend',
	'petition-change',
	'petition-leave',
	'order-release',
	'order-replace',
	'order-extend',
	'order-change',
	'order-join',
	'order-leave',
	'notice',
	'statement',
	'order-closure',
	'feedback',
	'diploma',
	'letter'
] as const
export type TemplateKind = (typeof templateKinds)[number]

export type OrderKind = Extract<TemplateKind, `order-${string}`>

/** The order that a decision becomes with its signatures; an edition has none, it is read beside the plan. */
export const orderPapers: Readonly<Record<Exclude<Decision['type'], 'edition'>, OrderKind>> = {
	order: 'order-pairs',
	extend: 'order-extend',
	change: 'order-change',
	release: 'order-release',
	replace: 'order-replace',
	join: 'order-join',
	leave: 'order-leave',
	closure: 'order-closure'
}

/** Papers that nobody edits: the law words them, and they are kept as signed (domain.md L3). */
export const consentPapers = {
	'consent-duties': 'duties',
	'consent-personal-data': 'personal-data',
	'consent-publication': 'publication'
} as const satisfies Record<string, ConsentKind>
export type ConsentPaper = keyof typeof consentPapers

export const consentPaperKinds: readonly ConsentPaper[] = [
	'consent-duties',
	'consent-personal-data',
	'consent-publication'
]

/** The personalised programme itself (domain.md T9, S10): made of an edition of the plan. */
export const PROGRAM_PAPER = 'program'

export type PaperKind = TemplateKind | ConsentPaper | typeof PROGRAM_PAPER

export function isConsentPaper(kind: PaperKind): kind is ConsentPaper {
	return kind in consentPapers
}

/** Names used in file names. */
export const paperNames: Readonly<Record<PaperKind, string>> = {
	program: 'Персонализированная программа наставничества',
	'order-pairs': 'Приказ о закреплении наставнических пар',
	agreement: 'Дополнительное соглашение',
	'petition-release': 'Заявление о сложении обязанностей наставника',
	'petition-replace': 'Ходатайство о замене наставника',
	'petition-extend': 'Ходатайство о продлении программы',
	'petition-change': 'Ходатайство об изменении программы',
	'petition-leave': 'Заявление о выходе из наставнической группы',
	'order-release': 'Приказ о сложении обязанностей наставника',
	'order-replace': 'Приказ о замене наставника',
	'order-extend': 'Приказ о продлении программы',
	'order-change': 'Приказ об изменении программы',
	'order-join': 'Приказ о включении в наставническую группу',
	'order-leave': 'Приказ о выходе из наставнической группы',
	notice: 'Уведомление о досрочном отказе',
	statement: 'Заявление о прекращении участия в наставничестве',
	'order-closure': 'Приказ о завершении программы',
	feedback: 'Отзыв наставляемого',
	diploma: 'Диплом наставника',
	letter: 'Благодарственное письмо',
	'consent-duties': 'Согласие на участие в наставничестве',
	'consent-personal-data': 'Согласие на обработку персональных данных',
	'consent-publication': 'Согласие на публикацию'
}
