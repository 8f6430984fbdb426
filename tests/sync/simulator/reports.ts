/**
 * What devices say of themselves, which is what the curator's board shows of them, must be true when it is taken down. To tell
 * then which word of the device it is, each carries a number in place of the free bytes, which no browser tells here.
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

/** What the device's disk has of its own edits in these documents, and the server has not. */
export function lackingOf(device: Device, documentIds: readonly string[]): Edit[] {
	return [...device.kept.keys()].filter((edit) => documentIds.includes(edit.documentId) && !edit.wasStored)
}
