/** How the shown moment of the plan differs from the present, item by item. */
import { createContext } from 'svelte'
import type * as Y from 'yjs'
import { isLongText } from '#domain/plan/fields.ts'
import type { PlanChange } from '#domain/plan/history/change.ts'
import type { RestorePlace } from '#domain/plan/history/restore.ts'

/** The past plan on the screen, for the buttons below. */
export interface ShownPast {
	doc: Y.Doc
	/** Whether bringing that back would change the present plan. */
	differs(place: RestorePlace): boolean
}

export const [getPast, setPast] = createContext<ShownPast>()

/**
 * `changes`: from the present to the past. A text has its own button where it has words to bring back, unless all of its item is
 * missing now.
 */
export function differsIn(
	changes: readonly PlanChange[],
	{ kind, id, text }: RestorePlace,
	agreementIds: string[]
): boolean {
	const own = changes.filter((change) => change.kind === kind && change.itemId === id)
	const isMissing = own.some(({ type }) => type === 'restored')
	const isText = (change: PlanChange) => 'field' in change && isLongText(change)
	if (text !== undefined)
		return !isMissing && own.some((change) => isText(change) && change.type === 'changed' && change.after !== null)
	const ofAgreements = changes.filter(({ kind, itemId }) => kind === 'agreement' && agreementIds.includes(itemId))
	return [...own.filter((change) => !isText(change)), ...ofAgreements].some(({ type }) => restorable.has(type))
}

const restorable: ReadonlySet<PlanChange['type']> = new Set(['restored', 'changed', 'marked', 'moved'])
