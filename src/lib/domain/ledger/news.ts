/**
 * What others have answered to a person's own words: to their request for a consultation (domain.md D18), or by declining what they
 * have raised or signed (T44). It asks for nothing more (`awaiting.ts` has what does), so it is told until it was read, or for some weeks.
 */
import { addDaysTo, type IsoDate } from '../calendar.ts'
import type { Consultation, Ledger, RaisedMatter } from './ledger.ts'
import { isReplacedBy } from './play-matter.ts'
import type { Matter } from './statement.ts'

export type News = {
	/** Of the matter; or of the consultation and the instant of what was said of it last, for that is news to who has read what was before. */
	id: string
	/** The last day on which it is told. */
	until: IsoDate
} & (
	| { type: 'consultation-taken'; about: string; on: IsoDate }
	/** `consultant`: '' for somebody whose name is not known. `on`: null where no day was named. */
	| { type: 'consultation-referred'; about: string; consultant: string; on: IsoDate | null }
	/** `by`: absent where the state kept of the programme does not say it. What becomes of a declined order, `setback.ts` tells. */
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
