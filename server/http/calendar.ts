/** A person's meetings for a calendar outside: the address of their own, and the file that it answers with. */
import { makeCalendar } from '#domain/meetings-calendar.ts'
import {
	calendarSince,
	createCalendarAddress,
	readCalendar,
	revokeCalendarAddress
} from '../programs/calendar-addresses.ts'
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'

/** Calendars show them in the list and in the day, in the language of the papers. */
const WORDS = { name: 'Тандем: встречи', meeting: 'Встреча' }

export function addCalendar(serve: Serve, { registry, now }: ApiOptions): void {
	serve('GET /api/account/calendar', {}, async ({ askerId }) => ({ since: await calendarSince(registry, askerId) }))

	serve('POST /api/account/calendar', { status: 201 }, async ({ askerId }) => ({
		token: await createCalendarAddress(registry, askerId, now())
	}))

	serve('DELETE /api/account/calendar', {}, async ({ askerId }) => {
		await revokeCalendarAddress(registry, askerId)
		return null
	})

	// Nobody guesses 24 random bytes, so wrong tokens are not counted.
	serve('GET /api/calendars/:token', { isPublic: true }, async ({ context, params }) => {
		const calendar = await readCalendar(registry, params.token)
		if (calendar === null) return refuse('not_found')
		const { meetings, timeZone } = calendar
		context.header('content-type', 'text/calendar; charset=utf-8')
		context.header('cache-control', 'private, no-store')
		return context.body(makeCalendar(meetings, WORDS, { timeZone, now: now() }))
	})
}
