/** The JSON API of an installation's municipalities, for its administrators. Types only. */
import type { Person } from './api.ts'

/** GET /api/municipalities: by name, and who leads each. Neither programmes nor anybody else of them. */
export interface Municipalities {
	municipalities: MunicipalityListing[]
	/** Those that ship with the product: a further municipality begins by one of them, and may copy and change it. */
	regulations: { id: string; title: string }[]
}

export interface MunicipalityListing {
	id: string
	name: string
	/** ISO instant. */
	openedAt: string
	/** By name. */
	heads: MunicipalityHead[]
}

export interface MunicipalityHead {
	person: Person
	/** `open`: gets in. `invited`: has an invitation that waits. */
	state: 'none' | 'invited' | 'open'
}

/**
 * POST /api/municipalities → 201 MunicipalityListing. 409 with the field `name`: there is one. Nobody is in it until its head is invited:
 * POST /api/municipalities/:municipalityId/heads → 201 CreatedInvitation, and for one who is listed, whose ways in end by it,
 * POST /api/municipalities/:municipalityId/heads/:personId → 201 CreatedInvitation.
 */
export interface NewMunicipality {
	name: string
	/** IANA: what is late is late by the calendar there. */
	timeZone: string
	/** Of a shipped one. */
	regulationId: string
}

export interface NewHead {
	familyName: string
	givenName: string
	patronymic: string
}
