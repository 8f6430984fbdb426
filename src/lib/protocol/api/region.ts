/** The JSON API of incentives, of mentors' events, and of the region's numbers. Types only. */
import type { IsoDate } from '#domain/calendar.ts'
import type { Incentive } from '#domain/ledger/incentive.ts'
import type { MentorEvent } from '#domain/people/mentor-event.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Person } from './program.ts'

/**
 * GET /api/incentives?on=2026-11-21: by how much each mentor's yearly bonus fund grows on that day (domain.md T47), and the grounds
 * for cancelling it (T48). For curator and head; without `on`, today in the municipality's time zone.
 */
export interface Incentives {
	on: IsoDate
	/** Programmes of regulations with the same payment are counted together. */
	schemes: IncentiveScheme[]
	/** Titles of regulations, in use or current, that name no payment (domain.md S26). */
	unpaidBy: string[]
	/** Everybody who is named in the schemes. */
	people: Person[]
}

export interface IncentiveScheme {
	/** Titles. */
	regulations: string[]
	regulationIds: string[]
	incentive: NonNullable<Regulation['incentive']>
	/** Titles of reports, by id. */
	reports: Record<string, string>
	mentors: Incentive[]
	/** Programmes in which the head may cancel or restore the incentive today: they are running, and have a ledger. */
	openProgramIds: string[]
}

/** GET /api/mentor-events: the municipality's events of mentors, the newest first (domain.md T48). For curator and head. */
export interface MentorEvents {
	events: MentorEventRow[]
	/** Who may be ticked: people of the bank of mentors, and mentors of programmes. */
	mentorIds: string[]
	/** Those, and whoever attended. */
	people: Person[]
	today: IsoDate
}

export interface MentorEventRow {
	id: string
	event: MentorEvent
	/** Of an event still to come: who was ticked before it was moved ahead. It counts for nothing until its day. */
	attendedIds: string[]
	version: number
}

/**
 * PUT /api/mentor-events/:id, by a curator: the sender chooses the id. 400 with `attendedIds`: one of them is no mentor of the
 * municipality, or is ticked anew while the event is still to come. 409: it was saved meanwhile. 404: it was deleted.
 */
export interface SavedMentorEvent {
	/** Null: a new one. */
	version: number | null
	event: MentorEvent
	attendedIds: string[]
}

/** GET /api/region: numbers of every municipality, by name. It names no programme and no person. For the role `region`. */
export interface RegionNumbers {
	municipalities: MunicipalityNumbers[]
	/** ISO instant. */
	at: string
}

export interface MunicipalityNumbers {
	id: string
	name: string
	/** The municipality is closed: nobody works in it. */
	isClosed: boolean
	/** Programmes: without a mentor; waiting for consents and the order; running; completed. */
	requested: number
	proposed: number
	active: number
	closed: number
	/** Of the active ones: with overdue activities; with a participant whose devices have been silent for a long time. */
	overdue: number
	silent: number
	/** People in the banks. */
	mentors: number
	mentees: number
	/** The day of the newest edit in an active programme; null: none, or `isSmall`. */
	lastActivityOn: IsoDate | null
	/** It has fewer than three programmes: more details would point at people. */
	isSmall: boolean
}

export interface RegionEndpoints {
	/** `on` absent: today in the municipality's time zone. Slow: the server reads thousands of programmes. */
	'GET /api/incentives': { query: { on: IsoDate | undefined }; answer: Incentives }
	'GET /api/mentor-events': { answer: MentorEvents }
	'PUT /api/mentor-events/:id': { body: SavedMentorEvent }
	'DELETE /api/mentor-events/:id': object
	'GET /api/region': { answer: RegionNumbers }
}
