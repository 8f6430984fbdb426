/** Why the last step towards a programme came to nothing: whoever takes the next should know. */
import { isAwaited, refusedProposals, type Ledger } from './ledger.ts'

export type Setback =
	{ type: 'proposal-refused'; name: string; ground: string | null } | { type: 'order-declined'; ground: string }

export interface MentorRefusal {
	by: 'mentor' | 'mentee'
	/** ISO instant. */
	at: string
}

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

/** The newest, by the mentor themselves or by one of those they were proposed to; null: there is none. */
export function mentorRefusal(ledger: Ledger, mentorId: string): MentorRefusal | null {
	const refusals = refusedProposals(ledger)
		.filter(({ mentorIds }) => mentorIds.includes(mentorId))
		.flatMap(({ refusal }) => refusal ?? [])
	// Of two proposed together, one may have refused and the other not.
	const newest = refusals.findLast(({ by }) => by.role === 'mentee' || by.personId === mentorId)
	return newest === undefined ? null : { by: newest.by.role === 'mentee' ? 'mentee' : 'mentor', at: newest.at }
}
