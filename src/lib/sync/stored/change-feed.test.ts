import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchBoard, watchLedgers } from './change-feed.ts'

const CONNECTING = 0
const CLOSED = 2
let source: EventTarget & { readyState: number; onopen?(): void; onerror?(): void; close(): void }
let opened = 0
const onChanged = vi.fn()

beforeEach(() => {
	vi.useFakeTimers()
	onChanged.mockClear()
	opened = 0
	vi.stubGlobal('EventSource', function () {
		opened++
		return (source = Object.assign(new EventTarget(), { readyState: CONNECTING, CLOSED, close: vi.fn() }))
	})
})
afterEach(() => {
	vi.useRealTimers()
	vi.unstubAllGlobals()
})

it('the board is read again at the server’s word, and not polled', () => {
	const stop = watchBoard(onChanged)
	source.onopen?.()
	onChanged.mockClear()
	source.dispatchEvent(new Event('changed'))
	expect(onChanged).toHaveBeenCalledTimes(1)
	vi.advanceTimersByTime(20_000)
	expect(onChanged).toHaveBeenCalledTimes(1)
	stop()
	expect(source.close).toHaveBeenCalled()
})

it('the server’s word names the rows that have changed, or none', () => {
	const stop = watchBoard(onChanged)
	source.onopen?.()
	source.dispatchEvent(new MessageEvent('changed', { data: 'program-1,program-2' }))
	source.dispatchEvent(new MessageEvent('changed', { data: '' }))
	expect(onChanged.mock.calls).toEqual([[null], [['program-1', 'program-2']], [null]])
	stop()
})

it('what changed before the line was open is read once it is', () => {
	const stop = watchBoard(onChanged)
	source.onopen?.()
	expect(onChanged).toHaveBeenCalledTimes(1)
	stop()
})

it('while the word does not come through, the board is read every 1.5 s, and once more when it does', () => {
	const stop = watchBoard(onChanged)
	source.onerror?.()
	vi.advanceTimersByTime(3_000)
	expect(onChanged).toHaveBeenCalledTimes(2)
	source.onopen?.()
	expect(onChanged).toHaveBeenCalledTimes(3)
	vi.advanceTimersByTime(10_000)
	expect(onChanged).toHaveBeenCalledTimes(3)
	stop()
})

it('a line that is open but silent is not trusted', () => {
	const stop = watchBoard(onChanged)
	source.onopen?.()
	onChanged.mockClear()
	vi.advanceTimersByTime(40_000)
	source.dispatchEvent(new Event('heartbeat'))
	vi.advanceTimersByTime(44_000)
	expect(onChanged).not.toHaveBeenCalled()
	vi.advanceTimersByTime(2_600)
	expect(onChanged).toHaveBeenCalledTimes(1)
	stop()
	vi.advanceTimersByTime(60_000)
	expect(onChanged).toHaveBeenCalledTimes(1)
})

it('a line that never opens is not waited for', () => {
	const stop = watchBoard(onChanged)
	vi.advanceTimersByTime(46_500)
	expect(onChanged).toHaveBeenCalledTimes(1)
	source.onopen?.()
	onChanged.mockClear()
	vi.advanceTimersByTime(20_000)
	expect(onChanged).not.toHaveBeenCalled()
	stop()
})

it('a gateway that answers in our place does not leave the board polling for ever', () => {
	const stop = watchBoard(onChanged)
	source.readyState = CLOSED
	source.onerror?.()
	vi.advanceTimersByTime(15_000)
	expect(opened).toBe(2)
	onChanged.mockClear()
	source.onopen?.()
	expect(onChanged).toHaveBeenCalledTimes(1)
	vi.advanceTimersByTime(20_000)
	expect(onChanged).toHaveBeenCalledTimes(1)
	source.readyState = CLOSED
	source.onerror?.()
	stop()
	vi.advanceTimersByTime(60_000)
	expect(opened).toBe(2)
	expect(onChanged).toHaveBeenCalledTimes(1)
})

it('a page nobody looks at keeps no line, and listens and reads again when somebody does', () => {
	const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
	vi.stubGlobal('document', page)
	vi.stubGlobal('addEventListener', () => undefined)
	const show = (visibilityState: string) => {
		page.visibilityState = visibilityState
		page.dispatchEvent(new Event('visibilitychange'))
	}
	const stop = watchLedgers(onChanged)
	source.onopen?.()
	onChanged.mockClear()
	show('hidden')
	expect(source.close).toHaveBeenCalled()
	vi.advanceTimersByTime(120_000)
	expect(onChanged).not.toHaveBeenCalled()
	show('visible')
	show('visible')
	expect(opened).toBe(2)
	source.onopen?.()
	expect(onChanged).toHaveBeenCalledTimes(1)
	stop()
	show('visible')
	expect(opened).toBe(2)
})

it('once the network is back the line is opened anew, and what changed meanwhile is read', () => {
	const around = new EventTarget()
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	const stop = watchLedgers(onChanged)
	source.onopen?.()
	const [before] = [source, onChanged.mockClear()]
	around.dispatchEvent(new Event('online'))
	expect(before.close).toHaveBeenCalled()
	expect(opened).toBe(2)
	source.onopen?.()
	expect(onChanged).toHaveBeenCalledTimes(1)
	stop()
	around.dispatchEvent(new Event('online'))
	expect(opened).toBe(2)
})

it('a board that is polled goes on being polled when the network is back, until the new line says something', () => {
	const around = new EventTarget()
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
	vi.stubGlobal('addEventListener', around.addEventListener.bind(around))
	const stop = watchBoard(onChanged)
	vi.advanceTimersByTime(45_000)
	around.dispatchEvent(new Event('online'))
	expect(opened).toBe(2)
	vi.advanceTimersByTime(3_000)
	expect(onChanged).toHaveBeenCalledTimes(2)
	source.onopen?.()
	onChanged.mockClear()
	vi.advanceTimersByTime(10_000)
	expect(onChanged).not.toHaveBeenCalled()
	around.dispatchEvent(new Event('online'))
	stop()
	vi.advanceTimersByTime(60_000)
	expect(onChanged).not.toHaveBeenCalled()
})
