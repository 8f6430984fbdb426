import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { type IsoDate, localDate, localTime } from '#domain/calendar.ts'
import { cityZone, now, watchClock } from '#lib/sync/clock.ts'
import { watchPage } from '#lib/sync/line/retry.ts'

const MINUTE_MS = 60_000

/**
 * The date and the time of the municipality by the server's clock, wherever this device is. Without a municipality, those of this
 * device's time zone.
 */
export class Today {
	#timeZone: () => string | undefined
	/** The municipality's midnight is not this device's, and a page may sleep over it. */
	#subscribe = createSubscriber((update) => {
		let seen = this.#read()
		const look = () => {
			const date = this.#read()
			if (date === seen) return
			seen = date
			update()
		}
		const timer = setInterval(look, MINUTE_MS)
		const stops = [watchPage({ onVisible: look }), watchClock(look)]
		return () => {
			clearInterval(timer)
			stops.forEach((stop) => stop())
		}
	})

	/** `timeZone`: that of another municipality than the person's own; returns undefined for this device's. */
	constructor(timeZone: () => string | undefined = cityZone) {
		this.#timeZone = timeZone
	}

	get date(): IsoDate {
		this.#subscribe()
		return this.#read()
	}

	/** `HH:MM` when read; not reactive. */
	get time(): string {
		return localTime(now(), this.#timeZone())
	}

	#read(): IsoDate {
		return localDate(now(), this.#timeZone())
	}
}

export const [getToday, setToday] = createContext<Today>()
