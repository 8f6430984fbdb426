/**
 * A device's reports, which the curator's board shows, must be true when the server records them. To identify the report
 * then, each carries a number in place of the free bytes, which no browser measures here.
 */
import type { Device } from './device.ts'
import type { Edit } from './truth.ts'
import { decodeFrame, encodeHello, frameTypes, parseDeviceReport } from '#protocol/frames.ts'
import type { World } from './world.ts'

export function numberReports(world: World): void {
	world.network.onLeaving = (bytes, { station, documentId }) => {
		const device = world.devices.find((device) => device === station)
		const frame = bytes[0] === frameTypes.hello && device !== undefined ? decodeFrame(bytes) : null
		const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
		if (device === undefined || report === null) return bytes
		return encodeHello({ ...report, freeBytes: world.oracle.numberReport(lackingOf(device, [documentId])) })
	}
}

/** Edits made on the device that its disk has in these documents, and that the server lacks. */
export function lackingOf(device: Device, documentIds: readonly string[]): Edit[] {
	return [...device.kept.keys()].filter((edit) => documentIds.includes(edit.documentId) && !edit.wasStored)
}
