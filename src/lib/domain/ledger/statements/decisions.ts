/** The decisions that need signatures: every type with its row. The order is that in which they are offered. */
import type { IsoDate } from '../../calendar.ts'
import type { Ledger, RaisedDecision, Asker } from '../ledger.ts'
import type { Decision } from '../statement.ts'
import { closureDecisions } from './closure.ts'
import { editionDecisions } from './edition.ts'
import { memberDecisions } from './members.ts'
import { orderDecisions } from './order.ts'
import type { DecisionRow, DecisionRows, OfferFacts } from './row.ts'

const rows = { ...editionDecisions, ...orderDecisions, ...memberDecisions, ...closureDecisions }
const all: DecisionRows<Decision['type']> = rows

export function decisionRowOf<D extends Decision>({ type }: D): DecisionRow<D> {
	return all[type] as unknown as DecisionRow<D>
}

/** What each type offers. */
type DecisionOffer = OffersOf<typeof rows>
export type OffersOf<Rows> = {
	[Type in keyof Rows]: Rows[Type] extends { offers: (...known: never[]) => readonly (infer One)[] } ? One : never
}[keyof Rows]

export function offerDecisions(ledger: Ledger, by: Asker, known: OfferFacts): DecisionOffer[] {
	const listed: readonly DecisionRow<never>[] = Object.values(rows)
	return listed.flatMap(({ offers }) => (offers?.(ledger, by, known) ?? []) as readonly DecisionOffer[])
}

export function enactDecision(ledger: Ledger, raised: RaisedDecision, on: IsoDate): Ledger {
	return decisionRowOf(raised.matter).enact(ledger, raised.matter, raised, on)
}
