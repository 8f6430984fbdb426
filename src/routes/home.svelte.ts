/** Data of the first screen: the list «Ближайшее», and the programmes of «Мои программы». */
import { addDaysTo, daysBetween, type IsoDate } from '#domain/calendar.ts'
import { isMeetingAhead } from '#domain/plan/meeting.ts'
import { countSummary, type ProgramSummary } from '#domain/summary.ts'
import { type Tick, tickOf } from '#lib/sync/document/status.ts'
import { readStoredProgram, type StoredProgram } from '#lib/sync/stored/stored-programs.ts'
import type { ProgramListing } from '#protocol/api/program.ts'

export interface DatedProgram {
	id: string
	summary: ProgramSummary
}

export type Upcoming = {
	/** Unique in the list. */
	key: string
	programId: string
	title: string
	on: IsoDate
	/** 0: not late, or a meeting. */
	daysLate: number
} & (
	| { kind: 'activity'; activityId: string }
	| { kind: 'agreement'; meetingId: string; agreedOn: IsoDate | null; ownerId: string | null }
	| { kind: 'meeting'; meetingId: string; startsAt: string | null }
)

/** The day and time in the municipality, which meeting hours refer to. */
interface Now {
	date: IsoDate
	time: string
}

/** Later items are not listed. */
const HORIZON_DAYS = 21
const LATE_SHOWN = 2
const SHOWN = 5

/**
 * Late items first, beginning with the longest late, then coming ones. `hiddenLate`: the number of further late items;
 * `isLateWhole` lists all of them.
 */
export function listUpcoming(
	programs: readonly DatedProgram[],
	now: Now,
	isLateWhole = false
): { items: Upcoming[]; hiddenLate: number } {
	const horizon = addDaysTo(now.date, HORIZON_DAYS)
	const all = programs
		.flatMap((program) => datedItems(program, now))
		.filter(({ on }) => on <= horizon)
		.sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
	const late = all.filter(({ daysLate }) => daysLate > 0)
	const ahead = all.filter(({ daysLate }) => daysLate === 0)
	const lateShown = isLateWhole ? late : late.slice(0, LATE_SHOWN)
	return {
		items: [...lateShown, ...ahead.slice(0, SHOWN - Math.min(lateShown.length, LATE_SHOWN))],
		hiddenLate: late.length - lateShown.length
	}
}

function datedItems({ id, summary }: DatedProgram, now: Now): Upcoming[] {
	const lateBy = (on: IsoDate) => Math.max(0, daysBetween(on, now.date))
	const activities = summary.stages
		.flatMap(({ open }) => open)
		.flatMap(({ id: activityId, title, dueOn }): Upcoming[] => {
			if (dueOn === null) return []
			const key = `${id}/${activityId}`
			return [{ kind: 'activity', key, programId: id, title, on: dueOn, daysLate: lateBy(dueOn), activityId }]
		})
	const agreements = summary.openAgreements.flatMap(({ text, ownerId, dueOn, meetingId }, index): Upcoming[] => {
		if (dueOn === null) return []
		const agreedOn = summary.meetings.find((meeting) => meeting.id === meetingId)?.heldOn ?? null
		const place = { key: `${id}/${meetingId}/${index}`, programId: id, meetingId, agreedOn, ownerId }
		return [{ kind: 'agreement', ...place, title: text, on: dueOn, daysLate: lateBy(dueOn) }]
	})
	const meetings = summary.meetings
		.filter((meeting) => isMeetingAhead(meeting, now))
		.map(({ id: meetingId, heldOn, startsAt, topic }): Upcoming => {
			const place = { key: `${id}/${meetingId}`, programId: id, meetingId, startsAt }
			return { kind: 'meeting', ...place, title: topic, on: heldOn, daysLate: 0 }
		})
	return [...activities, ...agreements, ...meetings]
}

/** A programme as «Мои программы» shows it: the server's data joined with this device's. */
export interface HomeProgram {
	listing: ProgramListing
	summary: ProgramSummary | null
	/** False if nothing says which edition is approved: then no progress is shown. */
	isCounted: boolean
	/** Null: this device has never opened the programme, or knows nothing certain about it. */
	tick: Tick | null
	unsent: number
	lastSyncedAt: string | null
}

export class HomePrograms {
	#stored = $state.raw<Readonly<Record<string, StoredProgram | null>>>({})
	/** True after the first read of this device's data. */
	isRead = $state(false)
	#asked = 0

	async load(personId: string, listings: readonly ProgramListing[]): Promise<void> {
		const asked = ++this.#asked
		const stored = await Promise.all(
			listings.map(async ({ id, documents }) => [id, await readStoredProgram(personId, documents)] as const)
		)
		// A newer request is under way, perhaps for another person.
		if (asked !== this.#asked) return
		this.#stored = Object.fromEntries(stored)
		this.isRead = true
	}

	/** Uses the device's summary while the device has unsent edits, or while there is no network. */
	join(listing: ProgramListing, isOnline: boolean): HomeProgram {
		const stored = this.#stored[listing.id] ?? null
		const isCounted = listing.approved !== undefined
		if (stored === null) {
			return { listing, summary: listing.summary, isCounted, tick: null, unsent: 0, lastSyncedAt: null }
		}
		const { snapshot } = stored
		const isOursNewer = !isOnline || snapshot.unsent > 0
		const ours = stored.summary && countSummary(stored.summary, listing.approved ?? null)
		return {
			listing,
			summary: (isOursNewer ? ours : listing.summary) ?? listing.summary ?? ours,
			isCounted,
			tick: tickOf(snapshot),
			unsent: snapshot.unsent,
			lastSyncedAt: snapshot.lastSyncedAt
		}
	}
}
