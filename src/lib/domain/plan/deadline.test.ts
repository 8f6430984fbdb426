import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIsoDate } from '../calendar.ts'
import { nextOccurrence, occurrencesOf, outsideTerm, type Span } from './deadline.ts'
import { readDeadline } from '../roadmaps/read-deadline.ts'

const year2021 = { from: '2021-02-12', until: '2021-12-31' }
const divnogorsk = { from: '2022-12-12', until: '2024-12-31' }

/** «2021-05-01…2021-06-01»; without a first day «…2021-06-01». */
function daysOf(wording: string, term: Span, start: string | null = null): string[] {
	return occurrencesOf(readDeadline(wording), term, start).map(({ from, until }) => `${from ?? ''}…${until}`)
}

const each = (days: readonly (readonly [string, string])[]) => days.map(([from, until]) => `${from}…${until}`)
const whole2021 = '2021-02-12…2021-12-31'
const wholePeriod = '2022-12-12…2024-12-31'
const schoolQuarters = [
	['2021-02-12', '2021-03-31'],
	['2021-04-01', '2021-05-31'],
	['2021-09-01', '2021-10-31'],
	['2021-11-01', '2021-12-31']
] as const

/** Every deadline of the roadmaps with deadlines: the number of its rows, its days in the roadmap's own term, its doubts. */
const roadmapDeadlines: [string, number, Span, string[], string[]][] = [
	['февраль', 12, year2021, ['2021-02-12…2021-02-28'], ['no-year']],
	['февраль-июнь', 1, year2021, ['2021-02-12…2021-06-30'], ['no-year']],
	['Июнь-август', 2, year2021, ['2021-06-01…2021-08-31'], ['no-year']],
	['Июнь', 1, year2021, ['2021-06-01…2021-06-30'], ['no-year']],
	['в течение года', 12, year2021, [whole2021], ['no-year']],
	['В течение года', 3, year2021, [whole2021], ['no-year']],
	['февраль 2021 года', 3, year2021, ['2021-02-12…2021-02-28'], []],
	['Февраль 2021 года', 2, year2021, ['2021-02-12…2021-02-28'], []],
	['Февраль 2021', 4, year2021, ['2021-02-12…2021-02-28'], []],
	['Январь 2021', 3, year2021, [], []],
	['январь 2021 года', 1, year2021, [], []],
	['Март 2021', 1, year2021, ['2021-03-01…2021-03-31'], []],
	['март 2021 года', 1, year2021, ['2021-03-01…2021-03-31'], []],
	['апрель 2021 года', 2, year2021, ['2021-04-01…2021-04-30'], []],
	['Август 2021', 1, year2021, ['2021-08-01…2021-08-31'], []],
	['сентябрь, январь', 1, year2021, ['2021-09-01…2021-09-30'], ['no-year']],
	['1 раз в четверть', 5, year2021, each(schoolQuarters), ['school-quarters']],
	['по запросу', 1, year2021, [], ['on-request']],
	['Май-июль 2021', 1, year2021, ['2021-05-01…2021-07-31'], []],
	['Май-июль 2021 года', 1, year2021, ['2021-05-01…2021-07-31'], []],
	['Март-июнь 2021 года', 1, year2021, ['2021-03-01…2021-06-30'], []],
	['Апрель-июль 2021 года', 1, year2021, ['2021-04-01…2021-07-31'], []],
	['апрель 2022 г.', 1, divnogorsk, [], []],
	['декабрь 2022 г.', 3, divnogorsk, ['2022-12-12…2022-12-31'], []],
	['Декабрь 2022 г.', 1, divnogorsk, ['2022-12-12…2022-12-31'], []],
	['Январь 2023 г.', 2, divnogorsk, ['2023-01-01…2023-01-31'], []],
	['Декабрь 2022 г., январь 2023 г.', 2, divnogorsk, ['2022-12-12…2022-12-31', '2023-01-01…2023-01-31'], []],
	['Постоянно', 1, divnogorsk, [wholePeriod], ['continuous']],
	['В течение периода реализации', 7, divnogorsk, [wholePeriod], []],
	['В течении периода реализации', 1, divnogorsk, [wholePeriod], []],
	[
		'Ежегодно с января по март и август в течение периода реализации',
		1,
		divnogorsk,
		each([
			['2023-01-01', '2023-03-31'],
			['2023-08-01', '2023-08-31'],
			['2024-01-01', '2024-03-31'],
			['2024-08-01', '2024-08-31']
		]),
		[]
	],
	[
		'Ежегодно в январе и в мае в течение периода реализации',
		2,
		divnogorsk,
		each([
			['2023-01-01', '2023-01-31'],
			['2023-05-01', '2023-05-31'],
			['2024-01-01', '2024-01-31'],
			['2024-05-01', '2024-05-31']
		]),
		[]
	],
	[
		'Ежегодно в мае, не позднее 1 июня в течение периода реализации',
		1,
		divnogorsk,
		each([
			['2023-05-01', '2023-06-01'],
			['2024-05-01', '2024-06-01']
		]),
		[]
	],
	[
		'Ежегодно в декабре в течение периода реализации',
		1,
		divnogorsk,
		each([
			['2022-12-12', '2022-12-31'],
			['2023-12-01', '2023-12-31'],
			['2024-12-01', '2024-12-31']
		]),
		[]
	],
	['Ежегодно, не позднее 1 июля в течение периода реализации', 1, divnogorsk, ['…2023-07-01', '…2024-07-01'], []],
	['Ежегодно', 2, divnogorsk, wholeYears(), []],
	['Ежегодно, в течение периода реализации', 1, divnogorsk, wholeYears(), []],
	[
		'Сентябрь, в течение периода реализации',
		1,
		divnogorsk,
		each([
			['2023-09-01', '2023-09-30'],
			['2024-09-01', '2024-09-30']
		]),
		['no-year']
	]
]

function wholeYears() {
	return each([
		['2022-12-12', '2022-12-31'],
		['2023-01-01', '2023-12-31'],
		['2024-01-01', '2024-12-31']
	])
}

describe('[D28] [V19] the 88 deadlines of the roadmaps', () => {
	it('are all here', () => {
		expect(roadmapDeadlines.reduce((sum, [, rows]) => sum + rows, 0)).toBe(88)
	})

	it.each(roadmapDeadlines)('«%s», in %i rows', (wording, _rows, term, days, doubts) => {
		expect(daysOf(wording, term)).toEqual(days)
		expect(readDeadline(wording).doubts).toEqual(doubts)
	})
})

it.each([
	['1 месяц', 5, '2026-09-01…2026-09-30'],
	['1 месяца', 3, '2026-09-01…2026-09-30'],
	['4 месяца', 4, '2026-09-01…2026-12-31'],
	['9 месяцев', 3, '2026-09-01…2027-05-31']
])('[T53] a stage of «%s», in %i of the 15 stages, is counted from its first day', (wording, _stages, days) => {
	const term = { from: '2026-09-01', until: '2028-08-31' }
	expect(daysOf(wording, term, '2026-09-01')).toEqual([days])
	expect(daysOf(wording, term)).toEqual([])
	expect(readDeadline(wording).doubts).toEqual(['no-start'])
})

describe('[D28] other wordings of orders', () => {
	const term = { from: '2026-09-01', until: '2028-08-31' }

	it.each([
		['до 10 июня, 10 декабря', ['…2026-12-10', '…2027-06-10'], ['no-year']],
		['ежегодно до 10 июня, 10 декабря', ['…2026-12-10', '…2027-06-10', '…2027-12-10', '…2028-06-10'], []],
		['15 сентября 2026', ['2026-09-15…2026-09-15'], []],
		['15.09.2026', ['2026-09-15…2026-09-15'], []],
		['с 15 сентября по 10 октября 2026 г.', ['2026-09-15…2026-10-10'], []],
		['1–15 октября 2026 г., 20 ноября 2026 г.', ['2026-10-01…2026-10-15', '2026-11-20…2026-11-20'], []],
		['декабрь - январь', ['2026-12-01…2027-01-31'], ['no-year']],
		['сентябрь, январь 2028', ['2027-09-01…2027-09-30', '2028-01-01…2028-01-31'], []],
		['в течение 2027 года', ['2027-01-01…2027-12-31'], []],
		['2026-2027 учебный год', ['2026-09-01…2027-05-31'], []],
		['в течение учебного года', ['2026-09-01…2027-05-31'], ['no-year']],
		['в течение года', ['2026-09-01…2027-08-31'], ['no-year']],
		['29 февраля 2027 года', ['2027-02-28…2027-02-28'], []],
		['31 июня 2027 года', ['2027-06-30…2027-06-30'], ['unclear']],
		['октябрь 2026, после каникул', ['2026-10-01…2026-10-31'], ['unclear']]
	])('«%s»', (wording, days, doubts) => {
		expect(daysOf(wording, term)).toEqual(days)
		expect(readDeadline(wording).doubts).toEqual(doubts)
	})

	it.each([
		['1 раз в неделю', 105],
		['еженедельно', 105],
		['ежемесячно', 24],
		['1 раз в квартал', 9],
		['раз в полугодие', 5],
		['1 раз в год', 3]
	])('«%s» recurs', (wording, count) => {
		expect(daysOf(wording, term)).toHaveLength(count)
		expect(readDeadline(wording).doubts).toEqual([])
	})

	it('working days are counted from a day that people give', () => {
		expect(daysOf('в течение 10 рабочих дней', term)).toEqual([])
		expect(readDeadline('в течение 10 рабочих дней').doubts).toEqual(['no-start'])
		expect(daysOf('в течение 10 рабочих дней', term, '2026-10-30')).toEqual(['2026-10-30…2026-11-16'])
		expect(daysOf('через 10 календарных дней', term, '2026-10-30')).toEqual(['2026-10-30…2026-11-09'])
		expect(daysOf('в течение месяца', term, '2026-10-30')).toEqual(['2026-10-30…2026-11-29'])
	})

	it.each(['как получится', '', 'маяк', '10', 'с 1 сентября', '2 раза в год', 'июнь 2027 - март 2027', '31.20.2027'])(
		'people alone understand «%s»',
		(wording) => {
			const deadline = readDeadline(wording)
			expect(deadline).toMatchObject({ wording, when: { type: 'open' }, doubts: ['unclear'] })
			expect(occurrencesOf(deadline, term, '2026-10-01')).toEqual([])
		}
	)
})

it('[D28] the next occurrence is the first that has not passed', () => {
	const december = readDeadline('Ежегодно в декабре')
	expect(nextOccurrence(december, divnogorsk, null, '2022-12-31')?.until).toBe('2022-12-31')
	expect(nextOccurrence(december, divnogorsk, null, '2023-01-01')).toEqual({ from: '2023-12-01', until: '2023-12-31' })
	expect(nextOccurrence(december, divnogorsk, null, '2025-01-01')).toBeNull()
})

const months = [
	['январь', 'января'],
	['февраль', 'февраля'],
	['март', 'марта'],
	['апрель', 'апреля'],
	['май', 'мая'],
	['июнь', 'июня'],
	['июль', 'июля'],
	['август', 'августа'],
	['сентябрь', 'сентября'],
	['октябрь', 'октября'],
	['ноябрь', 'ноября'],
	['декабрь', 'декабря']
] as const
const month = fc.integer({ min: 1, max: 12 })
const decade = { from: '2020-01-01', until: '2029-12-31' }

function iso(year: number, ofMonth: number, day: number): string {
	return `${year}-${String(ofMonth).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

describe('[D28] [V19] of any wording', () => {
	it('the days are real, in order, and within the term', () => {
		const word = fc.constantFrom(
			...months.flat(),
			...[
				'1',
				'15',
				'31',
				'99',
				'2021',
				'2027',
				'0000',
				'31.12',
				'01.02.2028',
				'-',
				',',
				'и',
				'с',
				'по',
				'до',
				'в',
				'не позднее'
			],
			...['ежегодно', '1 раз в четверть', 'по запросу', 'в течение', 'года', '3', 'недели', 'рабочих дней', 'постоянно']
		)
		const wording = fc.oneof(
			fc.string(),
			fc.array(word).map((words) => words.join(' '))
		)
		const term = { from: '2021-02-12', until: '2023-06-30' }
		fc.assert(
			fc.property(wording, (text) => {
				const deadline = readDeadline(text)
				expect(deadline.wording).toBe(text)
				if (deadline.when.type === 'open') expect(deadline.doubts).not.toEqual([])
				let before = term.from
				for (const { from, until } of occurrencesOf(deadline, term, '2022-05-05')) {
					const first = from ?? until
					expect([first, until].every(isIsoDate)).toBe(true)
					expect([first >= term.from, first <= until, until >= before, until <= term.until]).not.toContain(false)
					before = until
				}
			}),
			{ numRuns: 1_000 }
		)
	})

	it('days of a list are each their own', () => {
		const day = fc.record({ day: fc.integer({ min: 1, max: 28 }), month, year: fc.integer({ min: 2020, max: 2029 }) })
		fc.assert(
			fc.property(fc.uniqueArray(day, { minLength: 1, selector: (one) => JSON.stringify(one) }), (list) => {
				const words = list.map((one) => `${one.day} ${months[one.month - 1]?.[1]} ${one.year} г.`)
				const expected = list.map((one) => iso(one.year, one.month, one.day)).sort()
				expect(daysOf(words.join(', '), decade)).toEqual(expected.map((one) => `${one}…${one}`))
				expect(daysOf(`до ${words.join(', ')}`, decade)).toEqual(expected.map((one) => `…${one}`))
				expect(readDeadline(words.join(' и ')).doubts).toEqual([])
			})
		)
	})

	it('yearly months come in every year, each by itself', () => {
		fc.assert(
			fc.property(fc.uniqueArray(month, { minLength: 1 }), (list) => {
				const words = list.map((one) => months[one - 1]?.[0]).join(', ')
				const expected = Array.from({ length: 10 }, (_, index) => list.map((one) => iso(2020 + index, one, 1)))
				expect(
					occurrencesOf(readDeadline(`Ежегодно: ${words}`), decade, null)
						.map(({ from }) => from)
						.sort()
				).toEqual(expected.flat().sort())
			})
		)
	})

	it('a range with a year ends in that year, and lasts less than a year', () => {
		fc.assert(
			fc.property(month, month, (first, last) => {
				const [found, ...more] = occurrencesOf(
					readDeadline(`${months[first - 1]?.[0]}–${months[last - 1]?.[0]} 2025 года`),
					decade,
					null
				)
				expect(more).toEqual([])
				expect(found?.from).toBe(iso(first > last ? 2024 : 2025, first, 1))
				expect(found?.until.slice(0, 7)).toBe(iso(2025, last, 1).slice(0, 7))
			})
		)
	})
})

it('a day that the programme does not reach is told by the first or the last day of its term', () => {
	const term = { startsOn: '2026-09-08', termMonths: 24 }
	expect(['2025-10-01', '2026-09-07', '2026-09-08', '2028-09-07', null].map((day) => outsideTerm(day, term))).toEqual([
		{ startsOn: '2026-09-08' },
		{ startsOn: '2026-09-08' },
		null,
		null,
		null
	])
	expect(['2028-09-08', '2028-12-10'].map((day) => outsideTerm(day, term))).toEqual([
		{ endsOn: '2028-09-07' },
		{ endsOn: '2028-09-07' }
	])
})

it('no day is outside a term that is not known', () => {
	expect(outsideTerm('1999-01-01', { startsOn: '', termMonths: 24 })).toBe(null)
	expect(outsideTerm('1999-01-01', { startsOn: '2026-09-08', termMonths: 0 })).toBe(null)
})
