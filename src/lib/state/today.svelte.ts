import { startOfTomorrow } from 'date-fns/startOfTomorrow'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { localDate, localTime, type IsoDate } from '#domain/calendar.ts'
import { watchPage } from '#lib/sync/line/retry.ts'

/** The calendar date of this device. Turns at midnight, and on return to a page that slept through it. */
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

	/** `HH:MM` when it is read: nothing follows it by the minute. */
	get time(): string {
		return localTime(new Date())
	}
}

export const [getToday, setToday] = createContext<Today>()
