/**
 * The JSON API of roles by appointment, beside `registry-api.ts`. Types only. For curators, heads and administrators, of their own
 * municipality; heads of any municipality are the administrators' business, too.
 */
import type { OrganisationRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Order, Person } from './program.ts'

/** GET /api/staff. */
export interface Staff {
	/** By role, then by name. */
	staff: StaffMember[]
	/** Of those who are not in that role any more, the newest first. */
	ended: EndedRole[]
	/** Where the municipality is. */
	today: IsoDate
}

export interface StaffMember {
	person: Person
	role: StaffRole
	/** The name of the one organisation the role is in; null: it is the municipality's. */
	organisation: string | null
	/** The one the role rests on. */
	order: Order | null
	/** Whether whoever asks may end it. */
	canEnd: boolean
}

export interface EndedRole {
	id: string
	person: Person
	role: StaffRole
	organisation: string | null
	/** The last day. */
	on: IsoDate
	/** Null: there is none. */
	order: Order | null
	/** ISO instant, and who wrote it down, as they were called then. */
	at: string
	by: string
	/** Whether whoever asks may give it back. */
	canReturn: boolean
}

/**
 * POST /api/staff/endings → 201 `{ id }`: the right ends at once, wherever they are signed in; what they decided stays theirs. 400
 * with the field `on`: the day is still to come. 409: they are not in this role any more; with the field `last`: it is one's own,
 * and nobody else has it here, or nobody else administers the installation.
 *
 * POST /api/staff/endings/:id/return, with an empty object → 204: the role again, by the order it rested on. 409: they are in it.
 */
export interface NewRoleEnding {
	personId: string
	role: StaffRole
	/** The last day. */
	on: IsoDate
	/** Null: there is none. */
	order: Order | null
}

/**
 * POST /api/staff → 204: curator or head of the organisation they work in, from now on. 404: nobody of the municipality has this
 * id. 409: they are that already; with the field `organisationId`: nobody has said where they work.
 */
export interface NewAppointment {
	personId: string
	role: OrganisationRole
	/** Null: nobody has said. */
	order: Order | null
}
