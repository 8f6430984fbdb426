import { expect, it } from 'vitest'
import { findRoadmap } from '../roadmaps/all.ts'
import { regulations } from './packs/all.ts'
import { parseRegulation, parseToSave, type Problem } from './parse-regulation.ts'
import { dinskoy } from './packs/dinskoy.ts'
import { surgut } from './packs/surgut.ts'
import { tomskCity } from './packs/tomsk-city.ts'

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

it('[D16] a copy that gave a team the plan of the whole centre gives it the programme of transition', () => {
	const given = dinskoy.categories.map((category) => ({ ...category, roadmapId: 'dinskoy-centre' }))
	const own = { ...dinskoy, id: 'dinskoy-own', copyOf: 'dinskoy' }
	expect(parseRegulation({ ...own, categories: given }, { findRoadmap })).toEqual({ ok: true, regulation: own })
})

it.each<[string, unknown, Problem[]]>([
	['what is no pack at all', 'Положение', [{ path: '', code: 'wrong-type' }]],
	['a field left out', without('title'), [{ path: 'title', code: 'missing' }]],
	['a title wiped clean', { ...copy, title: '  ' }, [{ path: 'title', code: 'missing' }]],
	['a field nobody knows', { ...copy, note: 'x' }, [{ path: 'note', code: 'unknown-field' }]],
	[
		'a term of a century',
		{ ...copy, programTerm: { ...copy.programTerm, value: { minMonths: 3, maxMonths: 1200 } } },
		[{ path: 'programTerm.value.maxMonths', code: 'too-big', limit: 60 }]
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

const withGroups = (min: number, max: number | null) => ({ ...copy, groupSize: { value: { min, max }, source: null } })

it.each<[string, { min: number; max: number | null }, Problem[]]>([
	[
		'Elena, who asks for groups of 99 at least',
		{ min: 99, max: null },
		[{ path: 'groupSize.value.min', code: 'group-too-large' }]
	],
	['Elena, who lets a group have 31', { min: 2, max: 31 }, [{ path: 'groupSize.value.max', code: 'group-too-large' }]],
	[
		'Elena, who calls one mentee a group',
		{ min: 1, max: 5 },
		[{ path: 'groupSize.value.min', code: 'too-small', limit: 2 }]
	],
	[
		'Elena, whose largest group is smaller than her smallest, and both too large',
		{ min: 99, max: 40 },
		[
			{ path: 'groupSize', code: 'group-inverted' },
			{ path: 'groupSize.value.min', code: 'group-too-large' },
			{ path: 'groupSize.value.max', code: 'group-too-large' }
		]
	]
])('[T13] %s is told so where it stands', (_, { min, max }, problems) => {
	expect(parseToSave(withGroups(min, max), { findRoadmap })).toEqual({ ok: false, problems })
})

it('[T13] a group as large as a school class may be saved, and so may one without a ceiling', () => {
	expect(parseToSave(withGroups(2, 30), { findRoadmap }).ok).toBe(true)
	expect(parseToSave(withGroups(30, null), { findRoadmap }).ok).toBe(true)
})

it('[T13] what is wrong elsewhere does not hide that a group is too large', () => {
	const parsed = parseToSave({ ...withGroups(99, null), title: '' }, { findRoadmap })
	expect(!parsed.ok && parsed.problems).toEqual([
		{ path: 'title', code: 'missing' },
		{ path: 'groupSize.value.min', code: 'group-too-large' }
	])
})

it('[T13] one that was saved with groups of 99 is read as it stands: programmes go by it', () => {
	expect(parseRegulation(withGroups(99, null), { findRoadmap })).toEqual({ ok: true, regulation: withGroups(99, null) })
})

const withDays = (...days: string[]) => ({
	...copy,
	monitoring: copy.monitoring.map((task) => ({ ...task, schedule: { type: 'yearly', days } }))
})

it.each<[string, string, Problem['code']]>([
	['31 June', '06-31', 'month-of-30-days'],
	['31 November', '11-31', 'month-of-30-days'],
	['30 February', '02-30', 'month-of-28-days'],
	['29 February', '02-29', 'month-of-28-days']
])('Elena, whose calendar has %s of every year, is told so at its day', (_, day, code) => {
	const regulation = withDays('06-30', day)
	const problems = regulation.monitoring.map((_, index) => ({ path: `monitoring.${index}.schedule.days.1`, code }))
	expect(problems).not.toEqual([])
	expect(parseToSave(regulation, { findRoadmap })).toEqual({ ok: false, problems })
})

it('and so is she of a report, also where something else is wrong beside it', () => {
	const [report] = tomskCity.reports
	const reports = [{ ...report, wording: '', schedule: { type: 'yearly', days: ['13-01', '04-31'] } }]
	const parsed = parseToSave({ ...copy, reports, monitoring: null }, { findRoadmap })
	expect(!parsed.ok && parsed.problems).toEqual([
		{ path: 'reports.0.wording', code: 'missing' },
		{ path: 'reports.0.schedule.days.0', code: 'no-day-of-month' },
		{ path: 'monitoring', code: 'wrong-type' },
		{ path: 'reports.0.schedule.days.1', code: 'month-of-30-days' }
	])
})

it('Elena, who types 1750 for 2050, is told so at each day', () => {
	const order = { ...copy.order, date: '1750-02-20' }
	const inForce = { ...copy.inForce, value: { from: '2025-01-01', until: '2205-12-31' } }
	expect(parseToSave({ ...copy, order, inForce }, { findRoadmap })).toEqual({
		ok: false,
		problems: [
			{ path: 'order.date', code: 'implausible-year' },
			{ path: 'inForce.value.until', code: 'implausible-year' }
		]
	})
})

it('the last day of every month may be saved', () => {
	const ends = [
		'01-31',
		'02-28',
		'03-31',
		'04-30',
		'05-31',
		'06-30',
		'07-31',
		'08-31',
		'09-30',
		'10-31',
		'11-30',
		'12-31'
	]
	expect(parseToSave(withDays(...ends), { findRoadmap }).ok).toBe(true)
})

it('one that was saved with 31 June is read as it stands: programmes go by it', () => {
	expect(parseRegulation(withDays('06-31'), { findRoadmap })).toEqual({ ok: true, regulation: withDays('06-31') })
})

it('[D17] a presentation before a single signature is told so where it stands, and is read where it was saved earlier', () => {
	const edition = { ...dinskoy.decisions.edition, value: ['curator'] }
	const regulation = { ...dinskoy, id: 'own', copyOf: 'dinskoy', decisions: { ...dinskoy.decisions, edition } }
	const problems = [{ path: 'decisions.edition', code: 'presentation-after-signing' }]
	expect(parseToSave(regulation, { findRoadmap })).toEqual({ ok: false, problems })
	expect(parseToSave({ ...regulation, presentation: null }, { findRoadmap }).ok).toBe(true)
	expect(parseRegulation(regulation, { findRoadmap })).toEqual({ ok: true, regulation })
})

function without(field: keyof typeof copy): Partial<typeof copy> {
	return Object.fromEntries(Object.entries(copy).filter(([key]) => key !== field))
}

function byPath(one: Problem, other: Problem): number {
	return one.path < other.path ? -1 : 1
}
