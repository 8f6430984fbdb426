import type * as Y from 'yjs'
import { beforeEach, expect, it } from 'vitest'
import { createPlan, irina } from '../../../../tests/support/plan-pair.ts'
import { paperText } from '../papers/paper.ts'
import { routePaper } from './route-paper.ts'
import { readActivities } from '../plan/activity.ts'
import { deleteActivity, editActivity, markActivity } from '../plan/edit.ts'
import { addActivity } from '../plan/position.ts'
import { readRoute } from './route.ts'

const ofIrina = { familyName: 'Лаптева', givenName: 'Ирина', patronymic: 'Сергеевна' }

let doc: Y.Doc
beforeEach(() => {
	doc = createPlan()
	for (const { id } of readActivities(doc)) deleteActivity(doc, id, irina())
	for (const id of ['course', 'book', 'visit', 'contest']) {
		addActivity(doc, { id, stageId: 's1', title: id }, irina())
	}
	editActivity(doc, 'course', { startsOn: '2026-12-01', dueOn: '2027-03-31' }, irina())
	editActivity(doc, 'visit', { startsOn: '2027-02-01' }, irina())
})

const years = () => readRoute(doc).map(({ year, items }) => [year, items.map(({ id }) => id)])

it('Irina’s items stand by year and day; those without days come last, in her order', () => {
	expect(years()).toEqual([
		['2027', ['visit', 'course']],
		[null, ['book', 'contest']]
	])
})

it('an item without days that is done stands in the year in which it was', () => {
	markActivity(doc, 'book', { markId: 'm', status: 'done', doneOn: '2026-11-20' }, irina())
	expect(years()).toEqual([
		['2026', ['book']],
		['2027', ['visit', 'course']],
		[null, ['contest']]
	])
})

it('the paper has all that is filled, and counts nothing that will not be', () => {
	markActivity(doc, 'course', { markId: 'm1', status: 'done', doneOn: '2027-03-30' }, irina())
	markActivity(doc, 'contest', { markId: 'm2', status: 'cancelled', doneOn: '2027-03-30' }, irina())
	const certificate = {
		certificate: 'Удостоверение',
		certificateNumber: '72-1180',
		certificateLink: 'https://a.example'
	}
	editActivity(doc, 'course', { kind: 'Курс', choice: 'ближе, чем в Томске', ...certificate }, irina())
	const paper = routePaper(doc, 'route', ofIrina, '2027-04-01')
	expect(paper.name).toBe('Индивидуальный образовательный маршрут, И. С. Лаптева')
	const [heading, person, count, , ...rows] = paperText(paper).replaceAll('\u00a0', ' ').split('\n')
	expect([heading, person, count]).toEqual([
		'ИНДИВИДУАЛЬНЫЙ ОБРАЗОВАТЕЛЬНЫЙ МАРШРУТ',
		'Наставляемый: Лаптева Ирина Сергеевна',
		'На 1 апреля 2027 г. выполнено: 1 из 3.'
	])
	expect(rows).toEqual([
		'1\tvisit\tс 01.02.2027\t\t',
		'2\tcourse (Курс; выбор: ближе, чем в Томске)\t01.12.2026 – 31.03.2027\tвыполнено 30.03.2027\tУдостоверение № 72‑1180, https://a.example',
		'3\tbook\t\t\t',
		'4\tcontest\t\tотменено\t',
		'Наставляемый\tИ. С. Лаптева\t'
	])
})

it.each([
	['ПК-77 № 123456', 'https://a.example/72', 'ПК-77 № 123456, https://a.example/72'],
	['123456', 'HTTP://пример.рф', '№ 123456, HTTP://пример.рф'],
	['', 'папка у Ирины', 'папка у Ирины']
])('the paper prints the number «%s» with one «№», and «%s» as it is written', (number, link, printed) => {
	editActivity(doc, 'visit', { certificateNumber: number, certificateLink: link }, irina())
	const rows = paperText(routePaper(doc, 'route', ofIrina, '2027-04-01'))
		.replaceAll('\u00a0', ' ')
		.split('\n')
	expect(rows[4]?.split('\t')[4]).toBe(printed)
})

it('a device that does not know the name leaves a line for it', () => {
	const paper = routePaper(doc, 'preparation', null, '2027-04-01')
	expect(paper.name).toBe('Индивидуальный план подготовки')
	expect(paperText(paper)).toMatch(/Резервист: _{20,}/)
})
