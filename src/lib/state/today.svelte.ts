import { formatISO } from 'date-fns/formatISO'
import { startOfTomorrow } from 'date-fns/startOfTomorrow'
import { createSubscriber } from 'svelte/reactivity'
import type { IsoDate } from '#domain/plan/layout.ts'

/** The calendar date of this device. Turns at midnight, and on return to a page that slept through it. */
export class Today {
	#subscribe = createSubscriber((update) => {
		let timer: ReturnType<typeof setTimeout>
		const turnAtMidnight = () => {
			timer = setTimeout(() => {
				update()
				turnAtMidnight()
			}, startOfTomorrow().getTime() - Date.now())
		}
		const turnOnReturn = () => {
			if (document.visibilityState !== 'visible') return
			clearTimeout(timer)
			turnAtMidnight()
			update()
		}
		turnAtMidnight()
		document.addEventListener('visibilitychange', turnOnReturn)
		return () => {
			clearTimeout(timer)
			document.removeEventListener('visibilitychange', turnOnReturn)
		}
	})

	get date(): IsoDate {
		this.#subscribe()
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- read once; the subscriber above tells when to read again
		return formatISO(new Date(), { representation: 'date' })
	}
}
