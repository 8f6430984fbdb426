/**
 * What the tables of an import share: cells with several values, columns, and the schemas of imported rows. In a cell, a line
 * break or a semicolon divides values, and `|` divides the parts of one. A backslash before such a sign makes it part of the
 * text.
 */
import { z } from 'zod'
import type { IsoDate } from '../../calendar.ts'
import { TITLE_LETTERS } from '../../text.ts'
import { type MenteeEntry, menteeEntrySchema, type MentorEntry, mentorEntrySchema } from '../bank-entry.ts'
import { type Organisation, organisationSchema } from '../organisation.ts'
import { givenDay, personNames } from '../../given.ts'
import {
	type CellForm,
	fold,
	guard,
	isEmptyCell,
	type Problem,
	type Reading,
	refused,
	taken,
	unguard
} from './cells.ts'

export interface ItemForm<Value> {
	/** All parts; those at the end may be missing. */
	read(parts: readonly string[]): Reading<Value>
	write(value: Value): readonly string[]
}

export function listForm<Value>(item: ItemForm<Value>, most: number): CellForm<Value[]> {
	return {
		read(text) {
			const values: Value[] = []
			for (const parts of splitItems(unguard(text))) {
				const reading = item.read(parts)
				if (!reading.ok) return reading
				values.push(reading.value)
			}
			return values.length > most ? refused({ code: 'too-many', most }) : taken(values)
		},
		write: (values) => guard(values.map((value) => writeParts(item.write(value))).join('; '))
	}
}

/** Each item is one text: `|` does not divide it. */
export function lineItem(most: number): ItemForm<string> {
	return {
		read(parts) {
			const text = parts.join(' | ')
			return text.length > most ? refused({ code: 'too-long', most }) : taken(text)
		},
		write: (text) => [text]
	}
}

/** A word of a closed list; its first variant is the one written. */
export function choiceForm<Value extends string>(words: Readonly<Record<Value, readonly string[]>>): CellForm<Value> {
	const entries = Object.entries(words) as [Value, readonly string[]][]
	return {
		read(text) {
			const folded = fold(text)
			const found = entries.find(([, known]) => known.some((word) => fold(word) === folded))
			return found === undefined
				? refused({ code: 'not-one-of', allowed: entries.map(([, known]) => known[0] ?? '') })
				: taken(found[0])
		},
		write: (value) => words[value][0] ?? value
	}
}

/** A list of such words; a comma also divides them. */
export function choicesForm<Value extends string>(
	words: Readonly<Record<Value, readonly string[]>>
): CellForm<Value[]> {
	const one = choiceForm(words)
	const list = listForm<Value>({ read: ([text = '']) => one.read(text), write: (value) => [one.write(value)] }, 100)
	return {
		read(text) {
			const reading = list.read(text.replaceAll(',', ';'))
			return reading.ok ? taken([...new Set(reading.value)]) : reading
		},
		write: list.write
	}
}

function writeParts(parts: readonly string[]): string {
	const last = parts.findLastIndex((part) => part !== '')
	return parts
		.slice(0, last + 1)
		.map((part) =>
			part
				.replace(/[\\;|]/g, '\\$&')
				.replaceAll('\n', '\\n')
				.replaceAll('\r', '\\r')
		)
		.join(' | ')
}

/** Leaves out items without text. */
function splitItems(text: string): string[][] {
	const items: string[][] = []
	let parts = ['']
	const add = (piece: string) => parts.push((parts.pop() ?? '') + piece)
	for (let at = 0; at < text.length; at++) {
		const [char = '', next] = [text[at], text[at + 1]]
		const escaped = char === '\\' && next !== undefined ? escapes[next] : undefined
		if (escaped !== undefined) {
			add(escaped)
			at++
		} else if (char === ';' || char === '\n' || char === '\r') {
			items.push(parts)
			parts = ['']
		} else if (char === '|') parts.push('')
		else add(char)
	}
	return [...items, parts]
		.map((item) => item.map((part) => part.trim()))
		.filter((item) => item.some((part) => part !== ''))
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', ';': ';', '|': '|', n: '\n', r: '\r' }

/** A column of a table: its headings, and how to read its cells into a row and write them. */
export interface Column<Row> {
	/** Unique within one kind of table. */
	id: string
	/** The heading that is written. */
	heading: string
	/** Other headings that are recognised. */
	variants: readonly string[]
	/** A new person or organisation must have it. */
	isRequired: boolean
	/** Sets the cell's value in the row; null: no problem. The text is not empty. */
	read(row: Row, text: string, cells: Cells): Problem | null
	/** Null: other columns write the value. */
	write: ((row: Row, context: ImportContext) => string) | null
}

/** The other cells of the row, and what they may refer to. */
export interface Cells extends ImportContext {
	/** Empty where there is no such column. */
	cellOf(columnId: string): string
}

type Read<Row> = Column<Row>['read']

/** Makes columns whose cell is one value of `of(row)`, under the column's id. `variants` are divided by semicolons. */
export function columnsIn<Row, Of extends object>(of: (row: Row) => Of) {
	return <Id extends keyof Of & string>(
		id: Id,
		heading: string,
		variants: string,
		form: CellForm<NonNullable<Of[Id]>>,
		isRequired = false
	): Column<Row> => ({
		...ownColumn<Row>(
			id,
			heading,
			variants,
			(row, text) => keep(form.read(text), (value) => void (of(row)[id] = value)),
			(row) => {
				const value = of(row)[id]
				return value === null || value === undefined ? '' : form.write(value)
			}
		),
		isRequired
	})
}

/** A column with a reading of its own. `variants` are divided by semicolons. */
export function ownColumn<Row>(
	id: string,
	heading: string,
	variants: string,
	read: Read<Row>,
	write: Column<Row>['write'] = null
): Column<Row> {
	return { id, heading, variants: variants === '' ? [] : variants.split('; '), isRequired: false, read, write }
}

/** Sets the value that was read; null: no problem. */
export function keep<Value>(reading: Reading<Value>, set: (value: Value) => void): Problem | null {
	if (reading.ok) set(reading.value)
	return reading.ok ? null : reading.problem
}

/** A reading that has no meaning without a cell of another column. */
export function needing<Row>(otherId: string, otherHeading: string, read: Read<Row>): Read<Row> {
	return (row, text, cells) =>
		isEmptyCell(cells.cellOf(otherId)) ? { code: 'needs', heading: otherHeading } : read(row, text, cells)
}

/** The values of two cells that belong together; null: one is empty or unreadable. */
export function readPair<Value>(form: CellForm<Value>, one: string, other: string): readonly [Value, Value] | null {
	if (isEmptyCell(one) || isEmptyCell(other)) return null
	const [first, second] = [form.read(one), form.read(other)]
	return first.ok && second.ok ? [first.value, second.value] : null
}

/** A known person: used to find duplicates before an import, and to write the table. */
export interface KnownPerson<Entry = MentorEntry | MenteeEntry> {
	id: string
	familyName: string
	givenName: string
	patronymic: string
	/** Null: unknown. */
	organisationId: string | null
	/** Empty: unknown. */
	post: string
	/** In the bank that the table is for. */
	isInBank: boolean
	/** Null: only `isInBank` is known. */
	entry: Entry | null
}

/** What a cell may refer to. */
export interface ImportContext {
	organisations: readonly Pick<Organisation, 'id' | 'name'>[]
	/** Of the municipality's regulation. */
	categories: readonly { id: string; wording: string }[]
	/** Whether that regulation has participants under 18; otherwise ages and representatives are not stored. */
	hasMinors: boolean
	/** The date where the municipality is. */
	today: IsoDate
}

export const importKinds = ['mentors', 'mentees', 'organisations'] as const
export type ImportKind = (typeof importKinds)[number]

export const MOST_ROWS = 5_000

/**
 * Fields of an imported row. The server checks the row again before it stores it. A field without a cell, or with an empty one,
 * is absent: the known value stays.
 */
const person = {
	...personNames,
	/** An organisation of the same municipality. */
	organisationId: z.string().max(64).optional(),
	/** «Директор» */
	post: z.string().trim().min(1).max(TITLE_LETTERS).optional()
}

export const importedMentorSchema = z.strictObject({
	...person,
	/** Computed from the years as head: the first day of the present post. Used when no posts are known. */
	headSince: givenDay.optional(),
	entry: mentorEntrySchema.omit({ personId: true }).partial()
})

export const importedMenteeSchema = z.strictObject({
	...person,
	entry: menteeEntrySchema.omit({ personId: true }).partial()
})

export const importedOrganisationSchema = organisationSchema.omit({ id: true }).partial().required({ name: true })

export type ImportedMentor = z.infer<typeof importedMentorSchema>
export type ImportedMentee = z.infer<typeof importedMenteeSchema>
export type ImportedPerson = ImportedMentor | ImportedMentee
export type ImportedOrganisation = z.infer<typeof importedOrganisationSchema>
export type ImportedRow = ImportedPerson | ImportedOrganisation

/** Whether a row makes a new record, or replaces values of a known one. */
export const rowTargetSchema = z.discriminatedUnion('type', [
	/** `isSeparate`: new although the name is known. */
	z.strictObject({ type: z.literal('new'), isSeparate: z.boolean() }),
	z.strictObject({ type: z.literal('update'), id: z.string().max(64) })
])
export type RowTarget = z.infer<typeof rowTargetSchema>
