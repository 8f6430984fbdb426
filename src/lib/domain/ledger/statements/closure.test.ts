import { describe, expect, it } from 'vitest'
import { dinskoy } from '../../regulation/packs/dinskoy.ts'
import { surgut } from '../../regulation/packs/surgut.ts'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../../regulation/packs/tomsk-region.ts'
import { missingAcquaintances } from '../awaiting.ts'
import { checkAtHand, offersTo } from './all.ts'
import { formsToGoOnIn } from './members.ts'
import { hasMentorInPay } from './closure.ts'
import { currentMembers, involvedPeople, menteeIdsOf, type Speaker } from '../ledger.ts'
import { signersAfter } from '../signing.ts'
import type { Decision, Statement } from '../statement.ts'
import { beginGroup, danil, ground, join, leave, maria, joinByOrder, leaveByOrder } from '../testing/group-story.ts'
import {
	arkady,
	awaitedBy,
	beginStory,
	consentOf,
	darya,
	elena,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	sign,
	beginByOrder,
	viktor,
	type Story
} from '../testing/story.ts'

const galina: Speaker = { personId: 'galina', name: 'Седова Галина Романовна', role: 'curator' }
const idsOf = (story: Story) => currentMembers(story.ledger(), 'mentee').map(({ personId }) => personId)

describe('whoever is proposed to a group', () => {
	it('has no say in it before the order: neither ends it nor asks for another mentor', () => {
		const story = beginGroup()
		story.sayAll([elena, join('danil')])
		const closure = {
			type: 'closure',
			reasonId: 'participants',
			ground,
			lastDay: null,
			conclusion: 'Завершена'
		} as const
		expect(story.say(danil, raise(closure))).toEqual({ reason: 'not-your-programme' })
		const another = raise({ type: 'replace', mentorId: 'viktor', ground })
		expect(story.say(danil, another)).toEqual({ reason: 'not-your-programme' })
		expect(story.say(darya, another)).toBeNull()
	})

	it('acquaints themselves with the order that brought them in, not with those before it', () => {
		const story = beginGroup()
		const decisionId = joinByOrder(story, danil)
		const asked = missingAcquaintances(story.ledger()).filter(({ personId }) => personId === 'danil')
		expect(asked).toEqual([{ personId: 'danil', role: 'mentee', matterId: decisionId }])
	})
})

describe('leaving a group', () => {
	it('[T42] a mentee asks, the curator and the head sign, and the others go on', () => {
		const story = beginGroup()
		story.sayAll([darya, leave('darya')])
		const decisionId = story.lastId()
		expect(idsOf(story)).toEqual(['irina', 'darya', 'maria'])
		expect(story.say(arkady, sign(decisionId))).toEqual({ reason: 'not-your-turn', waitsFor: 'curator' })
		story.facts.today = '2026-10-05'
		story.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
		expect(idsOf(story)).toEqual(['irina', 'maria'])
		expect(story.ledger()).toMatchObject({ phase: 'active', forms: ['group'] })
		expect(story.ledger().members).toContainEqual(expect.objectContaining({ personId: 'darya', until: '2026-10-05' }))
		expect(story.say(darya, { type: 'remark', about: null, text: 'Ещё слово' })).toEqual({
			reason: 'not-your-programme'
		})
	})

	it.each([
		['[T42] the mentor', tomskCity, viktor, null],
		['[T43] the curator', tomskCity, elena, null],
		['[T42] a mentee for another', tomskCity, irina, { reason: 'not-your-role' }],
		['the head, who decides', tomskCity, arkady, { reason: 'not-your-role' }],
		['a stranger', tomskCity, oleg, { reason: 'not-your-programme' }],
		['the mentor, where the regulation is silent', surgut, viktor, null],
		['the mentee, where the regulation is silent', surgut, darya, null]
	])('%s raises it, or not', (_, regulation, by, refusal) => {
		expect(beginGroup(regulation).say(by, leave('darya'))).toEqual(refusal)
	})

	it('[T13] of two, the one who remains goes on in another form, chosen with it', () => {
		const story = beginGroup(tomskCity, [irina, darya])
		expect(story.say(darya, leave('darya'))).toEqual({ reason: 'no-group-left' })
		expect(story.say(darya, leave('darya', { forms: ['group'] }))).toEqual({ reason: 'no-group-left' })
		leaveByOrder(story, 'darya', { forms: ['traditional', 'virtual'] })
		expect(idsOf(story)).toEqual(['irina'])
		expect(story.ledger().forms).toEqual(['traditional', 'virtual'])
	})

	it('[T13] of two who leave at once, the second says in which form the last goes on', () => {
		const story = beginGroup()
		story.sayAll([darya, leave('darya')])
		const first = story.lastId()
		story.sayAll([maria, leave('maria')])
		const second = story.lastId()
		story.sayAll([elena, sign(first)], [arkady, sign(first)])
		expect(story.say(elena, sign(second))).toEqual({ reason: 'no-group-left' })
		expect(idsOf(story)).toEqual(['irina', 'maria'])
	})

	it('[T13] the last mentee does not leave: the programme is closed', () => {
		const story = beginStory()
		beginByOrder(story)
		expect(story.say(irina, leave('irina', { forms: ['virtual'] }))).toEqual({ reason: 'last-mentee' })
	})

	it('[D3] a management team does not become a person', () => {
		const story = beginGroup(dinskoy, [irina, darya])
		expect(story.say(elena, leave('darya', { forms: ['virtual'] }))).toEqual({ reason: 'group-too-small', min: 2 })
		expect(beginGroup(dinskoy).say(elena, leave('darya'))).toBeNull()
	})

	it('whoever left is not put back by the order on another mentor, and is free for another programme', () => {
		const story = beginGroup()
		leaveByOrder(story, 'darya')
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground })])
		const release = story.lastId()
		story.sayAll([elena, sign(release)], [arkady, sign(release)])
		const insteadOf = story.ledger().proposal?.id ?? null
		story.sayAll([elena, { ...proposal, insteadOf, mentorIds: ['oleg'], forms: ['group'] }])
		for (const kind of ['duties', 'personal-data'] as const) story.say(oleg, consentOf(kind))
		for (const person of [irina, maria]) story.sayAll([person, consentOf('duties')])
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { startsOn: '2026-10-01' }))])
		story.sayAll([arkady, sign(story.lastId())])
		expect(idsOf(story)).toEqual(['irina', 'maria'])
	})

	it('they are asked to read the order that ended their part, and still the one that began it', () => {
		const story = beginGroup()
		const beginning = story.ledger().matters[0]?.id ?? ''
		const ending = leaveByOrder(story, 'darya')
		expect(awaitedBy(story, darya)).toEqual([beginning, ending].map((matterId) => ({ type: 'acquaint', matterId })))
		for (const matterId of [beginning, ending]) expect(story.say(darya, { type: 'acquaint', matterId })).toBeNull()
		expect(missingAcquaintances(story.ledger()).some(({ personId }) => personId === 'darya')).toBe(false)
	})

	it('when the programme is closed, whoever left before has no part in its end', () => {
		const story = beginGroup()
		leaveByOrder(story, 'darya')
		story.facts.today = '2026-11-01'
		const closing: Decision = { type: 'closure', reasonId: 'participants', ground, lastDay: null, conclusion: 'Итог' }
		story.sayAll([viktor, raise(closing)])
		const decisionId = story.lastId()
		story.sayAll([elena, sign(decisionId)])
		story.sayAll([arkady, sign(decisionId)])
		expect(story.ledger().phase).toBe('closed')
		expect(menteeIdsOf(story.ledger())).toEqual(['irina', 'maria'])
	})
})

describe('joining a group', () => {
	it('[T13] [T40] the curator proposes, the mentor and the newcomer agree, the head orders', () => {
		const story = beginGroup()
		story.facts.today = '2026-10-05'
		const decisionId = joinByOrder(story, danil)
		expect(idsOf(story)).toEqual(['irina', 'darya', 'maria', 'danil'])
		expect(story.ledger().members.at(-1)).toMatchObject({ personId: 'danil', from: '2026-10-05', until: null })
		const unread = missingAcquaintances(story.ledger()).filter((one) => one.matterId === decisionId)
		expect(unread.map(({ personId }) => personId)).toEqual(['irina', 'darya', 'maria', 'danil'])
	})

	it('[T16] [T40] before the order come the consents, and no head’s turn before the newcomer’s', () => {
		const story = beginGroup()
		story.sayAll([elena, join('danil')])
		const decisionId = story.lastId()
		expect(involvedPeople(story.ledger())).toContain('danil')
		expect(awaitedBy(story, danil)).toEqual([
			{ type: 'consent', kind: 'duties' },
			{ type: 'consent', kind: 'personal-data' },
			{ type: 'sign', matterId: decisionId }
		])
		expect(story.say(arkady, sign(decisionId))).toMatchObject({ reason: 'not-your-turn' })
		expect(story.say(danil, sign(decisionId))).toMatchObject({ reason: 'consents-missing' })
		// His phone has received only his joining, and knows no proposal.
		const ofJoining: Statement = { ...consentOf('duties'), proposalId: null }
		story.sayAll([danil, ofJoining], [danil, consentOf('personal-data')], [danil, sign(decisionId)])
		story.sayAll([viktor, sign(decisionId)], [danil, { type: 'withdraw-consent', kind: 'duties' }])
		expect(story.say(arkady, sign(decisionId))).toMatchObject({ reason: 'consents-missing' })
		story.sayAll([danil, consentOf('duties')], [arkady, sign(decisionId)])
		expect(idsOf(story)).toContain('danil')
	})

	it('[T40] nobody is put into a group against their will', () => {
		const story = beginGroup()
		story.sayAll([elena, join('danil')])
		story.sayAll([danil, { type: 'decline', matterId: story.lastId(), ground: 'Не могу' }])
		expect(involvedPeople(story.ledger())).not.toContain('danil')
		expect(story.say(danil, consentOf('duties'))).toEqual({ reason: 'not-your-programme' })
	})

	it('[R11] a minor consents through whoever represents them', () => {
		const story = beginGroup(tomskRegion)
		story.facts.birthDays = new Map([['danil', '2011-03-01']])
		story.sayAll([elena, join('danil')])
		const own = consentOf('personal-data')
		expect(story.say(danil, own)).toEqual({ reason: 'wrong-signer', signer: 'representative' })
		expect(story.say(danil, { ...own, representative: 'Бахтина Ольга Львовна' })).toBeNull()
	})

	it('a mentee never has two open programmes, also when the other began while this one was agreed', () => {
		const story = beginGroup()
		story.sayAll([elena, join('danil')])
		const decisionId = story.lastId()
		for (const kind of ['duties', 'personal-data'] as const) story.say(danil, consentOf(kind))
		story.sayAll([viktor, sign(decisionId)], [danil, sign(decisionId)])
		story.facts.openPrograms = new Map([['danil', 'Лучшие практики']])
		const refusal = { reason: 'open-program', personId: 'danil', title: 'Лучшие практики' }
		expect(story.say(arkady, sign(decisionId))).toEqual(refusal)
	})

	it.each([
		['[T13] nobody joins a pair', [irina], 'danil', elena, { reason: 'not-a-group' }],
		['a mentor has no say in it first', [irina, darya], 'danil', viktor, { reason: 'not-your-role' }],
		['whoever is in it already', [irina, darya], 'darya', elena, { reason: 'already-said' }],
		['their own mentor', [irina, darya], 'viktor', elena, { reason: 'not-a-mentee', personId: 'viktor' }],
		['nobody of the bank', [irina, darya], 'nobody', elena, { reason: 'not-a-mentee', personId: 'nobody' }]
	])('%s', (_, mentees, newcomer, by, refusal) => {
		const story = mentees.length > 1 ? beginGroup(tomskCity, mentees) : beginStory()
		if (mentees.length === 1) beginByOrder(story)
		expect(story.say(by, join(newcomer))).toEqual(refusal)
	})

	it('[T13] the group keeps its bounds, and its category', () => {
		const story = beginGroup({ ...tomskCity, groupSize: { value: { min: 2, max: 3 }, source: null } })
		expect(story.say(elena, join('danil'))).toEqual({ reason: 'group-size', min: 2, max: 3 })
		const other = beginGroup()
		const categoryId = other.ledger().request?.categoryId ?? ''
		other.facts.unfitCategories = new Map([['danil', [categoryId]]])
		expect(other.say(elena, join('danil'))).toEqual({ reason: 'unfit-category', personId: 'danil' })
	})

	it('of two curators who propose the same mentee, the second looks at what the first has said', () => {
		const story = beginGroup()
		story.sayAll([elena, join('danil')])
		expect(story.say(galina, join('danil'))).toEqual({ reason: 'already-said' })
	})

	it('whoever left may come back, and consents to the duties anew', () => {
		const story = beginGroup()
		leaveByOrder(story, 'darya')
		story.sayAll([elena, join('darya')])
		const kinds = awaitedBy(story, darya).map((one) => one.type)
		expect(kinds.filter((type) => type === 'consent')).toHaveLength(1)
		joinByOrder(story, darya)
		expect(idsOf(story)).toEqual(['irina', 'maria', 'darya'])
	})
})

it('what may be said of a group is offered, and of a pair it is not', () => {
	const story = beginGroup(tomskCity, [irina, darya])
	const { regulation, today } = story.facts
	const known = { regulation, today, bornOn: null }
	const typesFor = (speaker: Speaker) =>
		offersTo(story.ledger(), speaker, known).filter(({ type }) => type === 'leave' || type === 'join')
	expect(typesFor(elena)).toEqual([{ type: 'leave', menteeIds: ['irina', 'darya'] }, { type: 'join' }])
	expect(typesFor(darya)).toEqual([{ type: 'leave', menteeIds: ['darya'] }])
	expect(typesFor(arkady)).toEqual([])
	leaveByOrder(story, 'darya', { forms: ['virtual'] })
	expect(typesFor(elena)).toEqual([])
	const known2 = { ...known, plan: null, planHash: null, planSections: null }
	expect(checkAtHand(story.ledger(), join('danil'), elena, known2)).toEqual({ reason: 'not-a-group' })
})

describe('of two mentees, whoever remains', () => {
	const groupOrPair: typeof tomskCity = { ...tomskCity, forms: { value: ['traditional', 'group'], source: null } }
	const twoMentors = (regulation = tomskCity) => beginGroup(regulation, [irina, darya], [viktor, oleg])

	it('[T13] may go on one to one with one mentor, and with two may not', () => {
		expect(formsToGoOnIn(beginGroup(tomskCity, [irina, darya]).ledger(), tomskCity)).toContain('traditional')
		const story = twoMentors()
		const without = ['virtual', 'short-term', 'situational', 'speed']
		expect(formsToGoOnIn(story.ledger(), tomskCity)).toEqual(without)
		// A suspended mentor counts: he may be reinstated.
		story.sayAll([elena, { type: 'suspend', personId: 'oleg' }])
		expect(formsToGoOnIn(story.ledger(), tomskCity)).toEqual(without)
	})

	it('[T13] may go on one to one again when one of two mentors was released', () => {
		const story = twoMentors()
		story.sayAll([oleg, raise({ type: 'release', mentorId: 'oleg', ground })])
		const decisionId = story.lastId()
		story.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
		story.facts.today = '2026-09-20'
		expect(formsToGoOnIn(story.ledger(), tomskCity)).toContain('traditional')
	})

	it('[T13] is offered all forms but the group’s where with two mentors none would be left, and goes on in it', () => {
		const story = twoMentors(groupOrPair)
		expect(formsToGoOnIn(story.ledger(), groupOrPair)).toEqual(['traditional'])
		leaveByOrder(story, 'darya', { forms: ['traditional'] })
		expect(idsOf(story)).toEqual(['irina'])
		expect(story.ledger().forms).toEqual(['traditional'])
	})

	it('leaving is offered where a form is left to go on in, and where the regulation has only groups, not', () => {
		const isOffered = (story: Story) => {
			const { regulation, today } = story.facts
			return offersTo(story.ledger(), darya, { regulation, today }).some(({ type }) => type === 'leave')
		}
		expect(isOffered(twoMentors())).toBe(true)
		expect(isOffered(beginGroup(groupOrPair, [irina, darya]))).toBe(true)
		expect(isOffered(twoMentors(groupOrPair))).toBe(true)
		expect(isOffered(twoMentors({ ...tomskCity, forms: { value: ['group'], source: null } }))).toBe(false)
	})
})

it('a leave is signed by who leaves, the curator and the head, and by none of the others', () => {
	const ledger = beginGroup().ledger()
	const rolesAfter = (by: Speaker) =>
		signersAfter(ledger, { type: 'leave', menteeId: 'darya', forms: null, ground }, by, tomskCity).map(
			({ role }) => role
		)
	expect(rolesAfter(darya)).toEqual(['curator', 'head'])
	expect(rolesAfter(elena)).toEqual(['head'])
})

it('[T48] [L1] a closure ends the pay of a mentor who has some: not after a release, nor where the incentive is cancelled', () => {
	const story = beginStory()
	beginByOrder(story)
	expect(hasMentorInPay(story.ledger())).toBe(true)
	const about = { mentorId: 'viktor', ground }
	const cancel: Statement = { type: 'cancel-incentive', ...about, groundIds: ['plan'] }
	const isOffered = () =>
		offersTo(story.ledger(), arkady, { today: story.facts.today, regulation: tomskCity }).some(
			({ type }) => type === 'cancel-incentive'
		)
	// The duties begin on 15 September.
	story.facts.today = '2026-09-14'
	expect(isOffered()).toBe(false)
	story.facts.today = '2026-09-15'
	expect(isOffered()).toBe(true)
	story.sayAll([arkady, cancel])
	expect(hasMentorInPay(story.ledger())).toBe(false)
	story.sayAll([arkady, { type: 'restore-incentive', ...about }])
	expect(hasMentorInPay(story.ledger())).toBe(true)
	story.sayAll([elena, raise({ type: 'release', ...about })])
	const releaseId = story.lastId()
	story.sayAll([viktor, sign(releaseId)], [arkady, sign(releaseId)])
	expect(hasMentorInPay(story.ledger())).toBe(false)
})
