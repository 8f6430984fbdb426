/** A group at work: who comes into it, and who leaves it. */
import type { Regulation } from '../../regulation/schema.ts'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import type { Speaker } from '../ledger.ts'
import type { Matter, Statement } from '../statement.ts'
import {
	arkady,
	beginStory,
	consentOf,
	darya,
	elena,
	irina,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	viktor,
	type Story
} from './story.ts'

export const maria: Speaker = { personId: 'maria', name: 'Полозова Мария Ильинична', role: 'mentee' }
export const danil: Speaker = { personId: 'danil', name: 'Бахтин Данил Юрьевич', role: 'mentee' }
export const ground = 'Перехожу в другую школу'

/** Viktor guides Irina, Darya and Maria by an order in force; Danil is in the bank. */
export function beginGroup(
	regulation: Regulation = tomskCity,
	mentees: Speaker[] = [irina, darya, maria],
	mentors: Speaker[] = [viktor]
): Story {
	const story = beginStory(regulation)
	const menteeIds = mentees.map(({ personId }) => personId)
	story.facts.openPrograms = new Map([...menteeIds, 'danil'].map((personId) => [personId, null]))
	const relation = regulation.relations.value[0] ?? 'head-head'
	story.tell([
		elena,
		{ ...request, menteeIds, regulationId: regulation.id, categoryId: regulation.categories[0]?.id ?? '' }
	])
	const mentorIds = mentors.map(({ personId }) => personId)
	story.tell([elena, { ...proposal, mentorIds, relation, forms: ['group'] }])
	for (const { kind, by } of regulation.consents) {
		for (const person of by === 'mentor' ? mentors : mentees) story.say(person, consentOf(kind))
	}
	const termMonths = regulation.programTerm?.value.maxMonths ?? 12
	story.tell([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { termMonths }))])
	story.tell([arkady, sign(story.lastId())])
	return story
}

export const leave = (menteeId: string, change: Partial<Extract<Matter, { type: 'leave' }>> = {}): Statement =>
	raise({ type: 'leave', menteeId, forms: null, ground, ...change })
export const join = (menteeId: string): Statement =>
	raise({ type: 'join', menteeId, mainRequest: 'Как выстроить команду' })

/** Up to the order that ends it. */
export function tellLeaving(story: Story, menteeId: string, change = {}): string {
	story.tell([elena, leave(menteeId, change)])
	const matterId = story.lastId()
	story.tell([arkady, sign(matterId)])
	return matterId
}

export function tellJoining(story: Story, newcomer: Speaker): string {
	story.tell([elena, join(newcomer.personId)])
	const matterId = story.lastId()
	for (const kind of ['duties', 'personal-data'] as const) story.say(newcomer, consentOf(kind))
	story.tell([viktor, sign(matterId)], [newcomer, sign(matterId)], [arkady, sign(matterId)])
	return matterId
}
