import { addDays } from 'date-fns/addDays'
import { startOfDay } from 'date-fns/startOfDay'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { dateIn, type IsoDate, localDate, localTime, timeIn } from '#domain/calendar.ts'
import { now, watchClock } from '#lib/sync/clock.ts'
import { watchPage } from '#lib/sync/line/retry.ts'

/** The calendar date in this device's time zone, by the server's clock. Updates at midnight, and when a page that slept over midnight becomes visible. */
export class Today {
	#subscribe = createSubscriber((update) => {
		let timer: ReturnType<typeof setTimeout>
		const turnAtMidnight = () => {
			clearTimeout(timer)
			timer = setTimeout(turn, startOfDay(addDays(now(), 1)).getTime() - now().getTime())
		}
		const turn = () => {
			turnAtMidnight()
			update()
		}
		turnAtMidnight()
		const stops = [watchPage({ onVisible: turn }), watchClock(turn)]
		return () => {
			clearTimeout(timer)
			stops.forEach((stop) => stop())
		}
	})

	get date(): IsoDate {
		this.#subscribe()
		return localDate(now())
	}

	/** `HH:MM` when read; not reactive. */
	get time(): string {
		return localTime(now())
	}
}

export const [getToday, setToday] = createContext<Today>()

const MINUTE_MS = 60_000

/** The date and the time of the municipality, wherever this device is: decisions use its days. Without a zone, those of this device. */
export class MunicipalToday extends Today {
	#timeZone: () => string | undefined
	/** The municipality's midnight is not this device's. */
	#subscribe = createSubscriber((update) => {
		const timer = setInterval(update, MINUTE_MS)
		const stop = watchClock(update)
		return () => {
			clearInterval(timer)
			stop()
		}
	})

	constructor(timeZone: () => string | undefined) {
		super()
		this.#timeZone = timeZone
	}

	override get date(): IsoDate {
		const timeZone = this.#timeZone()
		if (timeZone === undefined) return super.date
		this.#subscribe()
		return dateIn(timeZone, now())
	}

	override get time(): string {
		const timeZone = this.#timeZone()
		return timeZone === undefined ? super.time : timeIn(timeZone, now())
	}
}
