import { expect, it } from 'vitest'
import { findRoadmap } from '../roadmaps/all.ts'
import { regulations } from './all.ts'
import { parseRegulation, type Problem } from './parse-regulation.ts'
import { surgut } from './surgut.ts'

const copy = { ...surgut, id: 'surgut-2026', copyOf: 'surgut' }

it.each(regulations.map(({ id }) => id))('a copy of %s sent as JSON is accepted as it is', (id) => {
	const regulation = regulations.find((one) => one.id === id)
	expect(parseRegulation(JSON.parse(JSON.stringify(regulation)), { findRoadmap })).toEqual({ ok: true, regulation })
})

it('a copy from before offices were known founds no body', () => {
	const { composition: _, ...older } = copy
	expect(parseRegulation(older, { findRoadmap })).toEqual({ ok: true, regulation: { ...copy, composition: null } })
})

it('[D18] a copy stored before there were consultations opens, and says nothing of them', () => {
	expect(parseRegulation(without('consultations'), { findRoadmap })).toEqual({ ok: true, regulation: copy })
})

it('a value a municipality added in its copy stands in its own document, and is no rule of the field', () => {
	const own = { ...copy, mentee: { value: 'person', source: { rule: null, clause: 'п. 2 приказа' } } }
	expect(parseRegulation(own, { findRoadmap }).ok).toBe(true)
})

it('a copy from before it was asked what must be in a programme is read as one that says nothing of it', () => {
	const parsed = parseRegulation(without('programContent'), { findRoadmap })
	expect(parsed).toEqual({ ok: true, regulation: { ...copy, programContent: null } })
})

it.each<[string, unknown, Problem[]]>([
	['what is no pack at all', 'Положение', [{ path: '', code: 'wrong-type' }]],
	['a field left out', without('title'), [{ path: 'title', code: 'missing' }]],
	['a title wiped clean', { ...copy, title: '  ' }, [{ path: 'title', code: 'missing' }]],
	['a field nobody knows', { ...copy, note: 'x' }, [{ path: 'note', code: 'unknown-field' }]],
	[
		'a term of a century',
		{ ...copy, programTerm: { ...copy.programTerm, value: { minMonths: 3, maxMonths: 1200 } } },
		[{ path: 'programTerm.value.maxMonths', code: 'too-big' }]
	],
	[
		'a programme in which nothing in particular must be',
		{ ...copy, programContent: { ...copy.programContent, value: [] } },
		[{ path: 'programContent.value', code: 'missing' }]
	],
	[
		'a form the product does not know',
		{ ...copy, forms: { ...copy.forms, value: ['telepathy'] } },
		[{ path: 'forms.value.0', code: 'not-a-choice' }]
	],
	[
		'a source that is no rule',
		{ ...copy, mentee: { value: 'person', source: { rule: 'X1', clause: 'п. 1' } } },
		[{ path: 'mentee.source.rule', code: 'bad-format' }]
	],
	[
		'a day that does not exist',
		{ ...copy, order: { ...copy.order, date: '2022-02-31' } },
		[{ path: 'order.date', code: 'bad-format' }]
	],
	[
		'a schedule of no kind',
		{ ...copy, monitoring: copy.monitoring.slice(1).map((item) => ({ ...item, schedule: { type: 'daily' } })) },
		[{ path: 'monitoring.0.schedule.type', code: 'not-a-choice' }]
	],
	[
		'a title wiped clean, and an end before its beginning',
		{
			...copy,
			title: '',
			programTerm: { ...copy.programTerm, value: { minMonths: 24, maxMonths: 12 } },
			groupSize: { ...copy.groupSize, value: { min: 5, max: 3 } },
			inForce: { ...copy.inForce, value: { from: '2026-09-01', until: '2025-09-01' } }
		},
		[
			{ path: 'title', code: 'missing' },
			{ path: 'programTerm', code: 'term-inverted' },
			{ path: 'groupSize', code: 'group-inverted' },
			{ path: 'inForce', code: 'in-force-inverted' }
		]
	],
	[
		'two things wrong',
		{ ...without('title'), mentee: { ...copy.mentee, value: 'crowd' } },
		[
			{ path: 'title', code: 'missing' },
			{ path: 'mentee.value', code: 'not-a-choice' }
		]
	],
	[
		'a contradiction that makes it unusable',
		{
			...copy,
			programTerm: { ...copy.programTerm, value: { minMonths: 12, maxMonths: 3 } },
			decisions: { ...copy.decisions, order: { value: ['curator'], source: null } }
		},
		[
			{ path: 'programTerm', code: 'term-inverted' },
			{ path: 'decisions.order', code: 'order-without-head' }
		]
	]
])('%s is told with its place', (_, value, problems) => {
	const parsed = parseRegulation(value, { findRoadmap })
	expect(parsed.ok).toBe(false)
	expect(!parsed.ok && parsed.problems.toSorted(byPath)).toEqual(problems.toSorted(byPath))
})

it('a contradiction one can live with is accepted: it is shown, not forbidden', () => {
	const ended = { ...copy, inForce: { ...copy.inForce, value: { from: '2022-09-12', until: '2023-09-12' } } }
	expect(parseRegulation(ended, { findRoadmap }).ok).toBe(true)
})

function without(field: keyof typeof copy): Partial<typeof copy> {
	return Object.fromEntries(Object.entries(copy).filter(([key]) => key !== field))
}

function byPath(one: Problem, other: Problem): number {
	return one.path < other.path ? -1 : 1
}
