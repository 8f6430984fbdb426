/** The problems that a schema of the domain finds, in the words of the form. */
import type { z } from 'zod'
import { YEARS } from '#domain/calendar.ts'
import { m } from '#lib/paraglide/messages.js'

export interface Problem {
	/** «posts.0.until» */
	path: string
	text: string
}

export type Checked<Value> = { ok: true; value: Value } | { ok: false; problems: Problem[] }

/** `labels` by the last name in a path. */
export function check<Value>(
	schema: z.ZodType<Value>,
	value: unknown,
	labels: Readonly<Record<string, () => string>>
): Checked<Value> {
	const parsed = schema.safeParse(value)
	if (parsed.success) return { ok: true, value: parsed.data }
	const problems = parsed.error.issues.map((issue) => {
		const last = issue.path.findLast((part) => typeof part === 'string')
		const label = labels[String(last)]
		const text = textOf(issue)
		return { path: issue.path.join('.'), text: label === undefined ? text : `${label()}: ${text}` }
	})
	return { ok: false, problems }
}

/** Problems of the field itself, or of anything in it; each text once. */
export function textsUnder(problems: readonly Problem[], path: string): string[] {
	const found = problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`))
	return [...new Set(found.map(({ text }) => text))]
}

/** Problems of a row as a whole: those of its fields are shown at the fields. */
export function textsAt(problems: readonly Problem[], path: string): string[] {
	return [...new Set(problems.filter((one) => one.path === path).map(({ text }) => text))]
}

export function firstUnder(problems: readonly Problem[], path: string): string | null {
	return textsUnder(problems, path)[0] ?? null
}

function textOf(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'too_small':
			return issue.origin === 'string'
				? m.people_problem_empty()
				: m.people_problem_least({ least: Number(issue.minimum) })
		case 'too_big':
			if (issue.origin === 'string') return m.people_problem_long({ most: Number(issue.maximum) })
			if (issue.origin === 'array') return m.people_problem_many({ most: Number(issue.maximum) })
			return m.people_problem_most({ most: Number(issue.maximum) })
		case 'invalid_type':
			return issue.expected === 'number' || issue.expected === 'int'
				? m.people_problem_number()
				: m.people_problem_empty()
		case 'invalid_format':
			if (issue.path.at(-1) === 'phone') return m.people_problem_phone()
			if (issue.path.at(-1) === 'email') return m.people_problem_email()
			return issue.format === 'date' ? m.people_problem_date() : m.people_problem_other()
		case 'custom':
			if (issue.params?.problem === 'year') return m.people_problem_year({ first: YEARS.first, last: YEARS.last })
			if (issue.params?.problem === 'contradiction') return m.people_problem_contradiction()
			if (issue.params?.problem === 'future') return m.people_problem_future()
			return issue.path.at(-1) === 'until' ? m.people_problem_order() : m.people_problem_twice()
		default:
			return m.people_problem_other()
	}
}

/** Describes a field of a stored value in words. */
export interface FieldWords<Value> {
	field: keyof Value
	label: () => string
	/** The lines to show; empty: nothing is stored. */
	lines: (value: Value) => readonly string[]
}
