/** The list of decisions in the order of a person's work: what waits for them, and the rest by how far it has come. */
import type { Command } from '#domain/ledger/statement.ts'
import { search } from '#domain/text.ts'
import type { Me } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { saidOf, withSaid } from './said-here.ts'
import { isWithoutMentor, waitingFor, type Waiting } from './waiting.ts'

export interface GroupedListing {
	listing: LedgerListing
	waiting: Waiting | null
	/** How much the person has said of it on this device that the server has not answered. */
	unsent: number
}

export interface ListingGroups {
	mine: GroupedListing[]
	/** A mentor is sought. */
	seeking: GroupedListing[]
	/** Consents and the order are awaited. */
	forming: GroupedListing[]
	active: GroupedListing[]
	/** In which the person never took part and has consented to something about their data. */
	consents: GroupedListing[]
	/** Requests that have ended without becoming a programme. */
	over: GroupedListing[]
}

/** `sought`: words of names, organisations, titles or requests. `said`: by the person on this device, and not answered. */
export function groupListings(
	listings: readonly LedgerListing[],
	me: Pick<Me, 'person' | 'roles'>,
	sought: string,
	said: readonly Command[] = []
): ListingGroups {
	const found = search(listings, sought, textOf)
		.map((told) => {
			const listing = withSaid(told, said, me.person.id)
			return { listing, waiting: waitingFor(listing, me), unsent: saidOf(told, said).length }
		})
		.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), 'ru'))
	// A closed one is listed for what it still asks of somebody else, or for one's own consent.
	const others = found.filter(({ listing, waiting }) => waiting === null && listing.phase !== 'closed')
	return {
		mine: found.filter(({ waiting }) => waiting !== null),
		seeking: others.filter(({ listing }) => isWithoutMentor(listing)),
		forming: others.filter(({ listing }) => listing.isAwaited),
		active: others.filter(({ listing }) => !listing.isAwaited && !isWithoutMentor(listing)),
		consents: found.filter(({ listing, waiting }) => waiting === null && listing.ownConsent !== null),
		over: found.filter(
			({ listing, waiting }) => waiting === null && listing.ownConsent === null && listing.requestEnd !== undefined
		)
	}
}

function nameOf({ listing }: GroupedListing): string {
	return listing.mentees.map(({ name }) => name).join(', ')
}

function textOf({ title, mainRequest, mentees, mentors, organisations }: LedgerListing): string {
	return [title, mainRequest, ...organisations, ...[...mentees, ...mentors].map(({ name }) => name)].join(' ')
}
