/** What a listed ledger waits for from one person, and the groups of the list of decisions. */
import { canAny } from '#domain/access.ts'
import { isAnswerTo, type Awaited } from '#domain/ledger/awaiting.ts'
import { draftedOrder, type Ledger, menteeIdsOf } from '#domain/ledger/ledger.ts'
import type { Command, Decision, Statement } from '#domain/ledger/statement.ts'
import { search } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { personOf } from '#lib/ui/words/regulation.ts'
import type { FormingChoices, FormingMentee, LedgerListing } from '#protocol/api/ledger.ts'
import type { Me, Person } from '#protocol/api/program.ts'
import { shortName } from '../names.ts'

export type Waiting =
	| { type: 'consent' }
	| { type: 'sign'; decision: Decision['type'] }
	| { type: 'acquaint' }
	/** For the curator: an order in force has no number of the journal. */
	| { type: 'register' }
	/** For the curator: a consent to personal data was withdrawn. */
	| { type: 'settle-consent-withdrawal' }
	/** For the curator: a proposed mentor does not meet a condition (domain.md T29). */
	| { type: 'unfit-mentor' }
	| { type: 'find-mentor' }
	| { type: 'draft-order' }
	/** For the mentor: a request for a consultation; for the curator: one that no mentor takes (domain.md D18). */
	| { type: 'answer-consultation' | 'refer-consultation' }
	/** To answer a remark; for a mentee: to write feedback; for the curator: to accept a report, or to sign one (domain.md L2). */
	| { type: 'answer' | 'feedback' | 'accept-report' | 'sign-report' }

/** What the programme still awaits of the reader. `said`: their unanswered commands on this device. */
export function stillAwaited(listing: LedgerListing, said: readonly Command[]): Awaited[] {
	const own = saidOf(listing, said)
	return listing.awaited.filter((one) => !own.some(({ statement }) => isAnswerTo(statement, one)))
}

/** The first thing that the reader should do about it; null: it waits for others, or for nobody. */
export function waitingFor(listing: LedgerListing, roles: Me['roles'], said: readonly Command[]): Waiting | null {
	return allWaiting(listing, roles, said)[0] ?? null
}

/** All that the reader should do about it, in the best order. Reports have a list of their own. */
function allWaiting(listing: LedgerListing, roles: Me['roles'], said: readonly Command[]): Waiting[] {
	const asked = stillAwaited(listing, said).flatMap((one) => toWaiting(listing, one) ?? [])
	const step = stepOf(listing, roles, saidOf(listing, said)) ?? []
	return asked[0] !== undefined && !afterStep.has(asked[0].type) ? asked.concat(step) : [step, asked].flat()
}

/** What a programme without a mentor or an order can wait with. */
const afterStep = new Set<Waiting['type']>(['refer-consultation', 'register', 'answer', 'accept-report', 'sign-report'])

function toWaiting({ openMatters }: LedgerListing, awaited: Awaited): Waiting | null {
	if (awaited.type === 'report') return awaited.mentorId === undefined ? null : { type: 'sign-report' }
	if (awaited.type !== 'sign') return { type: awaited.type }
	const matter = openMatters.find(({ id }) => id === awaited.matterId)
	return matter === undefined ? null : { type: 'sign', decision: matter.type }
}

/**
 * The next step towards the order, if it is this person's and their device has not taken it. A mentor is found in the banks, which
 * belong to the municipality.
 */
function stepOf(listing: LedgerListing, roles: Me['roles'], own: readonly Command[]): Waiting | null {
	const { speaksAs } = listing
	const isTaken = own.some(({ statement }) => statement.type === 'propose' || isOrder(statement))
	if (!canAny(speaksAs, 'curate') || isTaken) return null
	if (listing.unmet.length > 0) return canAny(roles, 'curate') ? { type: 'unfit-mentor' } : null
	if (isWithoutMentor(listing)) return canAny(roles, 'curate') ? { type: 'find-mentor' } : null
	const isDrafted = listing.openMatters.some(({ type }) => type === 'order')
	const isReady = listing.isAwaited && listing.missingConsents.length === 0 && !isDrafted
	return isReady ? { type: 'draft-order' } : null
}

/** There is no mentor, and nobody is proposed. */
function isWithoutMentor({ phase, mentors, isAwaited }: LedgerListing): boolean {
	return phase === 'requested' || (phase === 'active' && mentors.length === 0 && !isAwaited)
}

/** Whether the draft of an order waits for its signatures, or waits on this device to be sent. */
export function isOrderDrafted({ ledger, waiting }: { ledger: Ledger; waiting: readonly Command[] }): boolean {
	return draftedOrder(ledger) !== null || waiting.some(({ statement }) => isOrder(statement))
}

function isOrder(statement: Statement): boolean {
	return statement.type === 'raise' && statement.matter.type === 'order'
}

/** One row of the list of decisions. */
export interface GroupedListing {
	listing: LedgerListing
	waiting: Waiting | null
	/** How many more things wait for the reader. */
	more: number
	/** How many commands about it this device has that the server has not answered. */
	unsent: number
}

export interface ListingGroups {
	mine: GroupedListing[]
	/** A mentor is needed. */
	seeking: GroupedListing[]
	/** Consents and the order are awaited. */
	forming: GroupedListing[]
	active: GroupedListing[]
	/** The person never took part in these, and has stated a consent about their data. */
	consents: GroupedListing[]
	/** Requests that ended without a programme. */
	over: GroupedListing[]
}

/** `sought`: words of names, organisations, titles or requests. `said`: the person's unanswered commands on this device. */
export function groupListings(
	listings: readonly LedgerListing[],
	me: Pick<Me, 'person' | 'roles'>,
	sought: string,
	said: readonly Command[] = []
): ListingGroups {
	const found = search(listings, sought, textOf)
		.map((listing) => ({ listing, name: headingFor(listing, me.person.id).who }))
		.toSorted((one, other) => one.name.localeCompare(other.name, 'ru'))
		.map(({ listing }) => {
			const [waiting = null, ...more] = allWaiting(listing, me.roles, said)
			return { listing, waiting, more: more.length, unsent: saidOf(listing, said).length }
		})
	// A closed programme is listed only for what it still asks of somebody, or for the person's own consent.
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

function textOf({ title, mainRequest, mentees, mentors, organisations }: LedgerListing): string {
	return [title, mainRequest, ...organisations, ...[...mentees, ...mentors].map(({ name }) => name)].join(' ')
}

/** «Лаптева И. С., Гуров П. Н.» */
export function shortNames(people: readonly { name: string }[]): string {
	return people.map(({ name }) => shortName(name)).join(', ')
}

/**
 * The heading of a row: for a mentee the mentors, or while there are none the other mentees; for others the mentees; if these are
 * nobody besides the reader, the title. `mentors` only where `who` names mentees.
 */
export function headingFor(listing: LedgerListing, myId: string): { who: string; mentors: string } {
	const others = (people: readonly Person[]) => people.filter(({ id }) => id !== myId)
	const [mentees, mentors] = [others(listing.mentees), others(listing.mentors)]
	const isMentee = mentees.length < listing.mentees.length
	if (mentees.length === 0 || (isMentee && mentors.length > 0)) {
		return { who: shortNames(mentors) || listingTitle(listing), mentors: '' }
	}
	return { who: shortNames(mentees), mentors: shortNames(mentors) }
}

/** The other side of a proposal, for a person proposed in `role`: «Лаптева И. С., Гуров П. Н.» */
export function proposedOthers(
	ledger: Ledger,
	role: 'mentor' | 'mentee',
	nameOf: (personId: string) => string
): string {
	const ids = role === 'mentor' ? menteeIdsOf(ledger) : (ledger.proposal?.mentorIds ?? [])
	return shortNames(ids.map((id) => ({ name: personOf(id, nameOf) })))
}

/** «Ждём 3 согласия: Ковалёв В. А., Лаптева И. С.»; only the number when the reader may not know one of the names. */
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

/** The programme's title, or its request while there is none. */
export function listingTitle({ title, mainRequest }: Pick<LedgerListing, 'title' | 'mainRequest'>): string {
	return title ?? mainRequest
}

/** Whether nobody of those found can be chosen. The server lists people who have a programme last. */
export function isNobodyFree(
	{ people, found }: Pick<FormingChoices, 'people' | 'found'>,
	isFree: (mentee: FormingMentee) => boolean
): boolean {
	if (people.some(isFree)) return false
	// If the last listed person has a programme, so has everybody after them.
	return found <= people.length || people.at(-1)?.openProgram !== null
}

function saidOf({ programId }: LedgerListing, commands: readonly Command[]): Command[] {
	return commands.filter((command) => command.programId === programId)
}
