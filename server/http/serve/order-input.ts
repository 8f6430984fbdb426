/** What every endpoint that takes in an order asks of it. */
import { z } from 'zod'
import { givenDay, type IsoDate } from '#domain/calendar.ts'
import { ORDER_NUMBER_LETTERS } from '#domain/text.ts'
import type { Order } from '#protocol/api/program.ts'

/** Of the authority: its number and day. */
export const order = z
	.strictObject({ number: z.string().trim().min(1).max(ORDER_NUMBER_LETTERS), date: givenDay })
	.nullable()

/** An order is given before anything rests on it. `today`: where the municipality is. */
export function isOrderAhead(order: Order | null, today: IsoDate): boolean {
	return order !== null && order.date > today
}
