import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlan, viktor } from '../../../../tests/support/plan-pair.ts'
import { addMonthsTo, daysBetween } from '../calendar.ts'
import { activityNotes, readActivities } from '../plan/activity.ts'
import { isPlanCreated, readPlanMeta } from '../plan/layout.ts'
import { readStages } from '../plan/stage.ts'
import { findRoadmap, roadmaps } from './all.ts'
import { fillPlanFromRoadmap } from './roadmap.ts'

const days = (startsOn: string) => readStages(createPlan(startsOn)).map((stage) => [stage.startsOn, stage.endsOn])

it.each(roadmaps)('a plan from $id has its stages and activities in order', (roadmap) => {
	const doc = new Y.Doc()
	fillPlanFromRoadmap(doc, roadmap, { title: 'Программа', startsOn: '2026-09-01', termMonths: 24 }, viktor())
	expect(isPlanCreated(doc)).toBe(true)
	expect(readPlanMeta(doc)).toMatchObject({ roadmapId: roadmap.id, title: 'Программа', startsOn: '2026-09-01' })
	const activities = readActivities(doc)
	const made = readStages(doc).map(({ id, title }) => ({
		title,
		activities: activities
			.filter(({ stageId }) => stageId === id)
			.map(({ number, title, resultForm, place }) => ({ number, title, resultForm, place }))
	}))
	const expected = roadmap.stages.map(({ title, activities }) => ({
		title,
		activities: activities.map(({ number, title, resultForm = '', place = '' }) => ({
			number,
			title,
			resultForm,
			place
		}))
	}))
	expect(made).toEqual(expected)
	for (const { id, status } of activities) {
		expect(status).toBe('planned')
		expect(activityNotes(doc, id)?.length).toBe(0)
	}
})

it('stages follow each other without a gap', () => {
	expect(days('2026-09-01')).toEqual([
		['2026-09-01', '2026-09-30'],
		['2026-10-01', '2027-01-31'],
		['2027-02-01', '2027-10-31'],
		['2027-11-01', '2027-11-30']
	])
})

it('stages of a programme that starts on the 31st end with shorter months', () => {
	expect(days('2027-01-31')).toEqual([
		['2027-01-31', '2027-02-27'],
		['2027-02-28', '2027-06-29'],
		['2027-06-30', '2028-03-30'],
		['2028-03-31', '2028-04-29']
	])
	expect(days('2028-01-30')[0]).toEqual(['2028-01-30', '2028-02-28'])
})

it('[T57] stages leave nine months of the term open', () => {
	const lastDay = readStages(createPlan('2026-09-01')).at(-1)?.endsOn ?? ''
	const termEnds = addMonthsTo('2026-09-01', 24)
	expect(addMonthsTo('2026-09-01', 15)).toBe('2027-12-01')
	expect(daysBetween(lastDay, termEnds)).toBe(daysBetween('2027-11-30', '2028-09-01'))
})

it('a plan is made once', () => {
	expect(() =>
		fillPlanFromRoadmap(
			createPlan(),
			roadmaps[0] ?? { id: '', title: '', source: null, stages: [] },
			{ title: '', startsOn: '2026-09-01', termMonths: 24 },
			viktor()
		)
	).toThrow('already exists')
})

it('the same roadmap gives the same ids', () => {
	const ids = () => readActivities(createPlan()).map(({ id }) => id)
	expect(ids()).toEqual(ids())
	expect(ids().slice(0, 2)).toEqual(['a1-1', 'a2-1'])
})

it('[T57] a stage without months has no days', () => {
	expect(fromRoadmap('own-plan', '2026-09-01', 6).stages).toEqual([
		[null, null],
		[null, null],
		[null, null]
	])
})

it('[D28] an activity keeps the deadline of its row where the term has it, and its place', () => {
	const { activities } = fromRoadmap('dinskoy-centre', '2021-02-12', 11)
	expect(activities.find(({ number }) => number === '1.22')).toMatchObject({
		title: 'Подготовка персонифицированного плана восполнения профессиональных дефицитов для управленческих команд',
		startsOn: '2021-03-01',
		dueOn: '2021-03-31',
		deadlineWording: 'Март 2021',
		place: 'УО, МКУ ЦПО'
	})
	expect(activities.find(({ number }) => number === '3.7')).toMatchObject({
		startsOn: null,
		dueOn: null,
		deadlineWording: 'по запросу'
	})
	const later = fromRoadmap('dinskoy-centre', '2026-02-12', 11).activities
	expect(later.find(({ number }) => number === '1.22')).toMatchObject({ startsOn: null, dueOn: null })
})

it.each([
	['Ежегодно в декабре', '2026-12-01', '2026-12-31'],
	['до 10 июня, 10 декабря', null, '2026-12-10'],
	['1 раз в четверть', null, null]
])('[V19] an activity «%s» is due on its next days', (deadline, startsOn, dueOn) => {
	const activities = [{ number: '1.1', title: 'Встреча', deadline }]
	const roadmap = { id: 'yearly', title: '', source: null, stages: [{ title: '', months: null, activities }] }
	const doc = new Y.Doc()
	fillPlanFromRoadmap(doc, roadmap, { title: 'Программа', startsOn: '2026-09-01', termMonths: 24 }, viktor())
	expect(readActivities(doc)[0]).toMatchObject({ startsOn, dueOn, deadlineWording: deadline })
})

function fromRoadmap(id: string, startsOn: string, termMonths: number) {
	const roadmap = findRoadmap(id)
	if (roadmap === null) throw new Error(`No ${id}`)
	const doc = new Y.Doc()
	fillPlanFromRoadmap(doc, roadmap, { title: 'Программа', startsOn, termMonths }, viktor())
	return {
		stages: readStages(doc).map((stage) => [stage.startsOn, stage.endsOn]),
		activities: readActivities(doc)
	}
}
