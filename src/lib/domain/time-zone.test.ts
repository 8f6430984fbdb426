import { expect, it } from 'vitest'
import { dateIn, isTimeZone, offsetName } from './time-zone.ts'

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

it('knows which names are those of zones', () => {
	expect(['Asia/Tomsk', 'Asia/Surgut', ''].map(isTimeZone)).toEqual([true, false, false])
})
