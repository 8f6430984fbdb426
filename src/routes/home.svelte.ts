/** Data of the first screen: the list «Ближайшее», and the programmes of «Мои программы». */
import { daysBetween, type IsoDate } from '#domain/calendar.ts'
import { isAnswerTo, nearOf } from '#domain/ledger/awaiting.ts'
import type { Command } from '#domain/ledger/statement.ts'
import { countSummary, type ProgramSummary } from '#domain/summary.ts'
import { type Tick, tickOf } from '#lib/sync/document/status.ts'
import { readStoredProgram, type StoredProgram } from '#lib/sync/stored/stored-programs.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
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
	/** Null: an agreement without a day. */
	on: IsoDate | null
	/** 0: not late, or a meeting. */
	daysLate: number
} &
	/** `responsible`: person ids; empty: everybody; null: an older server does not say. `agreementId`: null, likewise. */
	(
		| { kind: 'activity'; activityId: string; responsible: readonly string[] | null }
		| {
				kind: 'agreement'
				meetingId: string
				agreementId: string | null
				agreedOn: IsoDate | null
				ownerId: string | null
		  }
		| { kind: 'meeting'; meetingId: string; startsAt: string | null }
		/** A report that the reader owes as a mentor (domain.md T3, T55). */
		| { kind: 'report'; of: string; isWaiting: boolean; isReturned: boolean }
	)

export type UpcomingAgreement = Extract<Upcoming, { kind: 'agreement' }>

const LATE_SHOWN = 2
const SHOWN = 4

/**
 * What is late and what comes, by day. `today`: in the municipality. As far ahead as reports are asked for. `marked`: agreements
 * that were marked on this screen, either way. They stay where they are, also if their programme does not list them as open by now.
 */
export function listUpcoming(
	programs: readonly DatedProgram[],
	reports: readonly OwedReport[],
	today: IsoDate,
	marked: readonly UpcomingAgreement[] = []
): Upcoming[] {
	const horizon = nearOf(today)
	const dated = programs.flatMap((program) => datedItems(program, today))
	return [
		...dated,
		...marked.filter(({ key }) => dated.every((one) => one.key !== key)),
		...reports.map((report) => toItem(report, today))
	]
		.filter(({ on }) => on === null || on <= horizon)
		.sort((one, other) => (momentOf(one) < momentOf(other) ? -1 : momentOf(one) > momentOf(other) ? 1 : 0))
}

/**
 * What has no day comes last, and what has no hour after what has one. Agreements of a day have an order of their own, so that a mark
 * moves none.
 */
function momentOf(item: Upcoming): string {
	if (item.on === null) return `9999 ${item.key}`
	if (item.kind === 'agreement') return `${item.on} 24:01 ${item.key}`
	if (item.kind === 'report') return `${item.on} 24:02`
	return `${item.on} ${item.kind === 'meeting' && item.startsAt !== null ? item.startsAt : '24:00'}`
}

/** The first of them for a phone's screen: the longest late, and at least as many of what comes, if there is so much. */
export function firstOf(items: readonly Upcoming[]): Upcoming[] {
	const late = items.filter(({ daysLate }) => daysLate > 0)
	const ahead = items.filter(({ daysLate }) => daysLate === 0)
	const lateShown = late.slice(0, Math.max(LATE_SHOWN, SHOWN - ahead.length))
	return [...lateShown, ...ahead].slice(0, SHOWN)
}

export interface OwedReport {
	programId: string
	/** Its key in addresses. */
	of: string
	wording: string
	dueOn: IsoDate
	/** The person has submitted it, and the server does not know yet. */
	isWaiting: boolean
	isReturned?: true
}

/** The reports that the person owes in all programmes. `said`: their commands on this device that the server has not answered. */
export function owedReports(listings: readonly LedgerListing[], said: readonly Command[]): OwedReport[] {
	return listings.flatMap(({ programId, awaited }) =>
		awaited.flatMap((one) => {
			if (one.type !== 'report' || one.mentorId !== undefined) return []
			const isWaiting = said.some((own) => own.programId === programId && isAnswerTo(own.statement, one))
			return [{ ...one, programId, isWaiting }]
		})
	)
}

function toItem({ programId, of, wording, dueOn, isWaiting, isReturned }: OwedReport, today: IsoDate): Upcoming {
	const key = `${programId}/${of}`
	const late = isWaiting ? 0 : daysLate(dueOn, today)
	return {
		kind: 'report',
		key,
		programId,
		title: wording,
		on: dueOn,
		daysLate: late,
		of,
		isWaiting,
		isReturned: isReturned === true
	}
}

function daysLate(on: IsoDate, today: IsoDate): number {
	return Math.max(0, daysBetween(on, today))
}

function datedItems({ id, summary }: DatedProgram, today: IsoDate): Upcoming[] {
	const lateBy = (on: IsoDate) => daysLate(on, today)
	const activities = summary.stages
		.flatMap(({ open }) => open)
		.flatMap(({ id: activityId, title, dueOn, responsible = null }): Upcoming[] => {
			if (dueOn === null) return []
			const place = { key: `${id}/${activityId}`, programId: id, activityId, responsible }
			return [{ kind: 'activity', ...place, title, on: dueOn, daysLate: lateBy(dueOn) }]
		})
	const agreements = summary.openAgreements.map((agreement, index): Upcoming => {
		const { id: agreementId = null, text, ownerId, dueOn, meetingId } = agreement
		const agreedOn = summary.meetings.find((meeting) => meeting.id === meetingId)?.heldOn ?? null
		const key = `${id}/${meetingId}/${agreementId ?? index}`
		const place = { key, programId: id, meetingId, agreementId, agreedOn, ownerId }
		return { kind: 'agreement', ...place, title: text, on: dueOn, daysLate: dueOn === null ? 0 : lateBy(dueOn) }
	})
	const meetings = summary.meetings
		// One of today stays after its hour: a visit that was broken off goes on from here.
		.filter(({ heldOn }) => heldOn >= today)
		.map(({ id: meetingId, heldOn, startsAt, topic }): Upcoming => {
			const place = { key: `${id}/${meetingId}`, programId: id, meetingId, startsAt }
			return { kind: 'meeting', ...place, title: topic, on: heldOn, daysLate: 0 }
		})
	return [...meetings, ...activities, ...agreements]
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

	/**
	 * Uses the device's summary while there is no network, and while the device has unsent edits or as many updates as the server's
	 * summary: that lags behind the server's plan.
	 */
	join(listing: ProgramListing, isOnline: boolean): HomeProgram {
		const stored = this.#stored[listing.id] ?? null
		const isCounted = listing.approved !== undefined
		if (stored === null) {
			return { listing, summary: listing.summary, isCounted, tick: null, unsent: 0, lastSyncedAt: null }
		}
		const { snapshot, have } = stored
		const { summarySequence = Infinity } = listing
		const isOursNewer = !isOnline || snapshot.unsent > 0 || have >= summarySequence
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
