import { describe, expect, it } from 'vitest'
import { isSilent, silenceLevelOf, silentDays } from './silence.ts'

const now = '2026-11-21T11:02:00.000Z'

describe('silence', () => {
	it('of Gurov, last seen nine days ago, is nine days', () => {
		expect(silentDays('2026-11-12T10:00:00.000Z', '2026-09-01', now)).toBe(9)
	})

	it('of somebody who never came in is counted from the first day of their part', () => {
		expect(silentDays(null, '2026-10-01', now)).toBe(51)
	})

	it('is nothing while the programme has not begun, and nothing for a clock that runs ahead', () => {
		expect(silentDays(null, '2027-01-11', now)).toBe(0)
		expect(silentDays('2026-11-21T11:03:00.000Z', '2026-09-01', now)).toBe(0)
	})

	it.each([
		[0, 'inTouch'],
		[21, 'inTouch'],
		[22, 'warning'],
		[90, 'warning'],
		[91, 'alarm']
	] as const)('of %i days is %s', (days, level) => {
		expect(silenceLevelOf(days)).toBe(level)
	})

	it('of one participant makes the programme silent', () => {
		const startsOn = '2026-09-01'
		const mentor = { lastSeenAt: '2026-10-18T08:00:00.000Z', startsOn }
		const mentee = { lastSeenAt: '2026-11-21T06:15:00.000Z', startsOn }
		expect(isSilent([mentor, mentee], now)).toBe(true)
		expect(isSilent([mentee], now)).toBe(false)
	})

	it('of Svetlana, who takes over a mentee of September on Monday, is none yet', () => {
		expect(isSilent([{ lastSeenAt: null, startsOn: '2026-11-23' }], now)).toBe(false)
		expect(isSilent([{ lastSeenAt: null, startsOn: '2026-10-30' }], now)).toBe(true)
	})
})
