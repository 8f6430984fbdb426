/**
 * What devices say of themselves over their connections, which is what the curator's board shows of them: it must be true of
 * the device and the server when it is said. An exchange says what will be when it has been taken, and is not looked at.
 */
import { decodeFrame, frameTypes, parseDeviceReport } from '#protocol/sync.ts'
import type { World } from './world.ts'

export function listenToReports(world: World): void {
	world.network.onLeaving = (bytes, { station, documentId }) => {
		const device = world.devices.find((device) => device === station)
		if (bytes[0] !== frameTypes.hello || device === undefined) return null
		const lacking = [...device.kept.keys()].filter((edit) => edit.documentId === documentId && !edit.wasStored)
		return (read) => {
			const frame = decodeFrame(read)
			const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
			if (report !== null) world.oracle.hearUnsent(device, documentId, report.unsent, lacking)
		}
	}
}
