import { describe, expect, it } from 'vitest'
import { findRoadmap } from '../roadmaps/all.ts'
import { regulations } from './packs/all.ts'
import { findConflicts } from './conflicts.ts'
import { dinskoy } from './packs/dinskoy.ts'
import { divnogorsk } from './packs/divnogorsk.ts'
import type { Regulation } from './schema.ts'
import { surgut } from './packs/surgut.ts'
import { tomskCity } from './packs/tomsk-city.ts'
import { tomskRegion } from './packs/tomsk-region.ts'

const context = { today: '2026-11-21', findRoadmap }

describe('in the five regulations', () => {
	it('[T57] Tomsk’s stages fill 15 months of 24, in each of its four roadmaps', () => {
		const found = findConflicts(tomskCity, context)
		expect(found.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'stages-and-term'))
		expect(found[0]).toEqual({
			type: 'stages-and-term',
			path: 'categories.0.roadmapId',
			sources: [
				{ rule: 'T33', clause: 'пп. 3.6.1, 3.7.1, приложение 1' },
				{ rule: 'T9', clause: 'п. 1.2.6' }
			],
			roadmapId: 'tomsk-beginner-head',
			stageMonths: 15,
			termMonths: 24
		})
	})

	it('[T57] stages without months contradict no term', () => {
		expect(findConflicts(surgut, context)).toEqual([])
	})

	it.each([
		['[R2] Tomsk region’s', tomskRegion],
		['[V1] Divnogorsk’s', divnogorsk]
	])('%s own term ended with 2024', (_, regulation) => {
		expect(findConflicts(regulation, context)).toContainEqual({
			type: 'regulation-ended',
			path: 'inForce',
			sources: [regulation.inForce.source],
			until: '2024-12-31'
		})
		expect(findConflicts(regulation, { ...context, today: '2024-12-31' })).toEqual([])
	})

	it('none of them is one that cannot be used', () => {
		const toKnow = ['stages-and-term', 'regulation-ended']
		for (const regulation of regulations) {
			for (const { type } of findConflicts(regulation, context)) expect(toKnow).toContain(type)
		}
	})
})

describe('in a copy', () => {
	it.each<[string, string, Partial<Regulation>]>([
		[
			'mentor-term-shorter',
			'mentorTermMonths',
			{ mentorTermMonths: { value: 12, source: { rule: 'T28', clause: 'п. 3.4' } } }
		],
		['no-decider', 'decisions.extend', deciding({ extend: ['mentor', 'mentee', 'curator'] })],
		['petitioner-missing', 'decisions.release', deciding({ release: ['curator', 'head'] })],
		['petitioner-missing', 'decisions.replace', deciding({ replace: ['curator', 'head'] })],
		['report-after-term', 'reports.0.schedule', reporting({ type: 'once', on: '2024-02-19' })],
		['report-after-term', 'reports.0.schedule', reporting({ type: 'every', months: 36 })],
		[
			'no-fulfilled-completion',
			'completion',
			{ completion: tomskCity.completion.filter(({ needs }) => needs !== 'plan') }
		],
		[
			'stages-undated',
			'reports.1.schedule',
			{ categories: tomskCity.categories.map((category) => ({ ...category, roadmapId: 'own-plan' })) }
		],
		['term-inverted', 'programTerm', { programTerm: term(24, 12) }],
		['group-inverted', 'groupSize', { groupSize: { value: { min: 3, max: 2 }, source: null } }],
		[
			'in-force-inverted',
			'inForce',
			{ inForce: { ...tomskCity.inForce, value: { from: '2024-02-20', until: '2023-02-20' } } }
		],
		['unknown-roadmap', 'categories.0.roadmapId', firstCategory({ roadmapId: 'gone' })],
		[
			'unknown-category',
			'reports.1.categories',
			{ categories: tomskCity.categories.filter(({ id }) => id !== 'low-assessment') }
		],
		['duplicate-id', 'categories.1.id', firstCategory({ id: 'reservist' })],
		['order-without-head', 'decisions.order', deciding({ order: ['curator'] })],
		['nobody-raises', 'decisions.extend', deciding({ extend: ['head'] })],
		[
			'presentation-after-signing',
			'decisions.edition',
			{ ...deciding({ edition: ['curator'] }), presentation: dinskoy.presentation }
		],
		['duplicate-signatory', 'decisions.extend', deciding({ extend: ['curator', 'curator', 'head'] })],
		[
			'nobody-raises',
			'completion.0.by',
			{
				completion: tomskCity.completion.map((reason) =>
					reason.needs === 'plan' ? { ...reason, by: ['head'] } : reason
				)
			}
		],
		[
			'unit-of-nothing',
			'supervision.1',
			{ supervision: tomskCity.supervision.map((unit, index) => (index === 1 ? { ...unit, kinds: [] } : unit)) }
		],
		['two-titles', 'roles.2', { roles: [...tomskCity.roles, ...tomskCity.roles.slice(0, 1)] }],
		['two-units', 'supervision.3', { supervision: [...tomskCity.supervision, ...tomskCity.supervision.slice(0, 1)] }],
		[
			'tiers-not-ascending',
			'incentive.tiers',
			tiers([
				{ mentees: 1, salaries: 3 },
				{ mentees: 2, salaries: 2 }
			])
		],
		[
			'tiers-not-ascending',
			'incentive.tiers',
			tiers([
				{ mentees: 2, salaries: 3 },
				{ mentees: 2, salaries: 4 }
			])
		],
		['team-without-group', 'forms', team({ forms: { value: ['virtual'], source: null } })],
		['relation-of-another-mentee', 'relations', { relations: { value: ['head-team'], source: null } }],
		['relation-of-another-mentee', 'relations', team({})],
		['labour-law-missing', 'consents', { consents: tomskCity.consents.filter(({ kind }) => kind !== 'personal-data') }],
		['labour-law-missing', 'completion', { completion: tomskCity.completion.filter(({ needs }) => needs !== 'notice') }]
	])('%s at %s', (type, path, change) => {
		expect(findConflicts({ ...tomskCity, ...change }, context)).toContainEqual(expect.objectContaining({ type, path }))
	})

	it('[T47] the same money for more mentees is no contradiction', () => {
		const even = tiers([
			{ mentees: 1, salaries: 3 },
			{ mentees: 2, salaries: 3 }
		])
		const types = findConflicts({ ...tomskCity, ...even }, context).map(({ type }) => type)
		expect(types).not.toContain('tiers-not-ascending')
	})
})

function deciding(change: Partial<Record<keyof Regulation['decisions'], Regulation['decisions']['order']['value']>>) {
	const changed = Object.entries(change).map(([decision, value]) => [decision, { value, source: null }])
	return { decisions: { ...tomskCity.decisions, ...Object.fromEntries(changed) } }
}

function reporting(schedule: Regulation['reports'][number]['schedule']) {
	return { reports: tomskCity.reports.map((report, index) => (index === 0 ? { ...report, schedule } : report)) }
}

function firstCategory(change: Partial<Regulation['categories'][number]>) {
	return { categories: tomskCity.categories.map((each, index) => (index === 0 ? { ...each, ...change } : each)) }
}

function term(minMonths: number, maxMonths: number) {
	return { value: { minMonths, maxMonths }, source: { rule: 'T9', clause: 'п. 1.2.6' } }
}

function tiers(value: NonNullable<Regulation['incentive']>['tiers']['value']) {
	return { incentive: { tiers: { value, source: { rule: 'T47', clause: 'п. 9.3' } }, grounds: [] } }
}

function team(change: Partial<Regulation>): Partial<Regulation> {
	return { mentee: { ...tomskCity.mentee, value: 'team' }, ...change }
}
