/**
 * What devices say of themselves, which is what the curator's board shows of them: it must be true of the device when it is
 * said, and of the server when it is taken down.
 */
import type { Device } from './device.ts'
import type { Edit } from './truth.ts'
import { decodeFrame, frameTypes, parseDeviceReport } from '#protocol/sync.ts'
import type { World } from './world.ts'

export function listenToReports(world: World): void {
	world.network.onLeaving = (bytes, { station, documentId }) => {
		const device = world.devices.find((device) => device === station)
		if (bytes[0] !== frameTypes.hello || device === undefined) return null
		const lacking = lackingOf(device, documentId)
		return (read) => {
			const frame = decodeFrame(read)
			const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
			if (report !== null) world.oracle.hearUnsent(device, documentId, report.unsent, lacking)
		}
	}
}

/** What the device's disk has of its own edits, and the server has not. */
export function lackingOf(device: Device, documentId: string): Edit[] {
	return [...device.kept.keys()].filter((edit) => edit.documentId === documentId && !edit.wasStored)
}
