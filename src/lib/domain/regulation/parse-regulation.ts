/** Reads a pack that a person edited: everything that is wrong with it, each with its place, or the pack. */
import { groupBounds } from './choices.ts'
import type { ConflictContext, ConflictToMend } from './conflict.ts'
import { findConflictsToMend, findInvertedRanges } from './conflicts-to-mend.ts'
import { regulationSchema, type Regulation } from './schema.ts'

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
 * As `parseRegulation`, of one that is to be saved: groups are bounded (domain.md T13, D3). One that was saved with larger ones is read as
 * it stands, for programmes go by it.
 */
export function parseToSave(value: unknown, context: Pick<ConflictContext, 'findRoadmap'>): ParsedRegulation {
	const parsed = parseRegulation(value, context)
	const beyond = groupsTooLarge(value)
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
