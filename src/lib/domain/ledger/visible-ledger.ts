/**
 * What a candidate or a former candidate may read of a programme's ledger. A mentee who is proposed to a group reads about their
 * own joining and the bare facts that their consent names, and reads the rest once they take part. A person who never took part,
 * but consented to something about their data, keeps their own statements, to read and to withdraw (152-FZ, article 9), and the
 * programme's title of that time, but learns nothing about the others.
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
import { replayEntries, applyEntry } from './statements/all.ts'

/**
 * For a candidate: the group's current mentors, forms and term, and none of its mentees. For a former candidate: the title of that
 * time, and no people.
 */
export interface BareFacts extends Pick<
	Ledger,
	'phase' | 'request' | 'proposal' | 'members' | 'term' | 'title' | 'forms' | 'relation'
> {
	/** The instant at which an earlier membership of theirs ended: they read everything until then. '': there was none. */
	since: string
	/**
	 * The person is a former candidate: besides these facts they read only their own statements. Missing in data of older servers and
	 * apps.
	 */
	isApart?: boolean
}

/** Null: the person takes part, or nobody has proposed that they join. */
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

/** The request with only its regulation and category, without the mentees and what they asked for. */
function requestWithoutPeople({ request }: Ledger): Ledger['request'] {
	return request && { ...request, menteeIds: [], mainRequest: '', difficulties: [], forms: [] }
}

/** Ids of the decisions on the person's joining, of remarks on these, and of the person's own remarks. */
export function joiningSubjects({ matters: decisions, remarks }: Ledger, personId: string): string[] {
	const joinings = decisions.filter(
		({ matter: decision }) => decision.type === 'join' && decision.menteeId === personId
	)
	const ids = joinings.map(({ id }) => id)
	const said = remarks.filter(({ by, about }) => by.personId === personId || (about !== null && ids.includes(about)))
	return [...ids, ...said.map(({ id }) => id)]
}

/** The mentees in the ledger that a reader received: a mentee who is to join a group sees no others. */
export function visibleMenteeIds(ledger: Ledger): readonly string[] {
	const menteeIds = menteeIdsOf(ledger)
	return menteeIds.length > 0 ? menteeIds : joiningIds(ledger)
}

/** Replays the entries that a reader received, oldest first. */
export function replayVisible(programId: string, entries: readonly Entry[], bare: BareFacts | null): Ledger {
	if (bare === null) return replayEntries(programId, entries)
	const { since, isApart: isFormerCandidate = false, ...facts } = bare
	const past = replayEntries(
		programId,
		entries.filter(({ at }) => at <= since)
	)
	const replayed = entries.filter(({ at }) => at > since).reduce(applyEntry, { ...past, ...facts })
	if (!isFormerCandidate) return replayed
	// Their own statements do not change the given facts, and their consents to the duties are void.
	return { ...replayed, ...facts, consents: replayed.consents.filter(({ kind }) => kind !== 'duties') }
}

/**
 * `stands`: the consent to personal data is valid. `withdrawn`: it was withdrawn, and the curator has not settled it.
 * `publication`: only the consent to publication is valid. `over`: no consent is valid, and nothing is left to settle.
 */
export type OwnConsent = 'stands' | 'withdrawn' | 'publication' | 'over'

/** Null: the person has consented to nothing about their data. `entries`: of the whole programme. */
export function formerCandidateFacts(programId: string, entries: readonly Entry[], personId: string): BareFacts | null {
	if (consentedAs(entries, personId).length === 0) return null
	const then = replayToLastInvolvement(programId, entries, personId)
	if (then === null) return null
	return {
		since: '',
		isApart: true,
		// For them the programme is over, whatever its phase.
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

/** The roles in which the person ever consented to something about their data. */
export function consentedAs(entries: readonly Entry[], personId: string): Member['role'][] {
	const own = entries.filter(({ by, statement }) => by.personId === personId && isDataConsent(statement))
	return (['mentor', 'mentee'] as const).filter((role) => own.some(({ by }) => by.role === role))
}

/** Only for a person who has consented to something about their data. */
export function ownConsent({ consents, consentWithdrawals }: Ledger, personId: string): OwnConsent {
	const kinds = consents.flatMap((given) => (given.personId === personId ? given.kind : []))
	if (kinds.includes('personal-data')) return 'stands'
	if (consentWithdrawals.some((one) => one.personId === personId)) return 'withdrawn'
	return kinds.includes('publication') ? 'publication' : 'over'
}

function isDataConsent(statement: Entry['statement']): boolean {
	return statement.type === 'consent' && statement.kind !== 'duties'
}

/** The ledger as of the last entry at which the person took part, without anything later; null: they never did. */
export function replayToLastMembership(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	return replayToLast(programId, entries, (ledger) =>
		currentMembers(ledger).some((member) => member.personId === personId)
	)
}

/** The same for the last entry at which they took part or were awaited. */
function replayToLastInvolvement(programId: string, entries: readonly Entry[], personId: string): Ledger | null {
	return replayToLast(programId, entries, (ledger) => involvedPeople(ledger).includes(personId))
}

function replayToLast(
	programId: string,
	entries: readonly Entry[],
	isTheirs: (ledger: Ledger) => boolean
): Ledger | null {
	let ledger = emptyLedger(programId)
	let last: Ledger | null = null
	for (const entry of entries) {
		ledger = applyEntry(ledger, entry)
		if (isTheirs(ledger)) last = ledger
	}
	return last
}

/** How a request ended without becoming a programme: it was withdrawn, or an order put its mentee into a group. */
export interface RequestEnd {
	type: 'withdrawn' | 'fulfilled'
	/** ISO instant. */
	at: string
}

/** Null: the request is open, or has become a programme. */
export function requestEndOf({ requestWithdrawal, requestFulfilment }: Ledger): RequestEnd | null {
	if (requestWithdrawal !== null) return { type: 'withdrawn', at: requestWithdrawal.at }
	return requestFulfilment === null ? null : { type: 'fulfilled', at: requestFulfilment.at }
}
