/**
 * The JSON API of offices in the body that the regulation founds (domain.md D2), beside `staff-api.ts`. Types only. All of it is for
 * curator and head, of their own municipality; whatever belongs to another is answered 404. An office opens no programme to anybody.
 */
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
