import { afterEach, expect, it, vi } from 'vitest'
import { calmSnapshot } from '#lib/sync/document/testing/calm-snapshot.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { leadOf } from './sync-lead.ts'
import { isLongOffline, partnerWords, serverWords } from './sync-words.ts'

afterEach(() => void vi.unstubAllEnvs())

it('three days without a network are counted by the calendar of the place, not by that of Greenwich', () => {
	vi.stubEnv('TZ', 'Asia/Tomsk')
	// In Tomsk it is already the 21st.
	const waiting = {
		...calmSnapshot,
		unsent: 1,
		connection: 'offline',
		lastSyncedAt: '2026-11-20T19:00:00.000Z'
	} as const
	expect(isLongOffline(waiting, '2026-11-23')).toBe(false)
	expect(isLongOffline(waiting, '2026-11-24')).toBe(true)
	expect(isLongOffline({ ...waiting, unsent: 0 }, '2026-11-24')).toBe(false)
})

const irina = { personId: 'mentee-1', has: true, sees: true, lastSeenAt: '2026-11-21T04:56:00.000Z' }
const leadWith = (snapshot: typeof calmSnapshot, tick: string) =>
	leadOf({ sync: { snapshot, tick } } as Parameters<typeof leadOf>[0])

it('what Irina has seen is told of in the past, unless she has the programme open', () => {
	const mine = { ...calmSnapshot, hasOwn: true, partners: [irina] }
	expect(partnerWords(irina, mine, false)).not.toMatch(/сейчас|now/)
	expect(partnerWords(irina, mine, true)).toMatch(/сейчас на экране|on the screen now/)
})

it('on her second device Irina is told of that device, not of what she did on another', () => {
	expect(partnerWords({ ...irina, sees: false }, calmSnapshot, false)).toMatch(/С этого устройства|from this device/)
})

it.each([0, 15])('a deleted programme promises nothing, with %i keystrokes unsent', (unsent) => {
	const gone = { ...calmSnapshot, isGone: true, unsent }
	for (const words of [leadWith(gone, 'gone'), serverWords(gone)]) {
		expect(words).toMatch(/удалил|deleted/)
		expect(words).not.toMatch(/\d|уйдут сами|by themselves/)
	}
})

it.each([0, 1])(
	'edits that the server refuses to hear of are not said to leave by themselves, %i of them of others',
	(unsentOfOthers) => {
		const refused = {
			...calmSnapshot,
			unsent: 1,
			unsentOfOthers,
			connection: 'refused',
			refusal: 'app-too-old'
		} as const
		const lead = leadWith(refused, 'onDevice')
		expect(lead).toMatch(/сказано ниже|said below/)
		expect(lead).not.toMatch(/само|сами|by (itself|themselves)/)
	}
)

it('what a file brought is not told as an edit of one’s own, nor as one that its author lacks', () => {
	const imported = { ...calmSnapshot, unsent: 1, unsentOfOthers: 1, partners: [irina] }
	expect(leadWith(imported, 'onDevice')).toMatch(/из файла|the file/)
	expect(partnerWords({ ...irina, has: false, sees: false }, imported, false)).toMatch(
		/С этого устройства|from this device/
	)
	const both = { ...imported, unsent: 2 }
	expect(leadWith(both, 'onDevice')).not.toMatch(/файл|file/)
	expect(partnerWords(irina, both, false)).toMatch(/не дошла|not/)
})

it('what the curator decided is told', () => {
	const underReview = { ...calmSnapshot, unsent: 1, refused: 1, isUnderReview: true }
	expect(leadWith(underReview, 'underReview')).toMatch(/ждут|waiting/)
	expect(leadWith({ ...underReview, reviewOutcome: 'set-aside' }, 'setAside')).toMatch(/отклонил|aside/)
	expect(leadWith({ ...calmSnapshot, reviewOutcome: 'accepted' }, 'onServer')).toMatch(/принял|accepted/)
})

it('whose access is closed is not told that the last edit has not arrived: nobody tells this device', () => {
	const shutOut = { ...calmSnapshot, hasOwn: true, refusal: 'no-right' } as const
	expect(partnerWords({ ...irina, has: false }, shutOut, false)).toMatch(/Пока доступ закрыт|While access is closed/)
})

it.each([
	['ru', ['Ольга', 'Седых', 'Викторовна'], 'дошли до Ольги.'],
	['ru', ['Павел', 'Гуров', 'Никитич'], 'дошли до Павла.'],
	['ru', ['Пётр', 'Ким', ''], 'дошли до Петра.'],
	['en', ['Ольга', 'Седых', 'Викторовна'], 'reached Ольга.']
] as const)(
	'in %s it is said whom the edits have reached: %s, «%s»',
	(locale, [givenName, familyName, patronymic], end) => {
		overwriteGetLocale(() => locale)
		const person = { id: 'mentee-1', givenName, familyName, patronymic }
		const sync = { snapshot: { ...calmSnapshot, hasOwn: true, partners: [irina] }, tick: 'delivered' }
		const program = {
			sync,
			me: { id: 'mentor-1' },
			listing: { participants: [{ person }] },
			givenNameOf: () => givenName
		}
		expect(leadOf(program as unknown as Parameters<typeof leadOf>[0])).toContain(end)
	}
)
