/**
 * When somebody whose right has ended is asked about again: it may be given back at any time (sync.md R11). Whoever looks at the
 * screen hears of it within ten seconds: the relay is asked for the right alone, which is one handshake. What became of their last
 * edits costs both sides more, and whoever does not look needs neither: that is asked later each time, up to a minute.
 */
import { isPageVisible } from './page.ts'
import { reconnectDelay } from './reconnection.ts'

export interface AskingAgain {
	/** The relay has said no: it is asked again in a while. */
	refused(): void
	/** It is asked now, or there is nothing to ask. */
	stop(): void
	/** It has said yes. */
	restore(): void
}

/** Refusals in a row that the first is taken for: the first wait is then some seconds. */
const FIRST_REFUSAL = 5
/** Drawn from 5–10 s: 2,000 phones ask 270 times a second, each for one document (session.ts). */
const LOOKED_AT_MS = 10_000

/** `ask`: `isForEdits`, for what became of the last edits as well. `isLed`: another document asks while somebody looks. */
export function createAskingAgain(isLed: boolean, ask: (isForEdits: boolean) => void): AskingAgain {
	let refusals = 0
	/** Ms of waiting left before the edits are asked for, too. */
	let left = 0
	let timer: ReturnType<typeof setTimeout> | undefined
	const stop = () => clearTimeout(timer)
	return {
		refused() {
			stop()
			if (left <= 0) left = reconnectDelay(FIRST_REFUSAL + refusals++, Math.random())
			const wait = !isLed && isPageVisible() ? Math.min(left, LOOKED_AT_MS * (0.5 + Math.random() / 2)) : left
			timer = setTimeout(() => {
				left -= wait
				ask(left <= 0)
			}, wait)
		},
		stop,
		restore() {
			refusals = left = 0
			stop()
		}
	}
}
