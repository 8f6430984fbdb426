/** What the pages of one device share besides its disk: messages between tabs, Web Locks, localStorage. */
import type { Clock, Owner } from './clock.ts'
import type { Listener, Tabs } from './hooks.ts'
import type { Random } from '../../support/random.ts'
import type { Trace } from './trace.ts'

export interface Browser {
	readonly tabs: Tabs
	readonly locks: unknown
	readonly localStorage: unknown
	/** Removes the locks and subscriptions of owners that are dead. */
	dropDead(): void
}

interface Lock {
	holder: Owner | null
	waiting: { owner: Owner; grant(): void }[]
}

export function createBrowser(clock: Clock, random: Random, trace: Trace): Browser {
	const rooms = new Map<string, { owner: Owner; listener: Listener }[]>()
	const locks = new Map<string, Lock>()
	const stored = new Map<string, string>()
	let lastWord = 0

	function subscribersOf(room: string): { owner: Owner; listener: Listener }[] {
		const known = rooms.get(room) ?? []
		rooms.set(room, known)
		return known
	}

	function release(name: string, lock: Lock): void {
		lock.holder = null
		locks.delete(name)
		for (const { owner, grant } of lock.waiting) if (owner.isAlive) clock.schedule(0, grant, owner)
	}

	return {
		tabs: {
			subscribe(room, listener) {
				if (subscribersOf(room).every((subscriber) => subscriber.listener !== listener)) {
					subscribersOf(room).push({ owner: clock.running(), listener })
				}
				return listener
			},
			unsubscribe(room, listener) {
				const left = subscribersOf(room).filter((subscriber) => subscriber.listener !== listener)
				const isFound = left.length < subscribersOf(room).length
				rooms.set(room, left)
				return isFound
			},
			/** Delivers within a tab at once, to other tabs later, in order. */
			publish(room, data, origin = null) {
				const speaker = clock.running()
				for (const { owner, listener } of [...subscribersOf(room)]) {
					if (owner === speaker) {
						listener(data, origin)
						continue
					}
					const copy = data.slice()
					lastWord = Math.max(lastWord, clock.now() + random.between(0.1, 3))
					clock.schedule(
						lastWord - clock.now(),
						() => {
							trace.operation('word between tabs', owner.name, copy.length)
							if (subscribersOf(room).some((subscriber) => subscriber.listener === listener))
								listener(copy, 'broadcastchannel')
						},
						owner
					)
				}
			}
		},
		locks: {
			async request(name: string, ...rest: unknown[]): Promise<void> {
				const callback = rest.at(-1) as () => unknown
				const { signal, mode = 'exclusive' } = (rest.length > 1 ? rest[0] : {}) as LockOptions
				const owner = clock.running()
				const present = locks.get(name)
				if (present !== undefined) {
					await new Promise<void>((grant) => present.waiting.push({ owner, grant }))
				}
				if (signal?.aborted === true) throw new DOMException('Aborted', 'AbortError')
				if (mode === 'shared') return void (await callback())
				const lock: Lock = { holder: owner, waiting: [] }
				locks.set(name, lock)
				await callback()
				release(name, lock)
			},
			query: async () => ({ held: [...locks.keys()].map((name) => ({ name, mode: 'exclusive' })), pending: [] })
		},
		localStorage: {
			getItem: (key: string) => stored.get(key) ?? null,
			setItem: (key: string, value: string) => void stored.set(key, value),
			removeItem: (key: string) => void stored.delete(key)
		},
		dropDead() {
			for (const [room, subscribers] of rooms) {
				rooms.set(
					room,
					subscribers.filter(({ owner }) => owner.isAlive)
				)
			}
			for (const [name, lock] of [...locks]) if (lock.holder?.isAlive === false) release(name, lock)
		}
	}
}
