/** What a row of decisions is called, and whom it is about. */
import { menteeIdsOf, type Ledger } from '#domain/ledger/ledger.ts'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { personOf } from '#lib/ui/words/wording.ts'
import { m } from '#lib/paraglide/messages.js'
import { shortName } from '../short-name.ts'

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

/** Those whom a proposal puts together with whoever is proposed in the role: «Лаптева И. С., Гуров П. Н.» */
export function proposedOthers(
	ledger: Ledger,
	role: 'mentor' | 'mentee',
	nameOf: (personId: string) => string
): string {
	const ids = role === 'mentor' ? menteeIdsOf(ledger) : (ledger.proposal?.mentorIds ?? [])
	return shortNames(ids.map((id) => ({ name: personOf(id, nameOf) })))
}

/** «Ждём 3 согласия: Ковалёв В. А., Лаптева И. С.»; of somebody whom the reader is not told of, the number alone. */
export function awaitedConsentsWords({
	missingConsents,
	mentors,
	mentees
}: Pick<LedgerListing, 'missingConsents' | 'mentors' | 'mentees'>): string {
	const count = m.forming_waits_consents({ count: missingConsents.length })
	const ids = new Set(missingConsents.map(({ personId }) => personId))
	const people = [...mentors, ...mentees].filter(({ id }) => ids.has(id))
	return people.length < ids.size ? count : `${count}: ${shortNames(people)}`
}

/** What a list calls it: its title, or what was asked for. */
export function listingTitle({ title, mainRequest }: Pick<LedgerListing, 'title' | 'mainRequest'>): string {
	return title ?? mainRequest
}
