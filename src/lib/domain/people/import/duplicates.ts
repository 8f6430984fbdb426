/**
 * Finds rows about people or organisations that are known, or that an earlier row describes, and merges rows into known
 * entries. `same`: the same name in the same organisation. `possible`: matching initials, a missing patronymic, the same name
 * in another organisation, or an organisation's short name. Only the curator can decide then.
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
import type { Names } from './column-values.ts'
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

/** What to do with a row: a duplicate as the curator chooses, any other is created. */
export type Choice = 'create' | 'update' | 'skip'

/** Merges no uncertain duplicate, and doubles nobody, before the curator decides. */
export function defaultChoice(duplicate: Duplicate | null): Choice {
	if (duplicate === null) return 'create'
	return duplicate.certainty === 'same' && duplicate.of.type === 'known' ? 'update' : 'skip'
}

/** The duplicates by line, for rows without errors. Yields in steps, as the check of the rows does. */
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

/** Normalised once for each person: in a table of thousands, many share a family name. */
type Folded =
	| { type: 'person'; given: string; patronymic: string; organisationId: string | null }
	| { type: 'organisation'; name: string }

/** Call it for the rows in their order: it compares each row with known people and earlier rows. */
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

/** An earlier row of the same person comes first: two rows must not both replace the known values. */
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
	// The name without words of legal form, or the whole name where nothing is left.
	return { key: loose === '' ? folded : loose, of, folded: { type: 'organisation', name: folded } }
}

/** Expects two subjects with the same key. */
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

/**
 * Merges a row into a known entry; a field that the row leaves out keeps its value. Null: the schema refuses the result, for an
 * unknown person because too much is missing.
 */
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

/** The same for a mentee. A new one needs at least a category and a request. */
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

/** The same for an organisation. The row's indices replace those of the same year; oldest first. A new one needs at least a kind. */
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

/** The title of a post of which only the first day is known. */
const HEAD = 'Руководитель'

function given<Part extends object>(part: Part): Part {
	return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Part
}
