import type { Problem } from '#domain/people/import/cells.ts'
import type { RowError } from '#domain/people/import/check.ts'
import type { ImportKind } from '#domain/people/import/table.ts'
import type { ImportListing, RowRefusal } from '#protocol/api/bank.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { FailureCode } from '#lib/sync/api.ts'
import type { TableRefusal } from '#lib/tables/limits.ts'
import { failureText } from '../../../forms/failure-text.ts'

export function kindName(kind: ImportKind): string {
	switch (kind) {
		case 'mentors':
			return m.import_kind_mentors()
		case 'mentees':
			return m.import_kind_mentees()
		case 'organisations':
			return m.import_kind_organisations()
	}
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
			return problem.nearest === null
				? m.import_problem_organisation()
				: m.import_problem_organisation_near({ nearest: problem.nearest })
		case 'future':
			return m.import_problem_future()
		case 'unasked':
			return m.import_problem_unasked()
		case 'needs':
			return m.import_problem_needs({ heading: problem.heading })
	}
}

export function refusalWords(reason: TableRefusal): string {
	switch (reason) {
		case 'too-large':
			return m.import_refused_large()
		case 'too-many-rows':
			return m.import_refused_rows()
		case 'too-many-columns':
			return m.import_refused_columns()
		case 'empty':
			return m.import_refused_empty()
		case 'only-headings':
			return m.import_refused_headings()
		case 'unreadable':
			return m.import_refused_unreadable()
		case 'old-or-locked':
			return m.import_refused_old()
		case 'bomb':
			return m.import_refused_bomb()
	}
}

/** Of the server, which knows what others have done meanwhile. */
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
	}
}

/** Why an import was not stored, or not taken back. */
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
