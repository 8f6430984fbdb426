/** The mentee’s educational route: whose it is, how long it goes on, and what it shows of its carrying out. */
import type * as Y from 'yjs'
import { type Grants, permissionFor } from '#domain/access.ts'
import { ownerKindOf, ROUTE } from '#domain/owner.ts'
import { paperText } from '#domain/papers/paper.ts'
import { routePaper } from '#domain/route/route-paper.ts'
import { deleteActivity, editActivity, markActivity } from '#domain/plan/edit.ts'
import { planDays } from '#domain/plan/road.ts'
import { readRoute, ROUTE_MONTHS } from '#domain/route/route.ts'
import { createPlan, irina } from '../support/plan-pair.ts'
import { describeRules } from './rule-cases.ts'

const nobody: Grants = { memberships: [], endedMemberships: [], assignments: [] }
const irinas = {
	kind: 'plan',
	owner: { id: 'route', kind: ownerKindOf(ROUTE), municipalityId: 'town', personId: 'irina' }
} as const
const holds = (role: 'mentor' | 'mentee'): Grants => ({ ...nobody, routes: [{ programId: 'route', role }] })

/** Irina's items with days, one of them in the fifth year of her route. */
function route(change: (doc: Y.Doc) => void = () => undefined): Y.Doc {
	const doc = createPlan()
	editActivity(doc, 'a1-1', { title: 'Курс', dueOn: '2027-04-30' }, irina())
	editActivity(doc, 'a1-2', { title: 'Стажировка', dueOn: '2031-05-15' }, irina())
	change(doc)
	return doc
}
const yearsOf = (doc: Y.Doc) => readRoute(doc).flatMap(({ year }) => year ?? [])
const lastDayOf = (termMonths: number) => planDays({ startsOn: '2026-09-01', termMonths }).max

/** The row of «Курс» on the reservist's plan of preparation. */
function markOnPaper(change?: (doc: Y.Doc) => void): string | undefined {
	const paper = routePaper(route(change), 'preparation', null, '2027-05-01')
	return paperText(paper)
		.split('\n')
		.find((line) => line.includes('\tКурс\t'))
		?.split('\t')[3]
}

describeRules([
	[
		'[T10] the route is an object of its own, which the mentee writes',
		['Irina edits it, whatever programme she is in', () => permissionFor(holds('mentee'), irinas), 'edit'],
		['a mentor does not: he reads it', () => permissionFor(holds('mentor'), irinas), 'read']
	],
	[
		'[T10] the route is linked to programmes, and outlives them',
		['the mentor of a present programme reads it', () => permissionFor(holds('mentor'), irinas), 'read'],
		['somebody without such a programme does not', () => permissionFor(nobody, irinas), 'none']
	],
	[
		'[S11] the route goes on for four to five years of further education',
		['it has a year for an item in its fifth year', () => yearsOf(route()), ['2027', '2031']],
		['none for one that is deleted', () => yearsOf(route((doc) => deleteActivity(doc, 'a1-2', irina()))), ['2027']]
	],
	[
		'[S11] no programme is as long',
		['a route begun in 2026 has days in 2031', () => (lastDayOf(ROUTE_MONTHS) ?? '') > '2031-05-15', true],
		['a programme of 24 months has none', () => (lastDayOf(24) ?? '') > '2031-05-15', false]
	],
	[
		'[T59] the reservist’s plan of preparation says what is carried out',
		[
			'what is done has its day',
			() =>
				markOnPaper((doc) => markActivity(doc, 'a1-1', { markId: 'm', status: 'done', doneOn: '2027-04-20' }, irina())),
			'выполнено 20.04.2027'
		],
		['what is open has no mark', () => markOnPaper(), '']
	]
])
