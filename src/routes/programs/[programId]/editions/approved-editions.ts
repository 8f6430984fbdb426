import type { IsoDate } from '#domain/calendar.ts'
import type { Ledger } from '#domain/ledger/ledger.ts'

export interface ApprovedEdition {
	/** From 1, as they came into force. */
	number: number
	hash: string
	on: IsoDate
}

export function approvedEditions(ledger: Ledger): ApprovedEdition[] {
	return ledger.matters
		.flatMap(({ matter, outcome, settledOn }) =>
			matter.type === 'edition' && outcome === 'in-force' && settledOn !== null
				? [{ hash: matter.hash, on: settledOn }]
				: []
		)
		.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
		.map((edition, index) => ({ ...edition, number: index + 1 }))
}
