/**
 * A report of a mentor, drawn from the plan and the ledger (domain.md T3, T48, T55, L2), and as a paper. It needs no server: the pair
 * writes and prints it offline, too.
 */
import type { IsoDate } from '../calendar.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReportContent } from '../ledger/statement.ts'
import type { PlanReport, ReportedActivity, ReportPeriod } from '../plan/report.ts'
import type { OwnLine } from '../plan/notes.ts'
import { fullName, type PersonName, signatureName } from './decline-name.ts'
import { type Block, keepTogether, type Paper, paragraph } from './paper.ts'
import { shortDate } from './values.ts'

/** Where a line comes from. */
export type LineSource = { type: 'activity'; id: string } | { type: 'meeting'; id: string; agreementId?: string }

export interface DrawnLine {
	/** The same as long as the line is about the same. */
	key: string
	day: IsoDate | null
	text: string
	/** Null: it is a figure, or comes from the ledger. */
	source: LineSource | null
}

export interface DrawnSection {
	title: string
	lines: readonly DrawnLine[]
}

/** Without sections that would be empty. `nameOf`: of a person who takes part. */
export function drawReport(
	report: PlanReport,
	ledger: Pick<Ledger, 'evidence' | 'matters'>,
	{
		period,
		mentorId,
		today,
		nameOf
	}: {
		period: ReportPeriod
		mentorId: string
		today: IsoDate
		nameOf: (personId: string) => string
	}
): DrawnSection[] {
	const { planned, plannedDone, done, undone, cancelled, meetings, agreements, difficulties, next } = report
	const kept = agreements.filter(({ isKept }) => isKept).length
	const figure = (key: string, text: string): DrawnLine => ({ key, day: null, text, source: null })
	const isInPeriod = (day: IsoDate | null) => day !== null && day >= period.from && day <= period.until
	const sections: DrawnSection[] = [
		{
			title: 'Итоги периода',
			lines: [
				figure(
					'planned',
					planned.length === 0
						? 'Мероприятий со сроком в этом периоде в плане нет.'
						: `Намечено мероприятий: ${planned.length}, из них выполнено ${plannedDone} (${share(plannedDone, planned.length)}).`
				),
				figure(
					'meetings',
					`Встреч: ${meetings.length}. Договорённостей на них: ${agreements.length}, из них выполнено ${kept}.`
				)
			]
		},
		{
			title: 'Выполнено',
			lines: done.map((one) => lineOf('done', one, one.activity.doneOn, [one.activity.resultForm, one.activity.place]))
		},
		{
			title: 'Не выполнено',
			lines: undone.map((one) => lineOf('undone', one, one.dueOn, [stateOf(one, today)]))
		},
		{ title: 'Отменено', lines: cancelled.map((one) => lineOf('cancelled', one, one.dueOn, [])) },
		{
			title: 'Встречи',
			lines: meetings.map(({ id, heldOn, topic, place }) => ({
				key: `meeting ${id}`,
				day: heldOn,
				text: joined([topic || 'Встреча', place]),
				source: { type: 'meeting', id }
			}))
		},
		{
			title: 'Договорённости',
			lines: agreements
				.filter(({ text }) => text !== '')
				.map(({ id, meetingId, text, ownerId, isKept, dueOn }) => ({
					key: `agreement ${id}`,
					day: dueOn,
					text: joined([text, ownerId === null ? '' : nameOf(ownerId), isKept ? 'Выполнено' : 'Не выполнено']),
					source: { type: 'meeting', id: meetingId, agreementId: id }
				}))
		},
		{
			title: 'Участие в мероприятиях наставников и материалы',
			lines: ledger.evidence.flatMap(({ id, evidence, on, ...one }): DrawnLine[] =>
				evidence.kind === 'report' || one.mentorId !== mentorId || !isInPeriod(on)
					? []
					: [{ key: `evidence ${id}`, day: on, text: evidence.title, source: null }]
			)
		},
		{
			title: 'Изменения программы',
			lines: ledger.matters.flatMap(({ id, matter, outcome, settledOn }): DrawnLine[] => {
				if (outcome !== 'in-force' || !isInPeriod(settledOn)) return []
				const text =
					matter.type === 'edition'
						? 'Утверждена редакция программы'
						: matter.type === 'extend'
							? joined(['Программа продлена', matter.ground])
							: matter.type === 'change'
								? joined([matter.what, matter.ground])
								: null
				return text === null ? [] : [{ key: `change ${id}`, day: settledOn, text, source: null }]
			})
		},
		{
			title: 'Затруднения, над которыми идёт работа',
			lines: difficulties.map(({ id, text }) => ({ key: `difficulty ${id}`, day: null, text, source: null }))
		},
		{
			title: 'Дальнейшие шаги',
			lines: next.map((one) => lineOf('next', one, one.dueOn, [one.activity.resultForm]))
		}
	]
	return sections.filter(({ lines }) => lines.length > 0)
}

/** The lines with the pair's own words in them, as they are submitted. */
export function contentOf(
	sections: readonly DrawnSection[],
	own: ReadonlyMap<string, OwnLine>,
	{ period, ...written }: { period: ReportPeriod } & Pick<ReportContent, 'common' | 'words' | 'remark'>
): ReportContent {
	return {
		...period,
		sections: sections
			.map(({ title, lines }) => ({
				title,
				lines: lines
					.map(({ key, day, text }) => ({ day, text: (own.get(key)?.text ?? text).trim() }))
					.filter(({ text }) => text !== '')
			}))
			.filter(({ lines }) => lines.length > 0),
		...written
	}
}

/** A programme's section of the report of a mentor. */
export interface ReportSection {
	mentees: readonly PersonName[]
	organisation: string
	/** Of the programme. */
	title: string
	/** Days; null: it is not submitted, or not accepted. */
	submittedOn: IsoDate | null
	accepted: { on: IsoDate; name: string } | null
	content: ReportContent
}

export interface ReportFacts {
	/** The regulation's wording: «Отчёт руководителя, осуществляющего функции наставника». */
	wording: string
	mentor: PersonName
	/** Who receives it: the units that answer for the programme; empty: nobody is named. */
	units: readonly string[]
}

/** One report of all programmes in which the mentor owes it (domain.md T2, T3). `sections`: at least one, all of the same due day. */
export function makeReportPaper({ wording, mentor, units }: ReportFacts, sections: readonly ReportSection[]): Paper {
	const periods = sections.map(({ content }) => content)
	const from = periods.map((one) => one.from).toSorted()[0] ?? ''
	const until = periods[0]?.until ?? ''
	const submitted = sections.flatMap(({ submittedOn }) => submittedOn ?? []).toSorted()
	const blocks: Block[] = [
		...(units.length === 0 ? [] : [{ type: 'addressee' as const, lines: units }]),
		{ type: 'heading', text: wording },
		{ type: 'heading', text: `за период с ${shortDate(from)} по ${shortDate(until)}` },
		paragraph(`Наставник: ${fullName(mentor)}.`),
		// The same words, if each section has them.
		...[...new Set(periods.map(({ common }) => common))].flatMap((common) => textBlocks('О работе в целом', common)),
		...sections.flatMap((section) => sectionBlocks(section)),
		{
			type: 'signature',
			post: 'Наставник',
			name: signatureName(mentor),
			note: submitted.length === sections.length ? `Сдано в системе «Тандем» ${shortDate(submitted.at(-1) ?? '')}` : ''
		},
		...[...new Set(sections.flatMap(({ accepted }) => (accepted === null ? [] : acceptance(accepted))))].map(paragraph)
	]
	return {
		name: `${wording} ${until}, ${signatureName(mentor)}`.replaceAll('\u00a0', ' '),
		fontSize: 13,
		blocks: blocks.map(keepTogether),
		mark: null,
		warnings: [],
		isKept: submitted.length === sections.length
	}
}

function acceptance({ on, name }: { on: IsoDate; name: string }): string {
	return `Принято ${shortDate(on)}: ${name}.`
}

function sectionBlocks({ mentees, organisation, title, content }: ReportSection): Block[] {
	const { sections, words, remark } = content
	const people = mentees.map(fullName).join(', ')
	return [
		paragraph(
			`${mentees.length > 1 ? 'Наставляемые' : 'Наставляемый'}: ${people}${organisation === '' ? '' : ` (${organisation})`}. Программа: «${title}».`
		),
		...sections.flatMap(blocksOf),
		...textBlocks('Выводы и предложения', words),
		...textBlocks('Замечания наставляемого', remark)
	]
}

function blocksOf({ title, lines }: ReportContent['sections'][number]): Block[] {
	if (lines.every(({ day }) => day === null))
		return [paragraph(`${title}.`), ...lines.map(({ text }) => paragraph(text))]
	return [
		paragraph(`${title}:`),
		{
			type: 'table',
			columns: [
				{ title: '№', share: 8 },
				{ title: 'Дата', share: 17 },
				{ title: 'Содержание', share: 75 }
			],
			rows: lines.map(({ day, text }, index) => [String(index + 1), day === null ? '' : shortDate(day), text])
		}
	]
}

function textBlocks(title: string, text: string): Block[] {
	const lines = text.split('\n').filter((line) => line.trim() !== '')
	return lines.length === 0 ? [] : [paragraph(`${title}.`), ...lines.map(paragraph)]
}

function lineOf(
	section: string,
	{ activity: { id, number, title } }: ReportedActivity,
	day: IsoDate | null,
	more: readonly string[]
): DrawnLine {
	const name = [number, title || 'Без названия'].filter(Boolean).join(' ')
	return { key: `${section} ${id}`, day, text: joined([name, ...more]), source: { type: 'activity', id } }
}

/** «Смета: Школа № 14; справка» would be read as one name: each part is a sentence. */
function joined(parts: readonly string[]): string {
	return parts
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.map((part) => (/[.!?…]$/u.test(part) ? part : `${part}.`))
		.join(' ')
}

/** Late, begun or still to come; done after the period. */
function stateOf({ activity: { status, doneOn }, dueOn }: ReportedActivity, today: IsoDate): string {
	if (doneOn !== null) return `Выполнено ${shortDate(doneOn)}`
	const begun = status === 'inProgress' ? 'В работе' : 'Не начато'
	return dueOn !== null && dueOn < today ? `${begun}, срок прошёл` : begun
}

/** «3 из 7» in per cent, rounded down: nothing is complete before it is. */
function share(done: number, all: number): string {
	return `${Math.floor((100 * done) / all)} %`
}
