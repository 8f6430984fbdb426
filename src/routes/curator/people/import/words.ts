/** Words for an import, and the outcome of each row with the curator's choices. */
import type { IsoDate } from '#domain/calendar.ts'
import { groupBy } from '#domain/group-by.ts'
import type { Problem } from '#domain/people/import/cells.ts'
import type { CheckedRow, RowDoubt, Recognised, RowError, Table } from '#domain/people/import/check.ts'
import type { Choice, Duplicate } from '#domain/people/import/duplicates.ts'
import { minorColumnIds } from '#domain/people/import/columns.ts'
import type { ImportKind, RowTarget } from '#domain/people/import/table.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { FailureCode } from '#lib/sync/api.ts'
import type { TableRefusal } from '#lib/tables/limits.ts'
import type { ImportListing, RowRefusal } from '#protocol/api/bank.ts'
import { failureText } from '../../../forms/failure.ts'

export const kindNames: Readonly<Record<ImportKind, () => string>> = {
	mentors: m.import_kind_mentors,
	mentees: m.import_kind_mentees,
	organisations: m.import_kind_organisations
}

/** «1 963» */
export function numberText(value: number): string {
	return value.toLocaleString(getLocale())
}

/** «Часы в месяц: «много» — нужно число, например 12,5» */
export function errorWords({ heading, value, problem }: RowError): string {
	const words = problemWords(problem)
	if (heading === '') return words
	return value === '' ? m.import_error_empty({ heading, words }) : m.import_error({ heading, value: cut(value), words })
}

function problemWords(problem: Problem): string {
	switch (problem.code) {
		case 'missing':
			return m.import_problem_missing()
		case 'not-a-name':
			return m.import_problem_name()
		case 'unreadable':
			return m.import_problem_unreadable()
		case 'form':
			return m.import_problem_form({ example: problem.example })
		case 'range':
			return m.import_problem_range({ min: problem.min, max: problem.max })
		case 'too-long':
			return m.import_problem_long({ most: problem.most })
		case 'too-many':
			return m.import_problem_many({ most: problem.most })
		case 'not-one-of':
			return m.import_problem_choice({ allowed: problem.allowed.join('; ') })
		case 'unknown-organisation':
			return problem.alike[0] === undefined
				? m.import_problem_organisation()
				: m.import_problem_organisation_near({ nearest: problem.alike[0].name })
		case 'future':
			return m.import_problem_future()
		case 'needs':
			return m.import_problem_needs({ heading: problem.heading })
	}
}

export const doubtWords: Readonly<Record<RowDoubt, () => string>> = {
	latin: m.import_doubt_latin,
	capitals: m.import_doubt_capitals,
	'no-post': m.import_doubt_no_post
}

/** «Нет должности — 2; Латинские буквы в имени — 1» */
export function doubtsText(outcomes: readonly Outcome[]): string {
	const all = outcomes.flatMap(({ doubts }) => doubts)
	return [...groupBy(all, (doubt) => doubt)]
		.map(([doubt, found]) => `${doubtWords[doubt]()} — ${numberText(found.length)}`)
		.join('; ')
}

/** «№», «№ п/п», «п/п», «N» */
const NUMBERING = /^(№|N)?\s*(п\s*\/\s*п)?$/i

/** The headings of columns that nobody recognised although the table has something there; not of those that number the rows. */
export function unreadHeadings(table: Table, recognised: Recognised): string[] {
	return filledHeadings(table, recognised, (id) => id === null).filter((heading) => !NUMBERING.test(heading))
}

/** The headings of columns that are not read because the regulation has nobody under 18. */
export function unaskedHeadings(table: Table, recognised: Recognised): string[] {
	return filledHeadings(table, recognised, (id) => id !== null && minorColumnIds.includes(id))
}

function filledHeadings(
	table: Table,
	{ headerIndex, columnIds }: Recognised,
	isMeant: (columnId: string | null) => boolean
): string[] {
	const rows = table.slice(headerIndex + 1)
	return columnIds.flatMap((id, index) =>
		isMeant(id) && rows.some((row) => (row[index]?.trim() ?? '') !== '')
			? [table[headerIndex]?.[index]?.trim() ?? '']
			: []
	)
}

export const refusalWords: Readonly<Record<TableRefusal, () => string>> = {
	'too-large': m.import_refused_large,
	'too-many-rows': m.import_refused_rows,
	'too-many-columns': m.import_refused_columns,
	empty: m.import_refused_empty,
	'only-headings': m.import_refused_headings,
	unreadable: m.import_refused_unreadable,
	'old-or-locked': m.import_refused_old,
	bomb: m.import_refused_bomb
}

/** The server's refusal of a row: the server knows what others have changed meanwhile. */
export function rowRefusalWords(reason: RowRefusal): string {
	switch (reason) {
		case 'malformed':
			return m.import_row_malformed()
		case 'duplicate':
			return m.import_row_duplicate()
		case 'gone':
			return m.import_row_gone()
		case 'twice':
			return m.import_row_twice()
		case 'organisation':
			return m.import_row_organisation()
		case 'category':
			return m.import_row_category()
		case 'incomplete':
			return m.import_row_incomplete()
		case 'above':
			return m.people_ranks_above()
	}
}

/** Why an import was not stored, or not undone. */
export function importFailureText({ code, field }: { code: FailureCode; field?: string }): string {
	if (code === 'too_large') return m.import_failed_too_large()
	if (code === 'conflict') return field === 'at' ? m.import_undo_late() : m.import_busy()
	return failureText(code)
}

const MOST_SHOWN = 80

function cut(value: string): string {
	return value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value
}

export function storedCounts({ created, updated, unchanged }: ImportListing): string {
	return m.import_stored_counts({
		created: numberText(created),
		updated: numberText(updated),
		unchanged: numberText(unchanged)
	})
}

/** What happens to a row with the present choice. */
export interface Outcome {
	row: CheckedRow
	duplicate: Duplicate | null
	choice: Choice
	errors: readonly RowError[]
	/** Null: the row is not sent. */
	target: RowTarget | null
	/** The day on which this person was taken out of the bank, if the row puts them back; otherwise null. */
	leftOn: IsoDate | null
	/** What the curator must have seen before the row is stored. */
	doubts: readonly RowDoubt[]
}

export function outcomeOf(
	row: CheckedRow,
	duplicate: Duplicate | null,
	choice: Choice,
	bank: {
		/** True if the bank has a full entry. A known person may have none yet, and then the row must be complete. */
		isInFull: (subjectId: string) => boolean
		leftOn: (subjectId: string) => IsoDate | null
	}
): Outcome {
	const of = choice === 'update' && duplicate?.of.type === 'known' ? duplicate.of : null
	const isAdded = choice === 'create' || (of !== null && !bank.isInFull(of.id))
	const errors = isAdded ? [...row.errors, ...row.missing.map(missing)] : row.errors
	const outcome = { row, duplicate, choice, errors, leftOn: null, doubts: [] }
	if (errors.length > 0 || choice === 'skip') return { ...outcome, target: null }
	if (of !== null) return { ...outcome, target: { type: 'update', id: of.id }, leftOn: bank.leftOn(of.id) }
	return { ...outcome, target: { type: 'new', isSeparate: duplicate !== null }, doubts: row.doubts }
}

function missing(heading: string): RowError {
	return { heading, value: '', problem: { code: 'missing' } }
}

export const previewViews = ['all', 'wrong', 'doubtful', 'known'] as const
export type PreviewView = (typeof previewViews)[number]

export interface OutcomeCounts {
	all: number
	created: number
	updated: number
	skipped: number
	wrong: number
	doubtful: number
	/** Rows about somebody who is known, or whom another row is about, too. */
	known: number
}

export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
	const counts = { all: outcomes.length, created: 0, updated: 0, skipped: 0, wrong: 0, doubtful: 0, known: 0 }
	for (const { errors, target, duplicate, doubts } of outcomes) {
		if (doubts.length > 0) counts.doubtful += 1
		if (duplicate !== null) counts.known += 1
		if (errors.length > 0) counts.wrong += 1
		else if (target === null) counts.skipped += 1
		else if (target.type === 'update') counts.updated += 1
		else counts.created += 1
	}
	return counts
}

export function isShown({ errors, duplicate, doubts }: Outcome, view: PreviewView): boolean {
	switch (view) {
		case 'all':
			return true
		case 'wrong':
			return errors.length > 0
		case 'doubtful':
			return doubts.length > 0
		case 'known':
			return duplicate !== null
	}
}
