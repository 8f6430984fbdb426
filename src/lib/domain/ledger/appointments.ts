/**
 * What whoever is to join a group knows of it before that is decided: their own joining, and the bare facts their consent names. What was
 * decided before them, and with whom, they read once they take part.
 */
import {
	currentMembers,
	emptyLedger,
	type Entry,
	involvedPeople,
	joiningIds,
	type Ledger,
	type Member,
	menteeIdsOf
} from './ledger.ts'
import { playEntries, playEntry } from './play.ts'

/** Of a group its mentors, forms and term as they hold now, and none of its mentees; of what came to nothing its title of then, and nobody. */
export interface BareFacts extends Pick<
	Ledger,
	'phase' | 'request' | 'proposal' | 'members' | 'term' | 'title' | 'forms' | 'relation'
> {
	/** The instant an earlier part of theirs ended, of which they read everything; '': they had none. */
	since: string
	/** Nothing came of their part: their own words are all they are told besides (`appointments.ts`). Missing: an older server or app told it. */
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
function requestWithoutPeople({ request }: Ledger): Ledger['request'] {
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

/**
 * Whoever was proposed or asked and never took part, but has consented to something about their data: what they said there stays theirs
 * to read and to take back (152-FZ, article 9). Of the programme they know what it was called then, and of nobody in it.
 */

/**
 * `stands`: to their personal data. `withdrawn`: this one was taken back, and the curator has not settled what follows. `publication`: only
 * the one to publish stands. `over`: nothing stands, and nothing waits to be settled.
 */
export type OwnConsent = 'stands' | 'withdrawn' | 'publication' | 'over'

/** Null: they have consented to nothing about their data. `entries`: of the whole programme. */
export function apartFacts(programId: string, entries: readonly Entry[], personId: string): BareFacts | null {
	if (consentedAs(entries, personId).length === 0) return null
	const then = playLastConcern(programId, entries, personId)
	if (then === null) return null
	return {
		since: '',
		isApart: true,
		// For them it is over, however it has gone on.
		phase: 'closed',
		request: requestWithoutPeople(then),
		proposal: null,
		members: [],
		term: null,
		title: then.title ?? then.proposal?.title ?? null,
		forms: [],
		relation: null
	}
}

/** As whom the person has consented to something about their data, whatever has become of it. */
export function consentedAs(entries: readonly Entry[], personId: string): Member['role'][] {
	const own = entries.filter(({ by, statement }) => by.personId === personId && isDataConsent(statement))
	return (['mentor', 'mentee'] as const).filter((role) => own.some(({ by }) => by.role === role))
}

/** Of whoever has consented to something about their data. */
export function ownConsent({ consents, consentWithdrawals }: Ledger, personId: string): OwnConsent {
	const kinds = consents.flatMap((given) => (given.personId === personId ? given.kind : []))
	if (kinds.includes('personal-data')) return 'stands'
	if (consentWithdrawals.some((one) => one.personId === personId)) return 'withdrawn'
	return kinds.includes('publication') ? 'publication' : 'over'
}

function isDataConsent(statement: Entry['statement']): boolean {
	return statement.type === 'consent' && statement.kind !== 'duties'
}

/** What a programme was to somebody whom it concerns no more: of what came after, and of who came after, they learn nothing. */

/** The ledger as it was while the person last took part; null: it never had them. */
export function playLastPart(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	return playLast(programId, entries, (ledger) => currentMembers(ledger).some((member) => member.personId === personId))
}

/** The same while they took part or were awaited in it. */
function playLastConcern(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	return playLast(programId, entries, (ledger) => involvedPeople(ledger).includes(personId))
}

function playLast(programId: string, entries: readonly Entry[], isTheirs: (ledger: Ledger) => boolean): Ledger | null {
	let ledger = emptyLedger(programId)
	let last: Ledger | null = null
	for (const entry of entries) {
		ledger = playEntry(ledger, entry)
		if (isTheirs(ledger)) last = ledger
	}
	return last
}

/** How a request ended without becoming a programme: taken back, or fulfilled by the order that has brought whoever asked into a group. */
export interface RequestEnd {
	type: 'withdrawn' | 'fulfilled'
	/** ISO instant. */
	at: string
}

/** Null: it goes on, or has become a programme. */
export function requestEndOf({ requestWithdrawal, requestFulfilment }: Ledger): RequestEnd | null {
	if (requestWithdrawal !== null) return { type: 'withdrawn', at: requestWithdrawal.at }
	return requestFulfilment === null ? null : { type: 'fulfilled', at: requestFulfilment.at }
}
