/** When a regulation begins and ends, in words. */
import type { IsoDate } from '#domain/calendar.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'

type InForce = Regulation['inForce']['value']

/** «действует по 31 декабря 2024 г.»; null: it has no end. */
export function endWords({ until }: InForce, today: IsoDate): string | null {
	if (until === null) return null
	return until < today
		? m.regulation_force_ended({ until: formatDay(until) })
		: m.regulation_force_until({ until: formatDay(until) })
}

/** That it is not in force yet, or any more, and what to do about it before a programme begins by it; null: it is in force. */
export function forceAdvice({ from, until }: InForce, today: IsoDate): string | null {
	if (from > today) return `${m.regulation_not_yet({ from: formatDay(from) })} ${m.regulation_advice_not_yet()}`
	if (until === null || until >= today) return null
	return `${m.regulation_conflict_regulation_ended({ until: formatDay(until) })} ${m.regulation_advice_regulation_ended()}`
}
