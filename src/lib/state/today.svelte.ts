import { startOfTomorrow } from 'date-fns/startOfTomorrow'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { dateIn, type IsoDate, localDate, localTime, timeIn } from '#domain/calendar.ts'
import { watchPage } from '#lib/sync/line/retry.ts'

/** The calendar date of this device. Updates at midnight, and when a page that slept over midnight becomes visible. */
export class Today {
	#subscribe = createSubscriber((update) => {
		let timer: ReturnType<typeof setTimeout>
		const turnAtMidnight = () => {
			clearTimeout(timer)
			timer = setTimeout(turn, startOfTomorrow().getTime() - Date.now())
		}
		const turn = () => {
			turnAtMidnight()
			update()
		}
		turnAtMidnight()
		const stopWatching = watchPage({ onVisible: turn })
		return () => {
			clearTimeout(timer)
			stopWatching()
		}
	})

	get date(): IsoDate {
		this.#subscribe()
		return localDate(new Date())
	}

	/** `HH:MM` when read; not reactive. */
	get time(): string {
		return localTime(new Date())
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
