/** Test stories of Viktor and Irina under any regulation: the refusal at each step towards the order, with some fields changed. */
import { isEmployed } from '../../regulation/labour-law.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { askedConsents } from '../consents.ts'
import type { Facts, Refusal } from '../refusal.ts'
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

export type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>
export type Closure = Extract<Decision, { type: 'closure' }>

export interface Otherwise {
	/** Default: 1 September 2026. */
	today?: string
	facts?: Partial<Facts>
	request?: Partial<Of<'request'>>
	proposal?: Partial<Of<'propose'>>
	order?: Partial<Extract<Decision, { type: 'order' }>>
}

/** The refusal for a curator who requests a mentor for Irina; null: none. */
export function askedFor(regulation: Regulation, otherwise: Otherwise = {}): Refusal | null {
	return begun(regulation, otherwise).say(elena, requestOf(regulation, otherwise))
}

/** The refusal for the curator's proposal; null: none. */
export function proposedIn(regulation: Regulation, otherwise: Otherwise = {}): Refusal | null {
	const story = begun(regulation, otherwise)
	story.sayAll([elena, requestOf(regulation, otherwise)])
	return story.say(elena, proposalOf(regulation, otherwise))
}

/** The refusal for the curator who raises the order after all consents; null: none. */
export function orderedIn(regulation: Regulation, otherwise: Otherwise = {}): Refusal | null {
	const story = consentedIn(regulation, otherwise)
	return story.say(elena, orderOf(story, regulation, otherwise))
}

/** Requested and proposed; nobody has consented to anything. */
export function formedIn(regulation: Regulation, otherwise: Otherwise = {}): Story {
	const story = begun(regulation, otherwise)
	story.sayAll([elena, requestOf(regulation, otherwise)], [elena, proposalOf(regulation, otherwise)])
	return story
}

export function consentedIn(regulation: Regulation, otherwise: Otherwise = {}): Story {
	const story = formedIn(regulation, otherwise)
	const mentees = story.ledger().request?.menteeIds.length === 1 ? [irina] : [irina, darya]
	for (const { kind, by } of askedConsents(regulation, story.ledger().proposal?.relation ?? null)) {
		for (const person of by === 'mentor' ? [viktor] : mentees) story.sayAll([person, consentOf(kind)])
	}
	return story
}

/** The order is in force. */
export function activeIn(regulation: Regulation, otherwise: Otherwise = {}): Story {
	const story = consentedIn(regulation, otherwise)
	story.sayAll([elena, orderOf(story, regulation, otherwise)])
	story.sayAll([arkady, sign(story.lastId())])
	return story
}

export function orderOf(story: Story, regulation: Regulation, otherwise: Otherwise = {}): Statement {
	const termMonths = regulation.programTerm?.value.maxMonths ?? 12
	return raise(orderFor(story.ledger().proposal?.id ?? '', { termMonths, ...otherwise.order }))
}

function begun(regulation: Regulation, { today = '2026-09-01', facts }: Otherwise): Story {
	const story = beginStory(regulation, today)
	Object.assign(story.facts, facts)
	return story
}

function requestOf(regulation: Regulation, otherwise: Otherwise): Of<'request'> {
	const menteeIds = regulation.mentee.value === 'team' ? ['irina', 'darya'] : ['irina']
	const categoryId = regulation.categories[0]?.id ?? ''
	return { ...request, menteeIds, regulationId: regulation.id, categoryId, ...otherwise.request }
}

function proposalOf(regulation: Regulation, otherwise: Otherwise): Of<'propose'> {
	const isTeam = regulation.mentee.value === 'team'
	const form = regulation.forms.value.find((one) => (one === 'group') === isTeam) ?? 'traditional'
	const relation = regulation.relations.value.find(isEmployed) ?? 'head-head'
	return { ...proposal, relation, forms: [form], ...otherwise.proposal }
}
