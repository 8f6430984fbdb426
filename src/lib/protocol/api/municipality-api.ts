/** The JSON API of an installation's municipalities, for its administrators. Types only. */
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Person } from './program.ts'

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
