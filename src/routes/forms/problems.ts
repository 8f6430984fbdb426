/** The problems that a schema finds, in the words of the form. */
import { z } from 'zod'
import { type DayBounds, dayProblem, YEARS } from '#domain/calendar.ts'
import { m } from '#lib/paraglide/messages.js'

export interface Problem {
	/** «posts.0.until» */
	path: string
	text: string
}

export type Checked<Value> = { ok: true; value: Value } | { ok: false; problems: Problem[] }

/** The names of the fields, by their paths without numbers, «posts.until», or by the last names in them. */
export type Labels = Readonly<Record<string, () => string>>

/** A schema's own words stand as they are, without a label. */
export function check<Value>(schema: z.ZodType<Value>, value: unknown, labels: Labels = {}): Checked<Value> {
	const parsed = schema.safeParse(value, { error: (issue) => labelled(issue, labels) })
	if (parsed.success) return { ok: true, value: parsed.data }
	return {
		ok: false,
		problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), text: message }))
	}
}

/** The schema of a day that a form must have. `bounds`: as of now; the field itself says that a day is beyond them. */
export function dayWithin(bounds: () => DayBounds) {
	const isWithin = (day: string) => dayProblem(day, bounds()) === null
	return z.string({ error: m.people_leave_day_missing }).refine(isWithin, { error: m.people_problem_other })
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

function labelled(issue: z.core.$ZodRawIssue, labels: Labels): string {
	const names = (issue.path ?? []).filter((part) => typeof part === 'string')
	const label = labels[names.join('.')] ?? labels[names.at(-1) ?? '']
	return label === undefined ? textOf(issue) : `${label()}: ${textOf(issue)}`
}

function textOf(issue: z.core.$ZodRawIssue): string {
	const last = issue.path?.at(-1)
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
			if (last === 'phone') return m.people_problem_phone()
			if (last === 'email') return m.people_problem_email()
			return issue.format === 'date' ? m.people_problem_date() : m.people_problem_other()
		case 'custom':
			if (issue.params?.problem === 'year') return m.people_problem_year({ first: YEARS.first, last: YEARS.last })
			if (issue.params?.problem === 'contradiction') return m.people_problem_contradiction()
			if (issue.params?.problem === 'future') return m.people_problem_future()
			return last === 'until' ? m.people_problem_order() : m.people_problem_twice()
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
