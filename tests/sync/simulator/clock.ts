/**
 * The one clock of a world. Only events take time: between two events, all promises that can settle have settled.
 * Every event belongs to an owner and dies with it; this is how a power cut is simulated.
 */
import type { Page } from './hooks.ts'

const nextTick = process.nextTick.bind(process)

/** The owner of events: a tab, a run of the server, or the world itself. */
export interface Owner {
	readonly name: string
	isAlive: boolean
	/** While it sleeps, its events wait. */
	isAsleep: boolean
	readonly page: Page | null
	/** Called after each of its events. */
	afterEvent?(): void
}

export interface Timer {
	at: number
	order: number
	readonly owner: Owner
	run(): void
	/** Ms; null: it fires once. */
	interval: number | null
	isCleared: boolean
	unref(): Timer
}

export interface Clock {
	now(): number
	running(): Owner
	/** For the running owner, unless another is given. */
	schedule(ms: number, run: () => void, owner?: Owner): Timer
	every(ms: number, run: () => void): Timer
	clear(timer: unknown): void
	wake(owner: Owner): void
	/** Events that become due meanwhile fire late, and once, as after a night in which everything slept. */
	leap(ms: number): void
	/** Runs `run` now, as if the owner did. */
	as<Value>(owner: Owner, run: () => Value): Value
	/** Stops early when `isOver` is true. */
	runUntil(at: number, isOver?: () => boolean): Promise<void>
}

export function createOwner(name: string, page: Page | null = null): Owner {
	return { name, isAlive: true, isAsleep: false, page }
}

export function createClock(world: Owner, onCrash: (error: unknown, owner: Owner) => void): Clock {
	const heap = createHeap()
	const sleeping: Timer[] = []
	let now = 0
	let order = 0
	let running = world

	function schedule(ms: number, run: () => void, owner = running, interval: number | null = null): Timer {
		const at = now + (ms > 0 ? ms : 0)
		const timer = { at, order: order++, owner, run, interval, isCleared: false, unref: () => timer }
		heap.push(timer)
		return timer
	}

	function fire(timer: Timer): void {
		running = timer.owner
		try {
			timer.run()
		} catch (error) {
			onCrash(error, timer.owner)
		}
		if (timer.interval === null || timer.isCleared) return
		timer.at = now + timer.interval
		timer.order = order++
		heap.push(timer)
	}

	return {
		now: () => now,
		running: () => running,
		schedule: (ms, run, owner) => schedule(ms, run, owner),
		every: (ms, run) => schedule(ms, run, running, ms),
		clear(timer) {
			if (typeof timer === 'object' && timer !== null) (timer as Timer).isCleared = true
		},
		wake(owner) {
			owner.isAsleep = false
			// With their original due times, ahead of later events: otherwise frames of one connection would overtake each other.
			for (const timer of sleeping.splice(0)) {
				if (timer.owner === owner) heap.push(timer)
				else sleeping.push(timer)
			}
		},
		leap(ms) {
			now += ms
		},
		as(owner, run) {
			const before = running
			running = owner
			try {
				return run()
			} finally {
				running = before
			}
		},
		async runUntil(at, isOver = () => false) {
			for (let timer = heap.first(); timer !== undefined && timer.at <= at && !isOver(); timer = heap.first()) {
				heap.pop()
				if (timer.isCleared || !timer.owner.isAlive) continue
				if (timer.owner.isAsleep) {
					sleeping.push(timer)
					continue
				}
				now = Math.max(now, timer.at)
				fire(timer)
				await settle()
				if (timer.owner.isAlive) timer.owner.afterEvent?.()
			}
			now = Math.max(now, at)
			running = world
		}
	}
}

/** `nextTick` runs once no promise can settle any more, and without a turn of the event loop. */
function settle(): Promise<void> {
	return new Promise((resolve) => nextTick(resolve))
}

function createHeap() {
	const items: Timer[] = []
	const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order)

	return {
		first: () => items[0],
		push(timer: Timer): void {
			let index = items.length
			while (index > 0) {
				const parent = (index - 1) >> 1
				if (!isBefore(timer, items[parent]!)) break
				items[index] = items[parent]!
				index = parent
			}
			items[index] = timer
		},
		pop(): void {
			const last = items.pop()
			if (last === undefined || items.length === 0) return
			let index = 0
			for (;;) {
				let child = 2 * index + 1
				if (child >= items.length) break
				if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++
				if (!isBefore(items[child]!, last)) break
				items[index] = items[child]!
				index = child
			}
			items[index] = last
		}
	}
}
