import { describe, expect, it } from 'vitest'
import { findRegulation, regulations } from './packs/all.ts'
import { divnogorsk } from './packs/divnogorsk.ts'
import { dinskoy } from './packs/dinskoy.ts'
import { loadShippedRegulation } from './load-shipped.ts'
import { underLabourLaw } from './labour-law.ts'
import { regulationSchema, type Regulation } from './schema.ts'
import { surgut } from './packs/surgut.ts'
import { tomskCity } from './packs/tomsk-city.ts'
import { tomskRegion } from './packs/tomsk-region.ts'

const packs = regulations.map((regulation) => [regulation.id, regulation] as const)

describe.each(packs)('%s', (id, regulation) => {
	it('is read by the schema as it is written', () => {
		expect(regulationSchema.parse(regulation)).toEqual(regulation)
		expect(findRegulation(id)).toBe(regulation)
	})

	it('can be loaded without the others', async () => {
		expect(await loadShippedRegulation(id)).toBe(regulation)
	})

	it('cites its own rules, or federal law', () => {
		const letter = { 'tomsk-city': 'T', surgut: 'S', 'tomsk-region': 'R', dinskoy: 'D', divnogorsk: 'V' }[id] ?? '?'
		const rules = [...JSON.stringify(regulation).matchAll(/"rule":"(\w)\d+"/g)].map(([, found]) => found)
		expect([...new Set(rules)].sort()).toEqual(['L', letter].sort())
	})

	it('names nobody', () => {
		expect(JSON.stringify(regulation)).not.toMatch(/[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ][а-яё]+(ович|евич|овна|евна)/)
	})

	it('[T7] [T8] [V2] [D17] calls the curator and the head by their names there', () => {
		for (const role of ['curator', 'head'] as const) {
			const everywhere = regulation.roles.filter((one) => one.role === role && one.kinds.length === 0)
			expect(everywhere).toHaveLength(1)
		}
	})

	it('[L1] the mentor consents in writing, and either side may end it with notice', () => {
		expect(regulation.consents).toContainEqual(expect.objectContaining({ kind: 'duties', by: 'mentor' }))
		expect(regulation.completion).toContainEqual(
			expect.objectContaining({
				needs: 'notice',
				by: ['mentor', 'head'],
				source: expect.objectContaining({ rule: 'L1' })
			})
		)
	})

	it('[L3] each participant’s consent to data is a sheet of its own', () => {
		for (const by of ['mentor', 'mentee']) {
			expect(regulation.consents.filter((one) => one.kind === 'personal-data' && one.by === by)).toHaveLength(1)
		}
	})
})

it('[L1] [L3] the law adds nothing to what a regulation asks for itself', () => {
	expect(underLabourLaw(tomskCity)).toEqual(tomskCity)
	expect(tomskCity.consents.filter(({ by, kind }) => by === 'mentor' && kind === 'duties')).toEqual([
		{ kind: 'duties', by: 'mentor', ofMinors: null, source: { rule: 'T16', clause: 'п. 3.2' } }
	])
})

it.each([
	['[T9] Tomsk city', tomskCity, { minMonths: 24, maxMonths: 24 }],
	['[S10] Surgut', surgut, { minMonths: 3, maxMonths: 12 }],
	['[R2] Tomsk region sets none', tomskRegion, undefined],
	['[D1] Dinskoy sets none', dinskoy, undefined],
	['[V1] Divnogorsk sets none', divnogorsk, undefined]
])('the term of a programme: %s', (_, regulation, term) => {
	expect(regulation.programTerm?.value).toEqual(term)
})

it.each([
	['[T1] Tomsk city lasts', tomskCity, '2024-02-20', null],
	['[S1] Surgut lasts', surgut, '2022-09-12', null],
	['[R2] Tomsk region', tomskRegion, '2020-06-01', '2024-12-31'],
	['[D1] Dinskoy says no end', dinskoy, '2021-02-12', null],
	['[V1] Divnogorsk', divnogorsk, '2022-12-12', '2024-12-31']
])('in force: %s', (_, { inForce }, from, until) => {
	expect(inForce.value).toEqual({ from, until })
})

it('[T28] only Tomsk city appoints a mentor for two years', () => {
	expect(regulations.map(({ mentorTermMonths }) => mentorTermMonths?.value ?? null)).toEqual([
		24,
		null,
		null,
		null,
		null
	])
})

it.each([
	[
		'[T33] [T34] Tomsk city, each with its roadmap',
		tomskCity,
		[
			'beginner-head tomsk-beginner-head',
			'reservist tomsk-reservist',
			'low-results-school tomsk-low-results-school',
			'low-assessment tomsk-low-assessment'
		]
	],
	[
		'[S3] Surgut, each with a plan of its own',
		surgut,
		['young-teacher own-plan', 'new-skill own-plan', 'new-in-team own-plan', 'other-education own-plan']
	],
	[
		'[R4] Tomsk region, with the meetings of R19',
		tomskRegion,
		['pupil tomsk-region-meetings', 'student tomsk-region-meetings', 'teacher tomsk-region-meetings']
	],
	['[D3] Dinskoy', dinskoy, ['low-results-team dinskoy-transition', 'difficult-conditions-team dinskoy-transition']],
	['[V1] Divnogorsk', divnogorsk, ['teacher own-plan']]
])('categories of mentees: %s', (_, { categories }, expected) => {
	expect(categories.map(({ id, roadmapId }) => `${id} ${roadmapId}`)).toEqual(expected)
})

it.each([
	['[T13] Tomsk city knows no reverse mentoring', tomskCity, false],
	['[S15] Surgut does', surgut, true],
	['[D18] Dinskoy consults', dinskoy, false]
])('forms: %s', (_, { forms }, expected) => {
	expect(forms.value.includes('reverse')).toBe(expected)
	expect(forms.source).not.toBeNull()
})

it.each([
	['[T12] Tomsk city', tomskCity, ['head-head', 'reservist-head']],
	['[S15] Surgut', surgut, ['teacher-teacher', 'head-teacher', 'employer-student', 'lecturer-young-teacher']],
	['[D3] Dinskoy', dinskoy, ['head-team']]
])('relations: %s', (_, { relations }, expected) => {
	expect(relations.value).toEqual(expected)
})

it('[R4] every relation of Tomsk region has one unit that answers for it', () => {
	const answered = tomskRegion.supervision.flatMap(({ relations }) => relations)
	expect(answered.toSorted()).toEqual(tomskRegion.relations.value.toSorted())
})

it.each([
	['[T2] a Tomsk kindergarten', tomskCity, 'preschool', 'Комитет по дошкольному образованию'],
	['[S2] a Surgut school', surgut, 'school', 'МАУ «Информационно-методический центр»'],
	['[S2] a Surgut kindergarten', surgut, 'preschool', 'МКУ «Управление дошкольными образовательными учреждениями»']
] as const)('who answers for %s', (_, { supervision }, kind, unit) => {
	expect(supervision.filter(({ kinds }) => kinds.includes(kind)).map((one) => one.unit)).toEqual([unit])
})

it('[R8] a college has a navigator where a school has a curator', () => {
	const curators = tomskRegion.roles.filter(({ role }) => role === 'curator')
	expect(curators.find(({ kinds }) => kinds.includes('college'))?.title).toBe('Педагог-навигатор')
	expect(curators.find(({ kinds }) => kinds.length === 0)?.title).toMatch(/^Куратор/)
})

it('[R11] for a minor the representative signs, in Tomsk region only', () => {
	const ofMinors = regulations.map(({ id, consents }) => [id, consents.some((one) => one.ofMinors !== null)])
	expect(ofMinors.filter(([, has]) => has)).toEqual([['tomsk-region', true]])
})

it('[D17] a programme of transition is presented before four', () => {
	expect(dinskoy.presentation?.value.panel).toHaveLength(4)
	expect(regulations.filter(({ presentation }) => presentation !== null)).toEqual([dinskoy])
})

it('[D18] a team asks the programme’s mentor for a consultation first, in Dinskoy only', () => {
	expect(dinskoy.consultations).toEqual({ firstTo: 'mentor', source: { rule: 'D18', clause: 'п. 4.4' } })
	expect(regulations.filter(({ consultations }) => consultations !== null)).toEqual([dinskoy])
})

it('[V8] [R8] four regulations ask for a programme of each pair; Tomsk region for one of each form', () => {
	const rules = regulations.map(({ programRequired }) => programRequired?.rule ?? null)
	expect(rules).toEqual(['T36', 'S21', null, 'D16', 'V8'])
})

it('[T9] [S10] two regulations say what a programme must contain: directions, and activities for difficulties and strengths', () => {
	const sections = ['form', 'direction', 'difficulty', 'strength', 'activity']
	expect(regulations.map(({ programContent }) => programContent)).toEqual([
		{ value: sections, source: { rule: 'T9', clause: 'п. 1.2.6' } },
		{ value: sections, source: { rule: 'S10', clause: 'п. 1.3.7' } },
		null,
		null,
		null
	])
})

it('[S17] [D13] Surgut names seven stages, Dinskoy four kinds of work', () => {
	expect(surgut.process).toHaveLength(7)
	expect(dinskoy.process.map(({ wording }) => wording)).toEqual([
		'Исследовательская деятельность',
		'Проектная деятельность',
		'Консультационная деятельность',
		'Информационная деятельность'
	])
})

it.each<[string, Regulation, string[]]>([
	['[T26] Tomsk city ends with an analytic report', tomskCity, ['list-update', 'effectiveness']],
	['[S20] [S21] so does Surgut', surgut, ['list-update', 'effectiveness']],
	[
		'[R15] [R20] [R21] [R22] [R24] Tomsk region assesses at entry and at exit, asks, and writes into the banks',
		tomskRegion,
		['entry-assessment', 'feedback', 'satisfaction', 'quality', 'exit-assessment', 'bank-results']
	]
])('the curator’s list: %s', (_, { monitoring }, ids) => {
	expect(monitoring.map(({ id }) => id)).toEqual(ids)
})

it('[T44] what a regulation does not say about signatures has no source', () => {
	expect(tomskCity.decisions.extend.source?.rule).toBe('T44')
	expect(surgut.decisions.extend.source).toBeNull()
	expect(surgut.decisions.extend.value).toEqual(tomskCity.decisions.extend.value)
	// 7.2 of Tomsk is about corrections, 4.3.2 of Dinskoy names no signatures: nobody says who approves a programme at first.
	expect(regulations.map(({ decisions }) => decisions.edition.source)).toEqual([null, null, null, null, null])
})

it('[T35] [T37] [S18] [R18] a signature that a regulation does not name is marked as the product’s', () => {
	expect(tomskCity.decisions.release).toMatchObject({ value: ['mentor', 'curator', 'head'], byDefault: ['head'] })
	expect(tomskCity.decisions.replace).toMatchObject({ value: ['mentee', 'curator', 'head'], byDefault: ['head'] })
	for (const { decisions } of [surgut, tomskRegion]) {
		expect(decisions.order).toMatchObject({ value: ['curator', 'head'], byDefault: ['curator'] })
	}
	for (const { decisions } of regulations) {
		for (const { value, byDefault = [] } of Object.values(decisions))
			expect(value).toEqual(expect.arrayContaining(byDefault))
	}
})

it('[S14] [D6] a consent that only the principle of voluntariness speaks for has no source', () => {
	const unsaid = regulations.map(({ consents }) => consents.filter(({ source }) => source === null).map(({ by }) => by))
	expect(unsaid).toEqual([[], ['mentee'], [], ['mentee'], []])
})

it('[R18] [R29] the order is a step of the school’s map only, and mentors of an enterprise are outsiders of a college', () => {
	expect(tomskRegion.remarks.filter(({ source }) => source.rule === 'R29')).toHaveLength(2)
})

it('[V6] [V21] [V5] [V7] [V10] [V16] each dated row of Divnogorsk is there, with its result', () => {
	const rows = divnogorsk.monitoring.map(({ source }) => source.clause.slice(3))
	const dated = ['1.2', '1.3', '1.4', '2.1', '2.2', '2.6', '3.1', '3.5', '4.2']
	expect(rows.toSorted()).toEqual([...dated, '5.1', '5.2', '5.3', '5.4', '5.5', '5.6', '5.7', '6.1', '6.2'])
	expect(divnogorsk.monitoring.filter(({ result }) => result === null)).toEqual([])
})

it('[D4] the pack of Dinskoy says that it covers one of two directions', () => {
	const { wording } = dinskoy.remarks.find(({ source }) => source.rule === 'D4')!
	expect(wording).toContain('школа управленческого резерва')
})
