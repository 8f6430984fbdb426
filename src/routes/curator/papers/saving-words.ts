import type { IsoDate } from '#domain/calendar.ts'
import type { Saving } from '#protocol/papers-api.ts'
import { formatMoment } from '#lib/components/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import { shortName } from '../short-name.ts'

/** «Изменено: Воронцова Е. М., сегодня, 09:40» */
export function savingWords({ at, by }: Saving, today: IsoDate): string {
	return m.papers_saved_by({ name: shortName(by.name), moment: formatMoment(at, today) })
}
