/** How long a programme lasts, a mentor’s appointment, and the regulation itself. */
import * as Y from 'yjs'
import { appointedTerm } from '#domain/bank/mentor-term.ts'
import { addProfileItem, deleteProfileItem, readProfile, type ProfileKind } from '#domain/plan/profile.ts'
import { findConflicts } from '#domain/regulation/conflicts.ts'
import { surgut } from '#domain/regulation/surgut.ts'
import { tomskCity } from '#domain/regulation/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/tomsk-region.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { orderedIn } from './pair.ts'
import { describeRules } from './rule-cases.ts'

function endedOn(today: string): string[] {
	return findConflicts(tomskRegion, { today, findRoadmap }).map(({ type }) => type)
}

/** What a plan with a difficulty and a strength is built from when one of them is taken out. */
function profileWithout(taken?: ProfileKind): string[] {
	const plan = new Y.Doc()
	const viktor = { personId: 'viktor', at: '2026-09-15T08:00:00.000Z' }
	for (const kind of ['difficulty', 'strength'] as const)
		addProfileItem(plan, kind, kind, 'Работа с коллективом', viktor)
	if (taken !== undefined) deleteProfileItem(plan, taken, viktor)
	return Object.values(readProfile(plan)).flatMap((items) => items.map(({ kind }) => kind))
}

describeRules([
	[
		'[T9] a programme of Tomsk city lasts 24 months',
		['24', () => orderedIn(tomskCity, { order: { termMonths: 24 } }), null],
		[
			'15, as long as its stages',
			() => orderedIn(tomskCity, { order: { termMonths: 15 } }),
			{ reason: 'term', minMonths: 24, maxMonths: 24 }
		]
	],
	[
		'[T9] a programme is built from difficulties and strengths',
		['both are in its plan', () => profileWithout(), ['difficulty', 'strength']],
		['one that was taken out is not', () => profileWithout('difficulty'), ['strength']]
	],
	[
		'[S10] a programme of Surgut lasts from three months to a year',
		['three', () => orderedIn(surgut, { order: { termMonths: 3 } }), null],
		[
			'thirteen',
			() => orderedIn(surgut, { order: { termMonths: 13 } }),
			{ reason: 'term', minMonths: 3, maxMonths: 12 }
		]
	],
	[
		'[T28] a mentor is appointed for two years',
		['in Tomsk', () => appointedTerm(tomskCity, '2026-09-15'), { from: '2026-09-15', until: '2028-09-14' }],
		['elsewhere for no term', () => appointedTerm(surgut, '2026-09-15'), null]
	],
	[
		'[R2] the regulation of Tomsk region holds until the end of 2024',
		['on its last day nothing is to be told', () => endedOn('2024-12-31'), []],
		['the day after it has ended', () => endedOn('2025-01-01'), ['regulation-ended']]
	]
])
