/** A team of a weak school in Dinskoy asks for consultations (domain.md D18). */
import type { IsoDate } from '../../calendar.ts'
import { dinskoy } from '../../regulation/packs/dinskoy.ts'
import { consultationStatus, findConsultation } from '../statements/consultation.ts'
import type { Ledger, Speaker } from '../ledger.ts'
import { applyEntry } from '../statements/all.ts'
import type { Statement } from '../statement.ts'
import { formedIn } from './pair.ts'
import {
	arkady,
	awaitedBy,
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

/** Viktor, or Viktor and Oleg, mentor the team of Irina and Darya by an order in force, from 15 September for a year. */
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
	story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { termMonths: 12, startsOn }))])
	story.sayAll([arkady, sign(story.lastId())])
}

/** The id of the request. */
export function asked(story: Story, by: Speaker = irina): string {
	return said(story, by, ask())
}

/** The id of the entry. */
export function said(story: Story, by: Speaker, statement: Statement): string {
	story.sayAll([by, statement])
	return story.lastId()
}

/** A meeting in person: Viktor passed, and Elena referred it to Oleg on 1 September, when a day alone was enough. */
export function beginPlaceless(on = '2026-09-25'): {
	story: Story
	consultationId: string
	before: Ledger
	/** The same referral with its place. */
	withPlace: Statement
	/** The ledger after the curator states it on the day. */
	placedBy: (by: Speaker, on: IsoDate) => Ledger
} {
	const story = beginWith(viktor)
	const consultationId = asked(story)
	story.sayAll([viktor, pass(consultationId)])
	const referred = { ...toMentor('oleg'), on }
	const withPlace = refer(consultationId, { ...referred, words: 'В 15 часов, кабинет 12' })
	const apply = (ledger: Ledger, by: Speaker, day: IsoDate, statement: Statement) => {
		const at = `${day}T08:00:00.000Z`
		const sequence = ledger.sequence + 1
		const entry = { id: `entry-${sequence}`, programId: 'program-1', sequence, at, on: day, by, saidAt: at, statement }
		return applyEntry(ledger, entry)
	}
	const before = apply(story.ledger(), elena, '2026-09-01', refer(consultationId, { ...referred, words: null }))
	return { story, consultationId, before, withPlace, placedBy: (by, day) => apply(before, by, day, withPlace) }
}

export function statusOf(story: Story, consultationId: string): string | null {
	const found = findConsultation(story.ledger(), consultationId)
	return found && consultationStatus(story.ledger(), found)
}

/** The people whose answer is awaited. */
export function awaited(story: Story): string[] {
	return [viktor, oleg, irina, darya, elena, arkady].flatMap((by) =>
		awaitedBy(story, by)
			.filter((one) => 'consultationId' in one)
			.map(({ type }) => `${by.personId} ${type}`)
	)
}

export function release(story: Story, mentor: Speaker): void {
	story.sayAll([mentor, raise({ type: 'release', mentorId: mentor.personId, ground })])
	const decisionId = story.lastId()
	story.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
}

/** Viktor leaves, Oleg replaces him. */
export function replace(story: Story): void {
	release(story, viktor)
	const { proposal: before } = story.ledger()
	const { relation = 'head-team', forms = [] } = before ?? {}
	story.sayAll([elena, { ...proposal, insteadOf: before?.id ?? null, mentorIds: ['oleg'], relation, forms }])
	consentAll(story, [oleg], [irina, darya])
	order(story, '2026-09-20')
}
