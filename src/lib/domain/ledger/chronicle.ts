/** The ledger as a person reads it: what belongs together in one place, the newest first. */
import { addDaysTo, type IsoDate } from '../calendar.ts'
import type { Consultation, Entry, Ledger, RaisedMatter } from './ledger.ts'
import { isReplacedBy } from './play-matter.ts'
import type { Matter } from './statement.ts'

export type ChronicleItem =
	| { type: 'statement'; entry: Entry; standing: 'holds' | 'withdrawn' | 'superseded' }
	/** `followed`: signatures, what settled it, and acquaintances; oldest first. */
	| { type: 'matter'; entry: Entry; raised: RaisedMatter; followed: readonly Entry[] }
	| { type: 'remark'; entry: Entry; followed: readonly Entry[] }
	| { type: 'consultation'; entry: Entry; followed: readonly Entry[] }

/** By what was said of them last. */
export function chronicleOf(ledger: Ledger, entries: readonly Entry[]): ChronicleItem[] {
	const followersOf = (id: string) => entries.filter((entry) => subjectOf(entry) === id)
	return entries
		.filter((entry) => subjectOf(entry) === null)
		.map((entry) => ({ entry, followed: followersOf(entry.id) }))
		.map(({ entry, followed }) => ({
			item: toItem(ledger, entries, entry, followed),
			last: (followed.at(-1) ?? entry).sequence
		}))
		.sort((one, other) => other.last - one.last)
		.map(({ item }) => item)
}

function toItem(ledger: Ledger, entries: readonly Entry[], entry: Entry, followed: readonly Entry[]): ChronicleItem {
	const raised = ledger.matters.find(({ id }) => id === entry.id)
	if (raised !== undefined) return { type: 'matter', entry, raised, followed }
	if (entry.statement.type === 'remark') return { type: 'remark', entry, followed }
	if (entry.statement.type === 'ask-consultation') return { type: 'consultation', entry, followed }
	return { type: 'statement', entry, standing: standingOf(ledger, entries, entry) }
}

/** Of which entry it says something; null: it stands by itself. */
export function subjectOf({ statement }: Pick<Entry, 'statement'>): string | null {
	switch (statement.type) {
		case 'sign':
		case 'decline':
		case 'withdraw-matter':
		case 'register':
		case 'present':
		case 'acquaint':
			return statement.matterId
		case 'answer':
			return statement.remarkId
		case 'answer-consultation':
		case 'refer-consultation':
		case 'withdraw-consultation':
			return statement.consultationId
		case 'request':
		case 'propose':
		case 'except':
		case 'consent':
		case 'withdraw-consent':
		case 'settle-consent-withdrawal':
		case 'raise':
		case 'remark':
		case 'ask-consultation':
		case 'accept-activity':
		case 'cancel-incentive':
		case 'restore-incentive':
		case 'record-evidence':
		case 'withdraw-evidence':
		case 'withdraw-request':
		case 'fulfil-request':
		case 'refuse-proposal':
		case 'involve-specialist':
		case 'release-specialist':
		case 'suspend':
		case 'reinstate':
			return null
	}
}

function standingOf(ledger: Ledger, entries: readonly Entry[], { id, by, sequence, statement }: Entry) {
	if (statement.type === 'propose') return ledger.proposal?.id === id ? 'holds' : 'superseded'
	if (statement.type === 'record-evidence') {
		return ledger.evidence.some((recorded) => recorded.id === id) ? 'holds' : 'withdrawn'
	}
	if (statement.type !== 'consent' || ledger.consents.some((consent) => consent.id === id)) return 'holds'
	const isWithdrawal = (other: Entry) =>
		other.sequence > sequence &&
		other.by.personId === by.personId &&
		other.statement.type === 'withdraw-consent' &&
		other.statement.kind === statement.kind
	return entries.some(isWithdrawal) ? 'withdrawn' : 'superseded'
}

/** Ids of the people a statement is about, beside whoever says it. */
export function namedPeople(statement: Entry['statement']): readonly string[] {
	switch (statement.type) {
		case 'request':
			return statement.menteeIds
		case 'propose':
			return statement.mentorIds
		case 'except':
		case 'cancel-incentive':
		case 'restore-incentive':
		case 'record-evidence':
			return [statement.mentorId]
		case 'settle-consent-withdrawal':
		case 'suspend':
		case 'reinstate':
			return [statement.personId]
		case 'raise':
			if ('mentorId' in statement.matter) return [statement.matter.mentorId]
			return 'menteeId' in statement.matter ? [statement.matter.menteeId] : []
		case 'refer-consultation':
			return statement.to.kind === 'mentor' ? [statement.to.mentorId] : []
		case 'consent':
		case 'withdraw-consent':
		case 'sign':
		case 'decline':
		case 'withdraw-request':
		case 'fulfil-request':
		case 'refuse-proposal':
		case 'withdraw-matter':
		case 'register':
		case 'present':
		case 'acquaint':
		case 'remark':
		case 'answer':
		case 'ask-consultation':
		case 'answer-consultation':
		case 'withdraw-consultation':
		case 'accept-activity':
		case 'withdraw-evidence':
		// Specialists are nobody of the registry.
		case 'involve-specialist':
		case 'release-specialist':
			return []
	}
}

/**
 * What others have answered to a person's own words: to their request for a consultation (domain.md D18), or by declining what they
 * have raised or signed (T44). It asks for nothing more (`awaiting.ts` has what does), so it is told until it was read, or for some weeks.
 */
export type News = {
	/** Of the matter; or of the consultation and the instant of what was said of it last, for that is news to who has read what was before. */
	id: string
	/** The last day on which it is told. */
	until: IsoDate
} & (
	| { type: 'consultation-taken'; about: string; on: IsoDate }
	/** `consultant`: '' for somebody whose name is not known. `on`: null where no day was named. */
	| { type: 'consultation-referred'; about: string; consultant: string; on: IsoDate | null }
	/** `by`: absent where the state kept of the programme does not say it. What becomes of a declined order, `consents.ts` tells. */
	| { type: 'declined'; matter: Exclude<Matter['type'], 'order'>; ground: string; by?: string }
)

/** Id of the matter or the consultation. */
export function subjectOfNews({ id }: News): string {
	return id.split(' ', 1)[0] ?? id
}

/** From its day on, or from the day it names: as far as home looks ahead. */
const NEWS_DAYS = 21

/** While the programme goes on. `nameOf`: of a mentor of the bank, who takes no part in it. */
export function newsTo(ledger: Ledger, personId: string, nameOf: (mentorId: string) => string): News[] {
	if (ledger.phase !== 'active') return []
	return [
		...ledger.consultations.filter(({ by }) => by.personId === personId).flatMap((one) => answerTo(one, nameOf)),
		...ledger.matters
			.filter((raised) => isDeclined(ledger, raised) && hasSpokenFor(raised, personId))
			.flatMap(declineOf)
	]
}

/** Those that are still told on the day. */
export function newsToTell(news: readonly News[], today: IsoDate): News[] {
	return news.filter(({ until }) => until >= today)
}

/** Of the bank, to whom requests were referred. */
export function consultantIds({ consultations }: Ledger): string[] {
	return consultations.flatMap(({ referral }) => (referral?.to.kind === 'mentor' ? [referral.to.mentorId] : []))
}

function answerTo({ id, about, appointment, referral }: Consultation, nameOf: (mentorId: string) => string): News[] {
	if (appointment !== null) {
		const { at, on } = appointment
		return [{ type: 'consultation-taken', id: `${id} ${at}`, until: lastDayOf(at, on), about, on }]
	}
	if (referral === null) return []
	const { to, on } = referral
	const { at } = referral.place ?? referral
	const consultant = to.kind === 'mentor' ? nameOf(to.mentorId) : to.name
	return [{ type: 'consultation-referred', id: `${id} ${at}`, until: lastDayOf(at, on), about, consultant, on }]
}

/** And nobody has raised it anew. */
function isDeclined({ matters }: Ledger, raised: RaisedMatter): boolean {
	if (raised.outcome !== 'declined') return false
	return !matters.slice(matters.indexOf(raised) + 1).some((newer) => isReplacedBy(raised, newer))
}

function hasSpokenFor({ raisedBy, signatures }: RaisedMatter, personId: string): boolean {
	return [raisedBy, ...signatures.map(({ by }) => by)].some((by) => by.personId === personId)
}

function declineOf({ id, matter, ground, decline, raisedAt, settledOn }: RaisedMatter): News[] {
	if (matter.type === 'order') return []
	const until = lastDayOf(settledOn ?? raisedAt, null)
	const who = decline === undefined ? {} : { by: decline.by.name }
	return [{ type: 'declined', id, until, matter: matter.type, ground: ground ?? '', ...who }]
}

/** `since`: a day of the municipality; or an instant, whose day in UTC will do: of three weeks, a few hours are nobody's. */
function lastDayOf(since: string, on: IsoDate | null): IsoDate {
	const day = since.slice(0, 10)
	return addDaysTo(on !== null && on > day ? on : day, NEWS_DAYS)
}

/** What one person is told of a ledger. What they are not told changes nothing of what holds (`play.ts`). */
export interface EntryReader {
	personId: string
	/** Curator or head of the municipality, or of the organisation where the regulation has theirs there: told everything. */
	isStaff: boolean
	/** The instant the reader's part ended; '': it is still to begin, in a group that goes on (`appointments.ts`), or never did (`appointments.ts`); null: it lasts or is awaited. */
	until: string | null
	/** Matters and remarks of how it begins or has ended: what is said of them later is told, too. */
	ownIds: readonly string[]
}

/** The entry as the reader may read it; null: not at all. */
export function readableEntry(entry: Entry, { personId, isStaff, until, ownIds }: EntryReader): Entry | null {
	if (isStaff || entry.by.personId === personId) return entry
	const { statement } = entry
	// How a withdrawn consent was settled is between the curator and whose data it is.
	if (statement.type === 'settle-consent-withdrawal') return statement.personId === personId ? entry : null
	const isOwn = ownIds.includes(subjectOf(entry) ?? entry.id)
	if (until !== null && entry.at > until && !isOwn) return null
	// The order waits for a consent, so that it was given is everybody's; whose data the sheet names is not (domain.md L3).
	if (statement.type === 'consent') return { ...entry, statement: { ...statement, text: '', representative: null } }
	return entry
}
