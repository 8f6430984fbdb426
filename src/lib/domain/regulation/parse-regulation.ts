/** Reads a pack that a person edited. Returns the pack, or all its problems, each with its path. */
import { z } from 'zod'
import { isIsoDate, isPlausibleDay } from '../calendar.ts'
import { groupBounds } from './choices.ts'
import type { ConflictContext, ConflictToMend } from './conflict.ts'
import { isPresentedAfterSigning } from './conflicts.ts'
import { findConflictsToMend, findInvertedRanges } from './conflicts-to-mend.ts'
import { regulationSchema, yearDay, type Regulation } from './schema.ts'

export interface Problem {
	/** `categories.0.wording`; empty: the whole pack. */
	path: string
	code: ProblemCode
	/** The least or the greatest allowed: of `too-small` and `too-big`. */
	limit?: number
}

export type ProblemCode =
	| 'missing'
	| 'wrong-type'
	| 'too-small'
	| 'too-big'
	/** Nobody could form a group of this size (`groupBounds`). */
	| 'group-too-large'
	/** The yearly day is no number from 1 to 31. */
	| 'no-day-of-month'
	/** The yearly day is the 31st of a month with 30 days. */
	| 'month-of-30-days'
	/** The yearly day is one that February does not have in every year. */
	| 'month-of-28-days'
	| 'not-a-choice'
	| 'bad-format'
	/** No living person can mean this year: a typing error (`YEARS`). */
	| 'implausible-year'
	| 'unknown-field'
	/** Another regulation of the list has this title. */
	| 'title-taken'
	/** No edition could be approved (`conflict.ts`). */
	| 'presentation-after-signing'
	/** The pack has the right format, but contradicts itself. */
	| ConflictToMend['type']

export type ParsedRegulation = { ok: true; regulation: Regulation } | { ok: false; problems: Problem[] }

export function parseRegulation(value: unknown, context: Pick<ConflictContext, 'findRoadmap'>): ParsedRegulation {
	const parsed = regulationSchema.safeParse(value, { reportInput: true })
	const problems = parsed.success
		? findConflictsToMend(parsed.data, context).map(({ path, type }) => ({ path, code: type }))
		: [...parsed.error.issues.flatMap(toProblems), ...rangeProblems(value)]
	return parsed.success && problems.length === 0 ? { ok: true, regulation: parsed.data } : { ok: false, problems }
}

/**
 * As `parseRegulation`, for a pack to be saved: group sizes are limited (domain.md T13, D3), a yearly day must exist in every year, a
 * year must be plausible, and an edition that is presented needs a second signature (D17). Packs that were saved earlier with other
 * values stay readable, because programmes depend on them.
 */
export function parseToSave(value: unknown, context: Pick<ConflictContext, 'findRoadmap'>): ParsedRegulation {
	const parsed = parseRegulation(value, context)
	const beyond = [
		...groupsTooLarge(value),
		...daysOfNoMonth(value),
		...implausibleYears(value),
		...presentationTooLate(value)
	]
	return beyond.length === 0 ? parsed : { ok: false, problems: [...(parsed.ok ? [] : parsed.problems), ...beyond] }
}

function groupsTooLarge(value: unknown): Problem[] {
	const parsed = regulationSchema.pick({ groupSize: true }).strip().safeParse(value)
	if (!parsed.success) return []
	const { min, max } = parsed.data.groupSize.value
	return Object.entries({ min, max }).flatMap(([field, count]) =>
		(count ?? 0) > groupBounds.most ? [{ path: `groupSize.value.${field}`, code: 'group-too-large' as const }] : []
	)
}

function presentationTooLate(value: unknown): Problem[] {
	const parsed = regulationSchema.pick({ decisions: true, presentation: true }).strip().safeParse(value)
	return parsed.success && isPresentedAfterSigning(parsed.data)
		? [{ path: 'decisions.edition', code: 'presentation-after-signing' }]
		: []
}

const yearlyItem = z.object({ schedule: z.object({ type: z.literal('yearly'), days: z.array(z.unknown()) }) })

/** Reads each item of reports and monitoring alone, so that other errors in the pack do not hide these. */
function daysOfNoMonth(value: unknown): Problem[] {
	return (['reports', 'monitoring'] as const).flatMap((list) => {
		const items = z.object({ [list]: z.array(z.unknown()) }).safeParse(value).data?.[list] ?? []
		return items.flatMap((item, at) => {
			const days = yearlyItem.safeParse(item).data?.schedule.days ?? []
			return days.flatMap((day, index): Problem[] => {
				const code = dayOfNoMonth(day)
				return code === null ? [] : [{ path: `${list}.${at}.schedule.days.${index}`, code }]
			})
		})
	})
}

/** Null: every year has this day, or it is no day at all, which the schema reports. */
function dayOfNoMonth(day: unknown): 'month-of-30-days' | 'month-of-28-days' | null {
	const parsed = yearDay.safeParse(day)
	// 2027 is a common year: only leap years have 29 February.
	if (!parsed.success || isIsoDate(`2027-${parsed.data}`)) return null
	return parsed.data.startsWith('02') ? 'month-of-28-days' : 'month-of-30-days'
}

function implausibleYears(value: unknown, path: readonly string[] = []): Problem[] {
	if (typeof value === 'string' && isIsoDate(value) && !isPlausibleDay(value))
		return [{ path: path.join('.'), code: 'implausible-year' }]
	if (typeof value !== 'object' || value === null) return []
	return Object.entries(value).flatMap(([key, inner]) => implausibleYears(inner, [...path, key]))
}

/** Checks the ranges that are valid by themselves, so that other errors in the pack do not hide an inverted range. */
function rangeProblems(value: unknown): Problem[] {
	const schemas = [
		regulationSchema.pick({ programTerm: true }),
		regulationSchema.pick({ groupSize: true }),
		regulationSchema.pick({ inForce: true })
	]
	return schemas.flatMap((schema) => {
		const parsed = schema.strip().safeParse(value)
		return parsed.success ? findInvertedRanges(parsed.data).map(({ path, type }) => ({ path, code: type })) : []
	})
}

type Issue = NonNullable<ReturnType<typeof regulationSchema.safeParse>['error']>['issues'][number]

function toProblems(issue: Issue): Problem[] {
	const path = issue.path.map(String).join('.')
	switch (issue.code) {
		case 'invalid_type':
			return [{ path, code: issue.input === undefined ? 'missing' : 'wrong-type' }]
		case 'too_small':
			// An empty field is missing, not too small.
			if (issue.origin === 'string' || issue.origin === 'array') return [{ path, code: 'missing' }]
			return [{ path, code: 'too-small', limit: Number(issue.minimum) }]
		case 'too_big':
			return [{ path, code: 'too-big', limit: Number(issue.maximum) }]
		case 'invalid_value':
		case 'invalid_union':
			return [{ path, code: 'not-a-choice' }]
		case 'unrecognized_keys':
			return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, code: 'unknown-field' }))
		case 'invalid_format':
			return [{ path, code: issue.path.at(-2) === 'days' ? 'no-day-of-month' : 'bad-format' }]
		case 'not_multiple_of':
		case 'invalid_key':
		case 'invalid_element':
		case 'custom':
			return [{ path, code: 'wrong-type' }]
	}
}
