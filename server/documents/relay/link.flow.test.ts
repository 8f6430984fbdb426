import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Flow, Flows } from './link.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const link = { pause() {}, resume() {} }
/** Ten frames a second, and a second ahead. */
const open = (): Flows => new Flows({ framesPerSecond: 10, bytesPerSecond: 1e9, burstMs: 1000 })

function send(flow: Flow, frames: number): void {
	for (let sent = 0; sent < frames; sent++) flow.count(1)
}

it('[R10] a person’s connections are read no faster together than one alone, and nobody else is read more slowly', () => {
	const flows = open()
	const [phone, laptop] = [flows.start('mallory', link), flows.start('mallory', link)]
	const irina = flows.start('irina', link)
	send(phone, 9)
	send(laptop, 9)
	send(irina, 9)
	expect([phone, laptop, irina].map((flow) => flow.isPaused())).toEqual([false, true, false])
	send(phone, 1)
	expect(phone.isPaused()).toBe(true)
	vi.advanceTimersByTime(2000)
	expect([phone, laptop].map((flow) => flow.isPaused())).toEqual([false, false])
})

it('[R10] of several that wait, those that were read meanwhile keep the others waiting', () => {
	const flows = open()
	const [phone, laptop] = [flows.start('mallory', link), flows.start('mallory', link)]
	send(phone, 15)
	send(laptop, 5)
	vi.advanceTimersByTime(900)
	send(phone, 20)
	vi.advanceTimersByTime(500)
	expect(laptop.isPaused()).toBe(true)
	vi.advanceTimersByTime(3000)
	expect(laptop.isPaused()).toBe(false)
})

it('[R10] coming back over a new connection does not help', () => {
	const flows = open()
	const phone = flows.start('mallory', link)
	send(phone, 30)
	phone.stop()
	const again = flows.start('mallory', link)
	send(again, 1)
	expect(again.isPaused()).toBe(true)
	again.stop()
	vi.advanceTimersByTime(10_000)
	const later = flows.start('mallory', link)
	send(later, 9)
	expect(later.isPaused()).toBe(false)
})
