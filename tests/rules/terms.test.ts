/** How long a programme, a mentor’s appointment and the regulation itself last. */
import * as Y from 'yjs'
import { appointedTerm } from '#domain/people/bank-entry.ts'
import { type ApprovedPlan, editionText, missingSections, presentSections } from '#domain/plan/edition.ts'
import { emptyLedger, formsBasisOf, type Ledger, type Proposal } from '#domain/ledger/ledger.ts'
import { activeIn, orderedIn } from '#domain/ledger/testing/pair.ts'
import { HASH, irina, raise } from '#domain/ledger/testing/story.ts'
import type { ProfileKind } from '#domain/plan/stage.ts'
import { deleteProfileItem, editActivity, editStage } from '#domain/plan/edit.ts'
import { addProfileItem } from '#domain/plan/position.ts'
import { findConflicts } from '#domain/regulation/conflicts.ts'
import type { ProgramSection, Regulation } from '#domain/regulation/schema.ts'
import { surgut } from '#domain/regulation/packs/surgut.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { tomskRegion } from '#domain/regulation/packs/tomsk-region.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { fillPlanFromRoadmap, kindBeside } from '#domain/roadmaps/roadmap.ts'
import { createPlan, viktor } from '../support/plan-pair.ts'
import { isCarriedOver } from '#domain/plan/deadline.ts'
import { describeRules } from './rule-cases.ts'

function endedOn(today: string): string[] {
	return findConflicts(tomskRegion, { today, findRoadmap }).map(({ type }) => type)
}

/** The sections missing in a plan from the regulation's first roadmap, with one entry in each required list except `taken`. */
function missingWithout(regulation: Regulation, taken?: ProfileKind): string[] {
	const plan = new Y.Doc()
	const viktor = { personId: 'viktor', at: '2026-09-15T08:00:00.000Z' }
	const roadmap = findRoadmap(regulation.categories[0]?.roadmapId ?? '')
	if (roadmap !== null) {
		fillPlanFromRoadmap(plan, roadmap, { title: 'Первый год', startsOn: '2026-09-15', termMonths: 12 }, viktor)
	}
	for (const kind of ['form', 'direction', 'difficulty', 'strength'] as const) {
		addProfileItem(plan, kind, kind, 'Работа с коллективом', viktor)
	}
	if (taken !== undefined) deleteProfileItem(plan, taken, viktor)
	return missingSections(regulation, presentSections(plan))
}

/** The answer to Irina when she puts a plan with these sections forward. */
function putForwardIn(regulation: Regulation, ...planSections: ProgramSection[]) {
	return activeIn(regulation, { facts: { planSections } }).say(irina, raise({ type: 'edition', hash: HASH }))
}

const proposedWith: Ledger = {
	...emptyLedger('program'),
	proposal: {
		...{ type: 'propose', id: 'p', insteadOf: null, mentorIds: ['viktor'], title: 'Первый год', relation: 'head-head' },
		...{ forms: ['traditional'], formsBasis: 'Запрос Ирины', refusal: null }
	} as unknown as Proposal
}
const approved: ApprovedPlan = {
	...{ hash: HASH, on: '2026-09-15', planned: ['a'], cancelled: [] },
	due: { a: '2026-10-01' }
}

/** Whether the edition of a plan is another one with these products of its stage and this audience of its activity. */
function differsWith(products: string, audience: string): boolean {
	const [plan, by] = [createPlan(), viktor()]
	const before = editionText(plan)
	editStage(plan, 's1', { products }, by)
	editActivity(plan, 'a1-1', { audience }, by)
	return editionText(plan) !== before
}

/** What the edition of a plan says of the mentee's desired image of themselves. */
function imageIn(...written: string[]): unknown {
	const [plan, by] = [createPlan(), viktor()]
	for (const text of written) addProfileItem(plan, 'image', 'image', text, by)
	return JSON.parse(editionText(plan)).image
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
		'[T9] a programme names its directions, and has activities for difficulties and strengths',
		['all of them are in its plan', () => missingWithout(tomskCity), []],
		['a direction that was taken out is missing', () => missingWithout(tomskCity, 'direction'), ['direction']]
	],
	[
		'[T9] a programme describes the forms and kinds of mentoring',
		['where Irina has written them down nothing is missing', () => missingWithout(tomskCity), []],
		['without them they are missing', () => missingWithout(tomskCity, 'form'), ['form']]
	],
	[
		'[T14] [S30] the basis for the forms is said with the proposal, and it is that of the forms in force',
		[
			'the one of the proposed forms is',
			() => formsBasisOf({ ...proposedWith, forms: ['traditional'] }),
			'Запрос Ирины'
		],
		['the one of forms that were changed since is not', () => formsBasisOf({ ...proposedWith, forms: ['virtual'] }), '']
	],
	[
		'[S14] the desired image of oneself is approved with the programme',
		['as Irina has written it', () => imageIn('Директор с командой'), ['Директор с командой']],
		['not where she has written none', () => imageIn(), undefined]
	],
	[
		'[T38] an activity that is moved to a later day than the approved one asks for a reason',
		['on its day it does not', () => isCarriedOver({ id: 'a', dueOn: '2026-10-01' }, approved), false],
		['a week later it does', () => isCarriedOver({ id: 'a', dueOn: '2026-10-08' }, approved), true]
	],
	[
		'[T56] the kind of an activity is read once',
		['beside a title without it', () => kindBeside({ kind: 'Практикум', title: 'Смета школы' }), 'Практикум'],
		['not where the title begins with it', () => kindBeside({ kind: 'Практикум', title: 'практикум «Смета»' }), '']
	],
	[
		'[T60] [T61] products and an audience are in an edition',
		['where the pair names them', () => differsWith('Концепция развития', 'Рабочая группа'), true],
		['not where they are empty', () => differsWith('', ''), false]
	],
	[
		'[T9] a programme without what it must contain is not put to approval',
		[
			'one that has it all is',
			() => putForwardIn(tomskCity, 'form', 'direction', 'difficulty', 'strength', 'activity'),
			null
		],
		[
			'one without directions and strengths is not',
			() => putForwardIn(tomskCity, 'form', 'difficulty', 'activity'),
			{ reason: 'content-missing', missing: ['direction', 'strength'] }
		]
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
		'[S10] a programme of Surgut has activities, which a plan of their own has not by itself',
		[
			'with them it is put forward',
			() => putForwardIn(surgut, 'activity', 'strength', 'difficulty', 'direction', 'form'),
			null
		],
		['before they write one it is missing', () => missingWithout(surgut), ['activity']]
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
