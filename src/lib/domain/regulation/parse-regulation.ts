/** Reads a pack that a person edited: everything that is wrong with it, each with its place, or the pack. */
import { z } from 'zod'
import { isIsoDate } from '../calendar.ts'
import { groupBounds } from './choices.ts'
import type { ConflictContext, ConflictToMend } from './conflict.ts'
import { findConflictsToMend, findInvertedRanges } from './conflicts-to-mend.ts'
import { regulationSchema, yearDay, type Regulation } from './schema.ts'

export interface Problem {
	/** `categories.0.wording`; empty: the whole. */
	path: string
	code: ProblemCode
}

export type ProblemCode =
	| 'missing'
	| 'wrong-type'
	| 'too-small'
	| 'too-big'
	/** Nobody could form such a group (`groupBounds`). */
	| 'group-too-large'
	/** The day of every year is one that a month of 30 days never has. */
	| 'month-of-30-days'
	/** Or February, in every year. */
	| 'month-of-28-days'
	| 'not-a-choice'
	| 'bad-format'
	| 'unknown-field'
	/** Another regulation of the list is called so. */
	| 'title-taken'
	/** It reads well, and does not fit together. */
	| ConflictToMend['type']

export type ParsedRegulation = { ok: true; regulation: Regulation } | { ok: false; problems: Problem[] }

export function parseRegulation(value: unknown, context: Pick<ConflictContext, 'findRoadmap'>): ParsedRegulation {
	const parsed = regulationSchema.safeParse(value, { reportInput: true })
	const problems = parsed.success
		? findConflictsToMend(parsed.data, context).map(({ path, type }) => ({ path, code: type }))
		: [...parsed.error.issues.flatMap(toProblems), ...invertedParts(value)]
	return parsed.success && problems.length === 0 ? { ok: true, regulation: parsed.data } : { ok: false, problems }
}

/**
 * As `parseRegulation`, of one that is to be saved: groups are bounded (domain.md T13, D3), and a day of every year is in each of them. One
 * that was saved with larger groups or with other days is read as it stands, for programmes go by it.
 */
export function parseToSave(value: unknown, context: Pick<ConflictContext, 'findRoadmap'>): ParsedRegulation {
	const parsed = parseRegulation(value, context)
	const beyond = [...groupsTooLarge(value), ...daysOfNoMonth(value)]
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

const yearlyItem = z.object({ schedule: z.object({ type: z.literal('yearly'), days: z.array(z.unknown()) }) })

/** Of reports and of the curator's own calendar, each by itself: what is wrong elsewhere must not hide it. */
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

/** Null: every year has it, or it is no day at all, which the schema tells. */
function dayOfNoMonth(day: unknown): 'month-of-30-days' | 'month-of-28-days' | null {
	const parsed = yearDay.safeParse(day)
	// A common year: in a leap year alone there is 29 February.
	if (!parsed.success || isIsoDate(`2027-${parsed.data}`)) return null
	return parsed.data.startsWith('02') ? 'month-of-28-days' : 'month-of-30-days'
}

/** The parts that read well by themselves: what is wrong elsewhere must not hide that an end comes before its beginning. */
function invertedParts(value: unknown): Problem[] {
	const parts = [
		regulationSchema.pick({ programTerm: true }),
		regulationSchema.pick({ groupSize: true }),
		regulationSchema.pick({ inForce: true })
	]
	return parts.flatMap((part) => {
		const parsed = part.strip().safeParse(value)
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
			// What nobody filled in is not too small.
			return [{ path, code: issue.origin === 'string' || issue.origin === 'array' ? 'missing' : 'too-small' }]
		case 'too_big':
			return [{ path, code: 'too-big' }]
		case 'invalid_value':
		case 'invalid_union':
			return [{ path, code: 'not-a-choice' }]
		case 'unrecognized_keys':
			return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, code: 'unknown-field' }))
		case 'invalid_format':
			return [{ path, code: 'bad-format' }]
		case 'not_multiple_of':
		case 'invalid_key':
		case 'invalid_element':
		case 'custom':
			return [{ path, code: 'wrong-type' }]
	}
}
