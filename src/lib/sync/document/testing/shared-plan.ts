import { expect, vi } from 'vitest'
import { createFakeDevice, type OpenTab } from './fake-device.ts'
import { eventually } from '../../../../../tests/support/eventually.ts'
import { createFakeRelay } from './fake-relay.ts'

export type SharedPlan = ReturnType<typeof createSharedPlan>

/** The plan that mentor-1 and mentee-1 share: the mentor's device, and the relay. */
export function createSharedPlan() {
	const device = createFakeDevice('mentor-1')
	const relay = createFakeRelay({ people: ['mentor-1', 'mentee-1'] })
	return {
		device,
		relay,
		async openSynced(): Promise<OpenTab> {
			const tab = device.open(relay)
			await eventually(() =>
				expect(status(tab)).toMatchObject({ isSynced: true, unsent: 0, unsaved: 0, localStore: 'ready' })
			)
			return tab
		},
		/** Also restores the clocks, methods and globals that the test replaced. */
		async close(): Promise<void> {
			vi.useRealTimers()
			vi.restoreAllMocks()
			await device.closeAll()
			vi.unstubAllGlobals()
		}
	}
}

export const status = (tab: OpenTab) => tab.open.snapshot()
