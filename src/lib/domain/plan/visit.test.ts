/** A visit: its checklist, the summary that both confirm, and its place in the sequence of meetings. */
import { describe, expect, it } from 'vitest'
import { createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { lessonChecklist } from '../regulation/checklists.ts'
import { addChecklist, addMeeting, answerCheck, confirmSummary, editMeeting, removeChecks } from './edit.ts'
import { describeChanges } from './history/changes.ts'
import { findItem, meetingsMap } from './layout.ts'
import { isBlank, readMeeting, readMeetings } from './meeting.ts'
import { checkField, type MeetingSort, readChecks, readConfirmations, repeatDays, warnOfSequence } from './visit.ts'

const aim = checkField('lesson', 'aim')
const checkIn = (doc: Parameters<typeof readMeeting>[0], field: string) =>
	readChecks(doc, 'visit').find((check) => check.field === field)

function createVisit() {
	const [viktors, irinas] = createPair()
	addMeeting(viktors, 'visit', { heldOn: '2026-09-10' }, viktor())
	meet(viktors, irinas)
	return [viktors, irinas] as const
}

describe('the checklist of a visit', () => {
	it('keeps its questions in order; with an answer the meeting is not blank', () => {
		const [doc] = createVisit()
		addChecklist(doc, 'visit', lessonChecklist)
		expect(isBlank(readMeeting(doc, 'visit')!)).toBe(true)
		answerCheck(doc, 'visit', aim, { answer: 2 }, viktor())
		expect(readChecks(doc, 'visit').map(({ question }) => question)).toEqual(
			lessonChecklist.questions.map(({ wording }) => wording)
		)
		expect(isBlank(readMeeting(doc, 'visit')!)).toBe(false)
	})

	it('is one list where Viktor and Irina both chose it without a network, with the answers of both', () => {
		const [viktors, irinas] = createVisit()
		addChecklist(viktors, 'visit', lessonChecklist)
		addChecklist(irinas, 'visit', lessonChecklist)
		answerCheck(viktors, 'visit', aim, { answer: 2 }, viktor())
		answerCheck(irinas, 'visit', checkField('lesson', 'order'), { answer: 1, comment: 'Звонок вовремя' }, irina())
		meet(viktors, irinas)
		expect(readChecks(irinas, 'visit')).toHaveLength(lessonChecklist.questions.length)
		expect(checkIn(irinas, aim)?.answer).toBe(2)
		expect(checkIn(viktors, checkField('lesson', 'order'))?.comment).toBe('Звонок вовремя')
		expect(readMeeting(viktors, 'visit')?.concurrentValues).toEqual([])
	})

	it('shows both answers where the two answered one question apart', () => {
		const [viktors, irinas] = createVisit()
		addChecklist(viktors, 'visit', lessonChecklist)
		meet(viktors, irinas)
		answerCheck(viktors, 'visit', aim, { answer: 2 }, viktor())
		answerCheck(irinas, 'visit', aim, { answer: 0 }, irina())
		meet(viktors, irinas)
		expect(readMeeting(viktors, 'visit')?.concurrentValues.map(({ field }) => field)).toEqual([aim])
	})

	it('stays as it was asked when the municipality changes its list in the middle of the visit', () => {
		const [doc] = createVisit()
		addChecklist(doc, 'visit', lessonChecklist)
		answerCheck(doc, 'visit', aim, { answer: 1 }, viktor())
		const changed = {
			...lessonChecklist,
			questions: lessonChecklist.questions.map((one) => ({ ...one, wording: `${one.wording}?` }))
		}
		addChecklist(doc, 'visit', changed)
		expect(checkIn(doc, aim)).toMatchObject({ question: 'Цель урока понятна ученикам', answer: 1 })
	})

	it('goes from the meeting with its answers, and the history tells of an answer', () => {
		const [doc] = createVisit()
		addChecklist(doc, 'visit', lessonChecklist)
		const before = createPlan()
		const changes = describeChanges(before, doc)
		expect(changes.map((change) => change.type)).toContain('added')
		removeChecks(
			doc,
			'visit',
			readChecks(doc, 'visit').map(({ field }) => field),
			viktor()
		)
		expect(readChecks(doc, 'visit')).toEqual([])
	})
})

describe('the summary of a meeting', () => {
	it('is confirmed by each participant; who changes it leaves the former confirmations behind', () => {
		const [viktors, irinas] = createVisit()
		editMeeting(viktors, 'visit', { summary: 'Урок удался' }, viktor())
		confirmSummary(viktors, 'visit', true, viktor())
		meet(viktors, irinas)
		confirmSummary(irinas, 'visit', true, irina())
		meet(viktors, irinas)
		const confirmed = () => readConfirmations(viktors, 'visit').map((one) => [one.personId, one.isCurrent])
		expect(confirmed()).toEqual(
			expect.arrayContaining([
				['viktor', true],
				['irina', true]
			])
		)
		editMeeting(viktors, 'visit', { summary: 'Урок не удался' }, viktor())
		expect(confirmed().every(([, isCurrent]) => isCurrent === false)).toBe(true)
		confirmSummary(viktors, 'visit', false, viktor())
		expect(confirmed()).toEqual([['irina', false]])
		// A changed client wrote no instant: the record of the meeting could not date it.
		findItem(meetingsMap(viktors), 'visit')!.set('confirmed:irina', { summary: 'x', at: 'вчера' })
		expect(confirmed()).toEqual([])
	})
})

describe('[R19] the sequence of meetings', () => {
	const warningOf = (...sorts: (MeetingSort | null)[]) => {
		const doc = createPlan()
		sorts.forEach((sort, index) => addMeeting(doc, `m${index}`, { heldOn: `2026-09-0${index + 1}`, sort }, viktor()))
		const all = readMeetings(doc)
		return warnOfSequence(
			all.find(({ id }) => id === `m${sorts.length - 1}`)!,
			all
		)
	}

	it.each([
		['the first of all', ['first']],
		['each after the one before it', ['first', 'trial', 'planning', 'regular', 'final', 'groupFinal']],
		['a regular one again', ['first', 'trial', 'planning', 'regular', 'regular']],
		['no sort', ['final', null]],
		['the only one with a sort', [null, null, 'regular']]
	] as const)('is kept by %s', (_what, sorts) => {
		expect(warningOf(...sorts)).toBeNull()
	})

	it.each([
		['planning without a trial one', ['first', 'planning'], { earlier: 'trial' }],
		['a regular one after the final one', ['first', 'trial', 'planning', 'regular', 'final', 'regular'], 'after-final'],
		['the group’s final one before the final one', ['first', 'groupFinal'], { earlier: 'final' }]
	] as const)('is not kept by %s', (_what, sorts, warning) => {
		expect(warningOf(...sorts)).toEqual(warning)
	})
})

it('a meeting comes again on the same day of the week or month, until the last day; a short month has its last day instead', () => {
	expect(repeatDays('2026-11-03', 'twoWeeks', '2026-12-15')).toEqual(['2026-11-17', '2026-12-01', '2026-12-15'])
	expect(repeatDays('2027-01-31', 'month', '2027-04-30')).toEqual(['2027-02-28', '2027-03-31', '2027-04-30'])
	expect(repeatDays('2026-11-03', 'week', '2026-11-09')).toEqual([])
	expect(repeatDays('2026-11-03', 'week', '2100-01-01')).toHaveLength(105)
})
