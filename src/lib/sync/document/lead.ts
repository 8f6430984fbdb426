/**
 * Which tab holds a document's line to the relay: the one that a person looks at. The lead is a Web Lock that a tab takes
 * by force when it becomes visible, because a frozen tab keeps its lock. A robbed tab queues again. A hidden tab that
 * leads says so, and a visible one takes the lead from it. Nothing else is decided by it: every tab writes the log.
 *
 * Without Web Locks (plain http, old Safari) every tab leads.
 */
import { isPageVisible, watchPage } from '../line/retry.ts'

export interface Lead {
	isHeld(): boolean
	/** Takes the lead at once, if the page is visible: for a person's tap, or when the leader is hidden. */
	take(): void
	close(): void
}

export interface LeadOptions {
	/** The store's name. */
	name: string
	/** `isShared`: other tabs may lead, too. */
	onGained(isShared: boolean): void
	onLost(): void
	/** This tab leads, and nobody looks at it. */
	onHidden(): void
}

export function openLead({ name, onGained, onLost, onHidden }: LeadOptions): Lead {
	const locks = lockManager()
	const closing = new AbortController()
	let release: (() => void) | null = null
	let isQueued = false

	/** The request ends when the lock is let go, and fails when another tab has taken it by force. */
	function request(options: LockOptions): void {
		let mine: (() => void) | null = null
		locks
			?.request(lockName(name), options, () => {
				if (options.steal !== true) isQueued = false
				return new Promise<void>((resolve) => {
					mine = resolve
					if (closing.signal.aborted) return resolve()
					const isNew = release === null
					release = resolve
					if (isNew) onGained(false)
				})
			})
			// Robbed, perhaps by this tab itself; or aborted by `close` while it waited.
			.catch(() => {
				if (mine === null || release !== mine) return
				release = null
				if (closing.signal.aborted) return
				onLost()
				queue()
			})
	}

	function queue(): void {
		if (isQueued || closing.signal.aborted) return
		isQueued = true
		request({ signal: closing.signal })
	}

	function take(): void {
		if (release === null && isPageVisible() && !closing.signal.aborted) request({ steal: true })
	}

	const stopWatching = watchPage({
		onVisible: take,
		onHidden: () => {
			if (release !== null) onHidden()
		}
	})
	// The caller must have its lead before it gains it.
	queueMicrotask(() => {
		if (closing.signal.aborted) return
		if (locks === undefined) onGained(true)
		else if (isPageVisible()) take()
		else queue()
	})

	return {
		isHeld: () => locks === undefined || release !== null,
		take,
		close() {
			stopWatching()
			closing.abort()
			release?.()
		}
	}
}

/** The lead of code that runs without a tab. */
export interface TakenLead {
	/** A tab has taken it by force. */
	isLost(): boolean
	release(): void
}

/** Null when somebody holds the line. Without Web Locks nobody knows. */
export async function takeFreeLead(name: string): Promise<TakenLead | null> {
	const locks = lockManager()
	if (locks === undefined) return { isLost: () => false, release: () => undefined }
	let isLost = false
	return new Promise((resolve, reject) => {
		locks
			.request(lockName(name), { ifAvailable: true }, (lock) => {
				if (lock === null) return resolve(null)
				return new Promise<void>((release) => resolve({ isLost: () => isLost, release }))
			})
			.catch((error: unknown) => {
				isLost = true
				reject(error as Error)
			})
	})
}

/** How many tabs have the store open; null: nobody knows. */
export async function countTabs(name: string): Promise<number | null> {
	const state = await lockManager()?.query()
	if (state === undefined) return null
	// A tab that leads may also be queued. Tabs of an older app hold a lock each, with another ending.
	const tabs = [...(state.held ?? []), ...(state.pending ?? [])].filter((lock) => lock.name?.startsWith(`${name}#`))
	const isOurs = (lock: LockInfo) => lock.name === lockName(name)
	const older = tabs.filter((lock) => !isOurs(lock) && lock.mode === 'exclusive')
	return (
		new Set(tabs.filter(isOurs).map(({ clientId }) => clientId)).size + new Set(older.map((lock) => lock.name)).size
	)
}

function lockManager(): LockManager | undefined {
	return typeof navigator === 'undefined' ? undefined : navigator.locks
}

function lockName(store: string): string {
	return `${store}#line`
}
