/** In place of lib0/broadcastchannel: which tabs hear each other, and when, is for the world to say. */
import type { Hear, Tabs } from '../hooks.ts'

function tabs(): Tabs | undefined {
	return (globalThis as unknown as { tabsOfRunningPage(): Tabs | undefined }).tabsOfRunningPage()
}

export function subscribe(room: string, hear: Hear): Hear {
	return tabs()?.subscribe(room, hear) ?? hear
}

export function unsubscribe(room: string, hear: Hear): boolean {
	return tabs()?.unsubscribe(room, hear) ?? false
}

export function publish(room: string, data: Uint8Array, origin: unknown = null): void {
	tabs()?.publish(room, data, origin)
}
