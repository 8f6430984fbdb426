import { startOfTomorrow } from 'date-fns/startOfTomorrow'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { localDate, localTime, type IsoDate } from '#domain/calendar.ts'
import { dateIn } from '#domain/time-zone.ts'
import { watchPage } from '#lib/sync/page.ts'

const QUARTER_MS = 900_000

/** The calendar date of this device, or where a zone says. Turns at midnight there, and on return to a page that slept through it. */
export class Today {
	/** Undefined: of this device. */
	#timeZone: () => string | undefined

	constructor(timeZone: () => string | undefined = () => undefined) {
		this.#timeZone = timeZone
	}

	#subscribe = createSubscriber((update) => {
		let timer: ReturnType<typeof setTimeout>
		const turnAtMidnight = () => {
			clearTimeout(timer)
			// Elsewhere a day begins with some quarter of an hour of ours.
			const wait =
				this.#timeZone() === undefined
					? startOfTomorrow().getTime() - Date.now()
					: QUARTER_MS - (Date.now() % QUARTER_MS)
			timer = setTimeout(turn, wait)
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
		const timeZone = this.#timeZone()
		return timeZone === undefined ? localDate(new Date()) : dateIn(timeZone, new Date())
	}

	/** `HH:MM` when it is read: nothing follows it by the minute. */
	get time(): string {
		return localTime(new Date())
	}
}

export const [getToday, setToday] = createContext<Today>()
