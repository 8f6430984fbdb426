import { describe, expect, it } from 'vitest'
import { comingDates, mentorReports, monitoringDates, nextMonitoringDate, reportDates } from './due-dates.ts'
import { dinskoy } from '../regulation/packs/dinskoy.ts'
import { divnogorsk } from '../regulation/packs/divnogorsk.ts'
import type { Regulation } from '../regulation/schema.ts'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'

const twoYears = { from: '2026-09-15', until: '2028-09-14' }
const days = (dates: readonly { reportId: string; dueOn: string }[], id: string) =>
	dates.filter(({ reportId }) => reportId === id).map(({ dueOn }) => dueOn)

describe('reports of a programme', () => {
	it('[T3] a Tomsk mentor reports by 10 June and by 10 December while the programme lasts', () => {
		expect(days(reportDates(tomskCity, twoYears, []), 'mentor-half-year')).toEqual([
			'2026-12-10',
			'2027-06-10',
			'2027-12-10',
			'2028-06-10'
		])
	})

	it('[T3] not before it begins, nor after it ends', () => {
		const short = { from: '2026-12-11', until: '2027-06-09' }
		expect(days(reportDates(tomskCity, short, []), 'mentor-half-year')).toEqual([])
		const exact = { from: '2026-12-10', until: '2027-06-10' }
		expect(days(reportDates(tomskCity, exact, []), 'mentor-half-year')).toEqual(['2026-12-10', '2027-06-10'])
	})

	it('[T55] after each stage, where the stage has a last day within the programme', () => {
		const stages = [{ endsOn: '2026-10-14' }, { endsOn: null }, { endsOn: '2028-10-01' }]
		expect(days(reportDates(tomskCity, twoYears, stages), 'stage-result')).toEqual(['2026-10-14'])
	})

	it.each([
		['beginner-head', ['mentor-half-year']],
		['reservist', ['mentor-half-year']],
		['low-results-school', ['mentor-half-year', 'stage-result']],
		['low-assessment', ['mentor-half-year', 'stage-result']],
		[null, ['mentor-half-year']]
	])('[T55] the result of a stage is reported in programmes by annexes 3 and 4: %s', (categoryId, expected) => {
		expect(mentorReports(tomskCity, categoryId).map(({ id }) => id)).toEqual(expected)
	})

	it('[D29] a Dinskoy mentor reports once, by the end of June 2021', () => {
		expect(mentorReports(dinskoy, 'low-results-team').map(({ id }) => id)).toEqual(['mentor-report'])
		expect(reportDates(dinskoy, { from: '2021-02-12', until: '2021-12-31' }, [])).toEqual([
			{ reportId: 'mentor-report', dueOn: '2021-06-30' }
		])
		expect(reportDates(dinskoy, twoYears, [])).toEqual([])
	})
})

describe('the curator’s calendar', () => {
	it.each<[string, Regulation, string]>([
		['[T19] Tomsk', tomskCity, 'list-update'],
		['[S20] Surgut', surgut, 'list-update']
	])('%s updates the list at least once a year', (_, regulation, id) => {
		expect(days(monitoringDates(regulation, twoYears), id)).toEqual(['2027-09-15'])
		expect(days(monitoringDates(regulation, { from: '2026-09-15', until: '2027-09-15' }), id)).toEqual(['2027-09-15'])
		expect(days(monitoringDates(regulation, { from: '2026-09-15', until: '2027-09-14' }), id)).toEqual([])
	})

	it.each([
		['[V10] practices in March and in August', 'practices', ['2023-03-31', '2023-08-31']],
		['[V12] sites in January and in May', 'sites', ['2023-01-31', '2023-05-31']],
		['[V13] involvement in January and in May', 'involvement', ['2023-01-31', '2023-05-31']],
		['[V14] organisations not later than 1 June', 'organisation-effectiveness', ['2023-06-01']],
		['[V15] the target model in December', 'target-model', ['2023-12-31']],
		['[V16] data not later than 1 July', 'regional-data', ['2023-07-01']],
		['[V17] the report within the year', 'analytic-report', ['2023-12-31']],
		['[V17] recommendations, too', 'recommendations', ['2023-12-31']],
		['[V18] organisations within the year', 'organisation-control', ['2023-12-31']],
		['[V6] the opening seminar', 'opening-seminar', ['2023-01-31']],
		['[V9] materials of organisations', 'materials', ['2023-01-31']],
		['[V21] conditions in organisations', 'conditions', ['2023-01-31']],
		['[V18] the municipality in September', 'municipal-control', ['2023-09-30']],
		['[V7] the method once', 'assessment-method', ['2023-01-31']]
	])('%s', (_, id, expected) => {
		const year = { from: '2023-01-01', until: '2023-12-31' }
		expect(days(monitoringDates(divnogorsk, year), id)).toEqual(expected)
	})

	it.each([
		['[V5] roadmaps of organisations', 'organisation-roadmaps'],
		['[V5] local acts', 'local-acts'],
		['[V5] pay of mentors', 'pay'],
		['[V6] informing organisations', 'informing']
	])('%s by the end of 2022', (_, id) => {
		expect(days(monitoringDates(divnogorsk, { from: '2022-12-12', until: '2024-12-31' }), id)).toEqual(['2022-12-31'])
	})

	it.each([
		['[D14] the teams’ effectiveness, from February to June', 'team-expertise', '2021-06-30'],
		['[D27] the dynamics of results, from June to August', 'results-dynamics', '2021-08-31'],
		['[D29] the mentors’ satisfaction, within the year', 'mentor-satisfaction', '2021-12-31']
	])('%s', (_, id, dueOn) => {
		expect(days(monitoringDates(dinskoy, { from: '2021-02-12', until: '2021-12-31' }), id)).toEqual([dueOn])
	})

	it('[V12] [V18] ends with the regulation’s own period', () => {
		const dates = monitoringDates(divnogorsk, { from: '2022-01-01', until: '2026-12-31' })
		expect(dates.at(0)?.dueOn).toBe('2022-12-31')
		expect(dates.at(-1)?.dueOn).toBe('2024-12-31')
		expect(days(dates, 'municipal-control')).toEqual(['2023-09-30', '2024-09-30'])
	})

	it('[R15] [R20] [R21] [R22] [R24] what the regulation gives no day has none', () => {
		expect(monitoringDates(tomskRegion, { from: '2021-01-01', until: '2024-12-31' })).toEqual([])
	})

	it.each<[string, Regulation, string]>([
		['[T26] Tomsk city', tomskCity, 'effectiveness'],
		['[S21] Surgut', surgut, 'effectiveness'],
		['[D19] Dinskoy', dinskoy, 'competences']
	])('%s gives no day for monitoring, but asks for it', (_, regulation, id) => {
		expect(regulation.monitoring.map((task) => task.id)).toContain(id)
		expect(days(monitoringDates(regulation, { from: '2021-01-01', until: '2028-12-31' }), id)).toEqual([])
	})

	it('a day that not every year has is the last of its month', () => {
		const [task] = divnogorsk.monitoring
		const leap = { ...divnogorsk, monitoring: [{ ...task!, schedule: { type: 'yearly' as const, days: ['02-29'] } }] }
		expect(monitoringDates(leap, { from: '2023-01-01', until: '2024-12-31' }).map(({ dueOn }) => dueOn)).toEqual([
			'2023-02-28',
			'2024-02-29'
		])
	})
})

describe('the next update of the list', () => {
	it.each([
		['[T19] a year after the last one', tomskCity, '2026-09-15', '2027-09-15'],
		['[S20] also after one at the end of February', surgut, '2028-02-29', '2029-02-28'],
		['[T19] counted from the day the regulation came into force', tomskCity, '2023-01-10', '2025-02-20'],
		['[V8] where the regulation asks for none, there is none', divnogorsk, '2023-01-10', null]
	])('%s', (_, regulation, since, dueOn) => {
		expect(nextMonitoringDate(regulation, 'list-update', since)).toBe(dueOn)
	})

	it('[V18] what is due in a month of the year is due in the next such month', () => {
		expect(nextMonitoringDate(divnogorsk, 'municipal-control', '2023-09-29')).toBe('2023-09-30')
		expect(nextMonitoringDate(divnogorsk, 'municipal-control', '2023-09-30')).toBe('2024-09-30')
	})
})

describe('what and when, of a municipality', () => {
	const datesOf = (
		regulation: Regulation,
		today: string,
		since: Record<string, string> = {},
		setDays: Record<string, string> = {}
	) => comingDates(regulation, today, since, setDays).map(({ list, reportId, dueOn }) => [dueOn, list, reportId])

	it('[T3] [T19] Tomsk: both reports of the year, and the lists a year after they were last updated', () => {
		expect(datesOf(tomskCity, '2026-11-21', { 'list-update': '2026-02-20' })).toEqual([
			['2026-12-10', 'reports', 'mentor-half-year'],
			['2027-02-20', 'monitoring', 'list-update'],
			['2027-06-10', 'reports', 'mentor-half-year']
		])
	})

	it('[T3] a report due today is still to come, one of yesterday is not', () => {
		const since = { 'list-update': '2026-02-20' }
		expect(datesOf(tomskCity, '2026-12-10', since)[0]).toEqual(['2026-12-10', 'reports', 'mentor-half-year'])
		expect(datesOf(tomskCity, '2026-12-11', since)[0]).toEqual(['2027-02-20', 'monitoring', 'list-update'])
	})

	it('[T19] [S20] lists that are late stand with the day they were due until they are updated, and only with it', () => {
		const lists = (since: string) =>
			datesOf(tomskCity, '2026-11-21', { 'list-update': since }).filter(([, list]) => list === 'monitoring')
		expect(lists('2025-03-01')).toEqual([['2026-03-01', 'monitoring', 'list-update']])
		// A day after the twelve months: the next day of a repeated task is included all the same.
		expect(lists('2026-11-21')).toEqual([['2027-11-21', 'monitoring', 'list-update']])
		expect(lists('2026-11-20')).toEqual([['2027-11-20', 'monitoring', 'list-update']])
	})

	it('[V1] [V12] [V18] a regulation that has ended goes on: its tasks come in every year', () => {
		const dates = datesOf(divnogorsk, '2026-11-21')
		expect(dates).toContainEqual(['2027-01-31', 'monitoring', 'sites'])
		expect(dates).toContainEqual(['2027-09-30', 'monitoring', 'municipal-control'])
		expect(dates.every(([day]) => day! >= '2026-11-21')).toBe(true)
	})

	it('[V1] before its end, no task is due after it', () => {
		expect(datesOf(divnogorsk, '2024-11-21').at(-1)?.[0]).toBe('2024-12-31')
	})

	it('[R20] [T26] a task without a day stands on the day that the curator has set, however late or far', () => {
		const [step] = tomskRegion.monitoring
		const set = (day: string) => datesOf(tomskRegion, '2026-11-21', {}, { [step?.id ?? '']: day })
		expect(set('2026-11-01')).toEqual([['2026-11-01', 'monitoring', step?.id]])
		expect(set('2028-02-01')).toEqual([['2028-02-01', 'monitoring', step?.id]])
		// The regulation itself sets the days of these.
		const since = { 'list-update': '2026-02-20' }
		expect(datesOf(tomskCity, '2026-11-21', since, { 'list-update': '2026-12-01' })).toEqual(
			datesOf(tomskCity, '2026-11-21', since)
		)
	})

	it('[T3] a programme keeps the reports of a regulation that has ended', () => {
		const ended = {
			...tomskCity,
			inForce: { ...tomskCity.inForce, value: { from: '2024-02-20', until: '2026-12-31' } }
		}
		expect(days(reportDates(ended, twoYears, []), 'mentor-half-year')).toEqual(
			days(reportDates(tomskCity, twoYears, []), 'mentor-half-year')
		)
	})

	it('[V14] [V16] Divnogorsk in its last year: by June and by July', () => {
		const days = comingDates(divnogorsk, '2024-05-20', {}, {}).map(({ dueOn }) => dueOn)
		expect(days).toEqual(expect.arrayContaining(['2024-06-01', '2024-07-01']))
		expect(days).toEqual(days.toSorted())
	})
})
