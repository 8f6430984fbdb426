import { expect, it } from 'vitest'
import { outrunAppointments, shortAppointments } from './memberships.ts'
import { beginStory, beginByOrder } from './testing/story.ts'

it('[T28] [T44] a mentor whose own appointment ends before the longer programme would is named', () => {
	const story = beginStory()
	beginByOrder(story)
	const viktors = { personId: 'viktor', until: '2028-09-14' }
	const appointments = [viktors, { personId: 'oleg', until: '2026-12-31' }]
	expect(shortAppointments(story.ledger(), 24, appointments)).toEqual([])
	expect(shortAppointments(story.ledger(), 25, appointments)).toEqual([viktors])
	expect(shortAppointments(beginStory().ledger(), 25, appointments)).toEqual([])
})

it('[T28] a mentor whose appointment lasts when an order begins, and ends before it, is named', () => {
	const order = { startsOn: '2026-11-23', lastDay: '2028-11-22' }
	const outrun = (until: string) => outrunAppointments(['viktor'], order, [{ personId: 'viktor', until }])
	expect(outrun('2028-09-02')).toEqual([{ personId: 'viktor', until: '2028-09-02' }])
	expect(outrun('2028-11-22')).toEqual([])
	// The order appoints him anew.
	expect(outrun('2026-11-22')).toEqual([])
	expect(outrunAppointments(['viktor'], order, [{ personId: 'oleg', until: '2027-01-01' }])).toEqual([])
})
