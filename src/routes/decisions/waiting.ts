/** What a listed ledger waits for from one person: the first thing they should do about it. */
import type { Signer } from '#domain/ledger/signing.ts'
import type { Matter } from '#domain/ledger/statement.ts'
import type { Me } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'

export type Waiting =
	| { type: 'consent' }
	| { type: 'sign'; matter: Matter['type'] }
	| { type: 'acquaint' }
	/** The curator's: a consent to personal data was taken back. */
	| { type: 'settle-consent-withdrawal' }
	/** The head's: a proposed mentor does not meet a condition. */
	| { type: 'exception' }
	| { type: 'find-mentor' }
	| { type: 'draft-order' }
	/** The mentor's, to a request for a consultation; the curator's, once no mentor takes it (domain.md D18). */
	| { type: 'answer-consultation' | 'refer-consultation' }
	/** To a remark. */
	| { type: 'answer' }

/** Null: it waits for others, or for nobody. */
export function waitingFor(listing: LedgerListing, me: Pick<Me, 'person' | 'roles'>): Waiting | null {
	const { id } = me.person
	const { speaksAs } = listing
	if (listing.missingConsents.some(({ personId }) => personId === id)) return { type: 'consent' }
	const isOwn = ({ role, personId }: Signer) =>
		personId === id || (personId === null && speaksAs.some((own) => own === role))
	const matter = listing.openMatters.find(({ waitsFor }) => waitsFor.some(isOwn))
	if (matter !== undefined) return { type: 'sign', matter: matter.type }
	// The law gives days for it.
	if (listing.hasConsentWithdrawal && speaksAs.includes('curator')) return { type: 'settle-consent-withdrawal' }
	const isConsulted = (role: Signer['role']) =>
		listing.consultationsWaitFor.some((signer) => signer.role === role && isOwn(signer))
	// Somebody waits for it.
	if (isConsulted('mentor')) return { type: 'answer-consultation' }
	if (listing.unacquaintedIds.includes(id)) return { type: 'acquaint' }
	const step = stepOf(listing, me.roles)
	if (step !== null) return step
	if (isConsulted('curator')) return { type: 'refer-consultation' }
	if (listing.phase === 'closed') return null
	// The head reads remarks.
	const isAtWork = speaksAs.includes('curator') || [...listing.mentees, ...listing.mentors].some((one) => one.id === id)
	return isAtWork && listing.unansweredIds.some((by) => by !== id) ? { type: 'answer' } : null
}

/** Towards the order, where it is this person's. A mentor is sought in the banks, which are the municipality's. */
function stepOf(listing: LedgerListing, roles: Me['roles']): Waiting | null {
	const { speaksAs } = listing
	if (listing.unmet.length > 0) return speaksAs.includes('head') ? { type: 'exception' } : null
	if (!speaksAs.includes('curator')) return null
	if (isWithoutMentor(listing)) return roles.includes('curator') ? { type: 'find-mentor' } : null
	const isDrafted = listing.openMatters.some(({ type }) => type === 'order')
	const isReady = listing.isAwaited && listing.missingConsents.length === 0 && !isDrafted
	return isReady ? { type: 'draft-order' } : null
}

/** Nobody mentors, and nobody is proposed. */
export function isWithoutMentor({ phase, mentors, isAwaited }: LedgerListing): boolean {
	return phase === 'requested' || (phase === 'active' && mentors.length === 0 && !isAwaited)
}
