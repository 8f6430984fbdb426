/** Replaces lib0/broadcastchannel: the world decides which tabs receive messages, and when. */
import type { Listener, Tabs } from '../hooks.ts'

function tabs(): Tabs | undefined {
	return (globalThis as unknown as { tabsOfRunningPage(): Tabs | undefined }).tabsOfRunningPage()
}

export function subscribe(room: string, listener: Listener): Listener {
	return tabs()?.subscribe(room, listener) ?? listener
}

export function unsubscribe(room: string, listener: Listener): boolean {
	return tabs()?.unsubscribe(room, listener) ?? false
}

export function publish(room: string, data: Uint8Array, origin: unknown = null): void {
	tabs()?.publish(room, data, origin)
}
