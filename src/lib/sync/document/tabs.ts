/**
 * Which tabs have a document open, and what the tabs of one person report to each other about their edits. A tab keeps
 * a Web Lock of its own until it ends, however it ends. Without Web Locks (plain http, old Safari) nobody knows, and
 * callers treat every other tab as ended: to acknowledge a living tab's stored edits is still true, only superfluous.
 */
import * as broadcast from 'lib0/broadcastchannel'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { EditCount, SyncRecord } from './store-records.ts'

/** Returns the function to release the lock. */
export function holdTabLock(store: string, tabId: string): () => void {
	const locks = lockManager()
	let release: (() => void) | null = null
	let isReleased = false
	void locks?.request(
		lockName(store, tabId),
		() =>
			new Promise<void>((resolve) => {
				release = resolve
				if (isReleased) resolve()
			})
	)
	return () => {
		isReleased = true
		release?.()
	}
}

/** Null when nobody knows. */
export async function livingTabs(store: string): Promise<ReadonlySet<string> | null> {
	const state = await lockManager()?.query()
	if (state === undefined) return null
	const prefix = lockName(store, '')
	// Those who wait for a tab's end request its lock too, but as a shared one.
	const locks = [...(state.held ?? []), ...(state.pending ?? [])].filter(({ mode }) => mode === 'exclusive')
	const names = locks.map(({ name }) => name ?? '')
	return new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)))
}

/** Calls `onEnded` once the tab has ended, unless `signal` aborts first. */
export function watchTab(store: string, tabId: string, signal: AbortSignal, onEnded: () => void): void {
	lockManager()
		?.request(lockName(store, tabId), { signal, mode: 'shared' }, () => undefined)
		// The only rejection is our own abort.
		.then(onEnded, () => undefined)
}

function lockManager(): LockManager | undefined {
	return typeof navigator === 'undefined' ? undefined : navigator.locks
}

function lockName(store: string, tabId: string): string {
	return `${store}#${tabId}`
}

/** A tab's message about its own edits. It uses the provider's own channel, so it always arrives before the edit itself. */
export interface TabNews extends EditCount, Pick<SyncRecord, 'epoch' | 'otherLogs' | 'ownSequence'> {
	tabId: string
	/** Edits its local store has committed. */
	kept: number
	/** Up to this number, edits that the relay has not acknowledged are in the review log. Absent from an older app. */
	held?: number
}

/** A frame type between tabs only; the relay knows no such type. */
export const TAB_NEWS_TYPE = 110

export function openTabTalk(channel: string, tabId: string, onNews: (news: TabNews) => void) {
	function receive(data: Uint8Array, origin: unknown): void {
		if (origin === tabId) return
		const decoder = decoding.createDecoder(new Uint8Array(data))
		if (decoding.readVarUint(decoder) === TAB_NEWS_TYPE) onNews(JSON.parse(decoding.readVarString(decoder)) as TabNews)
	}

	broadcast.subscribe(channel, receive)
	return {
		notify(news: Omit<TabNews, 'tabId'>): void {
			const bytes = encoding.encode((encoder) => {
				encoding.writeVarUint(encoder, TAB_NEWS_TYPE)
				encoding.writeVarString(encoder, JSON.stringify({ tabId, ...news } satisfies TabNews))
			})
			broadcast.publish(channel, bytes, tabId)
		},
		close: () => void broadcast.unsubscribe(channel, receive)
	}
}
