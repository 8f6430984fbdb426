import { type DayBounds, dayProblem, type IsoDate } from '#domain/calendar.ts'
import { unbrokenNumber } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import type { Order } from '#protocol/api/program.ts'

/** An order as it is typed: with both its number and its date, or none. */
export class OrderDraft {
	number = $state('')
	date = $state<IsoDate | null>(null)
	/** What is missing is said once it was tried. */
	isTried = $state(false)
	/** What the server has said of its date, when it was sent last. */
	error = $state<string | null>(null)
	readonly #today: () => IsoDate | undefined

	/** `today`: as it is now; an order is signed before anything rests on it. */
	constructor(today: () => IsoDate | undefined) {
		this.#today = today
	}

	/** On which it may have been signed. */
	get days(): DayBounds {
		return { max: this.#today() }
	}

	get isHalf(): boolean {
		return (this.number.trim() === '') !== (this.date === null)
	}

	/** Whether it cannot be sent as it is; too long a number is held back by its field. */
	get isWrong(): boolean {
		return this.isHalf || (this.date !== null && dayProblem(this.date, this.days) !== null)
	}

	/** It is sent with its form, perhaps anew. */
	try(): void {
		this.isTried = true
		this.error = null
	}

	/** Where the municipality is, its date is still to come. */
	refuse(): void {
		this.error = m.people_day_ahead()
	}

	/** On another day it may be taken. */
	chooseDate(date: IsoDate | null): void {
		this.date = date
		this.error = null
	}

	/** Null: there is none. */
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
