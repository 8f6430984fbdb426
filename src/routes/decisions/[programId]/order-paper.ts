import type { Matter } from '#domain/ledger/statement.ts'
import type { PaperKind } from '#domain/papers/kinds.ts'

/** The order that a matter becomes by its signatures; an edition is read beside the plan. */
export const orderPapers: Readonly<Record<Exclude<Matter['type'], 'edition'>, PaperKind>> = {
	order: 'order-pairs',
	extend: 'order-extend',
	change: 'order-change',
	release: 'order-release',
	replace: 'order-replace',
	join: 'order-join',
	leave: 'order-leave',
	closure: 'order-closure'
}
