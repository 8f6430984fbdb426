import { describe, expect, it } from 'vitest'
import { chronicleOf, readableEntry } from './chronicle.ts'
import { offersTo } from './statements/all.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import { isSettled } from './awaiting.ts'
import type { Ledger, Speaker } from './ledger.ts'
import {
	approvePlan,
	arkady,
	awaitedBy,
	beginStory,
	consentOf,
	elena,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	giveConsents,
	beginByOrder,
	submitReport,
	viktor,
	type Story
} from './testing/story.ts'

const offers = (story: Story, by: Speaker, today = '2026-09-20') =>
	offersTo(story.ledger(), by, { today, regulation: tomskCity })
const offered = (story: Story, by: Speaker) =>
	offers(story, by).map((offer) => ('kind' in offer ? `${offer.type} ${offer.kind}` : offer.type))

describe('what waits for a person', () => {
	it('[T16] [L3] each consent the order needs, sheet by sheet, from those of the proposal', () => {
		const story = beginStory()
		story.sayAll([irina, request], [elena, proposal], [viktor, consentOf('duties')])
		expect(awaitedBy(story, viktor)).toEqual([{ type: 'consent', kind: 'personal-data' }])
		expect(awaitedBy(story, irina)).toEqual([
			{ type: 'consent', kind: 'duties' },
			{ type: 'consent', kind: 'personal-data' }
		])
		expect(awaitedBy(story, oleg)).toEqual([])
		expect(awaitedBy(story, elena)).toEqual([])
	})

	it('[T44] a signature, only when it is theirs and their turn', () => {
		const story = beginStory()
		beginByOrder(story)
		const matterId = story.ledger().matters[0]?.id ?? ''
		story.sayAll([viktor, { type: 'acquaint', matterId }])
		story.sayAll([elena, { type: 'register', matterId, number: '21-к', on: '2026-09-01' }])
		story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Отпуск' })])
		const decisionId = story.lastId()
		expect(awaitedBy(story, viktor)).toEqual([{ type: 'sign', matterId: decisionId }])
		expect(awaitedBy(story, elena)).toEqual([])
		story.sayAll([viktor, sign(decisionId)])
		expect(awaitedBy(story, elena)).toEqual([{ type: 'sign', matterId: decisionId }])
		story.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
		for (const person of [viktor, arkady]) expect(awaitedBy(story, person)).toEqual([])
		expect(awaitedBy(story, elena)).toEqual([{ type: 'register', matterId: decisionId }])
	})

	it('[T44] no second signature of the curator whose own petition it is', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([elena, raise({ type: 'extend', termMonths: 30, ground: 'Отпуск' })])
		const decisionId = story.lastId()
		story.sayAll([viktor, sign(decisionId)], [irina, sign(decisionId)])
		expect(awaitedBy(story, elena)).not.toContainEqual({ type: 'sign', matterId: decisionId })
		expect(story.say(elena, sign(decisionId))).toEqual({ reason: 'already-said' })
		expect(awaitedBy(story, arkady)).toEqual([{ type: 'sign', matterId: decisionId }])
		story.sayAll([arkady, sign(decisionId)])
		expect(story.ledger().term?.months).toBe(30)
	})

	it('acquaintance with the newest order, until they have read it', () => {
		const story = beginStory()
		beginByOrder(story)
		const [order] = story.ledger().matters
		expect(awaitedBy(story, irina)).toEqual([{ type: 'acquaint', matterId: order?.id }])
		story.sayAll([irina, { type: 'acquaint', matterId: order?.id ?? '' }])
		expect(awaitedBy(story, irina)).toEqual([])
		expect(awaitedBy(story, arkady)).toEqual([])
	})

	it('a newcomer is asked about the order that brought them in, not about the one before', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, raise({ type: 'replace', mentorId: 'viktor', ground: 'Далеко' })])
		const replacement = story.lastId()
		story.sayAll([elena, sign(replacement)], [arkady, sign(replacement)])
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		for (const kind of ['duties', 'personal-data'] as const) story.sayAll([oleg, consentOf(kind)])
		story.sayAll([irina, consentOf('duties')])
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { startsOn: '2026-10-01' }))])
		const order = story.lastId()
		story.sayAll([arkady, sign(order)])
		expect(awaitedBy(story, oleg)).toEqual([{ type: 'acquaint', matterId: order }])
		// He is asked about what ended his membership, and still about the order that began it.
		const [first] = story.ledger().matters
		for (const matterId of [first?.id ?? '', replacement]) {
			expect(awaitedBy(story, viktor)).toContainEqual({ type: 'acquaint', matterId })
			story.sayAll([viktor, { type: 'acquaint', matterId }])
		}
		expect(awaitedBy(story, viktor)).toEqual([])
		// She is asked about all three, though the newest order is another.
		const asked = awaitedBy(story, irina)
		for (const matterId of [first?.id, order]) expect(asked).toContainEqual({ type: 'acquaint', matterId })
	})

	it('acquaintance with each order on whose sheet they are, also when it is signed before the first day', () => {
		const story = beginStory()
		beginByOrder(story)
		const orderId = story.ledger().matters[0]?.id ?? ''
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const release = story.lastId()
		story.sayAll([elena, sign(release)], [arkady, sign(release)])
		for (const by of [viktor, irina]) {
			expect(awaitedBy(story, by).filter(({ type }) => type === 'acquaint')).toEqual([
				{ type: 'acquaint', matterId: orderId },
				{ type: 'acquaint', matterId: release }
			])
		}
	})

	it('acquaintance with older orders also when the programme is closed, and with nothing of after their own part', () => {
		const story = beginStory()
		beginByOrder(story)
		const orderId = story.ledger().matters[0]?.id ?? ''
		story.facts.today = '2026-10-01'
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const release = story.lastId()
		story.sayAll([elena, sign(release)], [arkady, sign(release)])
		story.facts.today = '2026-10-02'
		const closure = { type: 'closure', reasonId: 'curator', ground: 'Итог', lastDay: null, conclusion: '-' } as const
		story.sayAll([elena, raise(closure)])
		const closing = story.lastId()
		story.sayAll([arkady, sign(closing)])
		const asked = (by: Speaker) =>
			awaitedBy(story, by).map((one) => (one.type === 'acquaint' ? one.matterId : one.type))
		expect(asked(viktor)).toEqual([orderId, release])
		expect(asked(irina)).toEqual([orderId, release, closing])
		for (const matterId of asked(irina)) expect(story.say(irina, { type: 'acquaint', matterId })).toBeNull()
		expect(asked(irina)).toEqual([])
	})

	it('[T55] the reports the mentor has missed, and the next one when it is near, from nobody else', () => {
		const story = beginStory()
		beginByOrder(story)
		const acquaint = { type: 'acquaint', matterId: story.ledger().matters[0]?.id ?? '' } as const
		for (const by of [viktor, irina]) story.sayAll([by, acquaint])
		story.facts.today = '2027-06-01'
		const dueOn = (by: Speaker) => awaitedBy(story, by).map((one) => (one.type === 'report' ? one.dueOn : one.type))
		expect(dueOn(viktor)).toEqual(['2026-12-10', '2027-06-10'])
		expect(dueOn(irina)).toEqual([])
		expect(dueOn(oleg)).toEqual([])
		story.sayAll([viktor, submitReport('2026-12-10')])
		expect(dueOn(viktor)).toEqual(['2027-06-10'])
	})

	it('an answer to a remark of somebody else, until one is given', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([elena, { type: 'remark', about: null, text: 'Уточните сроки' }])
		const remarkId = story.lastId()
		expect(awaitedBy(story, viktor)).toContainEqual({ type: 'answer', remarkId })
		for (const by of [elena, arkady]) expect(awaitedBy(story, by)).not.toContainEqual({ type: 'answer', remarkId })
		story.sayAll([irina, { type: 'answer', remarkId, text: 'Уточнили' }])
		expect(awaitedBy(story, viktor)).not.toContainEqual({ type: 'answer', remarkId })
	})
})

describe('what a person may state besides', () => {
	it('before the order: a remark and consents, and nothing of a programme at work', () => {
		const story = beginStory()
		story.sayAll([irina, request], [elena, proposal])
		expect(offered(story, irina)).toEqual([
			'remark',
			'refuse-proposal',
			'withdraw-request',
			'consent duties',
			'consent personal-data',
			'consent publication'
		])
		expect(offered(story, elena)).toEqual(['remark', 'withdraw-request'])
	})

	it('[T16] while an order waits for the head, the request is not offered to be taken back', () => {
		const story = beginStory()
		giveConsents(story)
		expect(offered(story, irina)).toContain('withdraw-request')
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		const orderId = story.lastId()
		for (const person of [irina, elena]) expect(offered(story, person)).not.toContain('withdraw-request')
		story.sayAll([elena, { type: 'withdraw-matter', matterId: orderId }])
		for (const person of [irina, elena]) expect(offered(story, person)).toContain('withdraw-request')
	})

	it('[T35] [T37] [T44] in a programme at work: petitions by those whose they are', () => {
		const story = beginStory()
		beginByOrder(story)
		expect(offered(story, viktor)).toEqual([
			'remark',
			'edition',
			'extend',
			'change',
			'release',
			'closure',
			'involve-specialist',
			'record-evidence',
			'withdraw-consent personal-data',
			'consent publication'
		])
		expect(offered(story, irina)).toContain('replace')
		expect(offered(story, irina)).not.toContain('release')
		expect(offers(story, elena)).toContainEqual({ type: 'release', mentorIds: ['viktor'] })
	})

	it('[T43] [L1] closure with the reasons of the role', () => {
		const story = beginStory()
		beginByOrder(story)
		const reasonsOf = (by: Speaker) => offers(story, by).flatMap((offer) => ('reasons' in offer ? offer.reasons : []))
		expect(reasonsOf(elena).map(({ id }) => id)).toContain('curator')
		expect(reasonsOf(viktor).map(({ id }) => id)).toContain('early-refusal')
		expect(reasonsOf(irina).map(({ id }) => id)).not.toContain('curator')
	})

	it('[T48] the head cancels an incentive, and gives back one that is cancelled', () => {
		const story = beginStory()
		beginByOrder(story)
		story.facts.today = '2026-09-15'
		expect(offered(story, arkady)).toEqual(['remark', 'closure', 'cancel-incentive'])
		story.sayAll([arkady, { type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['reports'], ground: 'Нет' }])
		expect(offered(story, arkady)).toEqual(['remark', 'closure', 'restore-incentive'])
	})

	it('[L3] after the closure, and to whose part has ended, only to take back a consent to data, or to write feedback; Irina is asked for it before', () => {
		const story = beginStory()
		beginByOrder(story)
		approvePlan(story)
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const release = story.lastId()
		story.sayAll([elena, sign(release)], [arkady, sign(release)])
		expect(offered(story, viktor)).toEqual(['withdraw-consent personal-data'])
		story.facts.plan = { done: 1, total: 1, activityIds: new Set(), results: [] }
		const closure = { type: 'closure', reasonId: 'fulfilled', ground: null, lastDay: null, conclusion: 'Всё' } as const
		story.sayAll([elena, raise(closure)])
		const asked = (by: Speaker) => awaitedBy(story, by).map(({ type }) => type)
		expect(asked(irina)).toContain('feedback')
		for (const person of [elena, oleg]) expect(asked(person)).not.toContain('feedback')
		story.sayAll([arkady, sign(story.lastId())])
		expect(asked(irina)).not.toContain('feedback')
		expect(offered(story, irina)).toEqual(['feedback', 'withdraw-consent personal-data'])
		for (const person of [elena, arkady, oleg]) expect(offered(story, person)).toEqual([])
	})
})

describe('[L3] a consent to personal data that is taken back', () => {
	const withdraw = { type: 'withdraw-consent', kind: 'personal-data' } as const
	const waits = (story: Story) => ofType(story, elena, 'settle-consent-withdrawal')
	function ofType(story: Story, by: Speaker, type: string) {
		return awaitedBy(story, by).filter((one) => one.type === type)
	}

	it('asks the curator what follows, and nobody else, until it is said', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, withdraw])
		const withdrawalId = story.lastId()
		expect(waits(story)).toEqual([{ type: 'settle-consent-withdrawal', withdrawalId }])
		for (const by of [irina, viktor, arkady]) expect(ofType(story, by, 'settle-consent-withdrawal')).toEqual([])
		const settle = {
			type: 'settle-consent-withdrawal',
			withdrawalId,
			personId: 'irina',
			ground: 'Данные удалены'
		} as const
		expect(story.say(arkady, { ...settle, decision: 'stopped' })).toEqual({ reason: 'not-your-role' })
		expect(story.say(elena, { ...settle, personId: 'viktor', decision: 'stopped' })).toEqual({
			reason: 'unknown-subject'
		})
		expect(story.say(elena, { ...settle, decision: 'stopped' })).toEqual({ reason: 'part-goes-on', personId: 'irina' })
		story.sayAll([elena, { ...settle, decision: 'other-ground' }])
		expect(waits(story)).toEqual([])
		expect(story.say(elena, { ...settle, decision: 'other-ground' })).toEqual({ reason: 'unknown-subject' })
		expect(chronicleOf(story.ledger(), story.entries)[0]).toMatchObject({
			type: 'statement',
			entry: { by: elena, statement: { type: 'settle-consent-withdrawal' } }
		})
	})

	it('asks for nothing once it is given anew, and goes on asking when the programme is closed', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, withdraw], [irina, consentOf('personal-data')])
		expect(waits(story)).toEqual([])
		story.sayAll([irina, withdraw])
		story.sayAll([
			elena,
			raise({ type: 'closure', reasonId: 'curator', ground: 'Отзыв', lastDay: null, conclusion: '-' })
		])
		story.sayAll([arkady, sign(story.lastId())])
		expect(story.ledger().phase).toBe('closed')
		expect(waits(story)).toHaveLength(1)
	})

	it('is taken back for ever: after the closure, and after one’s own part; and nobody else’s', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([viktor, consentOf('publication')])
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const release = story.lastId()
		story.sayAll([elena, sign(release)], [arkady, sign(release)])
		story.sayAll([viktor, { ...withdraw, kind: 'publication' }], [viktor, withdraw])
		// A second tap.
		expect(story.say(viktor, withdraw)).toEqual({ reason: 'already-said' })
		expect(story.say(oleg, withdraw)).toEqual({ reason: 'not-your-programme' })
		expect(waits(story)).toEqual([{ type: 'settle-consent-withdrawal', withdrawalId: story.lastId() }])
		const settle = {
			type: 'settle-consent-withdrawal',
			personId: 'viktor',
			decision: 'stopped',
			ground: 'Удалено'
		} as const
		story.sayAll([elena, { ...settle, withdrawalId: story.lastId() }])

		const closure = { type: 'closure', reasonId: 'curator', ground: 'Итог', lastDay: null, conclusion: '-' } as const
		story.sayAll([elena, raise(closure)])
		story.sayAll([arkady, sign(story.lastId())], [irina, withdraw])
		expect(waits(story)).toHaveLength(1)
		for (const person of [irina, viktor]) expect(story.say(person, withdraw)).toEqual({ reason: 'already-said' })
		// Nobody can consent in a closed programme.
		expect(story.say(irina, consentOf('personal-data'))).toEqual({ reason: 'wrong-phase', phase: 'closed' })
	})

	it('is demanded by the regulation when it is to be given again; to publish is left to the person', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, withdraw])
		const consents = offers(story, irina).filter(({ type }) => type === 'consent')
		expect(consents).toEqual([
			{ type: 'consent', kind: 'personal-data', isDemanded: true },
			{ type: 'consent', kind: 'publication', isDemanded: false }
		])
	})

	it('is settled between the curator and whose data it is', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, withdraw])
		const statement = { type: 'settle-consent-withdrawal', withdrawalId: story.lastId(), personId: 'irina' } as const
		story.sayAll([elena, { ...statement, decision: 'other-ground', ground: 'Договор' }])
		const [entry] = story.entries.slice(-1)
		if (entry === undefined) throw new Error('Nothing was said')
		const reader = { isStaff: false, until: null, ownIds: [] }
		expect(readableEntry(entry, { ...reader, personId: 'irina' })).toBe(entry)
		const ended = { ...reader, until: '2026-01-01T00:00:00.000Z' }
		expect(readableEntry(entry, { ...ended, personId: 'irina' })).toBe(entry)
		expect(readableEntry(entry, { ...reader, personId: 'viktor' })).toBeNull()
	})
})

describe('the chronicle', () => {
	it('keeps a matter with its signatures, a remark with its answers, and puts what was spoken of last on top', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([elena, { type: 'remark', about: null, text: 'Уточните сроки' }])
		const remarkId = story.lastId()
		story.sayAll([viktor, raise({ type: 'extend', termMonths: 30, ground: 'Отпуск' })])
		story.sayAll([irina, sign(story.lastId())], [irina, { type: 'answer', remarkId, text: 'Уточнили' }])
		const [first, second, third] = chronicleOf(story.ledger(), story.entries)
		expect(first).toMatchObject({ type: 'remark', followed: [{ statement: { type: 'answer' } }] })
		expect(second).toMatchObject({
			type: 'decision',
			raised: { matter: { type: 'extend' } },
			followed: [{ by: irina }]
		})
		expect(third).toMatchObject({ type: 'decision', raised: { outcome: 'in-force' } })
	})

	it('tells a consent that was taken back from one that another proposal has made void', () => {
		const story = beginStory()
		giveConsents(story)
		story.sayAll([irina, { type: 'withdraw-consent', kind: 'personal-data' }])
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		const statuses = chronicleOf(story.ledger(), story.entries).flatMap((item) =>
			item.type === 'statement' && item.entry.statement.type === 'consent'
				? [`${item.entry.by.personId} ${item.entry.statement.kind} ${item.status}`]
				: []
		)
		expect(statuses.sort()).toEqual([
			'irina duties superseded',
			'irina personal-data withdrawn',
			'viktor duties superseded',
			'viktor personal-data holds'
		])
	})
})

it('a programme that has ended is settled when nobody of the staff has anything left to do in it', () => {
	const story = beginStory()
	beginByOrder(story)
	story.sayAll([viktor, submitReport('2026-12-10')])
	const ledger = story.ledger()
	const numbers = ledger.matters.map(({ id }) => ({ matterId: id, number: '21-к', on: '2026-09-01' }))
	const accepted = ledger.reports.map((one) => ({ ...one, answer: { remarks: null, by: elena, on: '2026-12-10' } }))
	const settled: Ledger = { ...ledger, phase: 'closed', registrations: numbers, reports: accepted }
	expect(isSettled(settled)).toBe(true)
	const withdrawal = { id: 'withdrawal', personId: 'irina', on: '2026-12-10' }
	for (const left of [
		{ registrations: [] },
		{ matters: ledger.matters.map((one) => ({ ...one, outcome: 'open' as const })) },
		{ reports: ledger.reports },
		{ consentWithdrawals: [withdrawal] },
		{ phase: 'active' as const }
	])
		expect(isSettled({ ...settled, ...left })).toBe(false)
})
