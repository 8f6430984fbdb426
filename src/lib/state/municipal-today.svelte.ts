import { createSubscriber } from 'svelte/reactivity'
import { dateIn, type IsoDate, timeIn } from '#domain/calendar.ts'
import { Today } from './today.svelte.ts'

const MINUTE_MS = 60_000

/** The calendar date and the clock where the municipality is: decisions are of its days, wherever this device is. Without a zone, of this device. */
export class MunicipalToday extends Today {
	#timeZone: () => string | undefined
	/** Its midnight is none of this device's. */
	#subscribe = createSubscriber((update) => {
		const timer = setInterval(update, MINUTE_MS)
		return () => clearInterval(timer)
	})

	constructor(timeZone: () => string | undefined) {
		super()
		this.#timeZone = timeZone
	}

	override get date(): IsoDate {
		const timeZone = this.#timeZone()
		if (timeZone === undefined) return super.date
		this.#subscribe()
		return dateIn(timeZone, new Date())
	}

	override get time(): string {
		const timeZone = this.#timeZone()
		return timeZone === undefined ? super.time : timeIn(timeZone, new Date())
	}
}
