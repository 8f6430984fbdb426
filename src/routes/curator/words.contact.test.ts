import { describe, expect, it } from 'vitest'
import type { BoardParticipant } from '#protocol/api/program.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { describeContact } from './words.ts'
import { shortName } from '../names.ts'

overwriteGetLocale(() => 'ru')

const at = '2026-11-21T11:02:00.000Z'
const gurov: BoardParticipant = {
	personId: 'mentee-2',
	name: 'Гуров Павел Николаевич',
	role: 'mentee',
	startsOn: '2026-09-01',
	lastSeenAt: null,
	hasSignedIn: false,
	isBehind: false,
	unsent: null,
	isOnline: false,
	endedAt: null,
	held: { waiting: 0, setAside: 0 },
	devices: []
}

describe('the contact of Gurov', () => {
	it.each([
		['2026-11-21T11:01:30.000Z', 'только что', 'inTouch'],
		['2026-11-21T11:00:00.000Z', '2 мин', 'inTouch'],
		['2026-11-21T08:02:00.000Z', '3 ч', 'inTouch'],
		['2026-11-20T09:00:00.000Z', '1 день', 'inTouch'],
		['2026-11-12T09:00:00.000Z', '9 дней', 'inTouch'],
		['2026-10-18T09:00:00.000Z', '34 дня не на связи', 'warning'],
		['2026-08-01T09:00:00.000Z', '112 дней не на связи', 'alarm']
	])('of %s is «%s»', (lastSeenAt, text, level) => {
		expect(describeContact({ ...gurov, lastSeenAt, startsOn: '2026-07-01' }, at)).toEqual({ text, level })
	})

	it('is «на связи» while a device of his is connected', () => {
		const online = { ...gurov, lastSeenAt: '2026-11-21T10:00:00.000Z', isOnline: true }
		expect(describeContact(online, at).text).toBe('на связи')
	})

	it('before his first sign-in is no alarm until his part has gone on for three weeks', () => {
		expect(describeContact({ ...gurov, startsOn: '2026-11-16' }, at)).toEqual({
			text: 'программу ещё не открывал(а)',
			level: 'never'
		})
		expect(describeContact({ ...gurov, startsOn: '2026-10-30' }, at)).toEqual({
			text: 'программу ещё не открывал(а) · 22 дня с начала',
			level: 'warning'
		})
	})

	it('once he has signed in and not yet opened the programme, says that instead', () => {
		const entered = { ...gurov, hasSignedIn: true }
		expect(describeContact({ ...entered, startsOn: '2026-11-16' }, at)).toEqual({
			text: 'ещё не в программе',
			level: 'never'
		})
		expect(describeContact({ ...entered, startsOn: '2026-10-30' }, at)).toEqual({
			text: 'ещё не в программе · 22 дня с начала',
			level: 'warning'
		})
	})
})

it('Gurov is shortened to his family name and initials', () => {
	expect(shortName(gurov.name)).toBe('Гуров\u00a0П.\u00a0Н.')
	expect(shortName('Куратор')).toBe('Куратор')
})
