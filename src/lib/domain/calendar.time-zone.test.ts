import { afterEach, expect, it, vi } from 'vitest'
import { dateIn, isTimeZone, offsetName, otherOffset } from './calendar.ts'

afterEach(() => void vi.unstubAllEnvs())

it('an evening in Kaliningrad is the next morning in Tomsk', () => {
	const at = new Date('2026-11-20T20:30:00.000Z')
	expect([dateIn('Europe/Kaliningrad', at), dateIn('Asia/Tomsk', at)]).toEqual(['2026-11-20', '2026-11-21'])
})

it('tells zones by how far they are from Greenwich that day', () => {
	const summer = new Date('2026-07-01T12:00:00.000Z')
	const winter = new Date('2026-12-01T12:00:00.000Z')
	expect(offsetName('Asia/Tomsk', winter)).toBe('UTC+7')
	expect(offsetName('Asia/Kolkata', winter)).toBe('UTC+5:30')
	expect([summer, winter].map((at) => offsetName('Europe/Berlin', at))).toEqual(['UTC+2', 'UTC+1'])
})

it.each([
	['Europe/Moscow', 'UTC+7'],
	['Asia/Krasnoyarsk', null],
	['Asia/Tomsk', null]
])('to a device in %s the clock of Tomsk is another or the same', (device, offset) => {
	vi.stubEnv('TZ', device)
	expect(otherOffset('Asia/Tomsk', new Date('2026-12-01T12:00:00.000Z'))).toBe(offset)
	expect(otherOffset(undefined, new Date('2026-12-01T12:00:00.000Z'))).toBeNull()
})

it('knows which names are those of zones', () => {
	expect(['Asia/Tomsk', 'Asia/Surgut', ''].map(isTimeZone)).toEqual([true, false, false])
})
