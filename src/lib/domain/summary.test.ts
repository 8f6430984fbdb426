import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPair, createPlan, irina, meet, viktor } from '../../../tests/support/plan-pair.ts'
import { addDaysTo } from './calendar.ts'
import { activityNotes, readActivity, readAllActivities } from './plan/activity.ts'
import { setPlainText } from './plan/edit-text.ts'
import { readApprovedPlan } from './plan/edition.ts'
import {
	addAgreement,
	addMeeting,
	deleteActivity,
	deleteMeeting,
	editActivity,
	editMeeting,
	editStage,
	markActivity,
	markAgreement,
	restoreActivity
} from './plan/edit.ts'
import { activitiesMap } from './plan/layout.ts'
import { addActivity, moveActivity } from './plan/position.ts'
import type { Status } from './plan/mark.ts'
import { readStages } from './plan/stage.ts'
import {
	countProgress,
	countSummary,
	isFulfilled,
	lastMeetingOf,
	nextActivityOf,
	overdueOf,
	type ProgramSummary,
	summarisePlan
} from './summary.ts'

const mark = (doc: Y.Doc, id: string, status: Status) =>
	markActivity(doc, id, { markId: `${id}-${status}`, status, doneOn: '2026-11-01' }, irina())

function createGrownPlan(): Y.Doc {
	const doc = createPlan('2026-09-01')
	for (const id of ['a1-1', 'a1-2', 'a1-3', 'a2-1']) mark(doc, id, 'done')
	mark(doc, 'a1-4', 'cancelled')
	mark(doc, 'a2-3', 'inProgress')
	deleteActivity(doc, 'a2-9', irina())
	editActivity(doc, 'a2-2', { dueOn: '2026-11-15' }, irina())
	editActivity(doc, 'a2-4', { dueOn: '2026-11-24' }, irina())
	editActivity(doc, 'a2-3', { dueOn: '2026-11-24' }, irina())
	return doc
}

describe('progress', () => {
	it('leaves out what was cancelled or deleted', () => {
		const summary = summarisePlan(createGrownPlan())
		expect([summary.done, summary.total]).toEqual([4, 20])
		expect(summary.stages.map(({ done, total }) => [done, total])).toEqual([
			[3, 3],
			[1, 8],
			[0, 7],
			[0, 2]
		])
		expect(summary.stages[1]?.open[0]).toMatchObject({ id: 'a2-2', dueOn: '2026-11-15' })
	})

	it.each([
		['2026-11-15', 0],
		['2026-11-16', 1],
		['2026-11-25', 3],
		['2027-02-01', 7],
		['2028-01-01', 16]
	])('by %s, %i are late, in the summary as in the plan', (today, overdue) => {
		const doc = createGrownPlan()
		expect(overdueOf(summarisePlan(doc), today)).toBe(overdue)
		expect(countProgress(readAllActivities(doc), readStages(doc), today, null)).toEqual({ done: 4, total: 20, overdue })
	})

	describe('[T41] [T44] against the approved plan of 22 activities', () => {
		/** Approved with its first activity done. */
		function createApproved() {
			const doc = createPlan('2026-09-01')
			mark(doc, 'a1-1', 'done')
			return { doc, approved: readApprovedPlan(doc, { hash: 'first', on: '2026-09-12' }) }
		}
		const others = (doc: Y.Doc) => readAllActivities(doc).filter(({ id }) => id !== 'a1-1')

		it('is not fulfilled by Irina’s cancelling and deleting all the others: that is only proposed', () => {
			const { doc, approved } = createApproved()
			for (const [index, { id }] of others(doc).entries()) {
				if (index % 2 === 0) mark(doc, id, 'cancelled')
				else deleteActivity(doc, id, irina())
			}
			const summary = countSummary(summarisePlan(doc), approved)
			expect(summary).toMatchObject({ done: 1, total: 22, cancelled: 0, toCancel: 21 })
			expect(isFulfilled(summary)).toBe(false)
			expect(summary.stages.flatMap(({ open }) => open)).toHaveLength(21)
			const stages = readStages(doc)
			for (const [index, { id, done, total }] of summary.stages.entries()) {
				const inStage = readAllActivities(doc).filter(({ stageId }) => stageId === id)
				const open = summary.stages[index]?.open.length
				expect(countProgress(inStage, stages, '2030-01-01', approved)).toEqual({ done, total, overdue: open })
			}
			expect(overdueOf(summary, '2030-01-01')).toBe(21)
		})

		it('is fulfilled once an edition with the cancellations is approved, and says how many were cancelled', () => {
			const { doc } = createApproved()
			for (const { id } of others(doc)) mark(doc, id, 'cancelled')
			const summary = countSummary(summarisePlan(doc), readApprovedPlan(doc, { hash: 'second', on: '2026-09-20' }))
			expect(summary).toMatchObject({ done: 1, total: 1, cancelled: 21, toCancel: 0 })
			expect(isFulfilled(summary)).toBe(true)
			expect(summary.stages.map(({ total }) => total)).toEqual([1, 0, 0, 0])
		})

		it('does not count what was added since, nor what other software took out of the plan; both leave it unfulfilled', () => {
			const { doc, approved } = createApproved()
			addActivity(doc, { id: 'extra', stageId: 's1', title: 'Ещё одна встреча' }, irina())
			for (const { id } of others(doc)) if (id !== 'extra') mark(doc, id, 'done')
			const summary = countSummary(summarisePlan(doc), approved)
			expect(summary).toMatchObject({ done: 22, total: 22 })
			expect(isFulfilled(summary)).toBe(false)
			expect(summary.stages[0]?.open).toMatchObject([{ id: 'extra' }])
			mark(doc, 'extra', 'done')
			expect(isFulfilled(countSummary(summarisePlan(doc), approved))).toBe(true)
			activitiesMap(doc).delete('a4-2')
			expect(countSummary(summarisePlan(doc), approved)).toMatchObject({ done: 21, total: 22 })
		})

		it('before any is approved, counts what is neither cancelled nor deleted, and how many are cancelled', () => {
			expect(countSummary(summarisePlan(createGrownPlan()), null)).toMatchObject({
				done: 4,
				total: 20,
				cancelled: 1,
				toCancel: 0
			})
		})
	})

	it('without any days nothing is late', () => {
		const doc = createPlan()
		for (const { id } of readStages(doc)) editStage(doc, id, { startsOn: null, endsOn: null }, irina())
		expect(overdueOf(summarisePlan(doc), '2030-01-01')).toBe(0)
	})
})

describe('what comes next', () => {
	const next = (summary: ProgramSummary) => nextActivityOf(summary)?.id

	it.each([
		['[T38] the one that has been late for longest', [], 'a2-2'],
		['of two due on one day the first on the road', ['a2-2'], 'a2-3'],
		['what has only its stage’s last day', ['a2-2', 'a2-3', 'a2-4'], 'a2-5']
	])('is %s', (_, done, expected) => {
		const doc = createGrownPlan()
		for (const id of done) mark(doc, id, 'done')
		expect(next(summarisePlan(doc))).toBe(expected)
	})

	it('follows a reordered road, and asking does not reorder it', () => {
		const doc = createGrownPlan()
		mark(doc, 'a2-2', 'done')
		moveActivity(doc, 'a2-4', 's2', 'a2-2')
		const summary = summarisePlan(doc)
		const before = JSON.stringify(summary)
		expect(next(summary)).toBe('a2-4')
		expect(JSON.stringify(summary)).toBe(before)
	})

	it('is something without a day when nothing has one, and nothing at the end', () => {
		const doc = createPlan()
		for (const { id } of readStages(doc)) editStage(doc, id, { startsOn: null, endsOn: null }, irina())
		expect(next(summarisePlan(doc))).toBe('a1-1')
		for (const { id } of readAllActivities(doc)) mark(doc, id, 'done')
		expect(next(summarisePlan(doc))).toBeUndefined()
	})
})

describe('meetings', () => {
	function withMeetings(): ProgramSummary {
		const doc = createPlan()
		addMeeting(doc, 'october', { heldOn: '2026-10-02', topic: 'Показатели' }, irina())
		addMeeting(doc, 'november', { heldOn: '2026-11-13', startsAt: '14:00', activityIds: ['a1'] }, irina())
		addMeeting(doc, 'soon', { heldOn: '2026-11-24', topic: 'Смета' }, irina())
		addMeeting(doc, 'later', { heldOn: '2026-12-08', topic: 'Итоги' }, irina())
		addMeeting(doc, 'by mistake', { heldOn: '2026-11-20', startsAt: '09:00', place: 'Школа № 14' }, viktor())
		addMeeting(doc, 'sometime', {}, irina())
		addMeeting(doc, 'deleted', { heldOn: '2026-11-19' }, irina())
		deleteMeeting(doc, 'deleted', irina())
		return summarisePlan(doc)
	}

	it.each([
		['2026-09-30', undefined],
		// A meeting that was left blank does not count.
		['2026-11-20', 'november'],
		['2026-11-24', 'soon'],
		['2027-01-01', 'later']
	])('by %s the last was %s', (today, last) => {
		expect(lastMeetingOf(withMeetings(), today)?.id).toBe(last)
	})

	it('leave behind what was agreed and is not kept yet', () => {
		const doc = createPlan()
		addMeeting(doc, 'm', { heldOn: '2026-11-13' }, viktor())
		addAgreement(doc, 'm', 'a1', { text: 'Позвать бухгалтера', ownerId: 'viktor' }, viktor())
		addAgreement(doc, 'm', 'a2', { text: 'Прислать смету', ownerId: 'irina', dueOn: '2026-11-23' }, viktor())
		markAgreement(doc, 'm', 'a1', { markId: 'k', isKept: true }, viktor())
		expect(summarisePlan(doc).openAgreements).toEqual([
			{ id: 'a2', text: 'Прислать смету', ownerId: 'irina', dueOn: '2026-11-23', meetingId: 'm' }
		])
	})
})

it('names what the pair wrote differently without knowing of each other, until one is chosen', () => {
	const [viktors, irinas] = createPair()
	addMeeting(viktors, 'm', { topic: 'Смета' }, viktor())
	meet(viktors, irinas)
	editActivity(viktors, 'a1-2', { place: 'Школа' }, viktor())
	editActivity(irinas, 'a1-2', { place: 'Гимназия' }, irina())
	editMeeting(viktors, 'm', { startsAt: '10:00' }, viktor())
	editMeeting(irinas, 'm', { startsAt: '11:00' }, irina())
	meet(viktors, irinas)
	const { title } = readAllActivities(irinas).find(({ id }) => id === 'a1-2')!
	const meeting = { kind: 'meeting', id: 'm', title: 'Смета' }
	expect(summarisePlan(irinas).conflicts).toEqual([{ kind: 'activity', id: 'a1-2', title }, meeting])
	editActivity(irinas, 'a1-2', { place: 'Лицей' }, irina())
	expect(summarisePlan(irinas).conflicts).toEqual([meeting])
})

it('names what Viktor deleted while Irina changed it, until somebody restores it or leaves it deleted', () => {
	const changes: ((doc: Y.Doc) => void)[] = [
		(doc) => moveActivity(doc, 'a1-2', 's2', null),
		(doc) => editActivity(doc, 'a1-2', { place: 'Гимназия' }, irina()),
		(doc) => markActivity(doc, 'a1-2', { markId: 'k', status: 'done', doneOn: '2026-11-20' }, irina()),
		(doc) => setPlainText(activityNotes(doc, 'a1-2')!, ['Взять смету'])
	]
	for (const change of changes) {
		const [viktors, irinas] = createPair()
		deleteActivity(viktors, 'a1-2', viktor())
		expect(summarisePlan(viktors).conflicts).toEqual([])
		change(irinas)
		meet(viktors, irinas)
		const { title } = readActivity(irinas, 'a1-2')!
		const conflict = { kind: 'activity', id: 'a1-2', title, isDeleted: true }
		for (const doc of [viktors, irinas]) expect(summarisePlan(doc).conflicts).toEqual([conflict])
		deleteActivity(irinas, 'a1-2', irina())
		restoreActivity(viktors, 'a1-2')
		for (const doc of [viktors, irinas]) expect(summarisePlan(doc).conflicts).toEqual([])
	}
})

it('a plan not yet received is an empty summary', () => {
	const summary = summarisePlan(new Y.Doc())
	expect(summary).toMatchObject({ done: 0, total: 0, stages: [], meetings: [], openAgreements: [] })
	expect(nextActivityOf(summary)).toBeNull()
	expect(lastMeetingOf(summary, '2026-11-20')).toBeNull()
	expect(overdueOf(summary, '2026-11-20')).toBe(0)
})

it('an activity that the pair adds in Tomsk in the night after its stage has ended is not overdue, although it is still the day before in UTC', () => {
	const doc = createPlan('2026-09-01')
	const [first] = readStages(doc)
	const overdue = () => overdueOf(summarisePlan(doc), '2026-10-20')
	const before = overdue()
	const addedOn = addDaysTo(first!.endsOn!, 1)
	const author = { ...irina(), at: `${first!.endsOn!}T20:00:00.000Z` }
	addActivity(doc, { id: 'night', stageId: first!.id, title: 'Ещё одна консультация', addedOn }, author)
	expect(overdue()).toBe(before)
	addActivity(doc, { id: 'older-app', stageId: first!.id, title: 'Ещё одна консультация' }, author)
	expect(overdue()).toBe(before + 1)
})

it('an activity that the pair adds after its stage has ended is not overdue until it has a day of its own', () => {
	const doc = createPlan('2026-09-01')
	const [first] = readStages(doc)
	const overdue = () => overdueOf(summarisePlan(doc), '2026-10-20')
	const before = overdue()
	expect(first!.endsOn! < '2026-10-15').toBe(true)
	addActivity(
		doc,
		{ id: 'late', stageId: first!.id, title: 'Ещё одна консультация' },
		{ ...irina(), at: '2026-10-15T08:00:00Z' }
	)
	expect(overdue()).toBe(before)
	editActivity(doc, 'late', { dueOn: '2026-10-18' }, irina())
	expect(overdue()).toBe(before + 1)
})

it('a summary is the same object until an edit changes something that it counts', () => {
	const doc = createPlan()
	const first = summarisePlan(doc)
	setPlainText(activityNotes(doc, 'a1-1')!, ['Журналы'])
	const noted = summarisePlan(doc)
	setPlainText(activityNotes(doc, 'a1-1')!, ['Журналы и отчёты'])
	expect(summarisePlan(doc)).toBe(noted)
	expect(noted).toEqual(first)
	editActivity(doc, 'a1-1', { title: 'Открытый урок' }, viktor())
	expect(summarisePlan(doc)).not.toBe(noted)
	expect(summarisePlan(doc).stages[0]?.activities[0]?.title).toBe('Открытый урок')
})
