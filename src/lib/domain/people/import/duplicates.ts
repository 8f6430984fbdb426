/**
 * Rows about somebody who is known, or whom an earlier row is about. `same`: the same name in the same organisation. `possible`:
 * initials that fit, a patronymic that one of the two lacks, the same name in another organisation, an organisation that another
 * table names in short. Only the curator can tell then.
 */
import type { IsoDate } from '../../calendar.ts'
import { groupBy } from '../../group-by.ts'
import {
	type MenteeEntry,
	menteeEntrySchema,
	type MentorEntry,
	mentorEntrySchema,
	noMinorFields
} from '../bank-entry.ts'
import { type Organisation, organisationSchema } from '../organisation.ts'
import { fold, foldOrganisation } from './cells.ts'
import { type CheckedRow, nameOf, STEP } from './check.ts'
import type { Names } from './person-columns.ts'
import type {
	ImportedMentee,
	ImportedMentor,
	ImportedOrganisation,
	ImportedPerson,
	ImportedRow,
	KnownPerson
} from './table.ts'

export interface Duplicate {
	certainty: 'same' | 'possible'
	of: { type: 'known'; id: string; label: string } | { type: 'row'; line: number }
}

export type Known =
	| { kind: 'mentors' | 'mentees'; people: readonly KnownPerson[] }
	| { kind: 'organisations'; organisations: readonly Organisation[] }

/** What becomes of a row: of a duplicate as the curator chooses, of any other `create`. */
export type Choice = 'create' | 'update' | 'skip'

/** Nobody is merged with another, and nobody doubled, before the curator has said so. */
export function defaultChoice(duplicate: Duplicate | null): Choice {
	if (duplicate === null) return 'create'
	return duplicate.certainty === 'same' && duplicate.of.type === 'known' ? 'update' : 'skip'
}

/** By line, of the rows without errors; in steps, as the rows are checked. */
export function* findDuplicates(rows: readonly CheckedRow[], known: Known): Generator<number, Map<number, Duplicate>> {
	const findDuplicate = createFinder(known)
	const found = new Map<number, Duplicate>()
	for (const [index, { line, row }] of rows.entries()) {
		if (index > 0 && index % STEP === 0) yield index
		if (row === null) continue
		const duplicate = findDuplicate(row, line)
		if (duplicate !== null) found.set(line, duplicate)
	}
	return found
}

interface Subject {
	key: string
	of: Duplicate['of']
	folded: Folded
}

/** Once for each: in a table of thousands many have one family name. */
type Folded =
	| { type: 'person'; given: string; patronymic: string; organisationId: string | null }
	| { type: 'organisation'; name: string }

/** Asked about rows one by one, in their order: each is one that later rows may double. */
export function createFinder(known: Known): (row: ImportedRow, line: number) => Duplicate | null {
	const subjects =
		known.kind === 'organisations'
			? known.organisations.map((one) => organisationSubject(one, { type: 'known', id: one.id, label: one.name }))
			: known.people.map((one) => personSubject(one, { type: 'known', id: one.id, label: nameOf(one) }))
	const byKey = groupBy(subjects, ({ key }) => key)
	return (row, line) => {
		const own =
			'name' in row ? organisationSubject(row, { type: 'row', line }) : personSubject(row, { type: 'row', line })
		const alike = byKey.get(own.key)
		if (alike === undefined) byKey.set(own.key, [own])
		const found = (alike ?? []).flatMap(({ of, folded }) => {
			const certainty = compare(folded, own.folded)
			return certainty === null ? [] : [{ certainty, of }]
		})
		alike?.push(own)
		return found.toSorted((one, other) => weightOf(one) - weightOf(other))[0] ?? null
	}
}

/** An earlier row of the same person comes first: two rows must not both take the place of what is known. */
function weightOf({ certainty, of }: Duplicate): number {
	return certainty === 'same' ? (of.type === 'row' ? 0 : 1) : of.type === 'known' ? 2 : 3
}

type Somebody = (Names & Pick<ImportedPerson, 'organisationId'>) | Pick<KnownPerson, keyof Names | 'organisationId'>

function personSubject({ familyName, givenName, patronymic, organisationId }: Somebody, of: Duplicate['of']): Subject {
	const names = { given: fold(givenName), patronymic: fold(patronymic) }
	return { key: fold(familyName), of, folded: { type: 'person', ...names, organisationId: organisationId ?? null } }
}

function organisationSubject({ name }: Pick<ImportedOrganisation, 'name'>, of: Duplicate['of']): Subject {
	const loose = foldOrganisation(name)
	const folded = fold(name)
	// What is left of the name without the words of law; of some nothing is.
	return { key: loose === '' ? folded : loose, of, folded: { type: 'organisation', name: folded } }
}

/** Of one key. */
function compare(one: Folded, other: Folded): Duplicate['certainty'] | null {
	if (one.type === 'organisation') {
		if (other.type !== 'organisation') return null
		return one.name === other.name ? 'same' : 'possible'
	}
	if (other.type !== 'person') return null
	const given = comparePart(one.given, other.given)
	const patronymic = comparePart(one.patronymic, other.patronymic)
	if (given === null || patronymic === null) return null
	const names = given === 'same' && patronymic === 'same' ? 'same' : 'possible'
	if (one.organisationId === other.organisationId) return names
	return names === 'same' || one.organisationId === null || other.organisationId === null ? 'possible' : null
}

function comparePart(one: string, other: string): Duplicate['certainty'] | null {
	if (one === other) return 'same'
	if (one === '' || other === '') return 'possible'
	const isInitial = /^.\.?$/u.test(one) || /^.\.?$/u.test(other)
	return isInitial && one[0] === other[0] ? 'possible' : null
}

/** What is known, and what a row says of it → what is known then. What the row leaves out stays as it was. */

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
