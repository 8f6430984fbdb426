import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../../config.ts'

/** Of the person's device. A proxy is believed only when it runs on this machine: it appends whom it saw. */
export function clientAddressOf(request: IncomingMessage): string {
	const direct = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
	const forwarded = request.headers['x-forwarded-for']
	if (!isLoopback(direct) || forwarded === undefined) return direct
	return forwarded.toString().split(',').at(-1)?.trim() || direct
}
