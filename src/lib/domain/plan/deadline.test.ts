import { describe, expect, it } from 'vitest'
import { deadlineSpan, readDeadline } from './deadline.ts'

const year2021 = { from: '2021-02-12', until: '2021-12-31' }

describe('[D28] [V19] what a wording comes to in a term', () => {
	it.each([
		['a month without a year', 'февраль', '2021-02-12', '2021-02-28'],
		['a month that has passed, in a term that ends before it comes again', 'Январь', null, null],
		['month and year', 'Март 2021', '2021-03-01', '2021-03-31'],
		['month and year, in full', 'февраль 2021 года', '2021-02-12', '2021-02-28'],
		['month and year, shortened', 'апрель 2022 г.', null, null],
		['a range', 'февраль-июнь', '2021-02-12', '2021-06-30'],
		['a range with a year', 'Май-июль 2021', '2021-05-01', '2021-07-31'],
		['a list', 'Сентябрь, ноябрь', '2021-09-01', '2021-11-30'],
		['all the time', 'в течение года', '2021-02-12', '2021-12-31'],
		['all the time, misspelt', 'В течении периода реализации', '2021-02-12', '2021-12-31'],
		['yearly without a month', 'Ежегодно', '2021-02-12', '2021-12-31'],
		['once a quarter', '1 раз в четверть', '2021-02-12', '2021-12-31'],
		['by a day', 'Ежегодно в мае, не позднее 1 июня в течение периода реализации', '2021-02-12', '2021-06-01'],
		['a month within the period', 'Сентябрь, в течение периода реализации', '2021-09-01', '2021-09-30'],
		['two months of every year', 'Ежегодно в январе и в мае в течение периода реализации', '2021-05-01', '2021-12-31'],
		['on request', 'по запросу', null, null]
	])('%s: %s', (_, wording, from, until) => {
		const deadline = readDeadline(wording)
		expect(deadline).not.toBeNull()
		expect(deadline && deadlineSpan(deadline, year2021)).toEqual(from === null ? null : { from, until })
	})

	it('a range over the new year ends in the next one', () => {
		const deadline = readDeadline('декабрь-январь')
		expect(deadline && deadlineSpan(deadline, { from: '2021-09-01', until: '2022-06-30' })).toEqual({
			from: '2021-12-01',
			until: '2022-01-31'
		})
	})

	it('months of two years keep each its own', () => {
		expect(readDeadline('Декабрь 2022 г., январь 2023 г.')).toEqual({
			type: 'month-list',
			months: [
				{ month: 12, year: 2022 },
				{ month: 1, year: 2023 }
			]
		})
	})

	it.each(['как получится', '', 'маяк', '2021'])('people alone understand «%s»', (wording) => {
		expect(readDeadline(wording)).toBeNull()
	})
})
