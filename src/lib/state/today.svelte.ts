import { formatISO } from 'date-fns/formatISO'
import { startOfTomorrow } from 'date-fns/startOfTomorrow'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import type { IsoDate } from '#domain/plan/layout.ts'
import { watchPage } from '#lib/sync/page.ts'

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
		return formatISO(new Date(), { representation: 'date' })
	}
}

export const [getToday, setToday] = createContext<Today>()
