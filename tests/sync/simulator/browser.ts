/** What the pages of one device share beside its disk: word between tabs, Web Locks, localStorage. */
import type { Clock, Owner } from './clock.ts'
import type { Hear, Tabs } from './hooks.ts'
import type { Random } from '../../support/random.ts'
import type { Trace } from './trace.ts'

export interface Browser {
	readonly tabs: Tabs
	readonly locks: unknown
	readonly localStorage: unknown
	/** Forgets what those held who do not live any more. */
	dropDead(): void
}

interface Lock {
	holder: Owner | null
	waiting: { owner: Owner; grant(): void }[]
}

export function createBrowser(clock: Clock, random: Random, trace: Trace): Browser {
	const rooms = new Map<string, { owner: Owner; hear: Hear }[]>()
	const locks = new Map<string, Lock>()
	const stored = new Map<string, string>()
	let lastWord = 0

	function subscribersOf(room: string): { owner: Owner; hear: Hear }[] {
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
			subscribe(room, hear) {
				if (subscribersOf(room).every((subscriber) => subscriber.hear !== hear)) {
					subscribersOf(room).push({ owner: clock.running(), hear })
				}
				return hear
			},
			unsubscribe(room, hear) {
				const left = subscribersOf(room).filter((subscriber) => subscriber.hear !== hear)
				const isFound = left.length < subscribersOf(room).length
				rooms.set(room, left)
				return isFound
			},
			/** Within a tab at once, to the others later, in order. */
			publish(room, data, origin = null) {
				const speaker = clock.running()
				for (const { owner, hear } of [...subscribersOf(room)]) {
					if (owner === speaker) {
						hear(data, origin)
						continue
					}
					const copy = data.slice()
					lastWord = Math.max(lastWord, clock.now() + random.between(0.1, 3))
					clock.schedule(
						lastWord - clock.now(),
						() => {
							trace.operation('word between tabs', owner.name, copy.length)
							if (subscribersOf(room).some((subscriber) => subscriber.hear === hear)) hear(copy, 'broadcastchannel')
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
				const held = locks.get(name)
				if (held !== undefined) {
					await new Promise<void>((grant) => held.waiting.push({ owner, grant }))
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
