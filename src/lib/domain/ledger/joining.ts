/**
 * What whoever is to join a group knows of it before that is decided: their own joining, and the bare facts their consent names. What was
 * decided before them, and with whom, they read once they take part.
 */
import { currentMembers, joiningIds, menteeIdsOf, type Entry, type Ledger } from './ledger.ts'
import { playEntries, playEntry } from './play.ts'

/** Of a group its mentors, forms and term as they hold now, and none of its mentees; of what came to nothing its title of then, and nobody. */
export interface BareFacts extends Pick<
	Ledger,
	'phase' | 'request' | 'proposal' | 'members' | 'term' | 'title' | 'forms' | 'relation'
> {
	/** The instant an earlier part of theirs ended, of which they read everything; '': they had none. */
	since: string
	/** Nothing came of their part: their own words are all they are told besides (`apart.ts`). Missing: an older server or app told it. */
	isApart?: boolean
}

/** Null: the person takes part, or nobody proposes to them to join. */
export function bareFactsFor(ledger: Ledger, personId: string, since: string): BareFacts | null {
	const { phase, members, term, title, forms, relation } = ledger
	const isMember = currentMembers(ledger).some((member) => member.personId === personId)
	if (phase !== 'active' || isMember || !joiningIds(ledger).includes(personId)) return null
	return {
		since,
		phase,
		request: requestWithoutPeople(ledger),
		proposal: null,
		members: [...members.filter((member) => member.personId === personId), ...currentMembers(ledger, 'mentor')],
		term,
		title,
		forms,
		relation
	}
}

/** The regulation and the category it was made under, and nothing that its mentees have asked for. */
export function requestWithoutPeople({ request }: Ledger): Ledger['request'] {
	return request && { ...request, menteeIds: [], mainRequest: '', difficulties: [], forms: [] }
}

/** Matters of the person's joining, and the remarks on them or of the person's own. */
export function joiningSubjects({ matters, remarks }: Ledger, personId: string): string[] {
	const joinings = matters.filter(({ matter }) => matter.type === 'join' && matter.menteeId === personId)
	const ids = joinings.map(({ id }) => id)
	const said = remarks.filter(({ by, about }) => by.personId === personId || (about !== null && ids.includes(about)))
	return [...ids, ...said.map(({ id }) => id)]
}

/** Of the mentees, those the ledger as somebody was told it names: whoever is to join a group is told of no others. */
export function toldMenteeIds(ledger: Ledger): readonly string[] {
	const menteeIds = menteeIdsOf(ledger)
	return menteeIds.length > 0 ? menteeIds : joiningIds(ledger)
}

/** Entries as somebody was told them, oldest first. */
export function playTold(programId: string, entries: readonly Entry[], bare: BareFacts | null): Ledger {
	if (bare === null) return playEntries(programId, entries)
	const { since, isApart = false, ...facts } = bare
	const past = playEntries(
		programId,
		entries.filter(({ at }) => at <= since)
	)
	const told = entries.filter(({ at }) => at > since).reduce(playEntry, { ...past, ...facts })
	if (!isApart) return told
	// Their own words change nothing of what the rest is told to be, and their duties have come to nothing.
	return { ...told, ...facts, consents: told.consents.filter(({ kind }) => kind !== 'duties') }
}
