import type { Action } from 'svelte/action'
import { on } from 'svelte/events'

/** Arrows walk from row to row; Enter opens, because each row holds a link. */
export const walkRows: Action<HTMLElement> = (rows) => {
	const off = on(rows, 'keydown', (event) => {
		const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
		const links = [...rows.querySelectorAll('a')]
		const from = links.findIndex((link) => link === document.activeElement)
		const target = step === 0 || from === -1 ? undefined : links[from + step]
		if (target === undefined) return
		event.preventDefault()
		target.focus()
	})
	return { destroy: off }
}
