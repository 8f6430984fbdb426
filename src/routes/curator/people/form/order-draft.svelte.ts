import { type DayBounds, dayProblem, type IsoDate } from '#domain/calendar.ts'
import { unbrokenNumber } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import type { Order } from '#protocol/api/program.ts'

/** An order as it is typed: with both its number and its date, or none. */
export class OrderDraft {
	number = $state('')
	date = $state<IsoDate | null>(null)
	/** Missing fields are shown only after the first try. */
	isTried = $state(false)
	/** The server's objection to the date at the last try. */
	error = $state<string | null>(null)
	readonly #today: () => IsoDate | undefined

	/** `today`: returns the current day; an order must be signed by then. */
	constructor(today: () => IsoDate | undefined) {
		this.#today = today
	}

	/** The days on which it may have been signed. */
	get days(): DayBounds {
		return { max: this.#today() }
	}

	get isHalf(): boolean {
		return (this.number.trim() === '') !== (this.date === null)
	}

	/** Whether it cannot be sent. A number that is too long is refused by its field. */
	get isWrong(): boolean {
		return this.isHalf || (this.date !== null && dayProblem(this.date, this.days) !== null)
	}

	/** Called when the form is submitted, also again. */
	try(): void {
		this.isTried = true
		this.error = null
	}

	/** The server says that the date is in the future in the municipality. */
	refuse(): void {
		this.error = m.people_day_ahead()
	}

	/** A new date clears the server's objection. */
	chooseDate(date: IsoDate | null): void {
		this.date = date
		this.error = null
	}

	/** Null: no order was typed. */
	get order(): Order | null {
		return this.date === null ? null : { number: this.number.trim(), date: this.date }
	}

	get written(): { number: string; date: IsoDate | null } {
		return { number: this.number, date: this.date }
	}

	set written({ number, date }: { number: string; date: IsoDate | null }) {
		this.number = number
		this.chooseDate(date)
	}
}

export function orderText(order: Order | null): string {
	return order === null
		? m.people_order_none()
		: m.people_order_text({ number: unbrokenNumber(order.number), day: formatDay(order.date) })
}
