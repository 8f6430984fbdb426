import { describe, expect, it } from 'vitest'
import { findRoadmap } from '../roadmaps/all.ts'
import { compareRegulations, copyRegulation, freeTitle } from './copy-regulation.ts'
import { withLeaving } from './labour-law.ts'
import { parseRegulation } from './parse-regulation.ts'
import { dinskoy } from './packs/dinskoy.ts'
import { divnogorsk } from './packs/divnogorsk.ts'
import type { Regulation } from './schema.ts'
import { surgut } from './packs/surgut.ts'
import { tomskCity } from './packs/tomsk-city.ts'

const copy = copyRegulation(surgut, 'surgut-own', 'Сургут: с изменениями')

it('a copy is a pack of its own that says the same', () => {
	expect(parseRegulation(copy, { findRoadmap }).ok).toBe(true)
	expect(copy).toMatchObject({ id: 'surgut-own', copyOf: 'surgut' })
	expect(compareRegulations(surgut, copy).map(({ path }) => path)).toEqual(['title'])
})

it('a copy of a copy is one of the same original', () => {
	expect(copyRegulation(copy, 'surgut-next', 'Сургут').copyOf).toBe('surgut')
})

it.each([surgut, dinskoy])(
	'[S14] [D6] a copy of $id in which mentors do not leave of their own wish lets them, and is saved again',
	(shipped) => {
		const own = copyRegulation(shipped, 'own', 'Свой порядок')
		const completion = own.completion.map((reason) =>
			reason.id === 'own-wish' ? { ...reason, by: ['mentee' as const] } : reason
		)
		const read = withLeaving({ ...own, completion })
		expect(parseRegulation(read, { findRoadmap }).ok).toBe(true)
		expect(read.completion.filter(({ id }) => id === 'own-wish')).toMatchObject([{ by: ['mentor', 'mentee'] }])
	}
)

it('[V1] a copy does not end with the original: the town sets its own period, and further copies keep that', () => {
	const own = copyRegulation(divnogorsk, 'divnogorsk-own', 'Дивногорск')
	expect(own.inForce.value).toEqual({ from: '2022-12-12', until: null })
	expect(own.inForce.source.rule).toBeNull()
	expect(parseRegulation(own, { findRoadmap }).ok).toBe(true)
	const until2028 = { ...own, inForce: { ...own.inForce, value: { from: '2025-01-01', until: '2028-12-31' } } }
	expect(copyRegulation(until2028, 'divnogorsk-next', 'Дивногорск').inForce).toEqual(until2028.inForce)
})

it.each([
	['Сургут: 2027', 'Сургут: 2027'],
	['Сургут', 'Сургут (копия)'],
	['  сургут ', 'сургут (копия)'],
	['Томск', 'Томск (копия 2)'],
	['Томск (копия)', 'Томск (копия 2)']
])('a copy of «%s» is called «%s»: no two of a list are alike', (title, expected) => {
	expect(freeTitle(title.trim(), ['Сургут', 'Томск', 'Томск (копия)'])).toBe(expected)
})

describe('what differs', () => {
	const [firstRole, ...otherRoles] = surgut.roles
	const remark = { wording: 'Опечатка в п. 3', source: { rule: null, clause: 'п. 3' } }
	const [first, ...others] = surgut.categories
	it.each<[string, Partial<Regulation>, [string, unknown, unknown][]]>([
		[
			'a longer term',
			{ programTerm: { value: { minMonths: 3, maxMonths: 18 }, source: { rule: 'S10', clause: 'п. 1.3.7' } } },
			[['programTerm.value.maxMonths', 12, 18]]
		],
		[
			'another wording of one category',
			{ categories: [{ ...first!, wording: 'Молодой специалист' }, ...others] },
			[['categories.young-teacher.wording', first!.wording, 'Молодой специалист']]
		],
		['a category gone', { categories: others }, [['categories.young-teacher', first, undefined]]],
		[
			'a term of mentors where there was none',
			{ mentorTermMonths: tomskCity.mentorTermMonths },
			[['mentorTermMonths', null, tomskCity.mentorTermMonths]]
		],
		[
			'one form less: the list as a whole',
			{ forms: { ...surgut.forms, value: ['traditional'] } },
			[['forms.value', surgut.forms.value, ['traditional']]]
		],
		[
			'one role called otherwise: that row alone',
			{ roles: [{ ...firstRole!, title: 'Методист' }, ...otherRoles] },
			[['roles.0.title', firstRole!.title, 'Методист']]
		],
		['a role that went: that one of the list', { roles: otherRoles }, [['roles', [firstRole], []]]],
		['a remark more', { remarks: [...surgut.remarks, remark] }, [['remarks', [], [remark]]]],
		['nothing', {}, []]
	])('%s', (_, change, expected) => {
		const differences = compareRegulations(surgut, { ...surgut, ...change })
		expect(differences.map(({ path, before, after }) => [path, before, after])).toEqual(expected)
	})
})
