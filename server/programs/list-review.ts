/** The update of the list of those to be mentored, which a regulation asks for once a year (domain.md T19, S20). */
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { nextMonitoringDate } from '#domain/plan/due-dates.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { ListReview } from '#protocol/api/people.ts'
import type { BankScope } from '../people/bank-list.ts'
import type { Registry } from '../database/database.ts'

/** As the packs name it. */
const TASK = 'list-update'

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
	const since = await readTasksSince(registry, municipalityId, regulation)
	const { wording, source, schedule } = task
	return {
		task: { wording, source, everyMonths: schedule.type === 'every' ? schedule.months : null },
		dueOn: nextMonitoringDate(regulation, TASK, since[TASK] ?? today),
		last: last === undefined ? null : { on: last.done_on, name: last.person_name },
		today
	}
}

/**
 * From which day each task of the curator's calendar is counted: on which it was last done. Where it was never done, from the
 * day the municipality began: then its lists were made.
 */
export async function readTasksSince(
	{ query }: Registry,
	municipalityId: string,
	{ monitoring }: Pick<Regulation, 'monitoring'>
): Promise<Record<string, IsoDate>> {
	const [{ created_at, time_zone }, done] = await Promise.all([
		query
			.selectFrom('municipalities')
			.select(['created_at', 'time_zone'])
			.where('id', '=', municipalityId)
			.executeTakeFirstOrThrow(),
		query
			.selectFrom('done_tasks')
			.select(['task_id', (is) => is.fn.max('done_on').as('done_on')])
			.where('municipality_id', '=', municipalityId)
			.groupBy('task_id')
			.execute()
	])
	const foundedOn = dateIn(time_zone, new Date(created_at))
	const doneOn = new Map(done.map(({ task_id, done_on }) => [task_id, done_on]))
	return Object.fromEntries(monitoring.map(({ id }) => [id, doneOn.get(id) ?? foundedOn]))
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
