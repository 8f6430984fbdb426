import { unbrokenNumber } from '#domain/text.ts'
import type { Order } from '#protocol/api/program.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

export function orderText(order: Order | null): string {
	return order === null
		? m.people_order_none()
		: m.people_order_text({ number: unbrokenNumber(order.number), day: formatDay(order.date) })
}
