/** When somebody whose right has ended is asked about again: it may be given back at any time (sync.md R11). */
import { reconnectDelay } from './reconnection.ts'

export interface AskingAgain {
	/** The relay has said no: it is asked again in a while, later each time, up to a minute. */
	refused(): void
	/** It is asked now, or there is nothing to ask. */
	stop(): void
	/** It has said yes. */
	restore(): void
}

/** Refusals in a row that the first is taken for: the first wait is then some seconds. */
const FIRST_REFUSAL = 5

export function createAskingAgain(ask: () => void): AskingAgain {
	let refusals = 0
	let timer: ReturnType<typeof setTimeout> | undefined
	const stop = () => clearTimeout(timer)
	return {
		refused() {
			stop()
			timer = setTimeout(ask, reconnectDelay(FIRST_REFUSAL + refusals++, Math.random()))
		},
		stop,
		restore() {
			refusals = 0
			stop()
		}
	}
}
