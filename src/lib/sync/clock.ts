/**
 * The city's clock: the time by the server's clock, also offline, and the days and hours of the municipality's time zone. A device may be
 * in another zone, and its own clock may be days off: everybody would see its visits and edits on wrong days. The server's last answer
 * sets how far the clock is off, and the device stores that. One page has one clock, so this is module state.
 */
import { type IsoDate, localDate } from '#domain/calendar.ts'
import { recall, remember } from './device.ts'

const KEY = 'clock-offset'
/** Less is not corrected: answers travel, and the server names whole seconds. */
const IGNORED_MS = 2 * 60_000
/** An answer that took longer says nothing: the device may have slept meanwhile, or its clock was set. */
const LONGEST_ANSWER_MS = 20_000

let offsetMs = 0
let readZone: () => string | undefined = () => undefined
const listeners = new Set<(offsetMs: number) => void>()

export function now(): Date {
	return new Date(Date.now() + offsetMs)
}

/** `read` returns the time zone of the person's municipality, «Asia/Tomsk»; undefined: nobody is signed in, or they have no municipality. */
export function setCityZone(read: () => string | undefined): void {
	readZone = read
}

/** Undefined: this device's zone counts. */
export function cityZone(): string | undefined {
	return readZone()
}

/** The day of an ISO instant in the city; without one, today. Not reactive to the clock; see `Today`. */
export function cityDay(at?: string): IsoDate {
	return localDate(at === undefined ? now() : new Date(at), readZone())
}

/** Reads what the server's last answer left. Call it before the first request of a page. */
export async function recallClock(): Promise<void> {
	offsetMs = (await recall<number>(KEY)) ?? 0
}

/** `date`: the `Date` header of an answer of our server; `askedAt`: this device's clock before the request, in ms. */
export function hearServerClock(date: string | null, askedAt: number): void {
	const answeredAt = Date.now()
	const tookMs = answeredAt - askedAt
	const difference = Date.parse(date ?? '') - answeredAt
	if (Number.isNaN(difference) || tookMs < 0 || tookMs > LONGEST_ANSWER_MS) return
	const heard = Math.abs(difference) < IGNORED_MS ? 0 : difference
	if (heard === offsetMs || (heard !== 0 && Math.abs(heard - offsetMs) < IGNORED_MS)) return
	offsetMs = heard
	void remember(KEY, heard === 0 ? null : heard)
	for (const listener of listeners) listener(heard)
}

/** Calls `onChanged` with the new offset in ms; negative: this device's clock is ahead. Returns the function to stop listening. */
export function watchClock(onChanged: (offsetMs: number) => void): () => void {
	listeners.add(onChanged)
	return () => void listeners.delete(onChanged)
}
