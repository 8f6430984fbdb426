import { describe, expect, it } from 'vitest'
import { dinskoy } from '../../regulation/packs/dinskoy.ts'
import { regulations } from '../../regulation/packs/all.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { chronicleOf, readableEntry } from '../chronicle.ts'
import { consultationStatus, findConsultation, wantsPlace } from './consultation.ts'
import { checkAtHand, offersTo, checkStatement } from './all.ts'
import type { Ledger, Speaker } from '../ledger.ts'
import { commandSchema, type Statement } from '../statement.ts'
import {
	ask,
	asked,
	awaited,
	beginPlaceless,
	beginWith,
	galina,
	pass,
	refer,
	said,
	statusOf,
	take,
	toMentor,
	withdraw
} from '../testing/consultation-story.ts'
import { activeIn, formedIn } from '../testing/pair.ts'
import { arkady, darya, elena, irina, oleg, viktor } from '../testing/story.ts'

/** A device without a plan. */
const unasked = { bornOn: null, plan: null, planHash: null, planSections: null }

function never(): never {
	throw new Error('Nobody has asked')
}

describe('[D18] a consultation on request', () => {
	it('goes to the mentor of the programme, who takes it for a day', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		expect(awaited(story)).toEqual(['viktor answer-consultation'])
		story.sayAll([viktor, take(consultationId)])
		expect(statusOf(story, consultationId)).toBe('taken')
		expect(awaited(story)).toEqual([])
		expect(findConsultation(story.ledger(), consultationId)).toMatchObject({
			by: { personId: 'irina' },
			appointment: { by: { personId: 'viktor' }, on: '2026-09-20' }
		})
	})

	it('is referred by the curator to somebody else only once the mentor has passed it on', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		expect(story.say(elena, refer(consultationId))).toEqual({ reason: 'mentor-first' })
		story.sayAll([viktor, pass(consultationId)])
		expect(awaited(story)).toEqual(['elena refer-consultation'])
		for (const by of [viktor, irina, arkady]) {
			expect(story.say(by, refer(consultationId))).toEqual({ reason: 'not-your-role' })
		}
		story.sayAll([
			elena,
			refer(consultationId, { ...toMentor('oleg'), on: '2026-09-25', words: 'В 15 часов, кабинет 12' })
		])
		expect(statusOf(story, consultationId)).toBe('referred')
		expect(awaited(story)).toEqual([])
		expect(story.say(galina, refer(consultationId))).toEqual({ reason: 'consultation-settled' })
		expect(story.say(elena, refer(consultationId))).toEqual({ reason: 'already-said' })
	})

	it('is referred to a mentor of the bank who takes no part, or to anybody else in words', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		story.sayAll([viktor, pass(consultationId)])
		for (const personId of ['viktor', 'irina', 'darya']) {
			const refusal = { reason: 'own-participant', personId }
			expect(story.say(elena, refer(consultationId, toMentor(personId)))).toEqual(refusal)
		}
		const stranger = refer(consultationId, toMentor('nobody'))
		expect(story.say(elena, stranger)).toEqual({ reason: 'not-a-mentor', personId: 'nobody' })
		// A device knows no bank, and leaves the check to the server.
		const known = { today: '2026-09-01', regulation: dinskoy, ...unasked }
		expect(checkAtHand(story.ledger(), stranger, elena, known)).toBeNull()
		expect(story.say(elena, refer(consultationId))).toBeNull()
	})

	it('face to face needs its place however it is referred; at a distance a day alone will do', () => {
		const story = beginWith(viktor)
		const [inPerson, remote] = [asked(story), said(story, darya, ask({ mode: 'remote' }))]
		story.sayAll([viktor, pass(inPerson)], [viktor, pass(remote)])
		const day = { ...toMentor('oleg'), on: '2026-09-25', words: null }
		expect(story.say(elena, refer(inPerson, day))).toEqual({ reason: 'place-missing' })
		expect(story.say(elena, refer(remote, day))).toBeNull()
		expect(story.say(elena, refer(inPerson, { ...day, words: 'В 15 часов, кабинет 12' }))).toBeNull()
	})

	it('face to face that was recorded without its place stands, and gets it by being said again, by either curator', () => {
		const { story, consultationId, before, withPlace, placedBy } = beginPlaceless()
		const day = { ...toMentor('oleg'), on: '2026-09-25', words: null }
		const consultation = findConsultation(before, consultationId)
		expect(consultation && consultationStatus(before, consultation)).toBe('referred')
		const checkReferral = (by: Speaker, change: object) =>
			checkStatement(before, refer(consultationId, change), by, story.facts)
		const words = 'В 15 часов, кабинет 12'
		expect(checkReferral(elena, day)).toEqual({ reason: 'already-said' })
		for (const other of [
			{ ...day, ...toMentor('viktor'), words },
			{ ...day, on: '2026-09-26', words }
		]) {
			expect(checkReferral(elena, other)).toEqual({ reason: 'already-said' })
			expect(checkReferral(galina, other)).toEqual({ reason: 'consultation-settled' })
		}
		expect(checkReferral(viktor, { ...day, words })).toEqual({ reason: 'not-your-role' })
		expect([elena, galina].map((by) => checkReferral(by, { ...day, words }))).toEqual([null, null])

		const mended = placedBy(galina, '2026-09-10')
		expect(findConsultation(mended, consultationId)?.referral).toMatchObject({ ...day, words })
		expect(checkStatement(mended, withPlace, galina, story.facts)).toEqual({ reason: 'already-said' })
		expect(checkStatement(mended, withPlace, elena, story.facts)).toEqual({ reason: 'consultation-settled' })
	})

	it('stays Елена’s of 1 September when Галина adds its place on the 10th, and both are known', () => {
		const { consultationId, before, placedBy } = beginPlaceless()
		expect(findConsultation(before, consultationId)?.referral).not.toHaveProperty('place')
		expect(findConsultation(placedBy(galina, '2026-09-10'), consultationId)?.referral).toEqual({
			by: elena,
			at: '2026-09-01T08:00:00.000Z',
			to: { kind: 'mentor', mentorId: 'oleg' },
			on: '2026-09-25',
			words: 'В 15 часов, кабинет 12',
			place: { by: galina, at: '2026-09-10T08:00:00.000Z' }
		})
	})

	it.each([
		['before its day', '2026-09-24', true],
		['on its day', '2026-09-25', true],
		['once its day is over', '2026-09-26', false]
	])('face to face that was recorded without its place wants it: %s', (_, today, wanted) => {
		const { consultationId, before, placedBy } = beginPlaceless('2026-09-25')
		const consultationIn = (ledger: Ledger) => findConsultation(ledger, consultationId) ?? never()
		expect(wantsPlace(consultationIn(before), today)).toBe(wanted)
		expect(wantsPlace(consultationIn(placedBy(galina, '2026-09-10')), today)).toBe(false)
	})

	it('wants its place for as long as no day is named, and at a distance never', () => {
		const { consultationId, before } = beginPlaceless()
		const { referral, ...rest } = findConsultation(before, consultationId) ?? never()
		const dayless = { ...rest, referral: referral && { ...referral, on: null } }
		expect(wantsPlace(dayless, '2027-09-01')).toBe(true)
		expect(wantsPlace({ ...dayless, mode: 'remote' }, '2027-09-01')).toBe(false)
		expect(wantsPlace({ ...rest, referral: null }, '2026-09-01')).toBe(false)
	})

	it('is not referred without a day and without a word', () => {
		const command = { id: 'c', programId: 'p', role: 'curator', saidAt: '2026-09-01T08:00:00.000Z' }
		const isRead = (statement: Statement) => commandSchema.safeParse({ ...command, statement }).success
		expect(isRead(refer('c', { on: null, words: null }))).toBe(false)
		expect(isRead(refer('c', { on: '2026-09-20', words: null }))).toBe(true)
		expect(isRead(refer('c', { on: null, words: 'Позвоните' }))).toBe(true)
	})

	it('of two mentors the first takes it; it is passed on when both have passed', () => {
		const story = beginWith(viktor, oleg)
		const [first, second] = [asked(story), asked(story, darya)]
		expect(awaited(story)).toHaveLength(4)
		story.sayAll([viktor, pass(first)])
		expect(statusOf(story, first)).toBe('asked')
		expect(story.say(elena, refer(first))).toEqual({ reason: 'mentor-first' })
		story.sayAll([oleg, take(first)])
		expect(story.say(viktor, take(first))).toEqual({ reason: 'already-said' })
		story.sayAll([oleg, take(second)])
		expect(story.say(viktor, take(second))).toEqual({ reason: 'consultation-settled' })
		expect(story.say(viktor, pass(second))).toEqual({ reason: 'consultation-settled' })
		const third = asked(story)
		story.sayAll([viktor, pass(third)], [oleg, pass(third)])
		expect(awaited(story)).toEqual(['elena refer-consultation'])
	})

	it('said twice, or from two devices, is said once', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		expect(story.say(irina, ask())).toEqual({ reason: 'already-said' })
		expect(story.say(irina, ask({ mode: 'remote' }))).toBeNull()
		expect(story.say(darya, ask())).toBeNull()
		story.sayAll([viktor, take(consultationId)])
		expect(story.say(viktor, take(consultationId))).toEqual({ reason: 'already-said' })
		expect(story.say(viktor, pass(consultationId))).toEqual({ reason: 'already-said' })
		// An answered request may be made again.
		expect(story.say(irina, ask())).toBeNull()
	})

	it('is taken back by whoever asked, until somebody takes it or is named', () => {
		const story = beginWith(viktor)
		const [first, second] = [asked(story), asked(story, darya)]
		expect(story.say(darya, withdraw(first))).toEqual({ reason: 'not-your-role' })
		expect(story.say(viktor, withdraw(first))).toEqual({ reason: 'not-your-role' })
		story.sayAll([viktor, pass(first)])
		story.facts.today = '2026-09-03'
		story.sayAll([irina, withdraw(first)])
		expect(findConsultation(story.ledger(), first)).toMatchObject({ withdrawnAt: '2026-09-03T08:00:00.000Z' })
		expect(story.say(irina, withdraw(first))).toEqual({ reason: 'already-said' })
		expect(story.say(elena, refer(first))).toEqual({ reason: 'withdrawn' })
		story.sayAll([viktor, take(second)])
		expect(story.say(darya, withdraw(second))).toEqual({ reason: 'consultation-settled' })
		const third = asked(story)
		story.sayAll([irina, withdraw(third)])
		expect(story.say(viktor, take(third))).toEqual({ reason: 'withdrawn' })
		expect(awaited(story)).toEqual([])
	})

	it('is nobody’s to ask for but a mentee’s, and before the order nobody’s', () => {
		const story = beginWith(viktor)
		for (const by of [viktor, elena, arkady]) expect(story.say(by, ask())).toEqual({ reason: 'not-your-role' })
		expect(story.say(viktor, take('none'))).toEqual({ reason: 'unknown-subject' })
		const forming = formedIn(dinskoy)
		expect(forming.say(irina, ask())).toEqual({ reason: 'wrong-phase', phase: 'proposed' })
	})

	it('is offered to mentees where the regulation has it, and to nobody else', () => {
		const offered = (regulation: Regulation, by: Speaker) =>
			offersTo(activeIn(regulation).ledger(), by, { today: '2026-09-01', regulation }).some(
				({ type }) => type === 'ask-consultation'
			)
		expect(regulations.filter((one) => offered(one, irina)).map(({ id }) => id)).toEqual(['dinskoy'])
		for (const by of [viktor, elena, arkady]) expect(offered(dinskoy, by)).toBe(false)
		const others = regulations.filter(({ id }) => id !== 'dinskoy')
		for (const regulation of others) {
			expect(activeIn(regulation).say(irina, ask())).toEqual({ reason: 'not-in-regulation', field: 'consultation' })
		}
	})

	it('is not in a copy that a device has kept since before there was this', () => {
		const { consultations: _, ...before } = dinskoy
		const known = { today: '2026-09-01', regulation: before as Regulation, ...unasked }
		const refusal = { reason: 'not-in-regulation', field: 'consultation' }
		expect(checkAtHand(beginWith(viktor).ledger(), ask(), irina, known)).toEqual(refusal)
	})

	it('stands in the chronicle as one, with all that was said of it, by what was said last', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		story.sayAll([darya, { type: 'remark', about: null, text: 'Уточните сроки' }])
		story.sayAll([viktor, pass(consultationId)], [elena, refer(consultationId)])
		const [newest] = chronicleOf(story.ledger(), story.entries)
		expect(newest).toMatchObject({ type: 'consultation', entry: { id: consultationId } })
		expect(newest !== undefined && 'followed' in newest && newest.followed.map(({ by }) => by.personId)).toEqual([
			'viktor',
			'elena'
		])
	})

	it('is read by everybody whom the programme concerns, and by nobody after their part', () => {
		const story = beginWith(viktor)
		asked(story)
		const entry = story.entries.at(-1)
		const reader = { isStaff: false, ownIds: [] }
		expect(entry && readableEntry(entry, { ...reader, personId: 'darya', until: null })).toEqual(entry)
		const before = '2026-08-31T08:00:00.000Z'
		expect(entry && readableEntry(entry, { ...reader, personId: 'oleg', until: before })).toBeNull()
	})
})
