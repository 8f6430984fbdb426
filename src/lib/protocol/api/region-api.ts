/** The JSON API of the region, beside `api.ts`. Types only. */
import type { IsoDate } from '#domain/calendar.ts'

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
