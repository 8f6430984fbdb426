/** A report of a mentor as a paper, drawn from the plan (domain.md T3, T55, L2). It needs no server: the pair makes it offline, too. */
import type { IsoDate } from '../calendar.ts'
import type { PlanReport, ReportedActivity, ReportPeriod } from '../plan/report.ts'
import { fullName, type PersonName, signatureName } from './decline-name.ts'
import { type Block, keepTogether, numberedList, type Paper, paragraph } from './paper.ts'
import { shortDate } from './values.ts'

export interface ReportFacts {
	/** The regulation's wording: «Отчёт руководителя, осуществляющего функции наставника». */
	wording: string
	mentor: PersonName
	mentees: readonly PersonName[]
	organisation: string
	/** Of the programme. */
	title: string
	period: ReportPeriod
	/** Who receives it: the units that answer for the programme; empty: nobody is named. */
	units: readonly string[]
	today: IsoDate
}

export function makeReportPaper(facts: ReportFacts, report: PlanReport): Paper {
	const { wording, mentor, mentees, organisation, title, period, units, today } = facts
	const { planned, plannedDone, done, undone, cancelled, meetings, agreements, difficulties, next } = report
	const kept = agreements.filter(({ isKept }) => isKept).length
	const blocks: Block[] = [
		...(units.length === 0 ? [] : [{ type: 'addressee' as const, lines: units }]),
		{ type: 'heading', text: wording },
		{ type: 'heading', text: `за период с ${shortDate(period.from)} по ${shortDate(period.until)}` },
		paragraph(`Наставник: ${fullName(mentor)}.`),
		paragraph(
			`${mentees.length > 1 ? 'Наставляемые' : 'Наставляемый'}: ${mentees.map(fullName).join(', ')} (${organisation}).`
		),
		paragraph(`Программа: «${title}».`),
		paragraph(
			planned.length === 0
				? 'Мероприятий со сроком в этом периоде в плане нет.'
				: `На период намечено мероприятий: ${planned.length}, из них выполнено ${plannedDone} (${share(plannedDone, planned.length)}).`
		),
		...table(
			'Выполнено за период',
			done,
			({ activity }) => [
				shortDate(activity.doneOn ?? ''),
				[activity.resultForm, activity.place].filter(Boolean).join(', ')
			],
			['Дата', 'Результат, место']
		),
		...table('Не выполнено', undone, (one) => [shortDate(one.dueOn ?? ''), stateOf(one, today)], ['Срок', 'Состояние']),
		...table('Отменено', cancelled, ({ dueOn }) => [shortDate(dueOn ?? ''), 'отменено'], ['Срок', 'Состояние']),
		paragraph(
			`Встреч за период: ${meetings.length}. Договорённостей на них: ${agreements.length}, из них выполнено ${kept}.`
		),
		...(meetings.length === 0
			? []
			: [
					{
						type: 'table' as const,
						columns: [
							{ title: 'Дата', share: 18 },
							{ title: 'Встреча', share: 50 },
							{ title: 'Место', share: 32 }
						],
						rows: meetings.map(({ heldOn, topic, place }) => [shortDate(heldOn ?? ''), topic, place])
					}
				]),
		...numberedList(
			'Затруднения, над которыми идёт работа',
			difficulties.map(({ text }) => text)
		),
		...table('Дальнейшие шаги', next, ({ activity, dueOn }) => [shortDate(dueOn ?? ''), activity.resultForm], [
			'Срок',
			'Результат'
		]),
		paragraph(`Составлено по плану программы ${shortDate(today)}.`),
		{ type: 'signature', post: 'Наставник', name: signatureName(mentor), note: '' }
	]
	return {
		name: `${wording} ${period.until}, ${signatureName(mentor)}`.replaceAll('\u00a0', ' '),
		fontSize: 13,
		blocks: blocks.map(keepTogether),
		mark: null,
		warnings: [],
		isKept: false
	}
}

/** Late, begun or still to come; done after the period. */
function stateOf({ activity: { status, doneOn }, dueOn }: ReportedActivity, today: IsoDate): string {
	if (doneOn !== null) return `выполнено ${shortDate(doneOn)}`
	const begun = status === 'inProgress' ? 'в работе' : 'не начато'
	return dueOn !== null && dueOn < today ? `${begun}, срок прошёл` : begun
}

/** «3 из 7» in per cent, rounded down: nothing is complete before it is. */
function share(done: number, all: number): string {
	return `${Math.floor((100 * done) / all)} %`
}

/** Nothing for an empty list. */
function table(
	title: string,
	activities: readonly ReportedActivity[],
	cellsOf: (one: ReportedActivity) => [string, string],
	[third, fourth]: [string, string]
): Block[] {
	if (activities.length === 0) return []
	return [
		paragraph(`${title}:`),
		{
			type: 'table',
			columns: [
				{ title: '№', share: 8 },
				{ title: 'Мероприятие', share: 50 },
				{ title: third, share: 16 },
				{ title: fourth, share: 26 }
			],
			rows: activities.map((one) => [one.activity.number ?? '', one.activity.title, ...cellsOf(one)])
		}
	]
}
