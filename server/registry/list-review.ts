/** The update of the list of those to be mentored, which a regulation asks for once a year (domain.md T19, S20). */
import type { IsoDate } from '#domain/calendar.ts'
import { nextMonitoringDate } from '#domain/due-dates.ts'
import type { ListReview } from '#protocol/registry-api.ts'
import type { BankScope } from './bank-list.ts'
import { dateIn } from './municipalities.ts'

/** As the packs name it. */
const TASK = 'list-update'

/** Where it was never done, it is due a year after the municipality began: then its lists were made. */
export async function readListReview({ registry, municipalityId, regulation, today }: BankScope): Promise<ListReview> {
	const task = regulation.monitoring.find(({ id }) => id === TASK)
	if (task === undefined) return { task: null, dueOn: null, last: null, today }
	const last = await registry.query
		.selectFrom('done_tasks')
		.select(['done_on', 'person_name'])
		.where('municipality_id', '=', municipalityId)
		.where('task_id', '=', TASK)
		.orderBy('done_on', 'desc')
		.executeTakeFirst()
	const { wording, source, schedule } = task
	return {
		task: { wording, source, everyMonths: schedule.type === 'every' ? schedule.months : null },
		dueOn: nextMonitoringDate(regulation, TASK, last?.done_on ?? (await foundedOn())),
		last: last === undefined ? null : { on: last.done_on, name: last.person_name },
		today
	}

	async function foundedOn(): Promise<IsoDate> {
		const { created_at, time_zone } = await registry.query
			.selectFrom('municipalities')
			.select(['created_at', 'time_zone'])
			.where('id', '=', municipalityId)
			.executeTakeFirstOrThrow()
		return dateIn(time_zone, new Date(created_at))
	}
}

/** For today; whoever was first on a day stays. False: the regulation asks for none. */
export async function tickListReview(
	{ registry, municipalityId, regulation, today }: BankScope,
	by: { id: string; name: string },
	at: string
): Promise<boolean> {
	if (!regulation.monitoring.some(({ id }) => id === TASK)) return false
	await registry.query
		.insertInto('done_tasks')
		.values({
			municipality_id: municipalityId,
			task_id: TASK,
			done_on: today,
			at,
			person_id: by.id,
			person_name: by.name
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute()
	return true
}
