/**
 * What a curator has done of the regulation's calendar: the yearly update of the list of mentees (domain.md T19, S20), and the
 * tasks for which the regulation sets no day: the curator sets one, and ticks them off.
 */
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { beyondItsEnd, nextMonitoringDate } from '#domain/plan/due-dates.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { ListReview } from '#protocol/api/people.ts'
import type { TaskMark, TaskState } from '#protocol/api/regulations.ts'
import type { Registry } from '../database/database.ts'
import type { BankScope } from '../people/bank-list.ts'
import { toPerson } from '../people/people.ts'

/** The id of the update in the packs. */
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
		dueOn: nextMonitoringDate(beyondItsEnd(regulation, today), TASK, since[TASK] ?? today),
		last: last === undefined ? null : { on: last.done_on, name: last.person_name },
		today
	}
}

/**
 * The day from which each task of the curator's calendar is counted: the day it was last done. If it was never done, the day the
 * municipality was opened, when its lists were made.
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

/** Records the update for today; the first record of a day stays. False: the regulation requires none. */
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

/** Tasks of the regulation without a day in it, by id; one that nobody has marked is missing. */
export async function readTaskStates(
	{ query }: Registry,
	municipalityId: string,
	{ id }: Pick<Regulation, 'id'>
): Promise<Record<string, TaskState>> {
	const rows = await query
		.selectFrom('task_marks')
		.innerJoin('people', 'people.id', 'person_id')
		.select(['task_id', 'task_marks.kind', 'day', 'at', 'people.id', 'family_name', 'given_name', 'patronymic'])
		.where('task_marks.municipality_id', '=', municipalityId)
		.where('regulation_id', '=', id)
		.orderBy('at')
		.execute()
	const newest: Record<string, TaskState> = {}
	for (const { task_id, kind, day, at, ...person } of rows) {
		const marked = day === null ? null : { day, at, by: toPerson(person) }
		newest[task_id] = { ...(newest[task_id] ?? { due: null, done: null }), [kind]: marked }
	}
	for (const state of Object.values(newest)) {
		// A task that is done waits for no day. A day that is set later begins it anew.
		if (state.due !== null && state.done !== null && state.due.at <= state.done.at) state.due = null
	}
	return newest
}

/** `today`: the day of a tick. False: the regulation has no such task, or sets its day itself. */
export async function markTask(
	{ query }: Registry,
	municipalityId: string,
	{ id, monitoring }: Pick<Regulation, 'id' | 'monitoring'>,
	given: { taskId: string; mark: TaskMark; today: IsoDate; byId: string; at: string }
): Promise<boolean> {
	const { taskId, mark, today, byId, at } = given
	if (!monitoring.some((task) => task.id === taskId && task.schedule.type === 'undated')) return false
	const [kind, day] = 'dueOn' in mark ? (['due', mark.dueOn] as const) : (['done', mark.isDone ? today : null] as const)
	await query
		.insertInto('task_marks')
		.values({ municipality_id: municipalityId, regulation_id: id, task_id: taskId, kind, day, at, person_id: byId })
		.onConflict((conflict) => conflict.doUpdateSet({ day, person_id: byId }))
		.execute()
	return true
}
