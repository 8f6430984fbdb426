/** Test stories of a group at work: mentees join and leave it. */
import type { Regulation } from '../../regulation/schema.ts'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import type { Speaker } from '../ledger.ts'
import type { Decision, Statement } from '../statement.ts'
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

/** Viktor mentors Irina, Darya and Maria by an order in force; Danil is in the bank. */
export function beginGroup(
	regulation: Regulation = tomskCity,
	mentees: Speaker[] = [irina, darya, maria],
	mentors: Speaker[] = [viktor]
): Story {
	const story = beginStory(regulation)
	const menteeIds = mentees.map(({ personId }) => personId)
	story.facts.openPrograms = new Map([...menteeIds, 'danil'].map((personId) => [personId, null]))
	const relation = regulation.relations.value[0] ?? 'head-head'
	story.sayAll([
		elena,
		{ ...request, menteeIds, regulationId: regulation.id, categoryId: regulation.categories[0]?.id ?? '' }
	])
	const mentorIds = mentors.map(({ personId }) => personId)
	story.sayAll([elena, { ...proposal, mentorIds, relation, forms: ['group'] }])
	for (const { kind, by } of regulation.consents) {
		for (const person of by === 'mentor' ? mentors : mentees) story.say(person, consentOf(kind))
	}
	const termMonths = regulation.programTerm?.value.maxMonths ?? 12
	story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { termMonths }))])
	story.sayAll([arkady, sign(story.lastId())])
	return story
}

export const leave = (menteeId: string, change: Partial<Extract<Decision, { type: 'leave' }>> = {}): Statement =>
	raise({ type: 'leave', menteeId, forms: null, ground, ...change })
export const join = (menteeId: string): Statement =>
	raise({ type: 'join', menteeId, mainRequest: 'Как выстроить команду' })

/** From the petition to the order that ends the membership. */
export function leaveByOrder(story: Story, menteeId: string, change = {}): string {
	story.sayAll([elena, leave(menteeId, change)])
	const decisionId = story.lastId()
	story.sayAll([arkady, sign(decisionId)])
	return decisionId
}

export function joinByOrder(story: Story, newcomer: Speaker): string {
	story.sayAll([elena, join(newcomer.personId)])
	const decisionId = story.lastId()
	for (const kind of ['duties', 'personal-data'] as const) story.say(newcomer, consentOf(kind))
	story.sayAll([viktor, sign(decisionId)], [newcomer, sign(decisionId)], [arkady, sign(decisionId)])
	return decisionId
}
