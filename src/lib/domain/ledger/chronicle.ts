/**
 * The ledger as a person reads it: entries grouped by subject, the newest first; news about answers to the person's own statements;
 * and which entries a reader may see.
 */
import { addDaysTo, type IsoDate } from '../calendar.ts'
import {
	type Consultation,
	currentMembers,
	type Entry,
	type Ledger,
	type RaisedDecision,
	type SubmittedReport
} from './ledger.ts'
import { currentNotice, isDeparture } from './consents.ts'
import { isReplacedBy } from './apply-decision.ts'
import type { Decision } from './statement.ts'
import { subjectOf } from './statements/all.ts'

export type ChronicleItem =
	| { type: 'statement'; entry: Entry; status: 'holds' | 'withdrawn' | 'superseded' }
	/** `followed`: signatures, the outcome and the acquaintances, oldest first. */
	| { type: 'decision'; entry: Entry; raised: RaisedDecision; followed: readonly Entry[] }
	| { type: 'remark'; entry: Entry; followed: readonly Entry[] }
	/** `followed`: the curator's answer, if there is one. */
	| { type: 'report'; entry: Entry; followed: readonly Entry[] }
	| { type: 'consultation'; entry: Entry; followed: readonly Entry[] }

/** Sorted by each item's last entry, newest first. */
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
	if (raised !== undefined) return { type: 'decision', entry, raised, followed }
	if (entry.statement.type === 'remark') return { type: 'remark', entry, followed }
	if (entry.statement.type === 'submit-report') return { type: 'report', entry, followed }
	if (entry.statement.type === 'ask-consultation') return { type: 'consultation', entry, followed }
	return { type: 'statement', entry, status: statusOf(ledger, entries, entry) }
}

function statusOf(ledger: Ledger, entries: readonly Entry[], { id, by, sequence, statement }: Entry) {
	if (statement.type === 'propose') return ledger.proposal?.id === id ? 'holds' : 'superseded'
	if (statement.type === 'record-evidence') {
		return ledger.evidence.some((recorded) => recorded.id === id) ? 'holds' : 'withdrawn'
	}
	if (statement.type === 'feedback') return ledger.feedback.some((one) => one.id === id) ? 'holds' : 'superseded'
	if (statement.type !== 'consent' || ledger.consents.some((consent) => consent.id === id)) return 'holds'
	const isWithdrawal = (other: Entry) =>
		other.sequence > sequence &&
		other.by.personId === by.personId &&
		other.statement.type === 'withdraw-consent' &&
		other.statement.kind === statement.kind
	return entries.some(isWithdrawal) ? 'withdrawn' : 'superseded'
}

/**
 * What others have answered to a person: to their request for a consultation (domain.md D18), or by declining a decision that they
 * raised or signed (T44). An answer to a report is news, too (T3), and another person's notice, which ends their programme early (L1).
 * News asks for no action, so it is shown until it is read, or for some weeks; `awaiting.ts` lists what asks for one.
 */
export type News = {
	/** Id of the decision; or of the consultation and the instant of its last answer, because a new answer is news again. */
	id: string
	/** The last day on which it is shown. */
	until: IsoDate
} & (
	| { type: 'consultation-taken'; about: string; on: IsoDate }
	/** `consultant`: '' if the name is not known. `on`: null if no day was named. */
	| { type: 'consultation-referred'; about: string; consultant: string; on: IsoDate | null }
	/** `by`: absent if the stored state of the programme lacks it. `consents.ts` reports declined orders (`setbackOf`). */
	| { type: 'declined'; matter: Exclude<Decision['type'], 'order'>; ground: string; by?: string }
	/** `remarks`: of a returned report, until it is submitted once more; null: it was accepted. */
	| { type: 'report-answered'; dueOn: IsoDate; by: string; remarks: string | null }
	| { type: 'notice'; lastDay: IsoDate; by: string; isDeparture: boolean }
)

/** Id of the decision or the consultation. */
export function subjectOfNews({ id }: News): string {
	return id.split(' ', 1)[0] ?? id
}

/** Days after its own day, or after the day it names: as far as the home page looks ahead. */
const NEWS_DAYS = 21

/** News in an active programme. `nameOf`: the name of a mentor of the bank, who takes no part in the programme. */
export function newsTo(ledger: Ledger, personId: string, nameOf: (mentorId: string) => string): News[] {
	if (ledger.phase !== 'active') return []
	return [
		...noticeTo(ledger, personId),
		...ledger.consultations.filter(({ by }) => by.personId === personId).flatMap((one) => answerTo(one, nameOf)),
		...ledger.reports.filter(({ mentorId }) => mentorId === personId).flatMap(reportAnswerTo),
		...ledger.matters
			.filter((raised) => isDeclined(ledger, raised) && hasSpokenFor(raised, personId))
			.flatMap(declineOf)
	]
}

/** News that is still shown on the day. */
export function selectCurrentNews(news: readonly News[], today: IsoDate): News[] {
	return news.filter(({ until }) => until >= today)
}

/** Mentors of the bank to whom requests were referred. */
export function consultantIds({ consultations }: Ledger): string[] {
	return consultations.flatMap(({ referral }) => (referral?.to.kind === 'mentor' ? [referral.to.mentorId] : []))
}

/** The notice that will end the programme, for the participants who have not given it. */
function noticeTo(ledger: Ledger, personId: string): News[] {
	const notice = currentNotice(ledger)
	if (notice === null || notice.raisedBy.personId === personId) return []
	if (!currentMembers(ledger).some((member) => member.personId === personId)) return []
	const { lastDay } = notice.matter
	const { name: by } = notice.raisedBy
	return [{ type: 'notice', id: notice.id, until: lastDay, lastDay, by, isDeparture: isDeparture(ledger, notice) }]
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

function reportAnswerTo({ id, dueOn, answer }: SubmittedReport, _: number, all: readonly SubmittedReport[]): News[] {
	if (answer === null || all.some(({ insteadOf }) => insteadOf === id)) return []
	const { by, on, remarks } = answer
	return [{ type: 'report-answered', id, until: lastDayOf(on, null), dueOn, by: by.name, remarks }]
}

/** Whether the decision was declined and nobody has raised it again. */
function isDeclined({ matters: decisions }: Ledger, raised: RaisedDecision): boolean {
	if (raised.outcome !== 'declined') return false
	return !decisions.slice(decisions.indexOf(raised) + 1).some((newer) => isReplacedBy(raised, newer))
}

function hasSpokenFor({ raisedBy, signatures }: RaisedDecision, personId: string): boolean {
	return [raisedBy, ...signatures.map(({ by }) => by)].some((by) => by.personId === personId)
}

function declineOf({ id, matter: decision, ground, decline, raisedAt, settledOn }: RaisedDecision): News[] {
	if (decision.type === 'order') return []
	const until = lastDayOf(settledOn ?? raisedAt, null)
	const who = decline === undefined ? {} : { by: decline.by.name }
	return [{ type: 'declined', id, until, matter: decision.type, ground: ground ?? '', ...who }]
}

/** `since`: a day in the municipality's time zone; or an instant, whose UTC day is exact enough for a period of three weeks. */
function lastDayOf(since: string, on: IsoDate | null): IsoDate {
	const day = since.slice(0, 10)
	return addDaysTo(on !== null && on > day ? on : day, NEWS_DAYS)
}

/** Which entries of a ledger one person may read. Entries that they may not read still count in the state (`statements/all.ts`). */
export interface EntryReader {
	personId: string
	/** Curator or head of the municipality, or of the organisation if the regulation has the role there: reads everything. */
	isStaff: boolean
	/** A mentee of the programme, now or earlier. Absent: no. */
	isMentee?: boolean
	/**
	 * The instant at which the reader's membership ended; '': it has not begun yet, or never did (`visible-ledger.ts`); null: it lasts
	 * or is awaited.
	 */
	until: string | null
	/** Decisions and remarks about how the membership begins or ended: later entries about them are readable, too. */
	ownIds: readonly string[]
}

/** The entry as the reader may read it; null: they may not read it. */
export function readableEntry(entry: Entry, { personId, isStaff, isMentee, until, ownIds }: EntryReader): Entry | null {
	if (isStaff || entry.by.personId === personId) return entry
	const { statement } = entry
	// The settlement of a withdrawn consent is between the curator and the person whose data it is about.
	if (statement.type === 'settle-consent-withdrawal') return statement.personId === personId ? entry : null
	// Mentees of a group write openly if the others do not read it.
	if (statement.type === 'feedback' && isMentee === true) return null
	const isOwn = ownIds.includes(subjectOf(entry) ?? entry.id)
	if (until !== null && entry.at > until && !isOwn) return null
	// The order waits for a consent, so everybody may know that it was given; but only the signer may read the data on the sheet
	// (domain.md L3).
	if (statement.type === 'consent') return { ...entry, statement: { ...statement, text: '', representative: null } }
	return entry
}
