/**
 * Room for what comes later than the content below it, so that it pushes nothing down: as high as it was last time. Its place on
 * the screen has a `min-height` of `--room-…`, which `static/theme.js` sets before the first paint.
 */
import type { Attachment } from 'svelte/attachments'

const ROOMS_KEY = 'tandem:rooms'
/** By then the device, and mostly the server, have said what there is. */
const SETTLED_MS = 4_000

/** The parent is the place. The room is kept until all has come, and again for the next visit. */
export function keepRoom(name: 'home' | 'program'): Attachment<HTMLElement> {
	return ({ parentElement: place }) => {
		const { style } = document.documentElement
		const property = `--room-${name}`
		let height: number | null = null
		const observer = new ResizeObserver(() => {
			height = place?.offsetHeight ?? 0
			remember(name, height)
		})
		const timer = setTimeout(() => {
			style.removeProperty(property)
			if (place !== null) observer.observe(place)
		}, SETTLED_MS)
		return () => {
			clearTimeout(timer)
			observer.disconnect()
			if (height !== null) style.setProperty(property, `${height}px`)
		}
	}
}

function remember(name: string, height: number): void {
	try {
		const rooms = JSON.parse(localStorage.getItem(ROOMS_KEY) ?? '{}') as Record<string, number>
		localStorage.setItem(ROOMS_KEY, JSON.stringify({ ...rooms, [name]: height }))
	} catch {
		// No localStorage: no room is kept.
	}
}
