import type { Action } from 'svelte/action'

/** Lets a cell glow once when the text it stands for changes under the reader's eyes; never on first sight. */
export const highlightChange: Action<HTMLElement, string> = (node, value) => {
	let shown = value
	return {
		update(next) {
			if (next === shown) return
			shown = next
			if (!matchMedia('(prefers-reduced-motion: no-preference)').matches) return
			node.animate([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }], {
				duration: 1600,
				easing: 'ease-out'
			})
		}
	}
}
