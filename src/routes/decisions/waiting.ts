/** What a listed ledger waits for from one person: the first thing they should do about it. */
import type { Matter } from '#domain/ledger/statement.ts'
import type { Me } from '#protocol/api.ts'
import type { LedgerListing } from '#protocol/ledger-api.ts'

export type Waiting =
	| { type: 'consent' }
	| { type: 'sign'; matter: Matter['type'] }
	/** The head's: a proposed mentor does not meet a condition. */
	| { type: 'exception' }
	| { type: 'find-mentor' }
	| { type: 'draft-order' }

/** Null: it waits for others, or for nobody. */
export function waitingFor(listing: LedgerListing, me: Pick<Me, 'person' | 'roles'>): Waiting | null {
	const { id } = me.person
	const isCurator = me.roles.includes('curator')
	const isHead = me.roles.includes('head')
	if (listing.missingConsents.some(({ personId }) => personId === id)) return { type: 'consent' }
	const matter = listing.openMatters.find(({ waitsFor }) =>
		waitsFor.some(({ role, personId }) => personId === id || (personId === null && me.roles.includes(role)))
	)
	if (matter !== undefined) return { type: 'sign', matter: matter.type }
	if (listing.unmet.length > 0) return isHead ? { type: 'exception' } : null
	if (!isCurator) return null
	if (isWithoutMentor(listing)) return { type: 'find-mentor' }
	const isDrafted = listing.openMatters.some(({ type }) => type === 'order')
	const isReady = listing.isAwaited && listing.missingConsents.length === 0 && !isDrafted
	return isReady ? { type: 'draft-order' } : null
}

/** Nobody mentors, and nobody is proposed. */
export function isWithoutMentor({ phase, mentors, isAwaited }: LedgerListing): boolean {
	return phase === 'requested' || (phase === 'active' && mentors.length === 0 && !isAwaited)
}
