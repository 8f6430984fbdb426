/**
 * A mentee's individual educational route (domain.md T10, S11): a plan whose activities are what the mentee learns over the years, in
 * programmes and beside them. The reservist's individual plan of preparation (T59) is the same.
 */
import type * as Y from 'yjs'
import { groupBy } from '../group-by.ts'
import { type Activity, readActivities } from '../plan/activity.ts'

/** Four to five years (domain.md S11). It goes on after them: items have any days. */
export const ROUTE_MONTHS = 60

/** What an item usually is. A mentee may write another. */
export const routeKinds = [
	'Курс повышения квалификации',
	'Профессиональная переподготовка',
	'Самообразование',
	'Стажировка',
	'Семинар, конференция',
	'Конкурс'
] as const

/** What usually proves it. A mentee may write another. */
export const certificates = [
	'Удостоверение о повышении квалификации',
	'Диплом о переподготовке',
	'Сертификат',
	'Диплом, грамота'
] as const

export interface RouteYear {
	/** «2027»; null: its items have no days. */
	year: string | null
	items: Activity[]
}

/** By year of the last day, or else of the first one or of the day on which it was done, and by day; items without days come last. */
export function readRoute(doc: Y.Doc): RouteYear[] {
	const items = readActivities(doc).sort((one, other) => dayOf(one).localeCompare(dayOf(other)))
	const years = groupBy(items, (item) => dayOf(item).slice(0, 4))
	return [...years].map(([year, inYear]) => ({ year: year === WITHOUT_DAY ? null : year, items: inYear }))
}

/** Sorted behind all years. */
const WITHOUT_DAY = '9999'

function dayOf({ dueOn, startsOn, doneOn }: Activity): string {
	return dueOn ?? startsOn ?? doneOn ?? WITHOUT_DAY
}
