/** A bank, or the organisations, as a table that can be imported again. */
import type { Organisation } from '../organisation.ts'
import type { MenteeEntry } from '../mentee-entry.ts'
import type { MentorEntry } from '../mentor-entry.ts'
import type { Column } from './column.ts'
import type { ImportContext, KnownPerson } from './known.ts'
import { menteeColumns } from './mentee-columns.ts'
import { mentorColumns } from './mentor-columns.ts'
import { organisationColumns } from './organisation-columns.ts'

/** Those who are in the bank. */
export function writeMentors(people: readonly KnownPerson<MentorEntry>[], context: ImportContext): string[][] {
	return write(mentorColumns, people.filter(({ isInBank }) => isInBank).map(toRow), context)
}

/** The same of mentees. */
export function writeMentees(people: readonly KnownPerson<MenteeEntry>[], context: ImportContext): string[][] {
	return write(menteeColumns, people.filter(({ isInBank }) => isInBank).map(toRow), context)
}

export function writeOrganisations(organisations: readonly Organisation[], context: ImportContext): string[][] {
	return write(organisationColumns, organisations, context)
}

function write<Row>(columns: readonly Column<Row>[], rows: readonly Row[], context: ImportContext): string[][] {
	const written = columns.flatMap(({ heading, write }) => (write === null ? [] : [{ heading, write }]))
	return [written.map(({ heading }) => heading), ...rows.map((row) => written.map(({ write }) => write(row, context)))]
}

function toRow<Entry extends MentorEntry | MenteeEntry>(person: KnownPerson<Entry>) {
	const { familyName, givenName, patronymic, organisationId, post, entry } = person
	const names = { familyName, givenName, patronymic }
	return {
		...names,
		...(organisationId !== null && { organisationId }),
		...(post !== '' && { post }),
		entry: entry === null ? {} : withoutPerson(entry)
	}
}

function withoutPerson<Entry extends { personId: string }>({ personId: _, ...entry }: Entry): Omit<Entry, 'personId'> {
	return entry
}
