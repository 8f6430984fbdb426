import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { News } from '#domain/ledger/chronicle.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { setToday, Today } from '#lib/state/today.svelte.ts'
import { setCityZone } from '#lib/sync/clock.ts'
import { renderWithin } from '../../../tests/support/render-within.ts'
import { resetClock } from '../../../tests/support/reset-clock.ts'
import { newsWords } from './words.ts'
import NewsRows from './NewsRows.svelte'

overwriteGetLocale(() => 'ru')

beforeEach(() => {
	vi.useFakeTimers({ now: new Date('2026-11-20T05:00:00.000Z') })
	setCityZone(() => 'Asia/Tomsk')
})
afterEach(() => {
	vi.useRealTimers()
	resetClock()
})

const about = 'Как составить смету'
const taken: News = { type: 'consultation-taken', id: 'c1', until: '2026-12-15', about, on: '2026-11-24' }
const referred: News = { ...taken, type: 'consultation-referred', id: 'c2', consultant: 'Левченко Зоя Марковна' }
const notice: News = {
	type: 'notice',
	id: 'm2',
	until: '2026-11-25',
	lastDay: '2026-11-25',
	by: 'Ковалёв Виктор Андреевич',
	isDeparture: true
}
const declined: News = { type: 'declined', id: 'm1', until: '2026-11-20', matter: 'extend', ground: 'Успеем в срок' }

it.each<[News, string, string]>([
	[taken, 'Консультация назначена на 24\u00a0ноября', about],
	[referred, 'Консультирует Левченко Зоя Марковна, день: 24\u00a0ноября', about],
	[{ ...referred, on: null }, 'Консультирует Левченко Зоя Марковна', about],
	[{ ...referred, on: null, consultant: '' }, 'Консультирует наставник из банка', about],
	[declined, 'Продление отклонено', 'Причина отказа: Успеем в срок'],
	[
		{ ...declined, by: 'Левченко Зоя Марковна' },
		'Продление отклонено',
		'Левченко Зоя Марковна · Причина отказа: Успеем в срок'
	],
	[notice, 'Программа завершится после 25\u00a0ноября', 'Заявление о досрочном завершении: Ковалёв Виктор Андреевич'],
	[
		{ ...notice, isDeparture: false },
		'Программа завершится после 25\u00a0ноября',
		'Предупреждение о досрочном завершении: Ковалёв Виктор Андреевич'
	]
])('says what was answered, and to what: %#', (news, text, detail) => {
	expect(newsWords(news)).toEqual({ text, detail })
})

const provideToday = () => void setToday(new Today())

function shown(news: readonly News[]): string {
	const listing = { programId: 'p', title: 'Первый год', mainRequest: '', news } as unknown as LedgerListing
	return renderWithin(provideToday, NewsRows, { listings: [listing] })
}

it('[D18] [T44] Ирина finds at home what she was answered, of which programme, and the way there', () => {
	const body = shown([taken, declined])
	expect(body).toMatch(/Вам ответили.*2/)
	expect(body).toContain(`${about} · Первый год`)
	expect(body).toContain('Продление отклонено')
	expect(body).toContain('href="/decisions/p"')
})

it('[D18] [T44] on the page of the programme the rows lead to the cards, and name no programme', () => {
	const listing = {
		programId: 'p',
		title: null,
		mainRequest: '',
		news: [{ ...taken, id: 'c1 2026-11-19T05:00:00.000Z' }, declined]
	}
	const body = renderWithin(provideToday, NewsRows, { listings: [listing], isHere: true })
	expect(body).toMatch(/Вам ответили.*2/)
	expect(body).toContain('href="#card-c1"')
	expect(body).toContain('href="#card-m1"')
	expect(body).not.toContain(' · ')
})

it('[L1] Ирина finds at home that Виктор leaves, and until when the programme goes on', () => {
	const body = shown([notice])
	expect(body).toMatch(/Вам сообщили.*1/)
	expect(body).not.toContain('Вам ответили')
	vi.setSystemTime(new Date('2026-11-25T19:00:00.000Z'))
	expect(shown([notice])).not.toContain('Вам сообщили')
})

it('nothing is headed where she was answered nothing, or long ago by what this device remembers', () => {
	expect(shown([])).not.toContain('Вам ответили')
	vi.setSystemTime(new Date('2026-11-20T19:00:00.000Z'))
	expect(shown([declined])).not.toContain('Вам ответили')
})
