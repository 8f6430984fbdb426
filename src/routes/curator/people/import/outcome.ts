import type { CheckedRow, RowError } from '#domain/people/import/check.ts'
import type { Choice, Duplicate } from '#domain/people/import/duplicates.ts'
import type { RowTarget } from '#domain/people/import/table.ts'
import type { IsoDate } from '#domain/calendar.ts'

/** What becomes of a row as it is chosen now. */
export interface Outcome {
	row: CheckedRow
	duplicate: Duplicate | null
	choice: Choice
	errors: readonly RowError[]
	/** Null: it is not sent. */
	target: RowTarget | null
	/** The day on which whom it would put back was taken out of the bank; null: it puts nobody back. */
	leftOn: IsoDate | null
}

export function outcomeOf(
	row: CheckedRow,
	duplicate: Duplicate | null,
	choice: Choice,
	bank: {
		/** Whether it knows enough of them already; somebody may be known who is not in it yet, and is new for it. */
		isInFull: (subjectId: string) => boolean
		leftOn: (subjectId: string) => IsoDate | null
	}
): Outcome {
	const of = choice === 'update' && duplicate?.of.type === 'known' ? duplicate.of : null
	const isAdded = choice === 'create' || (of !== null && !bank.isInFull(of.id))
	const errors = isAdded ? [...row.errors, ...row.missing.map(missing)] : row.errors
	const outcome = { row, duplicate, choice, errors, leftOn: null }
	if (errors.length > 0 || choice === 'skip') return { ...outcome, target: null }
	if (of !== null) return { ...outcome, target: { type: 'update', id: of.id }, leftOn: bank.leftOn(of.id) }
	return { ...outcome, target: { type: 'new', isSeparate: duplicate !== null } }
}

function missing(heading: string): RowError {
	return { heading, value: '', problem: { code: 'missing' } }
}
