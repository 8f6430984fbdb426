import { expect, it } from 'vitest'
import { type CalendarMeeting, makeCalendar } from './meetings-calendar.ts'

const now = new Date('2026-11-27T03:00:00Z')
const visit: CalendarMeeting = {
	programId: 'p1',
	id: 'm1',
	heldOn: '2026-11-30',
	startsAt: '10:30',
	place: 'Школа № 14; каб. 2'
}

function linesOf(meetings: readonly CalendarMeeting[], timeZone = 'Asia/Tomsk'): string[] {
	return makeCalendar(meetings, { name: 'Тандем', meeting: 'Встреча' }, { timeZone, now }).split('\r\n')
}

it('[L4] a meeting of Viktor and Irina tells its time and its place, and nothing else of the plan', () => {
	const lines = linesOf([visit])
	const event = lines.slice(lines.indexOf('BEGIN:VEVENT') + 1, lines.indexOf('END:VEVENT'))
	expect(event.map((line) => line.split(/[:;]/)[0])).toEqual([
		'UID',
		'SEQUENCE',
		'DTSTAMP',
		'DTSTART',
		'DTEND',
		'SUMMARY',
		'LOCATION'
	])
	expect(lines).toEqual(
		expect.arrayContaining([
			'UID:m1.p1',
			'DTSTART:20261130T033000Z',
			'DTEND:20261130T043000Z',
			'SUMMARY:Встреча',
			'LOCATION:Школа № 14\\; каб. 2'
		])
	)
})

it.each([
	['Europe/Kaliningrad', '20261130T083000Z'],
	['Asia/Kamchatka', '20261129T223000Z'],
	['Europe/Berlin', '20261130T093000Z']
])('its time is that of the municipality in %s', (timeZone, expected) => {
	expect(linesOf([visit], timeZone)).toContain(`DTSTART:${expected}`)
})

it('its time is right in the hour before and in the hour after the clocks are changed', () => {
	const starts = ['01:30', '03:30'].flatMap((startsAt) =>
		linesOf([{ ...visit, heldOn: '2026-03-29', startsAt }], 'Europe/Berlin').filter((line) =>
			line.startsWith('DTSTART')
		)
	)
	expect(starts).toEqual(['DTSTART:20260329T003000Z', 'DTSTART:20260329T013000Z'])
})

it('without a time it takes the whole day, and without a place it names none', () => {
	const lines = linesOf([{ ...visit, startsAt: null, place: '' }])
	expect(lines).toContain('DTSTART;VALUE=DATE:20261130')
	expect(lines.some((line) => line.startsWith('LOCATION'))).toBe(false)
})

it('a plan without meetings makes a calendar without events, which a phone still accepts', () => {
	expect(linesOf([]).filter((line) => line !== '')).toEqual([
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Tandem//Tandem//EN',
		'NAME:Тандем',
		'X-WR-CALNAME:Тандем',
		'END:VCALENDAR'
	])
})
