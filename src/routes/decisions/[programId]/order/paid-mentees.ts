import type { IsoDate } from '#domain/calendar.ts'
import { fetchIncentives } from '#lib/sync/api-program.ts'
import { firstDay, type PaidMentees } from './order-draft.ts'

/** On the first day of an order, under the regulation of this title and those that pay alike; empty where there is no answer. */
export async function readPaidMentees(title: string | null, today: IsoDate): Promise<PaidMentees> {
	if (title === null) return new Map()
	const result = await fetchIncentives(firstDay(today))
	if (!result.ok) return new Map()
	const scheme = result.value.schemes.find(({ regulations }) => regulations.includes(title))
	return new Map(scheme?.mentors.map(({ mentorId, menteeIds }) => [mentorId, menteeIds]))
}
