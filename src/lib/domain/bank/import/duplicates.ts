/**
 * Rows about somebody who is known, or whom an earlier row is about. `same`: the same name in the same organisation. `possible`:
 * initials that fit, a patronymic that one of the two lacks, the same name in another organisation, an organisation that another
 * table names in short. Only the curator can tell then.
 */
import { nameOf, type CheckedRow } from './check-row.ts'
import { fold, foldOrganisation } from './fold.ts'
import { groupBy } from './group-by.ts'
import type { KnownPerson } from './known.ts'
import type { Names } from './names.ts'
import type { ImportedRow, ImportedOrganisation, ImportedPerson } from './rows.ts'
import type { Organisation } from '../../organisation/organisation.ts'

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

/** By line, of the rows without errors. */
export function findDuplicates(rows: readonly CheckedRow[], known: Known): Map<number, Duplicate> {
	const findDuplicate = createFinder(known)
	const found = new Map<number, Duplicate>()
	for (const { line, row } of rows) {
		if (row === null) continue
		const duplicate = findDuplicate(row, line)
		if (duplicate !== null) found.set(line, duplicate)
	}
	return found
}

type Subject = { key: string; of: Duplicate['of']; compare(row: ImportedRow): Duplicate['certainty'] | null }

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
		const alike = byKey.get(own.key) ?? []
		const found = alike.flatMap(({ of, compare }) => {
			const certainty = compare(row)
			return certainty === null ? [] : [{ certainty, of }]
		})
		byKey.set(own.key, [...alike, own])
		return found.toSorted((one, other) => weightOf(one) - weightOf(other))[0] ?? null
	}
}

/** An earlier row of the same person comes first: two rows must not both take the place of what is known. */
function weightOf({ certainty, of }: Duplicate): number {
	return certainty === 'same' ? (of.type === 'row' ? 0 : 1) : of.type === 'known' ? 2 : 3
}

type Somebody = (Names & Pick<ImportedPerson, 'organisationId'>) | Pick<KnownPerson, keyof Names | 'organisationId'>

function personSubject(person: Somebody, of: Duplicate['of']): Subject {
	return {
		key: fold(person.familyName),
		of,
		compare(row) {
			if ('name' in row) return null
			const names = compareNames(person, row)
			if (names === null) return null
			const [one, other] = [person.organisationId ?? null, row.organisationId ?? null]
			if (one === other) return names
			return names === 'same' || one === null || other === null ? 'possible' : null
		}
	}
}

/** Family names are the same already. */
function compareNames(one: Names, other: Names): Duplicate['certainty'] | null {
	const given = comparePart(one.givenName, other.givenName)
	const patronymic = comparePart(one.patronymic, other.patronymic)
	if (given === null || patronymic === null) return null
	return given === 'same' && patronymic === 'same' ? 'same' : 'possible'
}

function comparePart(one: string, other: string): Duplicate['certainty'] | null {
	const [first, second] = [fold(one), fold(other)]
	if (first === second) return 'same'
	if (first === '' || second === '') return 'possible'
	const isInitial = /^.\.?$/u.test(first) || /^.\.?$/u.test(second)
	return isInitial && first[0] === second[0] ? 'possible' : null
}

function organisationSubject({ name }: Pick<ImportedOrganisation, 'name'>, of: Duplicate['of']): Subject {
	const loose = foldOrganisation(name)
	return {
		// What is left of the name without the words of law; of some nothing is.
		key: loose === '' ? fold(name) : loose,
		of,
		compare: (row) => ('name' in row ? (fold(row.name) === fold(name) ? 'same' : 'possible') : null)
	}
}
