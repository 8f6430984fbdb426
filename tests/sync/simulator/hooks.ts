/**
 * What of the process the simulated world takes over: clock, timers, chance, what a page of a browser finds around it,
 * and two modules: `ws`, to whose sockets there is no network here, and lib0's channel between tabs, to which all tabs
 * of all devices would be one browser. To be imported before the rest is, by `await import`: lib0 keeps what it finds
 * of clock and chance when it is loaded.
 */
import { webcrypto } from 'node:crypto'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import timersPromises from 'node:timers/promises'

/** The world in whose time and by whose chance everything runs. */
export interface Surroundings {
	nowMs(): number
	/** In [0, 1). */
	random(): number
	setTimeout(run: () => void, ms?: number): unknown
	setInterval(run: () => void, ms: number): unknown
	clear(timer: unknown): void
	/** Of the page that is running now; null: it is not a page. */
	page(): Page | null
}

/** What a page finds around it. */
export interface Page {
	readonly isVisible: boolean
	/** By what the browser says. */
	readonly isOnline: boolean
	readonly listeners: EventTarget
	readonly indexedDB: unknown
	readonly locks: unknown
	readonly localStorage: unknown
	readonly tabs: Tabs
	fetch(url: string, init: RequestInit): Promise<Response>
}

/** As lib0/broadcastchannel. */
export interface Tabs {
	subscribe(room: string, hear: Hear): Hear
	unsubscribe(room: string, hear: Hear): boolean
	publish(room: string, data: Uint8Array, origin?: unknown): void
}

export type Hear = (data: Uint8Array, origin: unknown) => void

/** Where a world's time begins. */
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
		// Bytes are for names, which are kept in store from one world to the next and change nothing.
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
				options?.signal?.addEventListener('abort', () => {
					clearTimeout(timer)
					reject(new DOMException('Aborted', 'AbortError'))
				})
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
// The replacing module is loaded by Node itself, and may not be the one that imports this file.
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
	// Within the event it belongs to; of the real ones the clock has its own use.
	// Not by assignment: Vitest assigns the real one back a tick after it has reported something, and a world may have begun by then.
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
	// The world's own answers come in its own time.
	AbortSignal.timeout = () => new AbortController().signal
	replaceGlobal('indexedDB', { get: () => next.page()?.indexedDB })
	replaceGlobal('localStorage', { get: () => next.page()?.localStorage })
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

/** Of numbers, as far as the local store asks. */
export type KeyRange = (key: unknown) => boolean

const keyRanges = {
	lowerBound: (least: number, isOpen: boolean): KeyRange => {
		return (key) => (isOpen ? (key as number) > least : (key as number) >= least)
	},
	upperBound: (most: number, isOpen: boolean): KeyRange => {
		return (key) => (isOpen ? (key as number) < most : (key as number) <= most)
	}
}
