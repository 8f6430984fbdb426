/**
 * Which tabs have a document open, told by Web Locks: a tab holds a lock of its own until it ends,
 * however it ends. Where there are no locks (plain http, old Safari) nobody knows, and callers treat
 * every other tab as ended: crediting a living tab's stored edits is still true, only superfluous.
 */
import * as broadcast from 'lib0/broadcastchannel'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { EditCount, SyncRecord } from './store-records.ts'

/** Answers the way to let go. */
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
	const held = await lockManager()?.query()
	if (held === undefined) return null
	const prefix = lockName(store, '')
	// Those who wait for a tab's end ask for its lock, too, but to share it.
	const locks = [...(held.held ?? []), ...(held.pending ?? [])].filter(({ mode }) => mode === 'exclusive')
	const names = locks.map(({ name }) => name ?? '')
	return new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)))
}

/** Calls `onEnded` once the tab has ended, unless `signal` comes first. */
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

/**
 * What the tabs of one person tell each other about their edits of a document. It goes over the
 * provider's own channel, so that word of an edit always arrives before the edit itself.
 */

/** A tab's word on its own edits. */
export interface TabNews extends EditCount, Pick<SyncRecord, 'epoch' | 'otherLogs' | 'ownSequence'> {
	tabId: string
	/** Edits its local store has committed. */
	kept: number
	/** Edits up to this one that the relay has not acknowledged are in the holding log; an app of before does not say. */
	held?: number
}

/** A frame type between tabs only; the relay knows none such. */
export const TAB_NEWS_TYPE = 110

export function openTabTalk(channel: string, tabId: string, onNews: (news: TabNews) => void) {
	function hear(data: Uint8Array, origin: unknown): void {
		if (origin === tabId) return
		const decoder = decoding.createDecoder(new Uint8Array(data))
		if (decoding.readVarUint(decoder) === TAB_NEWS_TYPE) onNews(JSON.parse(decoding.readVarString(decoder)) as TabNews)
	}

	broadcast.subscribe(channel, hear)
	return {
		tell(news: Omit<TabNews, 'tabId'>): void {
			const bytes = encoding.encode((encoder) => {
				encoding.writeVarUint(encoder, TAB_NEWS_TYPE)
				encoding.writeVarString(encoder, JSON.stringify({ tabId, ...news } satisfies TabNews))
			})
			broadcast.publish(channel, bytes, tabId)
		},
		close: () => void broadcast.unsubscribe(channel, hear)
	}
}
