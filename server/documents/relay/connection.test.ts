import { afterEach, expect, it, vi } from 'vitest'
import type { CloseReason } from '#protocol/close-codes.ts'
import {
	decodeFrame,
	encodeHello,
	encodeUpdate,
	parseRelayHello,
	type DeviceReport,
	type Frame,
	type ParticipantState
} from '#protocol/frames.ts'
import { openRooms } from '../../../tests/support/peer-in-process.ts'
import { createMemoryStorage } from '../storage/testing/memory.ts'
import { Connection } from './connection.ts'
import { defaultSettings, silentMeter } from './options.ts'

const plan = 'plan:program-1'
const NOTHING = Uint8Array.of(0, 0)

afterEach(() => void vi.useRealTimers())

it('[P11] a device whose last ACK finds too much waiting is closed once, and counted once', async () => {
	const { connection, link, closed, counted } = await open()
	connection.receive(encodeUpdate(NOTHING))
	link.bufferedBytes = () => Infinity
	connection.close('restarting')
	expect([closed, counted]).toEqual([['overloaded'], ['overloaded']])
})

it('[P6] a newcomer, who is told of everybody on opening, is not told of itself once more', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
	const { frames } = await open()
	vi.runAllTimers()
	expect(frames.filter(({ type }) => type === 'hello')).toHaveLength(1)
})

it('[P6] that Irina’s phone is still there, Viktor is told and she is not', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
	const { connection, link, frames, connect } = await open()
	const viktor = await connect('viktor')
	vi.runAllTimers()
	const [herHellos, hisHellos] = [hellosAmong(frames), hellosAmong(viktor.frames)]
	for (let passed = 0; passed <= defaultSettings.seenMs; passed += SWEEP_MS) {
		connection.touch()
		connection.sweep(performance.now(), link, false)
		vi.advanceTimersByTime(SWEEP_MS)
	}
	vi.runAllTimers()
	expect(hellosAmong(viktor.frames)).toBe(hisHellos + 1)
	expect(hellosAmong(frames)).toBe(herHellos)
})

it.each([
	['falls silent', false],
	['sends faster than it is read, and then falls silent', true]
])('[P6] Irina’s phone %s: she was last heard when something came last', async (_how, isUnread) => {
	vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 9) })
	const { connection, link, cuts, connect } = await open()
	vi.advanceTimersByTime(20_000)
	connection.touch()
	for (let passed = 0; passed <= 2 * defaultSettings.seenMs; passed += SWEEP_MS) {
		vi.advanceTimersByTime(SWEEP_MS)
		connection.sweep(performance.now(), link, isUnread)
	}
	expect(cuts.length > 0).toBe(!isUnread)
	connection.end()
	const viktor = await connect('viktor')
	expect(participantsIn(viktor.frames)).toContainEqual(
		expect.objectContaining({ personId: 'irina', lastSeenAt: '2026-11-23T09:00:20.000Z' })
	)
})

it('[P6] a report that waited for its turn was heard when it came', async () => {
	vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 9) })
	const { connection, connect } = await open()
	const viktor = await connect('viktor')
	connection.receive(encodeHello(report))
	vi.advanceTimersByTime(defaultSettings.reportMs / 2)
	connection.receive(encodeHello(report))
	vi.advanceTimersByTime(defaultSettings.helloMs + defaultSettings.reportMs)
	connection.end()
	vi.runAllTimers()
	expect(participantsIn(viktor.frames)).toContainEqual(
		expect.objectContaining({ personId: 'irina', lastSeenAt: '2026-11-23T09:00:00.500Z' })
	)
})

const SWEEP_MS = defaultSettings.sweepMs
const report: DeviceReport = {
	deviceId: 'phone',
	appVersion: '1.0',
	haveSequence: 0,
	seenSequence: 0,
	unsent: 0,
	underWay: 0,
	freeBytes: null,
	isPersisted: null
}

/** The participants in the last HELLO. */
function participantsIn(frames: readonly Frame[]): readonly ParticipantState[] {
	const last = frames.findLast((frame) => frame.type === 'hello')
	return last === undefined ? [] : (parseRelayHello(last.json)?.participants ?? [])
}

function hellosAmong(frames: readonly Frame[]): number {
	return frames.filter(({ type }) => type === 'hello').length
}

/** Irina’s phone is connected; others connect with `connect`. */
async function open() {
	const storage = createMemoryStorage()
	await storage.createDocument(plan)
	const rooms = openRooms(storage)

	async function connect(personId: string) {
		const frames: Frame[] = []
		const closed: CloseReason[] = []
		const counted: CloseReason[] = []
		const cuts: true[] = []
		const link = {
			send(bytes: Uint8Array) {
				const frame = decodeFrame(bytes)
				if (frame !== null) frames.push(frame)
			},
			close: (reason: CloseReason) => void closed.push(reason),
			cut: () => void cuts.push(true),
			ping() {},
			bufferedBytes: () => 0,
			receivedBytes: () => 0
		}
		const around = {
			run: 'run-1',
			settings: defaultSettings,
			meter: { ...silentMeter, closed: (reason: CloseReason) => void counted.push(reason) },
			submitForReview: async () => ({ review: 'waiting' as const, sequence: null }),
			now: () => new Date(),
			random: () => 0,
			log: { error() {} },
			onDeviceChanged() {}
		}
		const person = { personId, right: 'edit' as const, canSubmitForReview: false, deviceId: 'phone' }
		const peer = { ...person, wantsOwnFrames: true, resumedFrom: null, hasUnsent: true, arrivedAt: performance.now() }
		const connection = await rooms.use(plan, (room) => Connection.open(around, { transport: link, room, peer }))
		if (connection === null) throw new Error('There is no plan')
		return { connection, link, frames, closed, counted, cuts }
	}

	return { ...(await connect('irina')), connect }
}
