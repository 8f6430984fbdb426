import { expect, it } from 'vitest'
import type { EndedOffice } from '#protocol/api/staff.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { endedText } from './office.ts'

overwriteGetLocale(() => 'ru')

const ended: EndedOffice = {
	id: '1',
	officeId: 'moderator',
	wording: 'Модератор',
	holders: 'one',
	person: { id: 'lidia', name: 'Гончарова Лидия', familyName: 'Гончарова', givenName: 'Лидия', patronymic: '' },
	workplace: 'Школа № 4',
	post: 'Директор',
	organisation: null,
	since: '2021-02-15',
	order: { number: '15-о', date: '2021-02-12' },
	on: '2021-09-30',
	endingOrder: { number: '90', date: '2021-09-29' },
	by: 'Воронцова Елена'
}

function textOf(change: Partial<EndedOffice>): string {
	return endedText({ ...ended, ...change }).replaceAll(/[\u00a0\u2011]/g, (sign) => (sign === '\u00a0' ? ' ' : '-'))
}

it('Lidia’s appointment that has ended is told with the order it rested on, and the one that ended it', () => {
	expect(textOf({})).toMatch(
		/по 30 сентября 2021 г\. · приказ № 15-о, 12 февраля .* · завершение: приказ № 90, 29 сентября/
	)
	expect(textOf({ endingOrder: null })).toMatch(/ · приказ № 15-о, 12 февраля 2021 г\. · запись: Воронцова Елена$/)
	expect(textOf({ order: null })).toMatch(/по 30 сентября 2021 г\. · завершение: приказ № 90/)
})
