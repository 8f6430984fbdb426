/**
 * The JSON API of offices in the body that the regulation founds (domain.md D2), beside `staff.ts`. Types only. All of it is for
 * curator and head, of their own municipality; whatever belongs to another is answered 404. An office opens no programme to anybody.
 */
import type { OrganisationRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { OfficeHolders, Regulation } from '#domain/regulation/schema.ts'
import type { Order, Person } from './program.ts'

/** GET /api/offices. */
export interface OfficeListing {
	/** Of the regulation by which new programmes begin; null: it founds no such body. */
	composition: Regulation['composition']
	/** Nobody has held an office of the body before this day (`foundedOn`); null: nobody knows since when there is the body. */
	foundedOn: IsoDate | null
	/** By the day since when; also of offices that another regulation has named. */
	held: HeldOffice[]
	/** The newest first. */
	ended: EndedOffice[]
	/** By office, organisations that must have a holder and have none (domain.md D29). */
	without: Record<string, { id: string; name: string }[]>
	/** Where the municipality is. */
	today: IsoDate
}

export interface HeldOffice {
	id: string
	officeId: string
	/** As the regulation called it when it was given. */
	wording: string
	/** How many that regulation let hold it: what counts under one that knows no such office. */
	holders: OfficeHolders
	person: Person
	/** Where they work and as what; '' where nobody has said. */
	workplace: string
	post: string
	/** Of an office that is one organisation's: whose. */
	organisation: { id: string; name: string } | null
	since: IsoDate
	/** Null: nobody has said. */
	order: Order | null
}

export interface EndedOffice extends HeldOffice {
	/** The last day. */
	on: IsoDate
	/** By which it ended; null: there is none. */
	endingOrder: Order | null
	/** Who wrote it down, as they were called then. */
	by: string
}

/**
 * POST /api/offices → 201 `{ id }`. 404: nobody of the municipality has this id. 400 with the field `officeId`: the regulation has no
 * such office; `organisationId`: the office is one organisation's and none of the municipality's is named, or it is none's and one is;
 * `since`: the day is still to come, or before `foundedOn`; `order`: its day is still to come. 409 with the field `held`: somebody stands in the way (`findHolderInTheWay`); `left`: the person has
 * changed their place of work or was entered by mistake, and is nothing here since; without a field: something has changed meanwhile.
 */
export interface NewOfficeHolder {
	officeId: string
	personId: string
	organisationId: string | null
	since: IsoDate
	/** Null: nobody has said. */
	order: Order | null
}

/**
 * PUT /api/offices/:id/order → 204: the order it rests on. 400 with the field `order`: its day is still to come. 409: it is another by now
 * than `was`, or the office has ended.
 */
export interface SavedOfficeOrder {
	order: Order | null
	was: Order | null
}

/**
 * POST /api/offices/:id/end → 204. 400 with the field `on`: the day is still to come, or before it began; `order`:
 * that of its order is still to come. 409: it has ended.
 *
 * POST /api/offices/:id/return, with an empty object → 204: as though it had not ended. 409: it is held again; with the field `held`:
 * somebody stands in the way by now; `left`: as where it is given.
 */
export interface NewOfficeEnding {
	/** The last day. */
	on: IsoDate
	/** Null: there is none. */
	order: Order | null
}

/** GET /api/offices/people?q= → those of the municipality in whose names or places of work each word is found, by name. */
export interface OfficeCandidates {
	/** The first of them. */
	people: { person: Person; workplace: string; post: string }[]
	/** How many are found. */
	count: number
}

/** The JSON API of an installation's municipalities, for its administrators. Types only. */

/** GET /api/municipalities: by name, and who leads each. Neither programmes nor anybody else of them. */
export interface Municipalities {
	municipalities: MunicipalityListing[]
	/** Those that ship with the product: a further municipality begins by one of them, and may copy and change it. */
	regulations: { id: string; title: string; inForce: Regulation['inForce']['value'] }[]
}

export interface MunicipalityListing {
	id: string
	name: string
	timeZone: string
	/** ISO instant. */
	openedAt: string
	/** Since when, an ISO instant, and by whom, as they were called then; null: people work in it. */
	closed: { at: string; by: string } | null
	obstacles: MunicipalityObstacles
	/** By name. */
	heads: MunicipalityHead[]
}

/** What stands in the way of closing it. */
export interface MunicipalityObstacles {
	/** That go on. */
	programs: number
	/** That are not decided. */
	requests: number
	/** Administrators and people of the region who are entered in it: they work for the installation as a whole. */
	staff: number
}

export interface MunicipalityHead {
	person: Person
	/** False: was invited, and has not come yet. */
	isAppointed: boolean
	/** `open`: gets in. `invited`: has an invitation that waits. */
	state: 'none' | 'invited' | 'open'
}

/**
 * POST /api/municipalities → 201 MunicipalityListing. 409 with the field `name`: there is one. Nobody is in it until its head is invited:
 * POST /api/municipalities/:municipalityId/heads → 201 CreatedInvitation, and for one who is listed, whose ways in end by it,
 * POST /api/municipalities/:municipalityId/heads/:personId → 201 CreatedInvitation. 409 to both, too: it is closed.
 */
export interface NewMunicipality {
	name: string
	/** IANA: what is late is late by the calendar there. */
	timeZone: string
	/** Of a shipped one. */
	regulationId: string
}

export interface MunicipalityNaming {
	name: string
	timeZone: string
}

/**
 * PUT /api/municipalities/:municipalityId → 200 MunicipalityListing. 409 with the field `name`: another one is called so; without a
 * field: it is called otherwise by now than `was`.
 *
 * POST /api/municipalities/:municipalityId/closing, with an empty object → 200 MunicipalityListing: nobody of it signs in any more.
 * 409: something stands in the way. DELETE takes it back, → 200 MunicipalityListing.
 */
export interface RenamedMunicipality extends MunicipalityNaming {
	/** As it was read. */
	was: MunicipalityNaming
}

export interface NewHead {
	familyName: string
	givenName: string
	patronymic: string
}

/**
 * The JSON API of roles by appointment, beside `people.ts`. Types only. For curators, heads and administrators, of their own
 * municipality; heads of any municipality are the administrators' business, too.
 */

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
