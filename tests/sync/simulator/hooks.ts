/**
 * What the simulated world replaces in the process: clock, timers, random numbers, the globals of a browser page, and
 * two modules: `ws`, whose sockets would need a network, and lib0's channel between tabs, which would join all tabs of
 * all devices into one browser. Import it before everything else, which then needs `await import`: lib0 keeps the clock
 * and random functions that it finds when it is loaded.
 */
import { webcrypto } from 'node:crypto'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import timersPromises from 'node:timers/promises'

/** The world that supplies time and random numbers. */
export interface Surroundings {
	nowMs(): number
	/** In [0, 1). */
	random(): number
	setTimeout(run: () => void, ms?: number): unknown
	setInterval(run: () => void, ms: number): unknown
	clear(timer: unknown): void
	/** The page that is running now; null: no page is. */
	page(): Page | null
}

/** The globals of a page. */
export interface Page {
	readonly isVisible: boolean
	/** The browser's `navigator.onLine`. */
	readonly isOnline: boolean
	readonly listeners: EventTarget
	readonly indexedDB: unknown
	readonly locks: unknown
	readonly localStorage: unknown
	readonly tabs: Tabs
	fetch(url: string, init: RequestInit): Promise<Response>
	/** A frame is about to leave over requests; returns the frame to send. */
	leaving(frame: Uint8Array): Uint8Array
}

/** Like lib0/broadcastchannel. */
export interface Tabs {
	subscribe(room: string, listener: Listener): Listener
	unsubscribe(room: string, listener: Listener): boolean
	publish(room: string, data: Uint8Array, origin?: unknown): void
}

export type Listener = (data: Uint8Array, origin: unknown) => void

/** The start of a world's time. */
export const EPOCH_MS = Date.UTC(2026, 10, 21, 9)

const RealDate = Date
const realNow = Date.now
const realRandom = Math.random
const realValues = webcrypto.getRandomValues.bind(webcrypto)
const realImmediate = timersPromises.setImmediate
const realTimeoutSignal = AbortSignal.timeout
const realTimeout = timersPromises.setTimeout
const realNextTick = process.nextTick
const realGlobals = new Map<string, PropertyDescriptor | undefined>()
let world: Surroundings | null = null

Date.now = () => (world === null ? realNow() : EPOCH_MS + Math.floor(world.nowMs()))
Object.defineProperty(webcrypto, 'getRandomValues', {
	configurable: true,
	value<Values extends Uint8Array | Uint32Array>(values: Values) {
		// Bytes are used for names, which are cached from one world to the next and change nothing.
		if (world === null || values instanceof Uint8Array) return realValues(values as Uint8Array<ArrayBuffer>)
		for (let index = 0; index < values.length; index++) values[index] = world.random() * 2 ** 32
		return values
	}
})
timersPromises.setImmediate = (<Value>(value: Value) =>
	world === null
		? realImmediate(value)
		: new Promise<unknown>((resolve) => setImmediate(resolve, value))) as unknown as typeof realImmediate
timersPromises.setTimeout = (<Value>(ms: number, value: Value, options?: { signal?: AbortSignal }) =>
	world === null
		? realTimeout(ms, value, options)
		: new Promise<unknown>((resolve, reject) => {
				const timer = setTimeout(() => resolve(value), ms)
				const giveUp = () => {
					clearTimeout(timer)
					reject(new DOMException('Aborted', 'AbortError'))
				}
				if (options?.signal?.aborted === true) giveUp()
				else options?.signal?.addEventListener('abort', giveUp)
			})) as unknown as typeof realTimeout
syncBuiltinESMExports()

const replacements = [
	{ of: /\/node_modules\/ws\/[^/]+$/, by: new URL('replaced/ws.ts', import.meta.url).href },
	{ of: /\/lib0\/broadcastchannel\.js$/, by: new URL('replaced/broadcastchannel.ts', import.meta.url).href }
]
registerHooks({
	resolve(specifier, context, next) {
		const found = next(specifier, context)
		const replacement = replacements.find(({ of }) => of.test(found.url))
		return replacement === undefined ? found : { url: replacement.by, format: 'module-typescript', shortCircuit: true }
	}
})
// Node itself loads the replacing module, so it cannot be the module that imports this file.
Object.assign(globalThis, { tabsOfRunningPage: () => world?.page()?.tabs })

class WorldDate extends RealDate {
	constructor(...args: [number]) {
		super((args as number[]).length === 0 ? Date.now() : args[0])
	}
}

function nextTickOfWorld(act: (...rest: never[]) => void, ...rest: never[]): void {
	queueMicrotask(() => act(...rest))
}

/** From here to `leave` the process lives in that world. */
export function enter(next: Surroundings): void {
	world = next
	Math.random = next.random
	// Runs within its event; the clock itself needs the real `nextTick`. Not by assignment: Vitest assigns the real one back a
	// tick after it has reported something, and a world may have begun by then.
	Object.defineProperty(process, 'nextTick', { get: () => nextTickOfWorld, set() {}, configurable: true })
	const page = {
		get visibilityState() {
			return next.page()?.isVisible === true ? 'visible' : 'hidden'
		},
		addEventListener: (type: string, listener: () => void, options?: AddEventListenerOptions) =>
			next.page()?.listeners.addEventListener(type, listener, options)
	}
	const navigator = {
		get onLine() {
			return next.page()?.isOnline !== false
		},
		get locks() {
			return next.page()?.locks
		}
	}
	const values = {
		Date: WorldDate,
		setTimeout: (run: (...rest: unknown[]) => void, ms?: number, ...rest: unknown[]) =>
			next.setTimeout(() => run(...rest), ms),
		setInterval: next.setInterval,
		setImmediate: (run: (value: unknown) => void, value: unknown) => next.setTimeout(() => run(value), 0),
		clearTimeout: next.clear,
		clearInterval: next.clear,
		clearImmediate: next.clear,
		document: page,
		addEventListener: page.addEventListener,
		navigator,
		performance: { now: next.nowMs },
		IDBKeyRange: keyRanges,
		fetch: (url: string, init: RequestInit) => next.page()?.fetch(url, init)
	}
	for (const [name, value] of Object.entries(values)) replaceGlobal(name, { value, writable: true })
	AbortSignal.timeout = (ms) => {
		const ending = new AbortController()
		next.setTimeout(() => ending.abort(), ms)
		return ending.signal
	}
	replaceGlobal('indexedDB', { get: () => next.page()?.indexedDB })
	replaceGlobal('localStorage', { get: () => next.page()?.localStorage })
}

export function runningPage(): Page | null {
	return world?.page() ?? null
}

export function leave(): void {
	world = null
	Math.random = realRandom
	Object.defineProperty(process, 'nextTick', { value: realNextTick, writable: true, configurable: true })
	AbortSignal.timeout = realTimeoutSignal
	for (const [name, descriptor] of realGlobals) {
		if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
		else Object.defineProperty(globalThis, name, descriptor)
	}
	realGlobals.clear()
}

function replaceGlobal(name: string, descriptor: PropertyDescriptor): void {
	if (!realGlobals.has(name)) realGlobals.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
	Object.defineProperty(globalThis, name, { ...descriptor, configurable: true })
}

/** Only numbers, as far as the local store needs them. */
export type KeyRange = (key: unknown) => boolean

const keyRanges = {
	lowerBound: (least: number, isOpen: boolean): KeyRange => {
		return (key) => (isOpen ? (key as number) > least : (key as number) >= least)
	},
	upperBound: (most: number, isOpen: boolean): KeyRange => {
		return (key) => (isOpen ? (key as number) < most : (key as number) <= most)
	}
}
