/**
 * A report of a mentor, drawn from the plan and the ledger (domain.md T3, T48, T55, L2), and as a paper. It needs no server: the pair
 * writes and prints it offline, too.
 */
import type { IsoDate } from '../calendar.ts'
import { approvedEditions, type Ledger } from '../ledger/ledger.ts'
import type { ReportContent } from '../ledger/statement.ts'
import type { PlanReport, ReportedActivity, ReportPeriod } from './plan-report.ts'
import type { OwnLine } from '../plan/notes.ts'
import { REPORT_LINES, TEXT_LETTERS } from '../text.ts'
import { fullName, type PersonName, personNameOf, signatureName } from './decline-name.ts'
import { type Block, keepTogether, type Mark, type Paper, paragraph, sentences, titledText } from './paper.ts'
import { shortDate } from './values.ts'

/** Where a line comes from. */
export type LineSource =
	| { type: 'activity'; id: string }
	| { type: 'meeting'; id: string; agreementId?: string }
	| { type: 'profile' }
	| { type: 'edition'; hash: string }
	| { type: 'decisions' }

export interface DrawnLine {
	/** The same as long as the line is about the same. */
	key: string
	day: IsoDate | null
	text: string
	/** Null: it is a figure, or an event that the municipality recorded. */
	source: LineSource | null
}

export interface DrawnSection {
	title: string
	lines: readonly DrawnLine[]
}

export interface Drawing {
	period: ReportPeriod
	/** It is the result of a stage. */
	isOfStage?: boolean
	mentorId: string
	today: IsoDate
	/** Events of mentors that the mentor attended (domain.md T48). */
	attended?: readonly { id: string; title: string; on: IsoDate }[]
}

/** Without sections that would be empty. It names no people: what is submitted outlives their erasure (`erasures.ts`). */
export function drawReport(
	report: PlanReport,
	ledger: Pick<Ledger, 'evidence' | 'matters' | 'members'>,
	{ period, isOfStage = false, mentorId, today, attended = [] }: Drawing
): DrawnSection[] {
	const { planned, plannedDone, done, undone, cancelled, meetings, agreements, difficulties, next } = report
	const kept = agreements.filter(({ isKept }) => isKept).length
	const editions = approvedEditions(ledger)
	const notDueYet = planned.filter((one) => !undone.includes(one)).length - plannedDone
	const earlier = undone.filter(({ dueOn }) => dueOn !== null && dueOn < period.from).length
	const roleOf = (personId: string | null) => {
		const role = ledger.members.find((member) => member.personId === personId)?.role
		return role === undefined ? '' : role === 'mentor' ? 'Наставник' : 'Наставляемый'
	}
	const figure = (key: string, text: string): DrawnLine => ({ key, day: null, text, source: null })
	const isInPeriod = (day: IsoDate | null) => day !== null && day >= period.from && day <= period.until
	const sections: DrawnSection[] = [
		{
			title: isOfStage ? 'Итоги этапа' : 'Итоги периода',
			lines: [
				figure(
					'planned',
					planned.length === 0
						? isOfStage
							? 'Мероприятий на этом этапе в плане нет.'
							: 'Мероприятий со сроком в этом периоде в плане нет.'
						: `Намечено мероприятий: ${planned.length}, из них выполнено ${plannedDone} (${share(plannedDone, planned.length)})${notDueYet === 0 ? '' : `, срок ещё не наступил: ${notDueYet}`}.`
				),
				...(isOfStage || earlier === 0 ? [] : [figure('earlier', `Не выполнено с прежних сроков: ${earlier}.`)]),
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
			lines: undone.map((one) => lineOf('undone', one, one.dueOn, [stateOf(one, today), reasonOf(one)]))
		},
		{ title: 'Отменено', lines: cancelled.map((one) => lineOf('cancelled', one, one.dueOn, [])) },
		{
			title: 'Встречи',
			lines: meetings.map(({ id, heldOn, topic, place }) => ({
				key: `meeting ${id}`,
				day: heldOn,
				text: sentences([topic || 'Встреча', place]),
				source: { type: 'meeting', id }
			}))
		},
		{
			title: 'Договорённости',
			lines: agreements.map(({ id, meetingId, text, ownerId, isKept, dueOn }) => ({
				key: `agreement ${id}`,
				day: dueOn,
				text: sentences([
					text,
					roleOf(ownerId),
					isKept ? 'Выполнено' : dueOn === null || dueOn < today ? 'Не выполнено' : 'Срок ещё не наступил'
				]),
				source: { type: 'meeting', id: meetingId, agreementId: id }
			}))
		},
		{
			title: 'Участие в мероприятиях наставников и материалы',
			lines: [
				...attended.flatMap(({ id, title, on }): DrawnLine[] =>
					isInPeriod(on) ? [{ key: `event ${id}`, day: on, text: title, source: null }] : []
				),
				...ledger.evidence.flatMap(({ id, evidence, on, ...one }): DrawnLine[] => {
					if (evidence.kind === 'report' || one.mentorId !== mentorId || !isInPeriod(on)) return []
					const address = evidence.kind === 'material' ? evidence.address : undefined
					const text = address === undefined ? evidence.title : `${evidence.title} (${address})`
					return [{ key: `evidence ${id}`, day: on, text, source: { type: 'decisions' } }]
				})
			]
		},
		{
			title: 'Изменения программы',
			lines: ledger.matters.flatMap(({ id, matter, outcome, settledOn }): DrawnLine[] => {
				if (outcome !== 'in-force' || !isInPeriod(settledOn)) return []
				const line = (text: string, source: LineSource) => [{ key: `change ${id}`, day: settledOn, text, source }]
				if (matter.type === 'edition') {
					const number = editions.find((edition) => edition.id === id)?.number
					return line(`Утверждена редакция ${number} программы`, { type: 'edition', hash: matter.hash })
				}
				if (matter.type === 'extend') {
					return line(sentences(['Программа продлена', matter.ground]), { type: 'decisions' })
				}
				if (matter.type === 'change') return line(sentences([matter.what, matter.ground]), { type: 'decisions' })
				return []
			})
		},
		{
			title: 'Затруднения, над которыми идёт работа',
			lines: difficulties.map(({ id, text }) => ({
				key: `difficulty ${id}`,
				day: null,
				text,
				source: { type: 'profile' }
			}))
		},
		{
			title: 'Дальнейшие шаги',
			lines: next.map((one) => lineOf('next', one, one.dueOn, [one.activity.resultForm, reasonOf(one)]))
		}
	]
	return sections.filter(({ lines }) => lines.length > 0)
}

/** The lines with the pair's own words in them, as they are submitted. */
export function contentOf(
	sections: readonly DrawnSection[],
	own: ReadonlyMap<string, OwnLine>,
	{ period, ...more }: { period: ReportPeriod } & Omit<ReportContent, 'from' | 'until' | 'sections'>
): ReportContent {
	return {
		...period,
		sections: sections
			.map(({ title, lines }) => ({
				title,
				// The plan sets no limit to what is drawn from it.
				lines: lines
					.map(({ key, day, text }) => ({
						day,
						text: (own.get(key)?.text ?? text).trim().slice(0, TEXT_LETTERS).trim()
					}))
					.filter(({ text }) => text !== '')
					.slice(0, REPORT_LINES)
			}))
			.filter(({ lines }) => lines.length > 0),
		...more
	}
}

/** A programme's section of the report of a mentor. */
export interface ReportSection {
	mentees: readonly PersonName[]
	/** Days; null: it is not submitted, or not accepted. */
	submittedOn: IsoDate | null
	accepted: { on: IsoDate; name: string } | null
	content: ReportContent
}

export interface ReportFacts {
	/** The regulation's wording: «Отчёт руководителя, осуществляющего функции наставника». */
	wording: string
	mentor: PersonName
	/** In whose role the curator signs it in the mentor's place (domain.md L2): «Куратор». Absent: the mentor submits it. */
	signedAs?: string | undefined
	/** Who receives it: the units that answer for the programme; empty: nobody is named. */
	units: readonly string[]
	/** Null: it is not submitted, or has sections of several programmes. */
	mark: Mark | null
}

/**
 * One report of all programmes in which the mentor owes it (domain.md T2, T3). `sections`: at least one, all of the same due day. It is
 * accepted when each of them is.
 */
export function makeReportPaper(
	{ wording, mentor, signedAs, units, mark }: ReportFacts,
	given: readonly ReportSection[]
): Paper {
	const nameOf = ({ mentees }: ReportSection) => mentees.map(fullName).join(', ')
	const sections = given.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), 'ru'))
	const contents = sections.map(({ content }) => content)
	const from = contents.map((one) => one.from).toSorted()[0] ?? ''
	const until = contents[0]?.until ?? ''
	const submitted = sections.flatMap(({ submittedOn }) => submittedOn ?? []).toSorted()
	const isSubmitted = submitted.length === sections.length
	const acceptances = [...new Set(sections.flatMap(({ accepted }) => (accepted === null ? [] : acceptance(accepted))))]
	// The mentor may have changed it between two sections.
	const common = sections
		.toSorted((one, other) => ((one.submittedOn ?? '') < (other.submittedOn ?? '') ? -1 : 1))
		.findLast(({ content }) => content.common !== '')?.content.common
	const whole = titledText('О работе в целом', common ?? '')
	// Otherwise its first lines would read as the end of what comes before.
	const isHeaded = whole.length > 0 || sections.length > 1
	const people = sections.flatMap(({ mentees }) => mentees).slice(0, 3)
	const blocks: Block[] = [
		...(units.length === 0 ? [] : [{ type: 'addressee' as const, lines: units }]),
		{ type: 'heading', text: wording },
		{ type: 'heading', text: `за период с ${shortDate(from)} по ${shortDate(until)}` },
		paragraph(`Наставник: ${fullName(mentor)}.`),
		// At the top, as an approval: under the signature it could be alone on a page.
		...(signedAs === undefined && sections.every(({ accepted }) => accepted !== null)
			? acceptances.map(paragraph)
			: []),
		...whole,
		...sections.flatMap((section) => sectionBlocks(section, isHeaded)),
		signedAs === undefined
			? {
					type: 'signature',
					post: 'Наставник',
					name: signatureName(mentor),
					note: isSubmitted ? `Сдано в системе «Тандем» ${shortDate(submitted.at(-1) ?? '')}` : ''
				}
			: signatureAs(signedAs, sections.findLast(({ accepted }) => accepted !== null)?.accepted ?? null)
	]
	return {
		name: [wording, until, signatureName(mentor), ...people.map(signatureName), ...(isSubmitted ? [] : ['черновик'])]
			.join(', ')
			.replaceAll('\u00a0', ' '),
		fontSize: 13,
		blocks: blocks.map(keepTogether),
		mark,
		warnings: [],
		isKept: isSubmitted
	}
}

function signatureAs(post: string, signed: ReportSection['accepted']): Block {
	return {
		type: 'signature',
		post,
		name: signed === null ? '' : signatureName(personNameOf(signed.name)),
		note: signed === null ? '' : `Подписано в системе «Тандем» ${shortDate(signed.on)}`
	}
}

function acceptance({ on, name }: { on: IsoDate; name: string }): string {
	return `Принято ${shortDate(on)}: ${name}.`
}

function sectionBlocks({ mentees, content }: ReportSection, isHeaded: boolean): Block[] {
	const { title, organisation, sections, conclusions, remark } = content
	const people = mentees.map(fullName).join(', ')
	const who = `${mentees.length > 1 ? 'Наставляемые' : 'Наставляемый'}: ${people}${organisation === '' ? '' : ` (${organisation})`}`
	const what = `Программа: «${title}».`
	return [
		...(isHeaded ? [{ type: 'subheading' as const, text: who }, paragraph(what)] : [paragraph(`${who}. ${what}`)]),
		...sections.flatMap(blocksOf),
		...titledText('Выводы и предложения', conclusions),
		...titledText('Замечания наставляемого', remark)
	]
}

function blocksOf({ title, lines }: ReportContent['sections'][number]): Block[] {
	const over: Block = { type: 'subheading', text: title }
	if (lines.every(({ day }) => day === null)) return [over, ...lines.map(({ text }) => paragraph(text))]
	return [
		over,
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

function lineOf(
	section: string,
	{ activity: { id, number, title } }: ReportedActivity,
	day: IsoDate | null,
	more: readonly string[]
): DrawnLine {
	const name = [number, title || 'Без названия'].filter(Boolean).join(' ')
	return { key: `${section} ${id}`, day, text: sentences([name, ...more]), source: { type: 'activity', id } }
}

/** Late, begun or still to come; done after the period. */
function stateOf({ activity: { status, doneOn }, dueOn }: ReportedActivity, today: IsoDate): string {
	if (doneOn !== null) return `Выполнено ${shortDate(doneOn)}`
	const begun = status === 'inProgress' ? 'В работе' : 'Не начато'
	return dueOn !== null && dueOn < today ? `${begun}, срок прошёл` : begun
}

/** Why it is due later than it was approved (domain.md T38). */
function reasonOf({ activity: { carryOverReason } }: ReportedActivity): string {
	return carryOverReason === '' ? '' : `Срок перенесён: ${carryOverReason}`
}

/** «3 из 7» in per cent, rounded; only what is complete is 100. */
function share(done: number, all: number): string {
	return `${done === all ? 100 : Math.min(99, Math.round((100 * done) / all))} %`
}
