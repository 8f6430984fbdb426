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

interface Claim {
	owner: Owner
	/** The lock is the claim's now. */
	grant(): void
	/** Another tab has taken the lock by force, or the claim was aborted. */
	fail(error: DOMException): void
}

interface Lock {
	held: Claim | null
	waiting: Claim[]
}

type LockCallback = (lock: object | null) => unknown

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

	function lockNamed(name: string): Lock {
		const known = locks.get(name) ?? { held: null, waiting: [] }
		locks.set(name, known)
		return known
	}

	function release(lock: Lock): void {
		lock.waiting = lock.waiting.filter(({ owner }) => owner.isAlive)
		lock.held = lock.waiting.shift() ?? null
		const { held } = lock
		if (held !== null) clock.schedule(0, () => held.grant(), held.owner)
	}

	function claim(lock: Lock, { signal, steal, ifAvailable }: LockOptions, callback: LockCallback): Promise<unknown> {
		const owner = clock.running()
		if (ifAvailable === true && lock.held !== null) return Promise.resolve(callback(null))
		return new Promise((resolve, reject) => {
			const own: Claim = {
				owner,
				grant() {
					void Promise.resolve(callback({})).then((value) => {
						if (lock.held === own) release(lock)
						resolve(value)
					}, reject)
				},
				fail: reject
			}
			const robbed = lock.held
			if (steal === true && robbed !== null)
				clock.schedule(0, () => robbed.fail(new DOMException('Stolen', 'AbortError')), robbed.owner)
			if (steal === true || robbed === null) {
				lock.held = own
				clock.schedule(0, () => own.grant(), owner)
			} else lock.waiting.push(own)
			signal?.addEventListener('abort', () => {
				if (!lock.waiting.includes(own)) return
				lock.waiting.splice(lock.waiting.indexOf(own), 1)
				reject(new DOMException('Aborted', 'AbortError'))
			})
		})
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
			request: (name: string, ...rest: unknown[]) =>
				claim(lockNamed(name), (rest.length > 1 ? rest[0] : {}) as LockOptions, rest.at(-1) as LockCallback),
			query: async () => {
				const named = [...locks]
				const told = (name: string, { owner }: Claim) => ({ name, mode: 'exclusive', clientId: owner.name })
				return {
					held: named.flatMap(([name, { held }]) => (held === null ? [] : told(name, held))),
					pending: named.flatMap(([name, { waiting }]) => waiting.map((each) => told(name, each)))
				}
			}
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
			for (const lock of locks.values()) {
				lock.waiting = lock.waiting.filter(({ owner }) => owner.isAlive)
				if (lock.held?.owner.isAlive === false) release(lock)
			}
		}
	}
}
