/** The JSON API of incentives, beside `api.ts`. Types only. */
import type { IsoDate } from '#domain/calendar.ts'
import type { Incentive } from '#domain/ledger/incentive.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Person } from './program.ts'

/**
 * GET /api/incentives?on=2026-11-21: what each mentor's yearly bonus fund grows by at that day (domain.md T47), and what speaks
 * for cancelling it (T48). For curator and head; without `on` it is today where the municipality is.
 */
export interface Incentives {
	on: IsoDate
	/** Programmes of regulations that pay alike are counted together. */
	schemes: IncentiveScheme[]
	/** Titles of regulations in use, or current, that name no money (domain.md S26). */
	unpaidBy: string[]
	/** Everybody named in the schemes. */
	people: Person[]
}

export interface IncentiveScheme {
	/** By title. */
	regulations: string[]
	incentive: NonNullable<Regulation['incentive']>
	/** Of reports, by id. */
	reports: Record<string, string>
	mentors: Incentive[]
	/** Programmes in which the head may cancel or restore today: they are going on, and have a ledger. */
	openProgramIds: string[]
}

/** The JSON API of the region, beside `api.ts`. Types only. */

/** GET /api/region: numbers of every municipality of the installation, by name; no programme and no person is named. For the role `region`. */
export interface RegionNumbers {
	municipalities: MunicipalityNumbers[]
	/** ISO instant. */
	at: string
}

export interface MunicipalityNumbers {
	id: string
	name: string
	/** Nobody works in it any more. */
	isClosed: boolean
	/** Programmes: a mentor is sought; consents and the order are awaited; going on; completed. */
	requested: number
	proposed: number
	active: number
	closed: number
	/** Of the active ones: with overdue activities; with a participant whose devices have been silent for long. */
	overdue: number
	silent: number
	/** In the banks. */
	mentors: number
	mentees: number
	/** The day of the newest edit in an active programme; null: there is none, or the municipality is small. */
	lastActivityOn: IsoDate | null
	/** It has fewer than three programmes: what else is known of them would point at people. */
	isSmall: boolean
}
