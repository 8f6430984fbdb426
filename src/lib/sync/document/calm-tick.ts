/**
 * The tick as it is shown, calm while a person types: an edit shows at once as on its way, the calmer words come when
 * nothing has changed for a second. What is shown is never safer than what is.
 */
import type { Tick } from './tick.ts'

export type CalmTick = Tick | 'sending'

export interface CalmTickView {
	/** Of the tick as it is now. */
	take(tick: Tick): CalmTick
	stop(): void
}

const CALM_MS = 1_000

/** `onDue`: another tick may have to be shown, though nothing has happened. */
export function createCalmTick(onDue: () => void): CalmTickView {
	let shown: CalmTick | null = null
	let last: Tick | null = null
	let since = 0
	let timer: ReturnType<typeof setTimeout> | undefined

	function next(tick: Tick): CalmTick {
		const isOwing = tick === 'saving' || tick === 'onDevice'
		// What a person must act on, and what is found at opening, is told at once.
		const isCalm = shown === null || shown === 'opening' || shown === tick || Date.now() - since >= CALM_MS
		if (isCalm || !(isOwing || (shown === 'sending' && isSafe(tick)))) return tick
		clearTimeout(timer)
		timer = setTimeout(onDue, since + CALM_MS - Date.now())
		return 'sending'
	}

	return {
		take(tick) {
			if (last === null || kindOf(tick) !== kindOf(last)) since = Date.now()
			last = tick
			return (shown = next(tick))
		},
		stop: () => clearTimeout(timer)
	}
}

function isSafe(tick: Tick): boolean {
	return tick === 'onServer' || tick === 'delivered' || tick === 'seen'
}

/** How far on the server and beyond, does not make it less calm. */
function kindOf(tick: Tick): Tick {
	return isSafe(tick) ? 'onServer' : tick
}
