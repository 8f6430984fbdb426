/** Refusals that no other test meets. Each one is broken in turn by `npm run rules:mutate`. */
import { describe, expect, it } from 'vitest'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import { tomskRegion } from '../../regulation/packs/tomsk-region.ts'
import type { Speaker } from '../ledger.ts'
import type { Refusal } from '../refusal.ts'
import type { Decision, Statement } from '../statement.ts'
import { activeIn, askedFor, consentedIn, formedIn, orderOf, type Otherwise } from '../testing/pair.ts'
import {
	arkady,
	beginStory,
	consentOf,
	elena,
	irina,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	type Story,
	submitReport,
	viktor
} from '../testing/story.ts'

const ground = 'По обстоятельствам'
const longer: Decision = { type: 'extend', termMonths: 30, ground }
const group: Otherwise = { request: { menteeIds: ['irina', 'darya'] }, proposal: { forms: ['group'] } }

function closure(reasonId: string, lastDay: string | null = null): Statement {
	return raise({ type: 'closure', reasonId, ground, lastDay, conclusion: 'Завершена' })
}

function matterOf(story: Story, by: Speaker, decision: Decision): string {
	story.sayAll([by, raise(decision)])
	return story.lastId()
}

type Asked = readonly [words: string, refusal: () => Refusal | null, expected: Refusal]

const forming: readonly Asked[] = [
	[
		'[T37] Irina asks for Darya',
		() => beginStory().say(irina, { ...request, menteeIds: ['darya'] }),
		{ reason: 'not-your-role' }
	],
	[
		'[T13] Irina is named twice in a request',
		() => askedFor(tomskCity, { request: { menteeIds: ['irina', 'irina'] } }),
		{ reason: 'already-said' }
	],
	[
		'[R2] a request under another regulation',
		() => askedFor(tomskCity, { request: { regulationId: 'surgut' } }),
		{ reason: 'not-in-regulation', field: 'regulation' }
	],
	['the same programme is requested again', () => formedIn(tomskCity).say(elena, request), { reason: 'already-said' }],
	[
		'something is stated before there is a request',
		() => beginStory().say(viktor, consentOf('duties')),
		{ reason: 'unknown-subject' }
	],
	[
		'Viktor refuses a proposal that a newer one has replaced',
		() => {
			const story = formedIn(tomskCity)
			const proposalId = story.lastId()
			story.sayAll([elena, { ...proposal, insteadOf: proposalId }])
			return story.say(viktor, { type: 'refuse-proposal', proposalId, ground: null })
		},
		{ reason: 'superseded' }
	],
	[
		'[R11] a pupil consents to duties, which nobody asks for',
		() => formedIn(tomskRegion).say(irina, consentOf('duties')),
		{ reason: 'not-in-regulation', field: 'consent' }
	],
	[
		'[T16] Viktor consents twice',
		() => consentedIn(tomskCity).say(viktor, consentOf('duties')),
		{ reason: 'already-said' }
	],
	[
		'[L3] Viktor consents while the municipality has not entered the address of the operator',
		() => {
			const story = formedIn(tomskCity, { facts: { missingRequisites: ['address'] } })
			return story.say(viktor, consentOf('personal-data'))
		},
		{ reason: 'requisites-missing', missing: ['address'] }
	],
	[
		'[L3] Viktor allows publication while the municipality has not entered the site, which only that sheet names',
		() => {
			const story = formedIn(tomskCity, { facts: { missingRequisites: ['site'] } })
			return story.say(viktor, consentOf('personal-data')) ?? story.say(viktor, consentOf('publication'))
		},
		{ reason: 'requisites-missing', missing: ['site'] }
	],
	[
		'[L3] Elena, the curator, consents in the place of a participant',
		() => formedIn(tomskCity).say(elena, consentOf('personal-data')),
		{ reason: 'not-your-role' }
	],
	[
		'[T16] Viktor consents to the duties after the order',
		() => activeIn(tomskCity).say(viktor, consentOf('duties')),
		{ reason: 'wrong-phase', phase: 'active' }
	],
	[
		'[L3] Irina consents after her request was withdrawn',
		() => {
			const story = formedIn(tomskCity)
			story.sayAll([elena, { type: 'withdraw-request', ground }])
			return story.say(irina, consentOf('personal-data'))
		},
		{ reason: 'wrong-phase', phase: 'closed' }
	],
	[
		'[T16] Viktor withdraws a consent that he has not given',
		() => formedIn(tomskCity).say(viktor, { type: 'withdraw-consent', kind: 'duties' }),
		{ reason: 'already-said' }
	],
	[
		'a remark about nothing that is known',
		() => formedIn(tomskCity).say(viktor, { type: 'remark', about: 'none', text: 'Когда начнём?' }),
		{ reason: 'unknown-subject' }
	],
	[
		'[T48] the head cancels an incentive before the order',
		() =>
			formedIn(tomskCity).say(arkady, { type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['plan'], ground }),
		{ reason: 'wrong-phase', phase: 'proposed' }
	],
	[
		'somebody is suspended before the order',
		() => formedIn(tomskCity).say(elena, { type: 'suspend', personId: 'viktor' }),
		{ reason: 'wrong-phase', phase: 'proposed' }
	]
]

/** The answer to Elena, who raises the order after the facts have changed since the proposal. */
function orderedAfter(change: (story: Story) => void, proposalId?: string): Refusal | null {
	const story = consentedIn(tomskCity)
	change(story)
	return story.say(elena, proposalId === undefined ? orderOf(story, tomskCity) : raise(orderFor(proposalId)))
}

const ordering: readonly Asked[] = [
	['[T16] it is for another proposal', () => orderedAfter(() => undefined, 'other'), { reason: 'superseded' }],
	[
		'[T22] Viktor has left the bank of mentors',
		() => orderedAfter(({ facts }) => void (facts.unmetConditions = new Map())),
		{ reason: 'not-a-mentor', personId: 'viktor' }
	],
	[
		'[T22] Irina has left the bank of mentees',
		() => orderedAfter(({ facts }) => void (facts.openPrograms = new Map())),
		{ reason: 'not-a-mentee', personId: 'irina' }
	],
	[
		'Irina has begun another programme',
		() => orderedAfter(({ facts }) => void (facts.openPrograms = new Map([['irina', 'Другая']]))),
		{ reason: 'open-program', personId: 'irina', title: 'Другая' }
	]
]

const working: readonly Asked[] = [
	[
		'[T44] a longer term is not longer',
		() => activeIn(tomskCity).say(elena, raise({ ...longer, termMonths: 24 })),
		{ reason: 'not-longer', months: 24 }
	],
	[
		'[T44] something unknown is signed',
		() => activeIn(tomskCity).say(viktor, sign('none')),
		{ reason: 'unknown-subject' }
	],
	[
		'[T44] Irina takes back what Viktor raised',
		() => {
			const story = activeIn(tomskCity)
			return story.say(irina, { type: 'withdraw-matter', matterId: matterOf(story, viktor, longer) })
		},
		{ reason: 'not-your-role' }
	],
	[
		'[L1] the head takes back a notice that has ended the programme',
		() => {
			const story = activeIn(tomskCity, { today: '2026-11-20', order: { startsOn: '2026-11-20' } })
			story.sayAll([arkady, closure('early-refusal', '2026-11-25')])
			const matterId = story.lastId()
			story.facts.today = '2026-11-26'
			return story.say(arkady, { type: 'withdraw-matter', matterId })
		},
		{ reason: 'wrong-phase', phase: 'closed' }
	],
	[
		'[T37] Viktor declines the petition for another mentor',
		() => {
			const story = activeIn(tomskCity)
			const matterId = matterOf(story, irina, { type: 'replace', mentorId: 'viktor', ground })
			return story.say(viktor, { type: 'decline', matterId, ground })
		},
		{ reason: 'not-your-role' }
	],
	[
		'[T35] Viktor lays down the duties of another',
		() => activeIn(tomskCity).say(viktor, raise({ type: 'release', mentorId: 'oleg', ground })),
		{ reason: 'not-your-role' }
	],
	[
		'[T37] Irina asks to replace somebody who is not her mentor',
		() => activeIn(tomskCity).say(irina, raise({ type: 'replace', mentorId: 'oleg', ground })),
		{ reason: 'unknown-subject' }
	],
	[
		'[T13] a person who is not in the group leaves it',
		() => activeIn(tomskCity, group).say(elena, raise({ type: 'leave', menteeId: 'maria', forms: null, ground })),
		{ reason: 'unknown-subject' }
	],
	[
		'[T41] closed for a reason the regulation does not have',
		() => activeIn(tomskCity).say(elena, closure('tired')),
		{ reason: 'not-in-regulation', field: 'reason' }
	],
	[
		'[T42] closed with notice for a reason that has none',
		() => activeIn(tomskCity).say(irina, closure('participants', '2026-12-01')),
		{ reason: 'not-in-regulation', field: 'reason' }
	],
	[
		'Elena acquaints herself with an order',
		() => {
			const story = activeIn(tomskCity)
			return story.say(elena, { type: 'acquaint', matterId: story.ledger().matters.at(-1)?.id ?? '' })
		},
		{ reason: 'not-your-role' }
	],
	[
		'a remark that nobody made is answered',
		() => activeIn(tomskCity).say(elena, { type: 'answer', remarkId: 'none', text: 'Скоро' }),
		{ reason: 'unknown-subject' }
	],
	[
		'[T48] the head cancels the incentive of a mentor of another programme',
		() => activeIn(tomskCity).say(arkady, { type: 'cancel-incentive', mentorId: 'oleg', groundIds: ['plan'], ground }),
		{ reason: 'unknown-subject' }
	],
	[
		'[T48] the head cancels an incentive twice',
		() => {
			const story = activeIn(tomskCity)
			const cancelled: Statement = { type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['plan'], ground }
			story.sayAll([arkady, cancelled])
			return story.say(arkady, cancelled)
		},
		{ reason: 'already-said' }
	],
	[
		'[T48] the head restores an incentive that nobody has cancelled',
		() => activeIn(tomskCity).say(arkady, { type: 'restore-incentive', mentorId: 'viktor', ground }),
		{ reason: 'already-said' }
	],
	[
		'somebody unknown is suspended',
		() => activeIn(tomskCity).say(elena, { type: 'suspend', personId: 'maria' }),
		{ reason: 'unknown-subject' }
	],
	[
		'[T3] [T48] Viktor submits one report twice',
		() => {
			const story = activeIn(tomskCity)
			const said = submitReport('2026-12-10')
			story.sayAll([viktor, said])
			return story.say(viktor, said)
		},
		{ reason: 'already-said' }
	]
]

describe('is refused', () => {
	it.each(forming)('before the order: %s', (_, ask, refusal) => {
		expect(ask()).toEqual(refusal)
	})

	it.each(ordering)('at the order: %s', (_, ask, refusal) => {
		expect(ask()).toEqual(refusal)
	})

	it.each(working)('in a programme under way: %s', (_, ask, refusal) => {
		expect(ask()).toEqual(refusal)
	})
})
