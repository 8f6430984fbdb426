import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { createPlan, irina, viktor } from '../../../../tests/support/plan-pair.ts'
import { makeReportPaper } from '../papers/report-paper.ts'
import { paperText } from '../papers/paper.ts'
import { addAgreement, addMeeting, deleteActivity, editActivity, markActivity, markAgreement } from './edit.ts'
import { activitiesMap } from './layout.ts'
import { periodOf, reportOn } from './report.ts'

const half = { from: '2026-09-08', until: '2026-12-10' }
const names = { familyName: 'Ковалёв', givenName: 'Виктор', patronymic: 'Андреевич' }

function mark(plan: Y.Doc, id: string, status: 'done' | 'cancelled' | 'inProgress', doneOn = '2026-10-01'): void {
	markActivity(plan, id, { markId: `${id} ${status}`, status, doneOn }, irina())
}

function due(plan: Y.Doc, dueOn: string, ...ids: string[]): void {
	for (const id of ids) editActivity(plan, id, { dueOn }, viktor())
}

/** Viktor and Irina, half a year into their programme. */
function halfYear(): Y.Doc {
	const plan = createPlan('2026-09-08')
	due(plan, '2026-10-05', 'a1-1', 'a1-2', 'a1-3')
	due(plan, '2026-12-01', 'a2-1', 'a2-2')
	due(plan, '2027-01-20', 'a2-3')
	mark(plan, 'a1-1', 'done', '2026-10-02')
	mark(plan, 'a1-2', 'done', '2026-12-15')
	mark(plan, 'a1-3', 'cancelled')
	mark(plan, 'a2-1', 'inProgress')
	mark(plan, 'a2-3', 'done', '2026-11-11')
	addMeeting(plan, 'm1', { heldOn: '2026-11-20', topic: 'Охрана труда' }, viktor())
	addMeeting(plan, 'm2', { heldOn: '2026-12-09', topic: 'Смета' }, viktor())
	addMeeting(plan, 'm3', { heldOn: '2027-02-01', topic: 'Потом' }, viktor())
	addAgreement(plan, 'm1', 'g1', { text: 'Прислать смету' }, viktor())
	addAgreement(plan, 'm1', 'g2', { text: 'Позвонить' }, viktor())
	markAgreement(plan, 'm1', 'g1', { markId: 'kept', isKept: true }, irina())
	return plan
}

const idsOf = (list: readonly { activity: { id: string } }[]) => list.map(({ activity }) => activity.id)

describe('[T3] [L2] the report of Viktor for the half-year', () => {
	const plan = halfYear()
	const report = reportOn(plan, half, '2026-12-03')

	it('says what was done in it, early and in time, and what was not, late included', () => {
		expect(idsOf(report.done)).toEqual(['a1-1', 'a2-3'])
		expect(idsOf(report.cancelled)).toEqual(['a1-3'])
		expect(idsOf(report.undone)).toEqual(expect.arrayContaining(['a1-2', 'a2-1', 'a2-2']))
		expect(idsOf(report.next)).not.toContain('a2-3')
	})

	it('tells only meetings that have taken place, and what was agreed there', () => {
		expect(report.meetings.map(({ id }) => id)).toEqual(['m1'])
		expect(report.agreements.map(({ id, isKept }) => [id, isKept])).toEqual([
			['g1', true],
			['g2', false]
		])
	})

	it('counts as whoever counts the raw plan by hand', () => {
		// By stored values alone: an own day, or the stage's last one (fixed for this plan's stages).
		const lastDays: Record<string, string> = { s1: '2026-10-07', s2: '2027-02-07', s3: '2027-11-07', s4: '2027-12-07' }
		const raw = [...activitiesMap(plan)].map(([, item]) => {
			const { stageId, dueOn, marks } = item.toJSON() as {
				stageId: string
				dueOn?: string
				marks?: Record<string, { status: string; doneOn?: string }>
			}
			const [last] = Object.values(marks ?? {})
			return { due: dueOn ?? lastDays[stageId]!, status: last?.status ?? 'planned', doneOn: last?.doneOn ?? '' }
		})
		const planned = raw.filter(({ due, status }) => due >= half.from && due <= half.until && status !== 'cancelled')
		expect(report.planned).toHaveLength(planned.length)
		expect(report.plannedDone).toBe(
			planned.filter(({ status, doneOn }) => status === 'done' && doneOn <= half.until).length
		)
		expect(report.done).toHaveLength(
			raw.filter(({ status, doneOn }) => status === 'done' && doneOn >= half.from && doneOn <= half.until).length
		)
	})

	it('as a paper has its numbers, each activity by its name, and no gaps', () => {
		const text = paperText(
			makeReportPaper(
				{
					wording: 'Отчёт руководителя, осуществляющего функции наставника',
					mentor: names,
					mentees: [{ familyName: 'Лаптева', givenName: 'Ирина', patronymic: 'Сергеевна' }],
					organisation: 'Школа № 14',
					title: 'Начинающий руководитель',
					period: half,
					units: ['Комитет по общему образованию'],
					today: '2026-12-03'
				},
				report
			)
		).replaceAll('\u00a0', ' ')
		const share = Math.floor((100 * report.plannedDone) / report.planned.length)
		expect(text).toContain(
			`На период намечено мероприятий: ${report.planned.length}, из них выполнено ${report.plannedDone} (${share} %).`
		)
		expect(text).toContain('Встреч за период: 1. Договорённостей на них: 2, из них выполнено 1.')
		for (const { activity } of [...report.done, ...report.undone]) {
			expect(text).toContain(activity.title.replaceAll('\u00a0', ' '))
		}
		expect(text).toMatch(/01\.12\.2026\tв работе, срок прошёл/)
		expect(text).not.toMatch(/undefined|null|NaN/)
	})
})

it('what is deleted is in no report', () => {
	const plan = halfYear()
	deleteActivity(plan, 'a2-2', irina())
	expect(idsOf(reportOn(plan, half, '2026-12-03').undone)).not.toContain('a2-2')
})

it('[T3] [T55] a period begins after the report before it, or with the mentor’s work', () => {
	const days = ['2026-12-10', '2027-06-10']
	expect(periodOf('2026-12-10', days, '2026-09-08')).toEqual(half)
	expect(periodOf('2027-06-10', days, '2026-09-08')).toEqual({ from: '2026-12-11', until: '2027-06-10' })
	// A mentor who came later does not report on the time before.
	expect(periodOf('2027-06-10', days, '2027-01-15')).toEqual({ from: '2027-01-15', until: '2027-06-10' })
})
