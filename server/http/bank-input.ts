/** What the endpoints of the banks take in alike. */
import { z } from 'zod'
import type { IsoDate } from '#domain/calendar.ts'
import { givenDay } from '#domain/given-day.ts'
import { ORDER_NUMBER_LETTERS } from '#domain/order-number.ts'
import { SEARCH_LETTERS } from '#domain/search.ts'
import { TITLE_LETTERS } from '#domain/text-letters.ts'
import type { Order } from '#protocol/registry-api.ts'

export const pageQuery = z.object({
	q: z.string().trim().max(SEARCH_LETTERS).default(''),
	page: z.coerce.number().int().min(1).default(1),
	pageSize: z.coerce.number().int().min(1).max(200).default(50)
})

/** Of the authority: its number and day. */
export const order = z
	.strictObject({ number: z.string().trim().min(1).max(ORDER_NUMBER_LETTERS), date: givenDay })
	.nullable()

/** An order is given before anything rests on it. `today`: where the municipality is. */
export function isOrderAhead(order: Order | null, today: IsoDate): boolean {
	return order !== null && order.date > today
}

/** Of what was read before it was changed. */
export const version = z.int().min(0)

export const workplace = {
	organisationId: z
		.string()
		.regex(/^[\w-]{1,64}$/)
		.nullable(),
	post: z.string().trim().max(TITLE_LETTERS)
}
