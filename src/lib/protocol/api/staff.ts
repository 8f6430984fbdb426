/**
 * The JSON API of offices in the body that the regulation founds (domain.md D2), of an installation's municipalities, and of roles by
 * appointment. Types only. The offices are for curator and head, of their own municipality; anything of another municipality is
 * answered 404. An office gives access to no programme.
 */
import type { OrganisationRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Requisites } from '#domain/papers/facts.ts'
import type { OfficeHolders, Regulation } from '#domain/regulation/schema.ts'
import type { CreatedInvitation, Order, Person, ShippedRegulation } from './program.ts'

/** GET /api/offices. */
export interface OfficeListing {
	/** Of the current regulation; null: it founds no such body. */
	composition: Regulation['composition']
	/** No assignment begins before this day (`foundedOn`); null: it is not known when the body was founded. */
	foundedOn: IsoDate | null
	/** Lasting assignments, by their first day; also of offices that only another regulation names. */
	held: OfficeAssignment[]
	/** The newest first. */
	ended: EndedOffice[]
	/** By office, the organisations that must have a holder and have none (domain.md D29). */
	without: Record<string, { id: string; name: string }[]>
	/** In the municipality's time zone. */
	today: IsoDate
}

export interface OfficeAssignment {
	id: string
	officeId: string
	/** The office's name in the regulation of that time. */
	wording: string
	/** How many holders that regulation allowed; used while the current one has no such office. */
	holders: OfficeHolders
	person: Person
	/** Where they work and as what; '': unknown. */
	workplace: string
	post: string
	/** The organisation, if the office belongs to one. */
	organisation: { id: string; name: string } | null
	since: IsoDate
	/** Null: unknown. */
	order: Order | null
}

export interface EndedOffice extends OfficeAssignment {
	/** The last day. */
	on: IsoDate
	/** The order by which it ended; null: there is none. */
	endingOrder: Order | null
	/** The name of the person who recorded it, as of then. */
	by: string
}

/**
 * POST /api/offices → 201 `{ id }`. 404: nobody of the municipality has this id. 400 with the field `officeId`: the regulation has no
 * such office; `organisationId`: the office belongs to one organisation and the request names none of the municipality's, or the other
 * way round; `since`: the day is in the future, or before `foundedOn`; `order`: its day is in the future. 409 with the field `held`:
 * another holder is in the way (`findHolderInTheWay`); `left`: the person has changed their workplace or was entered by mistake, and
 * has no role here since; without a field: something has changed meanwhile.
 */
export interface NewOfficeHolder {
	officeId: string
	personId: string
	organisationId: string | null
	since: IsoDate
	/** Null: unknown. */
	order: Order | null
}

/**
 * PUT /api/offices/:id/order → 204: saves the order of the assignment. 400 with the field `order`: its day is in the future. 409: the
 * order is another one than `was` by now, or the assignment has ended.
 */
export interface SavedOfficeOrder {
	order: Order | null
	was: Order | null
}

/**
 * POST /api/offices/:id/end → 204. 400 with the field `on`: the day is in the future, or before the assignment began; `order`:
 * the order's day is in the future. 409: it has ended.
 *
 * POST /api/offices/:id/return, with an empty object → 204: takes the end back. 409: it has been taken back already; with the field
 * `held`: another holder is in the way by now; `left`: as for POST /api/offices.
 */
export interface NewOfficeEnding {
	/** The last day. */
	on: IsoDate
	/** Null: there is none. */
	order: Order | null
}

/** GET /api/offices/people?q= → people of the municipality whose name or workplace contains each word, by name. */
export interface OfficeCandidates {
	/** The first of them. */
	people: { person: Person; workplace: string; post: string }[]
	/** How many are found. */
	count: number
}

/** GET /api/municipalities, for administrators: by name, with the heads of each. No programmes and no other people. */
export interface Municipalities {
	municipalities: MunicipalityListing[]
	regulations: ShippedRegulation[]
}

export interface MunicipalityListing {
	id: string
	name: string
	timeZone: string
	/** ISO instant. */
	openedAt: string
	/** ISO instant, and the name of the person who closed it, as of then; null: it is open. */
	closed: { at: string; by: string } | null
	obstacles: MunicipalityObstacles
	/** By name. */
	heads: MunicipalityHead[]
}

/** What prevents closing it. */
export interface MunicipalityObstacles {
	/** Running ones. */
	programs: number
	/** Undecided ones. */
	requests: number
	/** Administrators and people of the region who are registered in it: they work for the whole installation. */
	staff: number
}

export interface MunicipalityHead {
	person: Person
	/** False: is invited, and has not accepted yet. */
	isAppointed: boolean
	/** `open`: can sign in. `invited`: has an open invitation. */
	state: 'none' | 'invited' | 'open'
}

/**
 * POST /api/municipalities → 201 MunicipalityListing. 409 with the field `name`: the name is taken. It is empty until its head is invited:
 * POST /api/municipalities/:municipalityId/heads → 201 CreatedInvitation. For a listed head, whose present ways in then end:
 * POST /api/municipalities/:municipalityId/heads/:personId → 201 CreatedInvitation. 409 for both: the municipality is closed.
 */
export interface NewMunicipality {
	name: string
	/** IANA name; its calendar decides what is late. */
	timeZone: string
	/** Of a shipped regulation. */
	regulationId: string
	/** Null: its curator or head enter them later. */
	requisites: Requisites | null
}

export interface MunicipalityNaming {
	name: string
	timeZone: string
}

/**
 * PUT /api/municipalities/:municipalityId → 200 MunicipalityListing. 409 with the field `name`: another one has this name; without a
 * field: its name or time zone is not `was` any more.
 *
 * POST /api/municipalities/:municipalityId/closing, with an empty object → 200 MunicipalityListing: nobody of it can sign in from then
 * on. 409: there are obstacles. DELETE reopens it, → 200 MunicipalityListing.
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
 * GET /api/staff: roles by appointment. For curators, heads and administrators, of their own municipality; administrators also
 * see to the heads of every municipality.
 */
export interface Staff {
	/** By role, then by name. */
	staff: StaffMember[]
	/** Of people who do not have that role now, the newest first. */
	ended: EndedRole[]
	/** In the municipality's time zone. */
	today: IsoDate
}

export interface StaffMember {
	person: Person
	role: StaffRole
	/** The name of the organisation that the role is in; null: the role is the municipality's. */
	organisation: string | null
	/** The order that gave the role. */
	order: Order | null
	/** Whether the asking person may end it. */
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
	/** ISO instant, and the name of the person who recorded it, as of then. */
	at: string
	by: string
	/** Whether the asking person may give it back. */
	canReturn: boolean
}

/**
 * POST /api/staff/endings → 201 `{ id }`: the rights end at once, on all devices; earlier decisions keep their author. 400 with the
 * field `on`: the day is in the future. 409: they do not have this role now; with the field `last`: it is the asking person's own role,
 * and nobody else has it here, or nobody else administers the installation.
 *
 * POST /api/staff/endings/:id/return, with an empty object → 204: gives the role back, by its former order. 409: they have it.
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
 * POST /api/staff → 204: makes a person curator or head of the organisation where they work. 404: nobody of the municipality has this
 * id. 409: they are that already; with the field `organisationId`: their workplace is unknown.
 */
export interface NewAppointment {
	personId: string
	role: OrganisationRole
	/** Null: unknown. */
	order: Order | null
}

export interface StaffEndpoints {
	'GET /api/offices': { answer: OfficeListing }
	'GET /api/offices/people': { query: { q: string }; answer: OfficeCandidates }
	'POST /api/offices': { body: NewOfficeHolder; answer: { id: string } }
	'PUT /api/offices/:id/order': { body: SavedOfficeOrder }
	'POST /api/offices/:id/end': { body: NewOfficeEnding }
	'POST /api/offices/:id/return': object
	'GET /api/municipalities': { answer: Municipalities }
	'POST /api/municipalities': { body: NewMunicipality; answer: MunicipalityListing }
	'PUT /api/municipalities/:municipalityId': { body: RenamedMunicipality; answer: MunicipalityListing }
	'POST /api/municipalities/:municipalityId/closing': { answer: MunicipalityListing }
	'DELETE /api/municipalities/:municipalityId/closing': { answer: MunicipalityListing }
	'POST /api/municipalities/:municipalityId/heads': { body: NewHead; answer: CreatedInvitation }
	'POST /api/municipalities/:municipalityId/heads/:personId': { answer: CreatedInvitation }
	'GET /api/staff': { answer: Staff }
	'POST /api/staff': { body: NewAppointment }
	'POST /api/staff/endings': { body: NewRoleEnding; answer: { id: string } }
	'POST /api/staff/endings/:id/return': object
}
