import { m } from '#lib/paraglide/messages.js'

/** Those of Russia, from west to east. Places that share an hour share a calendar, and one of them stands for all. */
const zones: readonly { id: string; words: () => string }[] = [
	{ id: 'Europe/Kaliningrad', words: m.municipality_zone_kaliningrad },
	{ id: 'Europe/Moscow', words: m.municipality_zone_moscow },
	{ id: 'Europe/Samara', words: m.municipality_zone_samara },
	{ id: 'Asia/Yekaterinburg', words: m.municipality_zone_yekaterinburg },
	{ id: 'Asia/Omsk', words: m.municipality_zone_omsk },
	{ id: 'Asia/Tomsk', words: m.municipality_zone_tomsk },
	{ id: 'Asia/Irkutsk', words: m.municipality_zone_irkutsk },
	{ id: 'Asia/Yakutsk', words: m.municipality_zone_yakutsk },
	{ id: 'Asia/Vladivostok', words: m.municipality_zone_vladivostok },
	{ id: 'Asia/Magadan', words: m.municipality_zone_magadan },
	{ id: 'Asia/Kamchatka', words: m.municipality_zone_kamchatka }
]

/** `own`: one that is chosen already, wherever it is. */
export function timeZoneOptions(own: string | null = null): { value: string; label: string }[] {
	const options = zones.map(({ id, words }) => ({ value: id, label: words() }))
	return own === null || zones.some(({ id }) => id === own) ? options : [{ value: own, label: own }, ...options]
}

/** The one with the same hour as that of the browser; Moscow's for one that has no such hour. */
export function likeliestTimeZone(own: string, now: Date): string {
	return zones.find(({ id }) => clockIn(id, now) === clockIn(own, now))?.id ?? 'Europe/Moscow'
}

function clockIn(timeZone: string, now: Date): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(now)
}
