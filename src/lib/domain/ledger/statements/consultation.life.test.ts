/** Requests for a consultation while people join and leave, and days pass. */
import { describe, expect, it } from 'vitest'
import { dinskoy } from '../../regulation/packs/dinskoy.ts'
import {
	ask,
	asked,
	awaited,
	beginWith,
	pass,
	refer,
	release,
	replace,
	statusOf,
	take,
	withdraw
} from '../testing/consultation-story.ts'
import { beginGroup, danil, joinByOrder, leaveByOrder } from '../testing/group-story.ts'
import { approvePlan, arkady, darya, elena, irina, oleg, raise, sign, viktor } from '../testing/story.ts'

describe('[D18] a consultation that was asked for', () => {
	it('goes over to a new mentor while it is open, and whoever has left is not asked', () => {
		const story = beginWith(viktor)
		const [passed, open] = [asked(story), asked(story, darya)]
		story.sayAll([viktor, pass(passed)])
		release(story, viktor)
		// There is no mentor to ask first.
		expect(awaited(story)).toEqual(['elena refer-consultation', 'elena refer-consultation'])
		expect(story.say(viktor, take(open))).toEqual({ reason: 'not-your-programme' })
		const anew = beginWith(viktor)
		const consultationId = asked(anew)
		anew.sayAll([viktor, pass(consultationId)])
		replace(anew)
		expect(awaited(anew)).toEqual(['oleg answer-consultation'])
		expect(anew.say(elena, refer(consultationId))).toEqual({ reason: 'mentor-first' })
		expect(anew.say(oleg, take(consultationId, '2026-10-01'))).toBeNull()
	})

	it('waits for nobody who is suspended', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		story.sayAll([elena, { type: 'suspend', personId: 'viktor' }])
		expect(story.say(viktor, take(consultationId))).toEqual({ reason: 'not-your-programme' })
		expect(awaited(story)).toEqual(['elena refer-consultation'])
		story.sayAll([elena, { type: 'reinstate', personId: 'viktor' }])
		expect(awaited(story)).toEqual(['viktor answer-consultation'])
		const both = beginWith(viktor, oleg)
		both.sayAll([oleg, pass(asked(both))])
		expect(awaited(both)).toEqual(['viktor answer-consultation'])
		both.sayAll([elena, { type: 'suspend', personId: 'viktor' }])
		expect(awaited(both)).toEqual(['elena refer-consultation'])
	})

	it('of a mentee who has left their group waits for nobody; of the others it goes on', () => {
		const story = beginGroup(dinskoy)
		const [hers, others] = [asked(story), asked(story, darya)]
		leaveByOrder(story, 'irina')
		expect([statusOf(story, hers), statusOf(story, others)]).toEqual(['lapsed', 'asked'])
		expect(story.say(viktor, take(hers))).toEqual({ reason: 'asker-left' })
		expect(story.say(irina, withdraw(hers))).toEqual({ reason: 'not-your-programme' })
		expect(story.say(irina, ask())).toEqual({ reason: 'not-your-programme' })
		expect(awaited(story)).toEqual(['viktor answer-consultation'])
	})

	it('is asked for by whoever has joined a group, not by whoever is to join it', () => {
		const story = beginGroup(dinskoy)
		expect(story.say(danil, ask())).toEqual({ reason: 'not-your-programme' })
		joinByOrder(story, danil)
		expect(story.say(danil, ask())).toBeNull()
	})

	it('ends with the programme', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		approvePlan(story)
		story.facts.plan = { done: 1, total: 1, activityIds: new Set(), results: [] }
		const closure = { type: 'closure', reasonId: 'fulfilled', ground: null, lastDay: null, conclusion: 'Всё' } as const
		story.sayAll([elena, raise(closure)])
		story.sayAll([arkady, sign(story.lastId())])
		expect(statusOf(story, consultationId)).toBe('lapsed')
		expect(awaited(story)).toEqual([])
		const refusal = { reason: 'wrong-phase', phase: 'closed' }
		expect(story.say(viktor, take(consultationId))).toEqual(refusal)
		expect(story.say(elena, refer(consultationId))).toEqual(refusal)
		expect(story.say(irina, withdraw(consultationId))).toEqual(refusal)
		expect(story.say(irina, ask())).toEqual(refusal)
	})

	it.each([
		['before it was asked for', '2026-08-31', { reason: 'before-asked', earliest: '2026-09-01' }],
		['on the day it was asked for', '2026-09-01', null],
		['before the programme begins, soon', '2026-09-10', null],
		['within the year that orders name', '2027-09-01', null],
		['later', '2027-09-02', { reason: 'too-far-ahead', latest: '2027-09-01' }]
	])('takes place within the term: %s', (_, day, refusal) => {
		const story = beginWith(viktor)
		const [taken, referred] = [asked(story), asked(story, darya)]
		expect(story.say(viktor, take(taken, day))).toEqual(refusal)
		story.sayAll([viktor, pass(referred)])
		expect(story.say(elena, refer(referred, { on: day }))).toEqual(refusal)
	})

	it.each([
		['a month before the term is over, until its end', '2027-08-10', '2027-09-14', '2027-09-15'],
		['in its last days, within a month', '2027-09-10', '2027-10-10', '2027-10-11'],
		['of a programme that goes on after it, within a month', '2027-12-01', '2028-01-01', '2028-01-02']
	])('asked for %s', (_, today, last, tooLate) => {
		const story = beginWith(viktor)
		story.facts.today = today
		const consultationId = asked(story)
		expect(story.say(viktor, take(consultationId, tooLate))).toEqual({ reason: 'too-far-ahead', latest: last })
		expect(story.say(viktor, take(consultationId, last))).toBeNull()
	})

	it('an answer that waited for a network may name a day that is over by then', () => {
		const story = beginWith(viktor)
		const consultationId = asked(story)
		story.facts.today = '2026-09-10'
		expect(story.say(viktor, take(consultationId, '2026-09-03'))).toBeNull()
	})
})
