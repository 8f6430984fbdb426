/** The list of decisions after what this device has said and the server has not heard yet: nobody is asked again for that. */
import type { Signer } from '#domain/ledger/signing.ts'
import type { Command } from '#domain/ledger/statement.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'

/** `commands`: of `personId`, of any programme. What a list does not tell one by one, such as answers to remarks, is asked for still. */
export function withSaid(listing: LedgerListing, commands: readonly Command[], personId: string): LedgerListing {
	return saidOf(listing, commands).reduce((before, command) => afterCommand(before, command, personId), listing)
}

export function saidOf({ programId }: LedgerListing, commands: readonly Command[]): Command[] {
	return commands.filter((command) => command.programId === programId)
}

function afterCommand(listing: LedgerListing, { role, statement }: Command, personId: string): LedgerListing {
	const { missingConsents, openMatters } = listing
	switch (statement.type) {
		case 'consent': {
			const isGiven = (one: LedgerListing['missingConsents'][number]) =>
				one.personId === personId && one.kind === statement.kind
			return { ...listing, missingConsents: missingConsents.filter((one) => !isGiven(one)) }
		}
		case 'refuse-proposal':
			return { ...listing, missingConsents: missingConsents.filter((one) => one.personId !== personId) }
		case 'sign':
		case 'decline': {
			const isOwn = (signer: Signer) =>
				signer.role === role && (signer.personId === null || signer.personId === personId)
			return {
				...listing,
				openMatters: openMatters.map((one) =>
					one.id === statement.matterId ? { ...one, waitsFor: one.waitsFor.filter((signer) => !isOwn(signer)) } : one
				)
			}
		}
		default:
			return listing
	}
}
