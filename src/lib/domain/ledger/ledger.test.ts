import { describe, expect, it } from 'vitest'
import { chronicleOf } from './chronicle.ts'
import { checkAtHand, checkStatement, applyEntry, replayEntries } from './statements/all.ts'
import { currentMembers, type Entry, isInvolved, mentorIdsOf } from './ledger.ts'
import { mentorRefusal, setbackOf } from './consents.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'
import { commandSchema, type Decision, type Statement } from './statement.ts'
import {
	approvePlan,
	arkady,
	awaitedBy,
	beginStory,
	consentOf,
	darya,
	elena,
	HASH,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	giveConsents,
	beginByOrder,
	viktor
} from './testing/story.ts'

describe('forming a pair', () => {
	it('[T16] [T40] begins the programme with the head’s signature, once both have consented in writing', () => {
		const story = beginStory()
		beginByOrder(story)
		expect(story.ledger()).toMatchObject({
			phase: 'active',
			title: 'Первый год директора',
			term: { startsOn: '2026-09-15', months: 24 },
			members: [
				{ personId: 'viktor', role: 'mentor', from: '2026-09-15', until: null },
				{ personId: 'irina', role: 'mentee', from: '2026-09-15', until: null }
			]
		})
	})

	it('[T16] an order before the consents names who has not given which', () => {
		const story = beginStory()
		story.sayAll([irina, request], [elena, proposal], [viktor, consentOf('duties')])
		expect(story.say(elena, raise(orderFor(story.ledger().proposal?.id ?? '')))).toEqual({
			reason: 'consents-missing',
			missing: [
				{ personId: 'irina', role: 'mentee', kind: 'duties' },
				{ personId: 'viktor', role: 'mentor', kind: 'personal-data' },
				{ personId: 'irina', role: 'mentee', kind: 'personal-data' }
			]
		})
	})

	it('[T16] a consent taken back before the head signs stops the order', () => {
		const story = beginStory()
		giveConsents(story)
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		const orderId = story.lastId()
		story.sayAll([irina, { type: 'withdraw-consent', kind: 'duties' }])
		expect(story.say(arkady, sign(orderId))).toMatchObject({ reason: 'consents-missing' })
		expect(story.ledger().phase).toBe('proposed')
	})

	it('[T29] a mentor who lacks a condition is named with it, and nobody makes an exception', () => {
		const story = beginStory()
		story.facts.unmetConditions = new Map([['viktor', ['years-as-head']]])
		giveConsents(story)
		const order = raise(orderFor(story.ledger().proposal?.id ?? ''))
		expect(story.say(elena, order)).toEqual({
			reason: 'not-eligible',
			personId: 'viktor',
			conditionIds: ['years-as-head']
		})
		const exception = { type: 'except', mentorId: 'viktor', conditionIds: ['years-as-head'], ground: 'Награда' }
		const command = { id: 'late', programId: 'program-1', role: 'head', saidAt: '2026-09-01T05:00:00.000Z' }
		expect(commandSchema.safeParse({ ...command, statement: exception }).success).toBe(false)
	})

	it('[T29] an exception of an older ledger is replayed, shown with its ground, and changes nothing', () => {
		const story = beginStory()
		story.facts.unmetConditions = new Map([['viktor', ['years-as-head']]])
		giveConsents(story)
		const before = story.ledger()
		const entry: Entry = {
			id: 'exception',
			programId: before.programId,
			sequence: before.sequence + 1,
			at: '2026-09-01T05:00:00.000Z',
			on: '2026-09-01',
			by: arkady,
			saidAt: '2026-09-01T05:00:00.000Z',
			statement: { type: 'except', mentorId: 'viktor', ground: 'Четыре года и награда' }
		}
		const after = applyEntry(before, entry)
		expect(after).toEqual({ ...before, sequence: entry.sequence })
		const [newest] = chronicleOf(after, [...story.entries, entry])
		expect(newest).toMatchObject({ type: 'statement', entry })
		const order = raise(orderFor(after.proposal?.id ?? ''))
		expect(checkStatement(after, order, elena, story.facts)).toMatchObject({ reason: 'not-eligible' })
	})

	it('a mentee with another open programme gets no second one', () => {
		const story = beginStory()
		story.facts.openPrograms = new Map([['irina', 'Школа молодого директора']])
		expect(story.say(irina, request)).toEqual({
			reason: 'open-program',
			personId: 'irina',
			title: 'Школа молодого директора'
		})
	})

	it('another proposal asks for the duties anew, but not for the data', () => {
		const story = beginStory()
		giveConsents(story)
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		const orderId = story.lastId()
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		expect(story.ledger().consents.map(({ personId, kind }) => `${personId} ${kind}`)).toEqual([
			'viktor personal-data',
			'irina personal-data'
		])
		expect(story.say(arkady, sign(orderId))).toEqual({ reason: 'superseded' })
	})

	it('[T9] the term is the regulation’s', () => {
		const story = beginStory()
		giveConsents(story)
		const order = orderFor(story.ledger().proposal?.id ?? '', { termMonths: 15 })
		expect(story.say(elena, raise(order))).toEqual({ reason: 'term', minMonths: 24, maxMonths: 24 })
	})

	it('[T16] an order begins on the day of the proposal or later, and within a year', () => {
		const story = beginStory()
		giveConsents(story)
		const order = (startsOn: string) => raise(orderFor(story.ledger().proposal?.id ?? '', { startsOn }))
		expect(story.say(elena, order('2026-08-31'))).toEqual({ reason: 'starts-too-early', earliest: '2026-09-01' })
		expect(story.say(elena, order('9999-12-31'))).toEqual({ reason: 'too-far-ahead', latest: '2027-09-01' })
		expect(story.say(elena, order('2027-09-01'))).toBeNull()
	})

	it('[T37] a successor begins no earlier than the programme', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const releaseId = story.lastId()
		story.sayAll([elena, sign(releaseId)], [arkady, sign(releaseId)])
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		for (const kind of ['duties', 'personal-data'] as const) story.sayAll([oleg, consentOf(kind)])
		story.sayAll([irina, consentOf('duties')])
		const order = (startsOn: string) => raise(orderFor(story.ledger().proposal?.id ?? '', { startsOn }))
		expect(story.say(elena, order('2026-09-14'))).toEqual({ reason: 'starts-before-programme', earliest: '2026-09-15' })
		expect(story.say(elena, order('2026-08-31'))).toMatchObject({ reason: 'starts-before-programme' })
		expect(story.say(elena, order('2026-09-15'))).toBeNull()
	})

	it('[T16] whoever is proposed may refuse with a reason; nothing of it holds then, and another is proposed', () => {
		const story = beginStory()
		giveConsents(story)
		const proposalId = story.ledger().proposal?.id ?? ''
		story.sayAll([elena, raise(orderFor(proposalId))])
		const refusal: Statement = { type: 'refuse-proposal', proposalId, ground: 'Ухожу в отпуск' }
		for (const other of [oleg, darya]) expect(story.say(other, refusal)).toEqual({ reason: 'not-your-programme' })
		story.sayAll([viktor, refusal])
		expect(story.ledger()).toMatchObject({ phase: 'requested', matters: [{ outcome: 'superseded' }] })
		expect(isInvolved(story.ledger(), 'viktor', 'mentor')).toBe(false)
		expect(setbackOf(story.ledger())).toEqual({ type: 'proposal-refused', name: viktor.name, ground: 'Ухожу в отпуск' })
		expect(story.say(irina, refusal)).toEqual({ reason: 'already-said' })
		expect(story.say(elena, raise(orderFor(proposalId)))).toMatchObject({ reason: 'wrong-phase' })
		story.sayAll([elena, { ...proposal, insteadOf: proposalId, mentorIds: ['oleg'] }])
		expect(story.ledger().phase).toBe('proposed')
		expect(setbackOf(story.ledger())).toBeNull()
	})

	it('[T16] [T37] who has refused is known when others are proposed, also when no reason was given', () => {
		const story = beginStory()
		const refuse = (): Statement => ({
			type: 'refuse-proposal',
			proposalId: story.ledger().proposal?.id ?? '',
			ground: null
		})
		const by = (mentorId: string) => mentorRefusal(story.ledger(), mentorId)?.by ?? null
		story.sayAll([irina, request], [elena, { ...proposal, mentorIds: ['viktor', 'oleg'] }])
		story.sayAll([viktor, refuse()])
		expect([by('viktor'), by('oleg')]).toEqual(['mentor', null])
		expect(setbackOf(story.ledger())).toMatchObject({ name: viktor.name, ground: null })
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		expect([by('viktor'), by('oleg')]).toEqual(['mentor', null])
		story.sayAll([irina, refuse()])
		expect([by('viktor'), by('oleg')]).toEqual(['mentor', 'mentee'])
	})

	it('[T16] the curator is told why the head declined the order, until another is drafted', () => {
		const story = beginStory()
		giveConsents(story)
		const order = raise(orderFor(story.ledger().proposal?.id ?? ''))
		story.sayAll([elena, order])
		story.sayAll([arkady, { type: 'decline', matterId: story.lastId(), ground: 'Не тот срок' }])
		expect(setbackOf(story.ledger())).toEqual({ type: 'order-declined', ground: 'Не тот срок' })
		story.sayAll([elena, order])
		expect(setbackOf(story.ledger())).toBeNull()
	})

	it('[T13] a group is one of two or more, and two or more are a group', () => {
		const story = beginStory()
		story.sayAll([elena, { ...request, menteeIds: ['irina', 'darya'] } as typeof request])
		expect(story.say(elena, proposal)).toMatchObject({ reason: 'group-size' })
		expect(story.say(elena, { ...proposal, forms: ['group'] })).toBeNull()
		expect(story.say(darya, consentOf('duties'))).toBeNull()
	})

	it('[T20] of two proposals made at once the second is refused, and the consents to the first stay', () => {
		const story = beginStory()
		giveConsents(story)
		const another: Statement = { ...proposal, mentorIds: ['oleg'] }
		expect(story.say(elena, another)).toEqual({ reason: 'superseded' })
		expect(story.ledger()).toMatchObject({ proposal: { mentorIds: ['viktor'] } })
		expect(story.ledger().consents).toHaveLength(4)
	})

	it('[T16] a consent to the duties signed without a network is none to whoever was proposed meanwhile', () => {
		const story = beginStory()
		story.sayAll([irina, request], [elena, proposal])
		const proposalId = story.ledger().proposal?.id ?? ''
		const signedOffline: Statement = { ...consentOf('duties'), proposalId }
		story.sayAll([elena, { ...proposal, insteadOf: proposalId, mentorIds: ['oleg'] }])
		expect(story.say(irina, signedOffline)).toEqual({ reason: 'superseded' })
		story.sayAll([irina, { ...signedOffline, proposalId: story.ledger().proposal?.id ?? '' }])
		expect(story.ledger().consents).toMatchObject([{ personId: 'irina', kind: 'duties' }])
	})

	it('another curator’s draft of the order is not put aside unseen, one’s own is drawn up anew', () => {
		const story = beginStory()
		giveConsents(story)
		const order = raise(orderFor(story.ledger().proposal?.id ?? ''))
		story.sayAll([elena, order])
		const galina = { ...elena, personId: 'galina', name: 'Седова Галина Ивановна' }
		expect(story.say(galina, order)).toEqual({ reason: 'already-said' })
		story.sayAll([elena, order])
		expect(story.ledger().matters.map(({ outcome }) => outcome)).toEqual(['superseded', 'open'])
	})

	it('[T11] a request is taken back by its mentee or a curator, with a reason, and nothing is stated after it', () => {
		const withdrawal: Statement = { type: 'withdraw-request', ground: 'Перехожу в другую школу' }
		const story = beginStory()
		giveConsents(story)
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		for (const other of [viktor, darya, arkady])
			expect(story.say(other, withdrawal)).toEqual({ reason: 'not-your-role' })
		story.sayAll([irina, withdrawal])
		expect(story.ledger()).toMatchObject({
			phase: 'closed',
			closure: null,
			requestWithdrawal: { by: irina, ground: 'Перехожу в другую школу' },
			matters: [{ outcome: 'superseded' }]
		})
		expect(story.say(elena, withdrawal)).toEqual({ reason: 'already-said' })
		expect(story.say(viktor, consentOf('publication'))).toEqual({ reason: 'not-your-programme' })
		expect(story.say(elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null })).toEqual({
			reason: 'wrong-phase',
			phase: 'closed'
		})
	})

	it('a request of a group is taken back by a curator, and one that was ordered by nobody', () => {
		const withdrawal: Statement = { type: 'withdraw-request', ground: 'Группа не набралась' }
		const group = beginStory()
		group.sayAll([elena, { ...request, menteeIds: ['irina', 'darya'] }])
		expect(group.say(irina, withdrawal)).toEqual({ reason: 'not-your-role' })
		expect(group.say(elena, withdrawal)).toBeNull()
		const ordered = beginStory()
		beginByOrder(ordered)
		expect(ordered.say(elena, withdrawal)).toEqual({ reason: 'wrong-phase', phase: 'active' })
	})

	it('[R11] a minor consents through whoever represents them, and nobody else does', () => {
		const story = beginStory(tomskRegion, '2021-09-01')
		story.facts.birthDays = new Map([['irina', '2006-03-14']])
		const asPupil = { regulationId: 'tomsk-region', categoryId: 'pupil' }
		const pupils = { relation: 'pupil-pupil', forms: ['situational'] }
		story.sayAll([irina, { ...request, ...asPupil }], [elena, { ...proposal, ...pupils } as typeof proposal])
		const own = consentOf('personal-data')
		const byMother = { ...own, representative: 'Лаптева Мария Павловна' }
		expect(story.say(irina, own)).toEqual({ reason: 'wrong-signer', signer: 'representative' })
		expect(story.say(viktor, byMother)).toEqual({ reason: 'wrong-signer', signer: 'participant' })
		story.facts.representatives = new Map([['irina', 'Лаптев Сергей Петрович']])
		expect(story.say(irina, byMother)).toEqual({ reason: 'other-representative' })
		story.facts.representatives = new Map([['irina', 'лаптева  Мария Пав\u00ADловна']])
		expect(story.say(irina, byMother)).toBeNull()
		expect(story.ledger().consents).toMatchObject([{ personId: 'irina', id: story.lastId() }])
	})

	it('[R11] a pupil who mentors consents through whoever represents them, too', () => {
		const story = beginStory(tomskRegion, '2021-09-01')
		story.facts.birthDays = new Map([['viktor', '2005-03-14']])
		const asPupil = { regulationId: 'tomsk-region', categoryId: 'pupil' }
		const pupils = { relation: 'pupil-pupil', forms: ['situational'] }
		story.sayAll([irina, { ...request, ...asPupil }], [elena, { ...proposal, ...pupils } as typeof proposal])
		const own = consentOf('personal-data')
		expect(story.say(viktor, own)).toEqual({ reason: 'wrong-signer', signer: 'representative' })
		expect(story.say(viktor, { ...own, representative: 'Ковалёв Андрей Ильич' })).toBeNull()
	})
})

describe('the signatures of the staff', () => {
	it('[T16] are those of two people: Elena, who is head as well, does not sign her own order again', () => {
		const story = beginStory()
		giveConsents(story)
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		const orderId = story.lastId()
		const asHead = { ...elena, role: 'head' as const }
		expect(story.say(asHead, sign(orderId))).toEqual({ reason: 'signed-before' })
		expect(story.say(asHead, { type: 'decline', matterId: orderId, ground: 'Передумала' })).toEqual({
			reason: 'signed-before'
		})
		expect(awaitedBy(story, asHead)).toEqual([])
		expect(story.say(arkady, sign(orderId))).toBeNull()
	})

	it('[T44] a head who mentors the pair neither drafts nor signs its orders as staff; the deputy does', () => {
		const story = beginStory()
		giveConsents(story)
		const order = raise(orderFor(story.ledger().proposal?.id ?? ''))
		expect(story.say({ ...viktor, role: 'curator' }, order)).toEqual({ reason: 'own-pair' })
		story.sayAll([elena, order])
		const orderId = story.lastId()
		const asHead = { ...viktor, role: 'head' as const }
		expect(story.say(asHead, sign(orderId))).toEqual({ reason: 'own-pair' })
		expect(awaitedBy(story, asHead).filter(({ type }) => type === 'sign')).toEqual([])
		expect(story.say({ ...arkady, personId: 'deputy' }, sign(orderId))).toBeNull()
	})

	it('[T16] made before they had to be two people’s still count', () => {
		const story = beginStory()
		beginByOrder(story)
		const entries = story.entries.map((entry) =>
			entry.by.role === 'head' ? { ...entry, by: { ...elena, role: 'head' as const } } : entry
		)
		expect(replayEntries('program-1', entries).phase).toBe('active')
	})
})

describe('decisions in an active programme', () => {
	it('[T35] of two mentors one may lay down their duties without the other’s signature, and the other goes on', () => {
		const story = beginStory()
		story.sayAll([irina, request], [elena, { ...proposal, mentorIds: ['viktor', 'oleg'] }])
		for (const person of [viktor, oleg, irina]) {
			for (const kind of ['duties', 'personal-data'] as const) story.sayAll([person, consentOf(kind)])
		}
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		story.sayAll([arkady, sign(story.lastId())])
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const releaseId = story.lastId()
		expect(story.say(oleg, sign(releaseId))).toEqual({ reason: 'already-said' })
		story.sayAll([elena, sign(releaseId)], [arkady, sign(releaseId)])
		expect(story.ledger().matters.at(-1)?.outcome).toBe('in-force')
		expect(mentorIdsOf(story.ledger())).toEqual(['oleg'])
	})

	it('[T44] the term is longer only when both agreed, the curator petitioned and the head decided, in this order', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Декретный отпуск' })])
		const id = story.lastId()
		expect(story.say(arkady, sign(id))).toEqual({ reason: 'not-your-turn', waitsFor: 'mentor' })
		expect(story.say(elena, sign(id))).toEqual({ reason: 'not-your-turn', waitsFor: 'mentor' })
		story.sayAll([viktor, sign(id)], [elena, sign(id)])
		expect(story.ledger().term?.months).toBe(24)
		expect(story.say(viktor, sign(id))).toEqual({ reason: 'already-said' })
		story.sayAll([arkady, sign(id)])
		expect(story.ledger().term?.months).toBe(30)
		expect(story.say(arkady, sign(id))).toEqual({ reason: 'already-said' })
	})

	it('whoever has still to sign may decline, with a reason', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([
			viktor,
			raise({ type: 'change', what: 'Две стажировки вместо одной', forms: null, ground: 'Запрос' })
		])
		const id = story.lastId()
		story.sayAll([irina, { type: 'decline', matterId: id, ground: 'Не успею' }])
		expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'declined', ground: 'Не успею' })
		expect(story.ledger().matters.at(-1)?.decline).toEqual({ by: irina, at: story.entries.at(-1)?.at })
		expect(story.say(elena, sign(id))).toEqual({ reason: 'declined' })
	})

	it('whoever signs what was withdrawn meanwhile is told so', () => {
		const story = beginStory()
		giveConsents(story)
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		const decisionId = story.lastId()
		story.sayAll([elena, { type: 'withdraw-matter', matterId: decisionId }])
		expect(story.say(arkady, sign(decisionId))).toEqual({ reason: 'withdrawn' })
	})

	it('[T37] a mentee’s petition ends the mentor’s part, and a new order puts another in their place', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, raise({ type: 'replace', mentorId: 'viktor', ground: 'Не находим времени' })])
		const id = story.lastId()
		story.sayAll([elena, sign(id)], [arkady, sign(id)])
		expect(currentMembers(story.ledger(), 'mentor')).toEqual([])
		expect(story.say(viktor, { type: 'remark', about: null, text: 'Ещё скажу' })).toEqual({
			reason: 'not-your-programme'
		})
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		story.sayAll([oleg, consentOf('duties')], [oleg, consentOf('personal-data')], [irina, consentOf('duties')])
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { startsOn: '2026-10-01' }))])
		story.sayAll([arkady, sign(story.lastId())])
		expect(story.ledger().members).toMatchObject([
			{ personId: 'viktor', until: '2026-09-01' },
			{ personId: 'irina', until: null },
			{ personId: 'oleg', from: '2026-10-01', until: null }
		])
		expect(story.ledger().term).toEqual({ startsOn: '2026-09-15', months: 24 })
	})

	it('what waits for somebody whose part was ended by hand is no more on the table, and can be raised without them', () => {
		const story = beginStory()
		beginByOrder(story)
		const extend = raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })
		story.sayAll([irina, extend])
		const waiting = story.lastId()
		expect(story.say(irina, { type: 'suspend', personId: 'viktor' })).toEqual({ reason: 'not-your-role' })
		story.sayAll([elena, { type: 'suspend', personId: 'viktor' }])
		expect(story.ledger().matters.at(-1)).toMatchObject({ id: waiting, outcome: 'superseded' })
		expect(story.say(elena, { type: 'suspend', personId: 'viktor' })).toEqual({ reason: 'already-said' })
		expect(story.say(viktor, sign(waiting))).toEqual({ reason: 'not-your-programme' })
		story.sayAll([irina, extend], [elena, sign('entry-11')], [arkady, sign('entry-11')])
		expect(story.ledger().term?.months).toBe(30)
		story.sayAll([arkady, { type: 'reinstate', personId: 'viktor' }])
		expect(story.say(viktor, { type: 'remark', about: null, text: 'Я снова с вами' })).toBeNull()
	})

	it('what they had signed already stays on the table', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([viktor, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
		story.sayAll([elena, { type: 'suspend', personId: 'viktor' }])
		expect(story.ledger().matters.at(-1)).toMatchObject({ outcome: 'open' })
	})

	it('a group of which one was sent away goes on, and needs no consent of theirs for another mentor', () => {
		const story = beginStory()
		story.sayAll([elena, { ...request, menteeIds: ['irina', 'darya'] }], [elena, { ...proposal, forms: ['group'] }])
		for (const person of [viktor, irina, darya]) {
			story.sayAll([person, consentOf('duties')], [person, consentOf('personal-data')])
		}
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
		story.sayAll([arkady, sign(story.lastId())])
		story.sayAll([elena, { type: 'suspend', personId: 'darya' }], [elena, { type: 'suspend', personId: 'viktor' }])
		story.sayAll([elena, { ...proposal, insteadOf: story.ledger().proposal?.id ?? null, mentorIds: ['oleg'] }])
		story.sayAll([oleg, consentOf('duties')], [oleg, consentOf('personal-data')], [irina, consentOf('duties')])
		story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? '', { startsOn: '2026-10-01' }))])
		story.sayAll([arkady, sign(story.lastId())])
		expect(currentMembers(story.ledger()).map(({ personId }) => personId)).toEqual(['irina', 'oleg'])
	})

	it('[T35] a mentor lays down their own duties only', () => {
		const story = beginStory()
		beginByOrder(story)
		const release = raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })
		expect(story.say(irina, release)).toEqual({ reason: 'not-your-role' })
		expect(story.say(viktor, release)).toBeNull()
	})

	it('an edition that another one has followed is not approved', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, raise({ type: 'edition', hash: HASH })])
		const first = story.lastId()
		story.sayAll([viktor, sign(first)], [elena, sign(first)])
		story.facts.planHash = 'b'.repeat(64)
		expect(story.say(irina, raise({ type: 'edition', hash: HASH }))).toEqual({ reason: 'plan-changed' })
		story.sayAll([irina, raise({ type: 'edition', hash: 'b'.repeat(64) })])
		expect(story.say(arkady, sign(first))).toEqual({ reason: 'superseded' })
	})

	it('[T9] an edition without what the regulation wants in it is not put forward, and is once it is written', () => {
		const story = beginStory()
		beginByOrder(story)
		const edition = raise({ type: 'edition', hash: HASH })
		story.facts.planSections = ['difficulty', 'activity']
		expect(story.say(irina, edition)).toEqual({ reason: 'content-missing', missing: ['form', 'direction', 'strength'] })
		const { regulation, today, planHash, planSections } = story.facts
		const known = { regulation, today, bornOn: null, plan: null, planHash, planSections }
		expect(checkAtHand(story.ledger(), edition, irina, known)).toMatchObject({ reason: 'content-missing' })
		// A device without the plan leaves the check to the server.
		expect(checkAtHand(story.ledger(), edition, irina, { ...known, planSections: null })).toBeNull()
		story.facts.planSections = ['form', 'direction', 'difficulty', 'strength', 'activity']
		expect(story.say(irina, edition)).toBeNull()
	})

	it('the edition in force is not put forward again; what was planned anew is, and then the earlier plan', () => {
		const story = beginStory()
		beginByOrder(story)
		const [first, second] = [raise({ type: 'edition', hash: HASH }), raise({ type: 'edition', hash: 'b'.repeat(64) })]
		const approve = (edition: Statement) => {
			story.sayAll([irina, edition])
			const id = story.lastId()
			story.sayAll([viktor, sign(id)], [elena, sign(id)], [arkady, sign(id)])
		}
		approve(first)
		expect(story.say(viktor, first)).toEqual({ reason: 'plan-unchanged' })
		story.facts.planHash = 'b'.repeat(64)
		approve(second)
		story.facts.planHash = HASH
		expect(story.say(irina, first)).toBeNull()
	})

	it('an activity is accepted by the mentor, once, and only one that the plan has', () => {
		const story = beginStory()
		beginByOrder(story)
		const accept: Statement = { type: 'accept-activity', activityId: 'activity-1', title: 'Установочная встреча' }
		expect(story.say(irina, accept)).toEqual({ reason: 'not-your-role' })
		expect(story.say(viktor, { type: 'accept-activity', activityId: 'activity-9', title: 'Другая' })).toEqual({
			reason: 'unknown-subject'
		})
		expect(story.say(viktor, accept)).toBeNull()
		expect(story.say(viktor, accept)).toEqual({ reason: 'already-said' })
	})
})

describe('closing', () => {
	const closure: Extract<Decision, { type: 'closure' }> = {
		type: 'closure',
		reasonId: 'fulfilled',
		ground: null,
		lastDay: null,
		conclusion: 'Выполнено'
	}

	it('[T36] [T41] as fulfilled only once the programme is approved, and every activity of it is done', () => {
		const story = beginStory()
		beginByOrder(story)
		story.facts.plan = { done: 1, total: 1, activityIds: new Set(), results: [] }
		expect(story.say(irina, raise(closure))).toEqual({ reason: 'edition-missing' })
		story.facts.plan = { done: 0, total: 22, activityIds: new Set(), results: [] }
		approvePlan(story)
		expect(story.say(elena, raise(closure))).toEqual({ reason: 'plan-unfulfilled', done: 0, total: 22 })
		story.facts.plan = { done: 22, total: 22, activityIds: new Set(), results: [] }
		story.sayAll([elena, raise(closure)])
		story.sayAll([arkady, sign(story.lastId())])
		expect(story.ledger()).toMatchObject({ phase: 'closed', closure: { reasonId: 'fulfilled', lastDay: '2026-09-01' } })
		expect(story.say(irina, { type: 'remark', about: null, text: 'Спасибо' })).toMatchObject({ reason: 'wrong-phase' })
	})

	it('puts aside whatever still waited for a signature', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
		const extension = story.lastId()
		story.sayAll([irina, raise({ ...closure, reasonId: 'participants', ground: 'Переезд' })])
		const closing = story.lastId()
		story.sayAll([elena, sign(closing)], [arkady, sign(closing)])
		expect(story.say(arkady, sign(extension))).toEqual({ reason: 'superseded' })
		expect(story.ledger().term?.months).toBe(24)
	})

	it('without a mentor by then, it is known by the mentor it had last', () => {
		const story = beginStory()
		beginByOrder(story)
		story.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		const releaseId = story.lastId()
		story.sayAll([elena, sign(releaseId)], [arkady, sign(releaseId)])
		expect(mentorIdsOf(story.ledger())).toEqual([])
		story.facts.today = '2026-10-05'
		story.sayAll([
			irina,
			raise({ type: 'closure', reasonId: 'participants', ground: 'Переезд', lastDay: null, conclusion: 'Итог' })
		])
		const closureId = story.lastId()
		story.sayAll([elena, sign(closureId)], [arkady, sign(closureId)])
		expect(mentorIdsOf(story.ledger())).toEqual(['viktor'])
	})

	it('[T42] [T43] by a person’s wish only with a reason in words', () => {
		const story = beginStory()
		beginByOrder(story)
		expect(story.say(irina, raise({ ...closure, reasonId: 'participants' }))).toEqual({ reason: 'ground-missing' })
		expect(story.say(irina, raise({ ...closure, reasonId: 'curator', ground: 'Форс-мажор' }))).toEqual({
			reason: 'not-your-role'
		})
		expect(story.say(elena, raise({ ...closure, reasonId: 'curator', ground: 'Форс-мажор' }))).toBeNull()
	})
})

describe('money', () => {
	it('[T48] is cancelled by the head on the regulation’s grounds, and given back', () => {
		const story = beginStory()
		beginByOrder(story)
		const cancel: Statement = {
			type: 'cancel-incentive',
			mentorId: 'viktor',
			groundIds: ['reports'],
			ground: 'Нет отчётов'
		}
		expect(story.say(elena, cancel)).toEqual({ reason: 'not-your-role' })
		expect(
			story.say(arkady, { type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['mood'], ground: 'Нет отчётов' })
		).toEqual({
			reason: 'not-in-regulation',
			field: 'ground'
		})
		story.sayAll([arkady, cancel])
		expect(story.ledger().cancelledIncentives).toMatchObject([{ mentorId: 'viktor', groundIds: ['reports'] }])
		story.sayAll([arkady, { type: 'restore-incentive', mentorId: 'viktor', ground: 'Отчёты представлены' }])
		expect(story.ledger().cancelledIncentives).toEqual([])
	})
})

it('an entry of a newer server changes nothing for an older app', () => {
	const story = beginStory()
	beginByOrder(story)
	const [first] = story.entries
	if (first === undefined) throw new Error('Nothing was stated')
	const unheardOf = { ...first, sequence: 99, statement: { type: 'unheard-of' } as unknown as Statement }
	const ledger = replayEntries('program-1', [...story.entries, unheardOf])
	expect(ledger).toEqual({ ...story.ledger(), sequence: 99 })
})

it('playing all entries from nothing gives the same state', () => {
	const story = beginStory()
	beginByOrder(story)
	story.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
	expect(replayEntries('program-1', story.entries)).toEqual(story.ledger())
})
