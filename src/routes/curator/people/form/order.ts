/** An order in forms and in words. */
import { z } from 'zod'
import { dayProblem, type IsoDate } from '#domain/calendar.ts'
import { unbrokenNumber } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import type { Order } from '#protocol/api/program.ts'
import type { Problem } from '../../../forms/problems.ts'

/** An order as it is typed: with both its number and its date, or none. */
export interface TypedOrder {
	number: string
	date: IsoDate | null
}

export const noOrder: TypedOrder = { number: '', date: null }

/** Reads what is typed as an order, or as none. `today`: returns the current day; an order must be signed by then. */
export function orderSchema(today: () => IsoDate | undefined): z.ZodType<Order | null, TypedOrder> {
	return z
		.strictObject({ number: z.string().trim(), date: z.string().nullable() })
		.superRefine(({ number, date }, context) => {
			const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
			if (number !== '' && date === null) refuse('date', m.people_order_incomplete())
			if (number === '' && date !== null) refuse('number', m.people_order_incomplete())
			if (date !== null && dayProblem(date, { max: today() }) !== null) refuse('date', m.people_problem_other())
		})
		.transform(({ number, date }) => (date === null ? null : { number, date }))
}

/** The server says that the date is in the future in the municipality. */
export function orderAhead(): Problem {
	return { path: 'order.date', text: m.people_day_ahead() }
}

export function orderText(order: Order | null): string {
	return order === null
		? m.people_order_none()
		: m.people_order_text({ number: unbrokenNumber(order.number), day: formatDay(order.date) })
}
