import type { DeviceState } from '../documents/storage/devices.ts'
import { describe, expect, it } from 'vitest'
import { readBoardDevices } from './board-glances.ts'

function irinas(deviceId: string, state: Partial<DeviceState>): DeviceState {
	return {
		documentId: 'plan:program-1',
		personId: 'irina',
		deviceId,
		appVersion: '2.1',
		haveSequence: 0,
		seenSequence: 0,
		unsent: 0,
		freeBytes: 5_000_000,
		isPersisted: true,
		lastSeenAt: '2026-11-01T08:00:00.000Z',
		...state
	}
}

describe('the devices on the board', () => {
	it('of somebody who was never heard are none, and nothing is guessed', () => {
		expect(readBoardDevices([], null)).toEqual({ lastSeenAt: null, isBehind: false, unsent: null, devices: [] })
		expect(readBoardDevices([], 3)).toMatchObject({ isBehind: true, unsent: null })
	})

	it('that was only connected says nothing of itself', () => {
		const touched = { appVersion: '', unsent: null, freeBytes: null, isPersisted: null }
		expect(readBoardDevices([irinas('phone', touched)], null)).toMatchObject({
			unsent: null,
			devices: [{ deviceId: 'phone', appVersion: null, unsent: null, freeBytes: null, isPersisted: null }]
		})
	})

	it('are listed the last heard first, each with what it lacks; the best of them says what Irina has', () => {
		const states = [
			irinas('phone', { haveSequence: 7, unsent: 2, lastSeenAt: '2026-11-01T08:00:00.000Z' }),
			irinas('tablet', { haveSequence: 9, unsent: 1, lastSeenAt: '2026-11-05T08:00:00.000Z' })
		]
		expect(readBoardDevices(states, 9)).toMatchObject({
			lastSeenAt: '2026-11-05T08:00:00.000Z',
			isBehind: false,
			unsent: 3,
			devices: [
				{ deviceId: 'tablet', isBehind: false, unsent: 1 },
				{ deviceId: 'phone', isBehind: true, unsent: 2 }
			]
		})
	})

	it.each([
		['a phone lost in summer does not count for ever', '2026-08-03T07:59:59.000Z', 1, 2],
		['a phone silent for 90 days still counts', '2026-08-03T08:00:00.000Z', 3, 2],
		['nor is a phone forgotten that is all she has, however long it is silent', null, 2, 1]
	])('%s', (_what, phoneSeenAt, unsent, devices) => {
		const phone = irinas('phone', { unsent: 2, lastSeenAt: phoneSeenAt ?? '2025-01-01T08:00:00.000Z' })
		const states = phoneSeenAt === null ? [phone] : [phone, irinas('tablet', { unsent: 1 })]
		const read = readBoardDevices(states, null)
		expect(read.unsent).toBe(unsent)
		expect(read.devices).toHaveLength(devices)
	})
})
