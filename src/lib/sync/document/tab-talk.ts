/**
 * What the tabs of one person tell each other of a document. The leading tab tells the state of its line and who else is
 * present, so that the others show the same. Nothing is decided by it, and no edit passes here: edits are in the log.
 */
import * as broadcast from 'lib0/broadcastchannel'
import { applyAwarenessUpdate, type Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import type { Connection } from '../line/connection.ts'
import { noticeChannel } from './local-log.ts'

export type LineStatus = ReturnType<Connection['status']>

export interface TabTalk {
	/** What the leading tab has told last; null: nothing. */
	told(): LineStatus | null
	/** For the leading tab. */
	tell(status: LineStatus): void
	/** The leading tab is hidden: a visible one may take the lead. */
	sayHidden(): void
	close(): void
}

export interface TabListener {
	onLeaderHidden(): void
	onTold(): void
}

/** The first byte of a message. 0 is the log's own (local-log.ts). */
const kinds = { status: 1, question: 2, hidden: 3, presence: 4 } as const

/** `lineOrigin`: the origin of presence that the relay sent. */
export function openTabTalk(
	name: string,
	awareness: Awareness,
	lineOrigin: unknown,
	{ onLeaderHidden, onTold }: TabListener
): TabTalk {
	const channel = noticeChannel(name)
	const origin = {}
	let told: LineStatus | null = null
	let own = ''
	const subscriber = broadcast.subscribe(channel, receive)
	awareness.on('update', passOn)
	// Other tabs of this process answer at once, so our caller must have its talk first.
	queueMicrotask(() => send(kinds.question))

	function send(kind: number, body: Uint8Array = new Uint8Array()): void {
		const bytes = new Uint8Array(body.length + 1)
		bytes[0] = kind
		bytes.set(body, 1)
		broadcast.publish(channel, bytes, origin)
	}

	function receive(data: ArrayBuffer | Uint8Array, from: unknown): void {
		if (from === origin) return
		const bytes = new Uint8Array(data)
		const body = bytes.subarray(1)
		switch (bytes[0]) {
			case kinds.status:
				told = JSON.parse(new TextDecoder().decode(body)) as LineStatus
				own = ''
				return onTold()
			case kinds.question:
				if (own !== '') send(kinds.status, new TextEncoder().encode(own))
				if (own !== '') sendPresence([...awareness.getStates().keys()])
				return
			case kinds.hidden:
				return onLeaderHidden()
			case kinds.presence:
				return applyAwarenessUpdate(awareness, body, origin)
		}
	}

	function passOn(
		{ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
		by: unknown
	): void {
		if (by === lineOrigin) sendPresence([...added, ...updated, ...removed])
	}

	function sendPresence(clients: number[]): void {
		const others = clients.filter((client) => client !== awareness.clientID)
		if (others.length > 0) send(kinds.presence, encodeAwarenessUpdate(awareness, others))
	}

	return {
		told: () => told,
		tell(status) {
			const next = JSON.stringify(status)
			told = null
			if (next === own) return
			own = next
			send(kinds.status, new TextEncoder().encode(own))
		},
		sayHidden: () => send(kinds.hidden),
		close() {
			awareness.off('update', passOn)
			broadcast.unsubscribe(channel, subscriber)
		}
	}
}
