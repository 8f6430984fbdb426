/** Why the last step towards a programme came to nothing: whoever takes the next should know. */
import { isAwaited, type Ledger } from './ledger.ts'

export type Setback =
	{ type: 'proposal-refused'; name: string; ground: string } | { type: 'order-declined'; ground: string }

/** Null: nothing did, or another step has been taken since. */
export function setbackOf(ledger: Ledger): Setback | null {
	const { phase, proposal, matters } = ledger
	if (phase === 'closed' || proposal === null) return null
	if (proposal.refusal !== null) {
		const { by, ground } = proposal.refusal
		return { type: 'proposal-refused', name: by.name, ground }
	}
	const order = matters.findLast(({ matter }) => matter.type === 'order' && matter.proposalId === proposal.id)
	if (!isAwaited(ledger) || order?.outcome !== 'declined') return null
	return { type: 'order-declined', ground: order.ground ?? '' }
}
