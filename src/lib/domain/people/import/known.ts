/** What is known before a table is imported: to find who is in it already, and to write it out as a table. */
import type { IsoDate } from '../../calendar.ts'
import type { Organisation } from '../organisation.ts'
import type { MenteeEntry } from '../mentee-entry.ts'
import type { MentorEntry } from '../mentor-entry.ts'

export interface KnownPerson<Entry = MentorEntry | MenteeEntry> {
	id: string
	familyName: string
	givenName: string
	patronymic: string
	/** Null: nobody has said. */
	organisationId: string | null
	/** Empty: nobody has said. */
	post: string
	/** In the bank of the kind. */
	isInBank: boolean
	/** Null: nothing is known but that they are, or are not, in it. */
	entry: Entry | null
}

/** What a cell may refer to. */
export interface ImportContext {
	organisations: readonly Pick<Organisation, 'id' | 'name'>[]
	/** Of the municipality's regulation. */
	categories: readonly { id: string; wording: string }[]
	/** Whether that regulation has participants under 18: else nothing is kept of ages and representatives. */
	hasMinors: boolean
	/** Where the municipality is. */
	today: IsoDate
}
