/**
 * The personalised programme as a paper (domain.md T9, S10; «Objects»: Персонализированная программа): a title page with the blocks of
 * those who approve it, an explanatory note, and the plan of activities on landscape pages. Made of an edition of the plan, with the
 * people and requisites of the day on which it came into force.
 */
import type * as Y from 'yjs'
import { type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { approvedEditions, formsBasisOf, formsOf, type Signature } from '../ledger/ledger.ts'
import { type Activity, readActivities } from '../plan/activity.ts'
import { readPlanMeta } from '../plan/layout.ts'
import { type ProfileItem, readProfile, readStages } from '../plan/stage.ts'
import type { Signatory } from '../regulation/schema.ts'
import { kindBeside } from '../roadmaps/roadmap.ts'
import { signatureName } from './decline-name.ts'
import { upperFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { missingOf } from './fill.ts'
import { paperNames, PROGRAM_PAPER } from './kinds.ts'
import { whenMade } from './moment.ts'
import { type Block, fileName, keepTogether, numberedList, type Paper, paragraph } from './paper.ts'
import { checkAddress } from './public-paper.ts'
import { currentDecisions, orderInForce, pairOn, type Raised, registrationOf } from './subject.ts'
import {
	countMonths,
	fillFully,
	GAP,
	longDate,
	markOf,
	momentIn,
	relationWords,
	roleWords,
	shortDate,
	wordForms,
	type Words
} from './values.ts'

/** `plan`: as the edition has it. Null: the decision is no edition that is in force or waits for signatures. */
export function makeProgramPaper(facts: PaperFacts, decisionId: string, plan: Y.Doc): Paper | null {
	const raised = currentDecisions(facts.ledger, 'edition').find(({ id }) => id === decisionId)
	if (raised === undefined) return null
	const then = whenMade(facts, raised, PROGRAM_PAPER)
	const { mentors, mentees } = pairOn(then, raised.settledOn)
	const sides = [
		...sideOf(then, mentors, ['Наставник', 'Наставники']),
		...sideOf(then, mentees, ['Наставляемый', 'Наставляемые'])
	]
	const { authority, place } = then.requisites
	return {
		name: fileName([paperNames[PROGRAM_PAPER], raised.settledOn === null ? '' : shortDate(raised.settledOn)], mentees),
		fontSize: 13,
		blocks: [
			...titlePage(
				then,
				raised,
				plan,
				sides.map(({ text }) => text)
			),
			{ type: 'break' } as const,
			...explanatoryNote(then, plan),
			{ type: 'turn' } as const,
			...planOfActivities(then, plan),
			...participantSignatures(then, raised, [...mentors, ...mentees])
		].map(keepTogether),
		mark:
			raised.settledOn === null ? null : { ...markOf(then, raised.id), address: checkAddress(then.origin, raised.id) },
		warnings: [
			...missingOf([
				['орган', authority],
				['место', place]
			]),
			...sides.flatMap(({ warnings }) => warnings)
		],
		// Of an edition that came into force under an older server no people and requisites are kept: they are today's.
		isKept: then.people !== facts.people
	}
}

/** `sides`: lines that name the mentors and the mentees. */
function titlePage(facts: PaperFacts, raised: Raised<'edition'>, plan: Y.Doc, sides: readonly string[]): Block[] {
	const { authority, place } = facts.requisites
	const edition = approvedEditions(facts.ledger).find(({ id }) => id === raised.id)
	return [
		{ type: 'heading', text: authority || GAP },
		...approvals(facts, raised),
		{ type: 'heading', text: 'ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА', aboveMm: 35 },
		{ type: 'heading', text: `«${readPlanMeta(plan).title}»` },
		...sides.map(paragraph),
		paragraph(`Срок реализации: ${termOf(plan)}`),
		paragraph(
			edition === undefined
				? 'Проект: редакция ещё не утверждена.'
				: `Редакция ${edition.number}, утверждена ${longDate(edition.on)}`
		),
		{
			type: 'heading',
			text: [place, (raised.settledOn ?? facts.today).slice(0, 4)].filter(Boolean).join(', '),
			aboveMm: 25
		}
	]
}

/** Of the offices that sign: the last one approves. The participants sign at the end. */
function approvals(facts: PaperFacts, raised: Raised<'edition'>): Block[] {
	const offices = raised.signatories.filter((role) => role !== 'mentor' && role !== 'mentee')
	const parties = offices.map((role, index) => ({
		title: index === offices.length - 1 ? 'УТВЕРЖДАЮ' : 'СОГЛАСОВАНО',
		...signingOf(facts, raised, role)
	}))
	return parties.length === 0 ? [] : [{ type: 'parties', parties }]
}

function signingOf(
	facts: PaperFacts,
	{ signatures }: Raised<'edition'>,
	role: Signatory
): { lines: string[]; name: string } {
	const signature = signatures.find(({ by }) => by.role === role)
	const inOffice = role === 'head' ? facts.headId : role === 'curator' ? facts.curatorId : null
	const person = findPerson(facts, signature?.by.personId ?? inOffice)
	return {
		lines: [upperFirst(roleWords(facts, role)), ...signedLines(facts, signature)],
		name: person === null ? (signature?.by.name ?? '') : signatureName(person)
	}
}

function signedLines({ timeZone }: PaperFacts, signature: Signature | undefined): string[] {
	return signature === undefined ? [] : [`Подписано в системе «Тандем» ${momentIn(timeZone, signature.at)}`]
}

/** Both sides, each with the moment of their signature in the system. */
function participantSignatures(
	facts: PaperFacts,
	{ signatures }: Raised<'edition'>,
	people: readonly PaperPerson[]
): Block[] {
	const parties = people.map((person) => {
		const signature = signatures.find(({ by }) => by.personId === person.id)
		const isMentor = facts.ledger.members.some(({ personId, role }) => personId === person.id && role === 'mentor')
		return {
			title: isMentor ? 'Наставник' : 'Наставляемый',
			lines: signedLines(facts, signature),
			name: signatureName(person)
		}
	})
	return parties.length === 0 ? [] : [{ type: 'parties', parties }]
}

/** «Наставник: Ковалёв Виктор Андреевич, директор Лицея № 2»; none without people. */
function sideOf({ ownForms }: PaperFacts, people: readonly PaperPerson[], [one, several]: [string, string]): Words[] {
	const named = people.map((person) => fillFully(person, 'именительный', ownForms))
	if (named.length === 0) return []
	return [
		{
			text: `${named.length > 1 ? several : one}: ${named.map(({ text }) => text).join('; ')}`,
			warnings: named.flatMap(({ warnings }) => warnings)
		}
	]
}

function explanatoryNote(facts: PaperFacts, plan: Y.Doc): Block[] {
	const { ledger, regulation } = facts
	const { goal, direction, difficulty, strength, form, image } = readProfile(plan)
	const { title, number, date, issuer } = regulation.order
	const relation = ledger.relation ?? ledger.proposal?.relation
	const category = regulation.categories.find(({ id }) => id === ledger.request?.categoryId)
	const owed = regulation.reports.filter(
		({ categories }) => categories === undefined || categories.some((id) => id === category?.id)
	)
	return [
		{ type: 'heading', text: 'Пояснительная записка' },
		paragraph(`Основание: «${title}» (${issuer}, № ${number} от ${longDate(date)}). ${orderLine(facts)}`),
		...line('Категория наставляемого', category?.wording ?? ''),
		...line('Запрос наставляемого', ledger.request?.mainRequest ?? ''),
		...numberedList('Выявленные затруднения', textsOf(difficulty)),
		...numberedList('Сильные стороны', textsOf(strength)),
		...numberedList('Желаемый образ себя в профессии', textsOf(image)),
		...numberedList('Цели', textsOf(goal)),
		...numberedList('Направления работы', textsOf(direction)),
		...line('Форма наставничества', wordForms(formsOf(ledger))),
		...line('Основание выбора формы', formsBasisOf(ledger)),
		...line('Вид наставничества', relation === undefined ? '' : relationWords[relation]),
		...numberedList('Описание форм и видов наставничества', textsOf(form)),
		...line('Срок реализации', termOf(plan)),
		...line('Отчётность', owed.map(({ wording }) => wording).join('; ')),
		paragraph('Этапы и планируемые результаты:'),
		stagesTable(plan)
	]
}

/** «Приказ о закреплении от 15.09.2026 № 41.»; empty until an order is in the journal. */
function orderLine({ ledger }: PaperFacts): string {
	const order = orderInForce(ledger)
	const registered = order && registrationOf(ledger, order.id)
	return registered === null ? '' : `Приказ о закреплении от ${shortDate(registered.on)} № ${registered.number}.`
}

function stagesTable(plan: Y.Doc): Block {
	const activities = readActivities(plan)
	return {
		type: 'table',
		columns: [
			{ title: '№', share: 7 },
			{ title: 'Этап', share: 38 },
			{ title: 'Сроки', share: 25 },
			{ title: 'Результат', share: 30 }
		],
		rows: readStages(plan).map(({ id, title, startsOn, endsOn, products }, index) => {
			const results = activities.filter(({ stageId }) => stageId === id).map(({ resultForm }) => resultForm)
			const all = [...new Set([...results, products])].filter(Boolean)
			return [String(index + 1), title, spanOf(startsOn, endsOn), all.join(', ')]
		})
	}
}

function planOfActivities(facts: PaperFacts, plan: Y.Doc): Block[] {
	const activities = readActivities(plan)
	const stages = readStages(plan)
	return [
		{ type: 'heading', text: 'План мероприятий' },
		{
			type: 'table',
			columns: [
				{ title: '№', share: 5 },
				{ title: 'Мероприятие', share: 33 },
				{ title: 'Срок', share: 13 },
				{ title: 'Место', share: 11 },
				{ title: 'Ответственный', share: 13 },
				{ title: 'Форма результата', share: 14 },
				{ title: 'Отметка', share: 11 }
			],
			rows: stages.flatMap(({ id, title, startsOn, endsOn }, index) => [
				[`${index + 1}. ${title}${spanOf(startsOn, endsOn) === '' ? '' : ` (${spanOf(startsOn, endsOn)})`}`],
				...activities
					.filter(({ stageId }) => stageId === id)
					.map((activity, position) => toRow(facts, activity, `${index + 1}.${position + 1}`))
			])
		}
	]
}

function toRow({ people }: PaperFacts, activity: Activity, ownNumber: string): string[] {
	const { number, title, audience, startsOn, dueOn, deadlineWording, place, responsible, resultForm, status } = activity
	const named = people.filter(({ id }) => responsible.includes(id)).map(signatureName)
	const others = named.length < responsible.length ? ['другой участник'] : []
	return [
		number ?? ownNumber,
		[kindBeside(activity), title, audience && `Для кого: ${audience}`].filter(Boolean).join('. '),
		spanOf(startsOn, dueOn) || deadlineWording,
		place,
		responsible.length === 0 ? 'наставник и наставляемый' : [...named, ...others].join(', '),
		resultForm,
		// Of the marks, an edition has only this one: the others are made by hand.
		status === 'cancelled' ? 'отменено' : ''
	]
}

/** «01.10.2026 – 30.11.2026», «01.10.2026», «до 30.11.2026»; empty if no day is set. */
function spanOf(from: IsoDate | null, until: IsoDate | null): string {
	if (until === null) return from === null ? '' : `с ${shortDate(from)}`
	if (from === until) return shortDate(until)
	return from === null ? `до ${shortDate(until)}` : `${shortDate(from)} – ${shortDate(until)}`
}

function termOf(plan: Y.Doc): string {
	const { startsOn, termMonths } = readPlanMeta(plan)
	const months = countMonths(termMonths)
	if (startsOn === '') return months
	return `с ${shortDate(startsOn)} по ${shortDate(lastDayOfTerm(startsOn, termMonths))} (${months})`
}

function line(label: string, text: string): Block[] {
	return text.trim() === '' ? [] : [paragraph(`${label}: ${text}`)]
}

function textsOf(items: readonly ProfileItem[]): string[] {
	return items.map(({ text }) => text)
}
