/**
 * A device's reports, which the curator's board shows, must be true when the server records them. To identify the report
 * then, each carries a number in place of the free bytes, which no browser measures here.
 */
import { decodeFrame, encodeHello, frameTypes, parseDeviceReport } from '#protocol/frames.ts'
import type { Device } from './device.ts'
import { runningPage } from './hooks.ts'
import type { Edit } from './truth.ts'
import type { World } from './world.ts'

export function numberReports(world: World): void {
	world.network.onLeaving = (bytes, station) => {
		const device = world.devices.find((device) => device === station)
		return device === undefined ? bytes : numberReport(world, device, bytes)
	}
}

/** Any frame may come; only reports are numbered. */
export function numberReport(world: World, device: Device, bytes: Uint8Array): Uint8Array {
	const frame = bytes[0] === frameTypes.hello ? decodeFrame(bytes) : null
	const report = frame?.type === 'hello' ? parseDeviceReport(frame.json) : null
	if (report === null) return bytes
	return encodeHello({ ...report, freeBytes: world.oracle.numberReport(lackingOf(device)) })
}

type RequestSockets = typeof import('../../../src/lib/sync/line/request-socket.ts')

/** Once for all worlds. A report waits in such a socket for its request, and is as old as its writing. */
export function watchRequestSockets({ openMailbox, requestSocketClass }: RequestSockets): void {
	const some = requestSocketClass({ mailbox: openMailbox(''), isLasting: false, onProgress() {} })
	const { prototype } = Object.getPrototypeOf(some) as { prototype: { send(frame: Uint8Array): void } }
	const { send } = prototype
	prototype.send = function (frame) {
		send.call(this, runningPage()?.leaving(frame) ?? frame)
	}
}

/** Edits made on the device that its disk has, and that the server lacks. */
function lackingOf(device: Device): Edit[] {
	return [...device.kept.keys()].filter(({ wasStored }) => !wasStored)
}
