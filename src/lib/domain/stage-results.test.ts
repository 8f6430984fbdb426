import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlan, irina, viktor } from '../../../tests/support/plan-pair.ts'
import { findRoadmap } from './roadmaps/all.ts'
import { fillPlanFromRoadmap } from './roadmaps/roadmap.ts'
import { readActivities } from './plan/activity.ts'
import { editActivity, markActivity } from './plan/edit.ts'
import { stageResults } from './stage-results.ts'
import { readStages } from './plan/stage.ts'

const titlesIn = (plan: Y.Doc, approved?: readonly string[]) =>
	stageResults(readStages(plan), readActivities(plan), approved).map(({ title }) => title)

it.each([
	[
		'tomsk-beginner-head',
		[
			'Информационная справка: этап «Организационный»',
			'Информационная справка: этап «Консультационный»',
			'Информационная справка: этап «Деятельностный»',
			'Аналитическая справка: этап «Рефлексивный»'
		]
	],
	[
		'tomsk-reservist',
		[
			'Информационная справка: этап «Организационный»',
			'Информационная справка: этап «Консультационный»',
			'Информационная справка: этап «Деятельностный»'
		]
	],
	[
		'tomsk-low-results-school',
		[
			'Информационная справка: этап «Организационный»',
			'Информационная справка: этап «Консультационный»',
			'Информационная справка: этап «Деятельностный»',
			'Аналитический отчет: 3.8 Семинар в школе наставляемых «Наступление позитивных изменений».',
			'Аналитический отчет: этап «Рефлексивный»'
		]
	]
])('[T54] what the stages of %s end in', (roadmapId, expected) => {
	const plan = new Y.Doc()
	const roadmap = findRoadmap(roadmapId)!
	fillPlanFromRoadmap(plan, roadmap, { title: roadmap.title, startsOn: '2026-09-01', termMonths: 24 }, viktor())
	expect(titlesIn(plan)).toEqual(expected)
})

it('[T54] a cancelled activity owes none, «Сертификат» is none, and «аналитический отчёт» is one', () => {
	const plan = createPlan()
	markActivity(plan, 'a1-1', { markId: 'm1', status: 'cancelled', doneOn: '2026-09-20' }, irina())
	editActivity(plan, 'a2-1', { resultForm: 'Сертификат' }, irina())
	editActivity(plan, 'a3-1', { resultForm: ' аналитический отчёт о сессии' }, irina())
	expect(titlesIn(plan)).toEqual([
		'аналитический отчёт о сессии: этап «Деятельностный»',
		'Аналитическая справка: этап «Рефлексивный»'
	])
})

it('[T41] [T54] what the approved edition owes stays listed, however the pair words its form afterwards', () => {
	const plan = createPlan()
	for (const [id, resultForm] of [
		['a1-1', ''],
		['a2-1', 'Справка']
	] as const)
		editActivity(plan, id, { resultForm }, irina())
	expect(titlesIn(plan)).toHaveLength(2)
	expect(titlesIn(plan, ['a1-1', 'a2-1', 'a3-1', 'a4-1']).slice(0, 2)).toEqual([
		'Результат этапа: этап «Организационный»',
		'Справка: этап «Консультационный»'
	])
})
