import { describe, expect, it } from 'vitest'
import type { Activity } from './activity.ts'
import type { Stage } from './stage.ts'
import { buildMiniRoad, buildRoad, type Road } from './road.ts'
import type { ProgramSummary, SummaryStage } from '../summary.ts'

const stages: Stage[] = [
	{
		id: 's1',
		order: 'a0',
		title: 'Организационный',
		startsOn: '2026-09-01',
		endsOn: '2026-09-30',
		products: '',
		concurrentValues: []
	},
	{
		id: 's2',
		order: 'a1',
		title: 'Консультационный',
		startsOn: '2026-10-01',
		endsOn: '2027-01-31',
		products: '',
		concurrentValues: []
	},
	{
		id: 's3',
		order: 'a2',
		title: 'Деятельностный',
		startsOn: '2027-02-01',
		endsOn: '2027-10-31',
		products: '',
		concurrentValues: []
	}
]

function activity(id: string, fields: Partial<Activity> = {}): Activity {
	return {
		id,
		addedOn: '',
		stageId: `s${id[1]}`,
		order: 'a0',
		number: null,
		title: id,
		startsOn: null,
		dueOn: null,
		deadlineWording: '',
		doneOn: null,
		responsible: [],
		resultForm: '',
		place: '',
		kind: '',
		audience: '',
		carryOverReason: '',
		...{ choice: '', certificate: '', certificateNumber: '', certificateLink: '' },
		status: 'planned',
		marks: [],
		concurrentMarks: [],
		concurrentValues: [],
		hasNotes: false,
		deletedAt: null,
		deletedBy: null,
		isChangedSinceDeletion: false,
		...fields
	}
}

/** The road as one line of text: `s2: a21 | today | a22`. */
function line(road: Road): string[] {
	return road.stages.map(
		({ stage, stops }) =>
			`${stage.id}: ${stops.map((stop) => (stop.kind === 'today' ? 'today' : stop.activity.id)).join(' | ')}`
	)
}

describe('where today stands', () => {
	const activities = [
		activity('a11', { status: 'done' }),
		activity('a21', { status: 'done', dueOn: '2026-11-06' }),
		activity('a22', { dueOn: '2026-11-15' }),
		activity('a23', { dueOn: '2026-11-24', status: 'inProgress' }),
		activity('a24'),
		activity('a31')
	]

	it('stands behind the last activity that is done or was due', () => {
		expect(line(buildRoad(stages, activities, '2026-11-20', null))).toEqual([
			's1: a11',
			's2: a21 | a22 | today | a23 | a24',
			's3: a31'
		])
	})

	it('stands behind what was done ahead of its turn', () => {
		const early = activities.map((each) => (each.id === 'a24' ? activity('a24', { status: 'done' }) : each))
		expect(line(buildRoad(stages, early, '2026-11-20', null))[1]).toBe('s2: a21 | a22 | a23 | a24 | today')
	})

	it.each([
		['before the first stage it stands first', '2026-08-20', ['s1: today | a11', 's2: a21', 's3: a31']],
		['on the first day of a stage', '2026-10-01', ['s1: a11', 's2: today | a21', 's3: a31']],
		['what is due today lies ahead', '2026-11-06', ['s1: a11', 's2: today | a21', 's3: a31']],
		['the day after, it lies behind', '2026-11-07', ['s1: a11', 's2: a21 | today', 's3: a31']],
		[
			'after the last stage, in the nine months the stages leave open (T57)',
			'2028-01-10',
			['s1: a11', 's2: a21', 's3: a31 | today']
		]
	])('%s', (_, today, expected) => {
		const few = [activity('a11'), activity('a21', { dueOn: '2026-11-06' }), activity('a31')]
		expect(line(buildRoad(stages, few, today, null))).toEqual(expected)
	})

	it('stands at the end of a stage with a gap behind it, before what was put off into the gap', () => {
		const withGap = stages.map((stage) => (stage.id === 's2' ? { ...stage, startsOn: '2026-10-20' } : stage))
		const road = buildRoad(withGap, [activity('a11'), activity('a12', { dueOn: '2026-10-15' })], '2026-10-10', null)
		expect(line(road)[0]).toBe('s1: a11 | today | a12')
		expect(road.stages.map(({ state }) => state)).toEqual(['past', 'ahead', 'ahead'])
	})

	it('stands in the first stage when nobody has set any days', () => {
		const undated = stages.map((stage) => ({ ...stage, startsOn: null, endsOn: null }))
		const road = buildRoad(undated, [activity('a11', { status: 'done' }), activity('a12')], '2026-10-10', null)
		expect(line(road)).toEqual(['s1: a11 | today | a12', 's2: ', 's3: '])
		expect(road.stages.map(({ state }) => state)).toEqual(['current', 'ahead', 'ahead'])
	})

	it('stands on an empty stage, and on no road at all without stages', () => {
		expect(line(buildRoad(stages, [], '2026-11-20', null))[1]).toBe('s2: today')
		expect(buildRoad([], [activity('a11')], '2026-11-20', null)).toEqual({ stages: [] })
	})
})

describe('what the stops say', () => {
	it.each([
		['done', { status: 'done', dueOn: '2026-11-01' }, 'done', null],
		['cancelled, though its day has passed', { status: 'cancelled', dueOn: '2026-11-01' }, 'cancelled', null],
		['[T38] due yesterday', { dueOn: '2026-11-19' }, 'late', -1],
		['begun, due yesterday', { status: 'inProgress', dueOn: '2026-11-19' }, 'late', -1],
		['begun, due in four days', { status: 'inProgress', dueOn: '2026-11-24' }, 'doing', 4],
		['due today', { dueOn: '2026-11-20' }, 'soon', 0],
		['due in a week', { dueOn: '2026-11-27' }, 'soon', 7],
		['due in eight days', { dueOn: '2026-11-28' }, 'ahead', 8],
		['without a day of its own, by its stage', {}, 'ahead', 72]
	] as const)('%s', (_, fields, state, daysLeft) => {
		const road = buildRoad(stages, [activity('a21', fields)], '2026-11-20', null)
		const stop = road.stages[1]?.stops.find(({ kind }) => kind === 'activity')
		expect(stop).toMatchObject({ state, daysLeft })
	})

	it('[T44] keeps on the road, late, what Irina alone cancelled of the approved plan, and counts what she deleted', () => {
		const approved = { hash: '', on: '2026-09-10', planned: ['a11', 'a12'], cancelled: ['a13'] }
		const [cancelled, deletedAt] = ['cancelled', '2026-11-19T09:00:00.000Z'] as const
		const plan = [
			activity('a11', { status: cancelled }),
			activity('a12', { deletedAt }),
			activity('a13', { status: cancelled })
		]
		const [stage] = buildRoad(stages, plan, '2026-11-20', approved).stages
		expect(stage?.stops).toMatchObject([
			{ activity: { id: 'a11' }, state: 'late', isToCancel: true },
			{ activity: { id: 'a13' }, state: 'cancelled', isToCancel: false }
		])
		expect(stage?.progress).toEqual({ done: 0, total: 2, overdue: 2 })
	})

	it('counts each stage by itself', () => {
		const road = buildRoad(
			stages,
			[activity('a11', { status: 'done' }), activity('a12'), activity('a13', { status: 'cancelled' }), activity('a21')],
			'2026-11-20',
			null
		)
		expect(road.stages.map(({ progress }) => progress)).toEqual([
			{ done: 1, total: 2, overdue: 1 },
			{ done: 0, total: 1, overdue: 0 },
			{ done: 0, total: 0, overdue: 0 }
		])
	})

	it('keeps a stage current that was prolonged into the next', () => {
		const prolonged = stages.map((stage) => (stage.id === 's1' ? { ...stage, endsOn: '2026-11-30' } : stage))
		const states = buildRoad(prolonged, [], '2026-11-20', null).stages.map(({ state }) => state)
		expect(states).toEqual(['current', 'current', 'ahead'])
	})
})

describe('the mini road', () => {
	const stage = (index: number, fields: Partial<SummaryStage> = {}): SummaryStage => ({
		id: `s${index + 1}`,
		title: stages[index]?.title ?? '',
		startsOn: stages[index]?.startsOn ?? null,
		endsOn: stages[index]?.endsOn ?? null,
		done: 0,
		total: 0,
		open: [],
		...fields
	})
	const summary = (...of: SummaryStage[]): ProgramSummary => ({
		done: 0,
		total: 0,
		stages: of,
		meetings: [],
		openAgreements: []
	})

	it('weighs stages by their days and shows what is done of each', () => {
		const { segments } = buildMiniRoad(summary(stage(0, { done: 3, total: 4 }), stage(1), stage(2)), '2026-11-20')
		expect(segments).toEqual([
			{ weight: 30, share: 0.75, title: 'Организационный' },
			{ weight: 123, share: 0, title: 'Консультационный' },
			{ weight: 273, share: 0, title: 'Деятельностный' }
		])
	})

	it('weighs all alike where one stage has no days', () => {
		const { segments, todayAt } = buildMiniRoad(
			summary(stage(0), stage(1, { endsOn: null, done: 1, total: 4 })),
			'2026-11-20'
		)
		expect(segments.map(({ weight }) => weight)).toEqual([1, 1])
		expect(todayAt).toBe((1 + 0.25) / 2)
	})

	it.each([
		['2026-08-01', 0],
		['2026-09-01', 0.5 / 153],
		['2026-10-01', 30.5 / 153],
		['2027-01-31', 152.5 / 153],
		['2027-06-01', 1]
	])('today, %s, stands at %f', (today, expected) => {
		expect(buildMiniRoad(summary(stage(0), stage(1)), today).todayAt).toBeCloseTo(expected, 10)
	})

	it('marks what is late where it should have been done, once for each place', () => {
		const open = ['2026-11-15', '2026-11-15', '2026-10-05', '2026-11-20', null].map((dueOn, index) => ({
			id: `a2${index}`,
			title: '',
			dueOn
		}))
		const { lateAt, todayAt } = buildMiniRoad(summary(stage(0), stage(1, { open, total: 5 })), '2026-11-20')
		expect(lateAt).toEqual([34.5 / 153, 75.5 / 153])
		expect(lateAt.every((position) => position < todayAt)).toBe(true)
	})

	it('is empty for a plan without stages', () => {
		expect(buildMiniRoad(summary(), '2026-11-20')).toEqual({ segments: [], todayAt: 0, lateAt: [] })
	})
})
