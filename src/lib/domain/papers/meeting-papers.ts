/**
 * The record of one meeting or visit, and the journal of all meetings of a programme (domain.md D15, R19). Drawn from the plan as it is:
 * nobody types them. Private notes are in neither.
 */
import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import { readActivities } from '../plan/activity.ts'
import type { Agreement } from '../plan/agreement.ts'
import { isBlank, isMeetingAhead, type Meeting, meetingMinutes, readMeeting, readMeetings } from '../plan/meeting.ts'
import { plainTextOf } from '../plan/rich-text.ts'
import { type MeetingCheck, type MeetingSort, readChecks, readConfirmations, type Scale } from '../plan/visit.ts'
import { fullName, type PersonName, signatureName } from './decline-name.ts'
import {
	type Block,
	fileName,
	keepTogether,
	numberedList,
	type Paper,
	paragraph,
	sentences,
	titledText
} from './paper.ts'
import { shortDate } from './values.ts'

export interface MeetingFacts {
	/** Of the programme. */
	title: string
	/** Of now; former ones are found by `findPerson` alone. */
	mentors: readonly MeetingPerson[]
	mentees: readonly MeetingPerson[]
	/** Null: nobody who takes or took part has this id. */
	findPerson(id: string): PersonName | null
	/** By the municipality's clock: `time` as `HH:MM`. */
	now: { date: IsoDate; time: string }
	/** Of an ISO instant, by the same clock. */
	dayOf(instant: string): IsoDate
}

export interface MeetingPerson extends PersonName {
	id: string
}

const JOURNAL = 'Журнал встреч'
/** So many letters of minutes stand in the journal; all of them are in the record. */
const MINUTES_LETTERS = 400

const sorts: Readonly<Record<MeetingSort, string>> = {
	first: 'Первая (организационная) встреча',
	trial: 'Пробная рабочая встреча',
	planning: 'Встреча-планирование',
	regular: 'Очередная встреча',
	final: 'Итоговая встреча',
	groupFinal: 'Итоговая групповая встреча'
}

const answers: Readonly<Record<Scale, readonly string[]>> = {
	yesNo: ['нет', 'да'],
	degree: ['не видно', 'частично', 'видно'],
	words: []
}

/** Null for an unknown or deleted meeting. A visit is a meeting with a checklist. */
export function makeMeetingRecord(facts: MeetingFacts, plan: Y.Doc, meetingId: string): Paper | null {
	const meeting = readMeeting(plan, meetingId)
	if (meeting === null || meeting.deletedAt !== null) return null
	const checks = readChecks(plan, meetingId)
	const kind = checks.length > 0 ? 'Протокол посещения' : 'Протокол встречи'
	const served = readActivities(plan).filter(({ id }) => meeting.activityIds.includes(id))
	const lists = [...new Set(checks.map(({ list }) => list))]
	const blocks: Block[] = [
		{ type: 'heading', text: kind },
		{ type: 'place', place: meeting.place || meeting.link, date: whenOf(meeting) },
		...lineOf('Программа', `«${facts.title}»`),
		...lineOf('Вид', sortOf(meeting)),
		...lineOf('Тема', meeting.topic),
		...lineOf('Присутствовали', meeting.attendees.map((id) => nameOf(facts, id, fullName)).join(', ')),
		...numberedList(
			'Мероприятия программы',
			served.map(({ number, title }) => [number, title].filter(Boolean).join(' '))
		),
		...titledText('Ход встречи', minutesOf(plan, meetingId)),
		...lists.flatMap((list) =>
			checklistBlocks(
				list,
				checks.filter((check) => check.list === list)
			)
		),
		...numberedList(
			'Договорённости',
			meeting.agreements.map((agreement) => agreementWords(facts, agreement))
		),
		...titledText(isUnconfirmed(plan, meeting) ? 'Итог (не подтверждён)' : 'Итог', meeting.summary),
		...signatures(facts, plan, meeting)
	]
	return {
		name: fileName([kind, meeting.heldOn === null ? '' : shortDate(meeting.heldOn)], facts.mentees),
		fontSize: 13,
		blocks: blocks.map(keepTogether),
		mark: null,
		warnings: meeting.heldOn === null ? [{ type: 'missing', placeholder: 'дата' }] : [],
		isKept: false
	}
}

/** The meetings that took place, the oldest first. Null: none has. */
export function makeMeetingJournal(facts: MeetingFacts, plan: Y.Doc): Paper | null {
	const held = readMeetings(plan)
		.filter((meeting) => !isMeetingAhead(meeting, facts.now) && !isBlank(meeting))
		.toReversed()
	if (held.length === 0) return null
	const activities = new Map(readActivities(plan).map(({ id, title }) => [id, title]))
	const blocks: Block[] = [
		{ type: 'turn' },
		{ type: 'heading', text: JOURNAL },
		...lineOf('Программа', `«${facts.title}»`),
		...lineOf(facts.mentors.length > 1 ? 'Наставники' : 'Наставник', facts.mentors.map(fullName).join(', ')),
		...lineOf(facts.mentees.length > 1 ? 'Наставляемые' : 'Наставляемый', facts.mentees.map(fullName).join(', ')),
		{
			type: 'table',
			columns: [
				{ title: '№', share: 5 },
				{ title: 'Дата, место', share: 15 },
				{ title: 'Вид, тема', share: 20 },
				{ title: 'Участники', share: 13 },
				{ title: 'Содержание, договорённости', share: 47 }
			],
			rows: held.map((meeting, index) => [
				String(index + 1),
				sentences([whenOf(meeting), meeting.place || meeting.link]),
				sentences([
					sortOf(meeting),
					meeting.topic || meeting.activityIds.flatMap((id) => activities.get(id) ?? []).join('; ')
				]),
				meeting.attendees.map((id) => nameOf(facts, id, signatureName)).join(', '),
				sentences([
					(meeting.summary || minutesOf(plan, meeting.id, MINUTES_LETTERS)).replaceAll('\n', ' '),
					isUnconfirmed(plan, meeting) ? 'Итог не подтверждён' : '',
					...meeting.agreements.map(
						(agreement, at) => `${at === 0 ? 'Договорённости: ' : ''}${agreementWords(facts, agreement)}`
					)
				])
			])
		},
		...facts.mentors.map((mentor): Block => ({
			type: 'signature',
			post: 'Наставник',
			name: signatureName(mentor),
			note: ''
		}))
	]
	return {
		name: fileName([JOURNAL], facts.mentees),
		fontSize: 12,
		blocks: blocks.map(keepTogether),
		mark: null,
		warnings: [],
		isKept: false
	}
}

function whenOf({ heldOn, startsAt }: Meeting): string {
	if (heldOn === null) return ''
	return startsAt === null ? shortDate(heldOn) : `${shortDate(heldOn)}, ${startsAt}`
}

/** Empty for a sort that only a newer app knows, as for none. */
function sortOf({ sort }: Meeting): string {
	return (sort === null ? undefined : sorts[sort as MeetingSort]) ?? ''
}

function minutesOf(plan: Y.Doc, meetingId: string, length?: number): string {
	const minutes = meetingMinutes(plan, meetingId)
	return minutes === null ? '' : plainTextOf(minutes, length)
}

function nameOf({ findPerson }: MeetingFacts, id: string, write: (name: PersonName) => string): string {
	const person = findPerson(id)
	return person === null ? 'другой участник' : write(person)
}

function agreementWords(facts: MeetingFacts, { text, ownerId, dueOn, isKept }: Agreement): string {
	const more = [
		ownerId === null ? '' : nameOf(facts, ownerId, signatureName),
		dueOn === null ? '' : `до ${shortDate(dueOn)}`,
		isKept ? 'выполнено' : ''
	].filter(Boolean)
	return more.length === 0 ? text : `${text} (${more.join(', ')})`
}

function checklistBlocks(list: string, checks: readonly MeetingCheck[]): Block[] {
	return [
		paragraph(`${list}:`),
		{
			type: 'table',
			columns: [
				{ title: '№', share: 7 },
				{ title: 'Вопрос', share: 45 },
				{ title: 'Ответ', share: 15 },
				{ title: 'Комментарий', share: 33 }
			],
			rows: checks.map(({ question, scale, answer, comment }, index) => [
				String(index + 1),
				question,
				answer === null ? '' : (answers[scale][answer] ?? ''),
				comment
			])
		}
	]
}

/** There is a summary, and nobody confirmed it as it is now. */
function isUnconfirmed(plan: Y.Doc, { id, summary }: Meeting): boolean {
	return summary !== '' && !readConfirmations(plan, id).some(({ isCurrent }) => isCurrent)
}

/** Who came, each with their confirmation of the summary as it is now. Without attendees: the mentors and mentees of now. */
function signatures(facts: MeetingFacts, plan: Y.Doc, meeting: Meeting): Block[] {
	const confirmed = readConfirmations(plan, meeting.id).filter(({ isCurrent }) => isCurrent)
	const all = [...facts.mentors, ...facts.mentees].map(({ id }) => id)
	return (meeting.attendees.length > 0 ? meeting.attendees : all).map((id): Block => {
		const at = confirmed.find(({ personId }) => personId === id)?.at
		return {
			type: 'signature',
			post: facts.mentors.some((mentor) => mentor.id === id)
				? 'Наставник'
				: facts.mentees.some((mentee) => mentee.id === id)
					? 'Наставляемый'
					: 'Участник',
			name: nameOf(facts, id, signatureName),
			note: at === undefined ? '' : `Итог подтверждён в системе «Тандем» ${shortDate(facts.dayOf(at))}`
		}
	})
}

function lineOf(title: string, value: string): Block[] {
	return value === '' ? [] : [paragraph(`${title}: ${value}`)]
}
