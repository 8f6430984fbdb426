/** The journal of meetings and the record of a visit, drawn from what Viktor and Irina wrote. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlan, irina, viktor } from '../../../../tests/support/plan-pair.ts'
import { addAgreement, addChecklist, addMeeting, answerCheck, confirmSummary, editMeeting } from '../plan/edit.ts'
import { meetingMinutes } from '../plan/meeting.ts'
import { checkField } from '../plan/visit.ts'
import { lessonChecklist } from '../regulation/checklists.ts'
import { makeMeetingJournal, makeMeetingRecord, type MeetingFacts } from './meeting-papers.ts'
import { paperText } from './paper.ts'

const kovalev = { id: 'viktor', familyName: 'Ковалёв', givenName: 'Виктор', patronymic: 'Андреевич' }
const lapteva = { id: 'irina', familyName: 'Лаптева', givenName: 'Ирина', patronymic: 'Сергеевна' }
const facts: MeetingFacts = {
	title: 'Первый год руководителя',
	mentors: [kovalev],
	mentees: [lapteva],
	findPerson: (id) => [kovalev, lapteva].find((person) => person.id === id) ?? null,
	now: { date: '2026-11-20', time: '12:00' },
	dayOf: (instant) => instant.slice(0, 10)
}

function planWithVisit() {
	const plan = createPlan()
	const visit = { topic: 'Урок физики', heldOn: '2026-11-10', startsAt: '09:00', place: 'Школа № 14', sort: 'regular' }
	addMeeting(plan, 'visit', { ...visit, attendees: ['viktor', 'irina', 'gone'] }, viktor())
	const minutes = meetingMinutes(plan, 'visit')
	if (!(minutes instanceof Y.Text)) throw new Error('The visit has no minutes')
	minutes.insert(0, 'Урок начался вовремя\nЦель названа\n')
	addChecklist(plan, 'visit', lessonChecklist)
	answerCheck(plan, 'visit', checkField('lesson', 'aim'), { answer: 2, comment: 'Ученики повторили цель' }, viktor())
	addAgreement(plan, 'visit', 'a', { text: 'Показать конспект', ownerId: 'irina', dueOn: '2026-11-25' }, viktor())
	editMeeting(plan, 'visit', { summary: 'Урок удался' }, viktor())
	confirmSummary(plan, 'visit', true, irina('2026-11-11T05:00:00.000Z'))
	addMeeting(plan, 'ahead', { topic: 'Смета', heldOn: '2026-11-27' }, viktor())
	addMeeting(plan, 'blank', { heldOn: '2026-11-12' }, viktor())
	return plan
}

describe('the record of a visit', () => {
	it('has all that was written: minutes, each answer, agreements, and who confirmed the summary', () => {
		const paper = makeMeetingRecord(facts, planWithVisit(), 'visit')
		const text = paperText(paper!).replaceAll('\u00a0', ' ')
		expect(paper?.name).toBe('Протокол посещения, 10.11.2026, И. С. Лаптева')
		for (const part of [
			'Школа № 14\t10.11.2026, 09:00',
			'Вид: Очередная встреча',
			'Присутствовали: Ковалёв Виктор Андреевич, Лаптева Ирина Сергеевна, другой участник',
			'Урок начался вовремя\nЦель названа',
			'Цель урока понятна ученикам\tвидно\tУченики повторили цель',
			'1) Показать конспект (И. С. Лаптева, до 25.11.2026)',
			'Итог\nУрок удался',
			'Наставляемый\tИ. С. Лаптева\tИтог подтверждён в системе «Тандем» 11.11.2026',
			'Наставник\tВ. А. Ковалёв\t\n'
		]) {
			expect(text).toContain(part)
		}
	})

	it('says that nobody confirmed a summary that was changed since, and is one of a meeting where there is no checklist', () => {
		const plan = planWithVisit()
		editMeeting(plan, 'visit', { summary: 'Урок почти удался' }, viktor())
		const text = paperText(makeMeetingRecord(facts, plan, 'visit')!)
		expect(text).toContain('Итог (не подтверждён)\nУрок почти удался')
		expect(text).not.toContain('Итог подтверждён')
		expect(makeMeetingRecord(facts, plan, 'ahead')?.name).toContain('Протокол встречи')
		expect(makeMeetingRecord(facts, plan, 'nothing')).toBeNull()
	})
})

describe('the journal', () => {
	it('lists the meetings that took place, not those ahead and not the blank ones', () => {
		const paper = makeMeetingJournal(facts, planWithVisit())
		const table = paper?.blocks.find((block) => block.type === 'table')
		expect(table?.rows.map(([number]) => number)).toEqual(['1'])
		const text = paperText(paper!).replaceAll('\u00a0', ' ')
		expect(text).toContain('Очередная встреча. Урок физики.')
		expect(text).toContain('Урок удался. Договорённости: Показать конспект (И. С. Лаптева, до 25.11.2026).')
	})

	it('says which summary nobody confirmed as it is now', () => {
		const plan = planWithVisit()
		const journal = () => paperText(makeMeetingJournal(facts, plan)!).replaceAll('\u00a0', ' ')
		expect(journal()).not.toContain('не подтверждён')
		editMeeting(plan, 'visit', { summary: 'Урок почти удался' }, viktor())
		expect(journal()).toContain('Урок почти удался. Итог не подтверждён. Договорённости: ')
		editMeeting(plan, 'visit', { summary: '' }, viktor())
		expect(journal()).not.toContain('не подтверждён')
	})

	it('is no paper before the first meeting', () => {
		expect(makeMeetingJournal(facts, createPlan())).toBeNull()
	})
})
