/** What a listed ledger waits for from one person: the first thing they should do about it. */
import { draftedOrder, type Ledger, menteeIdsOf } from '#domain/ledger/ledger.ts'
import type { Signer } from '#domain/ledger/signing.ts'
import type { Command, Matter, Statement } from '#domain/ledger/statement.ts'
import { search } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { personOf } from '#lib/ui/words/regulation.ts'
import type { FormingChoices, FormingMentee, LedgerListing } from '#protocol/api/ledger.ts'
import type { Me, Person } from '#protocol/api/program.ts'
import { shortName } from '../names.ts'

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
function isWithoutMentor({ phase, mentors, isAwaited }: LedgerListing): boolean {
	return phase === 'requested' || (phase === 'active' && mentors.length === 0 && !isAwaited)
}

/** Whether the draft of an order waits for its signatures, or on this device to be sent. */
export function isOrderDrafted({ ledger, waiting }: { ledger: Ledger; waiting: readonly Command[] }): boolean {
	const isOrder = (statement: Statement) => statement.type === 'raise' && statement.matter.type === 'order'
	return draftedOrder(ledger) !== null || waiting.some(({ statement }) => isOrder(statement))
}

/** The list of decisions in the order of a person's work: what waits for them, and the rest by how far it has come. */
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

/** What a row of decisions is called, and whom it is about. */

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

/** Whether nobody of those found can be chosen. They are listed as the server lists them: whoever has a programme comes last. */
export function isNobodyFree(
	{ people, found }: Pick<FormingChoices, 'people' | 'found'>,
	isFree: (mentee: FormingMentee) => boolean
): boolean {
	if (people.some(isFree)) return false
	// Where the last one listed has a programme, so has everybody after them.
	return found <= people.length || people.at(-1)?.openProgram !== null
}

/** The list of decisions after what this device has said and the server has not heard yet: nobody is asked again for that. */

/** `commands`: of `personId`, of any programme. What a list does not tell one by one, such as answers to remarks, is asked for still. */
function withSaid(listing: LedgerListing, commands: readonly Command[], personId: string): LedgerListing {
	return saidOf(listing, commands).reduce((before, command) => afterCommand(before, command, personId), listing)
}

function saidOf({ programId }: LedgerListing, commands: readonly Command[]): Command[] {
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
