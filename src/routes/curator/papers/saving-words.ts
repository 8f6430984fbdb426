import type { IsoDate } from '#domain/calendar.ts'
import type { Saving } from '#protocol/api/regulations.ts'
import { formatMomentIn } from '#lib/ui/moment-in.ts'
import { m } from '#lib/paraglide/messages.js'
import { shortName } from '../../short-name.ts'

/** «Изменено: Воронцова Е. М., сегодня, 09:40» */
export function savingWords({ at, by }: Saving, timeZone: string | undefined, today: IsoDate): string {
	return m.papers_saved_by({ name: shortName(by.name), moment: formatMomentIn(timeZone, at, today) })
}
