/** What is known, and what a row says of it → what is known then. What the row leaves out stays as it was. */
import type { IsoDate } from '../../calendar.ts'
import { organisationSchema, type Organisation } from '../organisation.ts'
import { menteeEntrySchema, type MenteeEntry } from '../mentee-entry.ts'
import { mentorEntrySchema, type MentorEntry } from '../mentor-entry.ts'
import { noMinorFields } from '../minor-fields.ts'
import type { ImportedMentee, ImportedMentor, ImportedOrganisation } from './rows.ts'

/** Null: too little is said of somebody of whom nothing is known, or it makes no sense together. */
export function mergeMentor(
	known: MentorEntry | null,
	{ entry, headSince, post }: ImportedMentor,
	{ personId, organisation, today }: { personId: string; organisation: string | null; today: IsoDate }
): MentorEntry | null {
	const merged = {
		competences: [],
		achievements: [],
		hoursPerMonth: null,
		forms: [],
		posts: [],
		assessments: [],
		contests: [],
		courses: [],
		term: null,
		...noMinorFields,
		enteredOn: today,
		...known,
		...given(entry),
		personId
	}
	const isUnknownService = merged.posts.length === 0 && headSince !== undefined && organisation !== null
	const posts: MentorEntry['posts'] = isUnknownService
		? [{ organisation, title: post ?? HEAD, isHead: true, isInMunicipality: true, from: headSince, until: null }]
		: merged.posts
	return mentorEntrySchema.safeParse({ ...merged, posts }).data ?? null
}

/** Null as above: a category and a request are the least. */
export function mergeMentee(
	known: MenteeEntry | null,
	{ entry }: ImportedMentee,
	{ personId, today }: { personId: string; today: IsoDate }
): MenteeEntry | null {
	const merged = {
		difficulties: [],
		forms: [],
		assessments: [],
		...noMinorFields,
		enteredOn: today,
		...known,
		...given(entry),
		personId
	}
	return menteeEntrySchema.safeParse(merged).data ?? null
}

/** Indices of a year take the place of those of the same year; the oldest first. Null as above: a kind is the least. */
export function mergeOrganisation(
	known: Organisation | null,
	row: ImportedOrganisation,
	id: string
): Organisation | null {
	const years = [...(known?.years ?? []), ...(row.years ?? [])].toSorted((one, other) => one.year - other.year)
	const merged = {
		unit: null,
		level: 'municipal',
		isAdvanced: false,
		place: null,
		standings: null,
		...known,
		...given(row),
		years: years.filter(({ year }, index) => years.findLastIndex((one) => one.year === year) === index),
		id
	}
	return organisationSchema.safeParse(merged).data ?? null
}

/** Of a post of which only is known since when. */
const HEAD = 'Руководитель'

function given<Part extends object>(part: Part): Part {
	return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Part
}
