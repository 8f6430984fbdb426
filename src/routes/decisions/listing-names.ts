/** What a row of decisions is called, and whom it is about. */
import type { Person } from '#protocol/api.ts'
import type { LedgerListing } from '#protocol/ledger-api.ts'
import { shortName } from '../curator/short-name.ts'

/** «Лаптева И. С., Гуров П. Н.» */
export function shortNames(people: readonly { name: string }[]): string {
	return people.map(({ name }) => shortName(name)).join(', ')
}

/** What a person knows it by: whom it is about besides themselves, else its title. `mentors` where there are mentees to stand before. */
export function headingFor(listing: LedgerListing, myId: string): { who: string; mentors: string } {
	const othersOf = (people: readonly Person[]) => shortNames(people.filter(({ id }) => id !== myId))
	const [mentees, mentors] = [othersOf(listing.mentees), othersOf(listing.mentors)]
	return mentees === '' ? { who: mentors || listingTitle(listing), mentors: '' } : { who: mentees, mentors }
}

/** What a list calls it: its title, or what was asked for. */
export function listingTitle({ title, mainRequest }: LedgerListing): string {
	return title ?? mainRequest
}
