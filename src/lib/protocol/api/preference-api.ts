/**
 * The JSON API of the preference questionnaire (domain.md R17): whom the people of the banks would like to work with, asked of
 * both sides before anybody is proposed. For mentors and mentees of a bank; 403 for everybody else. Nobody is told what others
 * have answered: it is counted where mentors are ranked, which curator and head see. Types only.
 */
import type { ProgramRole } from '#domain/access.ts'
import type { Liking } from '#domain/people/matching.ts'
import type { OrganisationKind } from '#domain/regulation/schema.ts'
import type { Page } from './program.ts'

/** GET /api/preferences?role=mentee&q=&page=1&pageSize=50: the other bank of the municipality, by name. `role`: of who asks. */
export interface PreferencePage extends Page<PreferenceRow> {
	role: ProgramRole
}

export interface PreferenceRow {
	id: string
	/**
	 * Null: a mentee where the regulation has participants under 18, or anybody whose day of birth is kept. Then neither the organisation
	 * nor the post is told (domain.md R11).
	 */
	name: string | null
	/** Of those who are not named, which it is of all of the bank; null: they are named. */
	number: number | null
	organisation: string | null
	/** Of the organisation; null: it is not known. */
	kind: OrganisationKind | null
	post: string
	/** A mentor's competences, or a mentee's main request; of their difficulties and category nothing is told. */
	about: string
	/** As the asker has answered; null: not yet. */
	liking: Liking | null
}

/** PUT /api/preferences/:personId → 204; null takes the answer back. 404: nobody of the other bank has this id. */
export interface SavedPreference {
	role: ProgramRole
	liking: Liking | null
}
