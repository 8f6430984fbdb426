import { vi } from 'vitest'

/** A page in the test's own process, until `vi.unstubAllGlobals`. */
export function stubPage(visibilityState: DocumentVisibilityState) {
	const page = Object.assign(new EventTarget(), { visibilityState })
	const screen = new EventTarget()
	vi.stubGlobal('document', page)
	vi.stubGlobal('addEventListener', screen.addEventListener.bind(screen))
	return {
		say: (event: 'online' | 'offline') => screen.dispatchEvent(new Event(event)),
		turn(state: DocumentVisibilityState) {
			page.visibilityState = state
			page.dispatchEvent(new Event('visibilitychange'))
		}
	}
}
