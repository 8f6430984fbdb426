import { describe, expect, it } from 'vitest'
import { irina, viktor } from '../../../../tests/support/plan-pair.ts'
import { addMeeting, deleteActivity } from '../plan/edit.ts'
import { activitiesMap } from '../plan/layout.ts'
import { periodOf, reportOn } from './plan-report.ts'
import { half, halfYear } from './testing/half-year.ts'

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
		const isOpen = ({ status, doneOn }: (typeof raw)[number]) =>
			status !== 'cancelled' && !(status === 'done' && doneOn <= half.until)
		expect(report.undone).toHaveLength(
			raw.filter((one) => isOpen(one) && one.due <= half.until && one.due < '2026-12-03').length
		)
		const later = raw.filter(({ due, status }) => due > half.until && status !== 'done' && status !== 'cancelled')
		expect(report.next).toHaveLength(Math.min(10, later.length))
	})

	it('does not tell what is still ahead as not done, if it is submitted before its day', () => {
		const early = reportOn(plan, half, '2026-11-20')
		expect(idsOf(early.undone)).toContain('a1-2')
		expect(idsOf(early.undone)).not.toContain('a2-1')
		expect(idsOf(early.next).slice(0, 2)).toEqual(['a2-1', 'a2-2'])
		// On the day after their day they are late.
		expect(idsOf(reportOn(plan, half, '2026-12-02').undone)).toContain('a2-1')
	})
})

it('[T54] the result of a stage tells of all its activities, whenever they were due and done, and of no others', () => {
	const stage = { from: '2026-09-08', until: '2026-10-07' }
	const { done, undone, cancelled, planned, plannedDone, next } = reportOn(halfYear(), stage, '2026-12-20', 's1')
	expect([done, undone, cancelled].map(idsOf)).toEqual([['a1-1', 'a1-2'], ['a1-4'], ['a1-3']])
	expect([planned.length, plannedDone]).toEqual([3, 2])
	expect(idsOf(next)).not.toContain('a1-4')
	expect(idsOf(next)).toContain('a2-1')
})

it('what is deleted is in no report', () => {
	const plan = halfYear()
	deleteActivity(plan, 'a2-2', irina())
	expect(idsOf(reportOn(plan, half, '2026-12-03').undone)).not.toContain('a2-2')
})

it('[T3] [T55] a period begins after the report before it, or with the mentor’s work', () => {
	const reports = ['2026-12-10', '2027-06-10'].map((dueOn) => ({ dueOn, submittedOn: null }))
	expect(periodOf('2026-12-10', reports, '2026-09-08')).toEqual(half)
	expect(periodOf('2027-06-10', reports, '2026-09-08')).toEqual({ from: '2026-12-11', until: '2027-06-10' })
	// A mentor who came later does not report on the time before.
	expect(periodOf('2027-06-10', reports, '2027-01-15')).toEqual({ from: '2027-01-15', until: '2027-06-10' })
})

it('[T3] what happens after a report was submitted early is in the next one', () => {
	const on = (submittedOn: string) => [{ dueOn: '2026-12-10', submittedOn }]
	expect(periodOf('2027-06-10', on('2026-11-27'), '2026-09-08').from).toBe('2026-11-27')
	expect(periodOf('2027-06-10', on('2027-01-20'), '2026-09-08').from).toBe('2026-12-11')
})

it('a visit that was begun and left empty is no meeting', () => {
	const plan = halfYear()
	addMeeting(plan, 'empty', { heldOn: '2026-11-21' }, viktor())
	expect(reportOn(plan, half, '2026-12-03').meetings.map(({ id }) => id)).toEqual(['m1'])
})
