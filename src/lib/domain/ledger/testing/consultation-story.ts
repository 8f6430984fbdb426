/** A team of a weak school in Dinskoy asks for consultations (domain.md D18). */
import type { IsoDate } from '../../calendar.ts'
import { dinskoy } from '../../regulation/packs/dinskoy.ts'
import { awaitedFrom } from '../awaiting.ts'
import { consultationStanding, findConsultation } from '../consultations.ts'
import type { Ledger, Speaker } from '../ledger.ts'
import { playEntry } from '../play.ts'
import type { Statement } from '../statement.ts'
import { formedIn } from './pair.ts'
import {
	arkady,
	consentOf,
	darya,
	elena,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	sign,
	viktor,
	type Story
} from './story.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

const ground = 'Это вопрос к методисту'
export const galina: Speaker = { personId: 'galina', name: 'Седова Галина Романовна', role: 'curator' }

export const ask = (change: Partial<Of<'ask-consultation'>> = {}): Statement => ({
	type: 'ask-consultation',
	about: 'Как читать результаты ВПР',
	mode: 'in-person',
	...change
})
export const take = (consultationId: string, on = '2026-09-20'): Statement => ({
	type: 'answer-consultation',
	consultationId,
	answer: { kind: 'take', on, where: 'Школа № 1, кабинет 12, в 15 часов' }
})
export const pass = (consultationId: string): Statement => ({
	type: 'answer-consultation',
	consultationId,
	answer: { kind: 'pass', ground }
})
export const refer = (consultationId: string, change: Partial<Of<'refer-consultation'>> = {}): Statement => ({
	type: 'refer-consultation',
	consultationId,
	to: { kind: 'other', name: 'Методист центра' },
	on: null,
	words: 'Позвоните в центр',
	...change
})
export const withdraw = (consultationId: string): Statement => ({ type: 'withdraw-consultation', consultationId })
export const toMentor = (mentorId: string) => ({ to: { kind: 'mentor' as const, mentorId } })

/** Viktor, or Viktor and Oleg, guide the team of Irina and Darya by an order in force, from 15 September for a year. */
export function beginWith(...mentors: Speaker[]): Story {
	const story = formedIn(dinskoy, { proposal: { mentorIds: mentors.map(({ personId }) => personId) } })
	consentAll(story, mentors, [irina, darya])
	order(story)
	return story
}

function consentAll(story: Story, mentors: readonly Speaker[], mentees: readonly Speaker[]): void {
	for (const { kind, by } of dinskoy.consents) {
		for (const person of by === 'mentor' ? mentors : mentees) story.say(person, consentOf(kind))
	}
}

function order(story: Story, startsOn = '2026-09-15'): void {
	story.tell([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { termMonths: 12, startsOn }))])
	story.tell([arkady, sign(story.lastId())])
}

/** The id of what was asked. */
export function asked(story: Story, by: Speaker = irina): string {
	return said(story, by, ask())
}

/** The id of what was said. */
export function said(story: Story, by: Speaker, statement: Statement): string {
	story.tell([by, statement])
	return story.lastId()
}

/** Face to face: Viktor passed it on, and Elena referred it to Oleg on 1 September, while a day alone would do. */
export function beginPlaceless(on = '2026-09-25'): {
	story: Story
	consultationId: string
	before: Ledger
	/** The same once more, with its place. */
	withPlace: Statement
	/** What it comes to when the curator says so on the day. */
	placedBy: (by: Speaker, on: IsoDate) => Ledger
} {
	const story = beginWith(viktor)
	const consultationId = asked(story)
	story.tell([viktor, pass(consultationId)])
	const referred = { ...toMentor('oleg'), on }
	const withPlace = refer(consultationId, { ...referred, words: 'В 15 часов, кабинет 12' })
	const play = (ledger: Ledger, by: Speaker, day: IsoDate, statement: Statement) => {
		const at = `${day}T08:00:00.000Z`
		const sequence = ledger.sequence + 1
		const entry = { id: `entry-${sequence}`, programId: 'program-1', sequence, at, on: day, by, saidAt: at, statement }
		return playEntry(ledger, entry)
	}
	const before = play(story.ledger(), elena, '2026-09-01', refer(consultationId, { ...referred, words: null }))
	return { story, consultationId, before, withPlace, placedBy: (by, day) => play(before, by, day, withPlace) }
}

export function standing(story: Story, consultationId: string): string | null {
	const found = findConsultation(story.ledger(), consultationId)
	return found && consultationStanding(story.ledger(), found)
}

/** Of whom an answer is awaited. */
export function awaited(story: Story): string[] {
	return [viktor, oleg, irina, darya, elena, arkady].flatMap((by) =>
		awaitedFrom(story.ledger(), dinskoy, by)
			.filter((one) => 'consultationId' in one)
			.map(({ type }) => `${by.personId} ${type}`)
	)
}

export function release(story: Story, mentor: Speaker): void {
	story.tell([mentor, raise({ type: 'release', mentorId: mentor.personId, ground })])
	const matterId = story.lastId()
	story.tell([elena, sign(matterId)], [arkady, sign(matterId)])
}

/** Viktor goes, Oleg comes. */
export function replace(story: Story): void {
	release(story, viktor)
	const { proposal: before } = story.ledger()
	const { relation = 'head-team', forms = [] } = before ?? {}
	story.tell([elena, { ...proposal, insteadOf: before?.id ?? null, mentorIds: ['oleg'], relation, forms }])
	consentAll(story, [oleg], [irina, darya])
	order(story, '2026-09-20')
}
