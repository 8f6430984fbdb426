import { expect, it } from 'vitest'
import { shortAppointments } from './short-appointments.ts'
import { beginStory, tellOrder } from './testing/story.ts'

it('[T28] [T44] a mentor whose own appointment ends before the longer programme would is named', () => {
	const story = beginStory()
	tellOrder(story)
	const viktors = { personId: 'viktor', until: '2028-09-14' }
	const appointments = [viktors, { personId: 'oleg', until: '2026-12-31' }]
	expect(shortAppointments(story.ledger(), 24, appointments)).toEqual([])
	expect(shortAppointments(story.ledger(), 25, appointments)).toEqual([viktors])
	expect(shortAppointments(beginStory().ledger(), 25, appointments)).toEqual([])
})
