/**
 * Which tabs have a document open, told by Web Locks: a tab holds a lock of its own until it ends,
 * however it ends. Where there are no locks (plain http, old Safari) nobody knows, and callers treat
 * every other tab as ended: crediting a living tab's stored edits is still true, only superfluous.
 */

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
