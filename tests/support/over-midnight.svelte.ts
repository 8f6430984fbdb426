import { flushSync } from 'svelte'
import type { IsoDate } from '#domain/calendar.ts'

/**
 * The value that a screen derives from the current day: after `act`, and after the day has changed to `next`. Only for tests named
 * `*.svelte.test.ts`: in other files runes do not react.
 */
export function deriveOverMidnight<Derived>(
	derive: (today: () => IsoDate) => Derived,
	{ first, next, act }: { first: IsoDate; next: IsoDate; act: (derived: Derived) => void }
): { before: Derived; after: Derived } {
	let today = $state(first)
	const shown: Derived[] = []
	const stop = $effect.root(() => {
		const derived = $derived(derive(() => today))
		$effect(() => void shown.push(derived))
	})
	flushSync()
	const before = shown.at(-1) as Derived
	act(before)
	today = next
	flushSync()
	stop()
	return { before, after: shown.at(-1) as Derived }
}
