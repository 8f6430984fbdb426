import { WebSocket } from 'ws'
import { closeReasonOf } from '#protocol/close-codes.ts'
import { decodeFrame, frameTypes, parseRelayHello } from '#protocol/frames.ts'
import { MALLORYS_DEVICE } from './frames.ts'

/** The longest wait for an answer of the server, on a busy machine. */
export const PATIENCE_MS = 30_000

export interface AttackOrder {
	/** `ws://…/sync/documentId` */
	address: string
	/** Headers of the sender. */
	headers: Record<string, string>
	/** The frames to send at once; null: the attack is over. */
	nextVolley(): Uint8Array[] | null
	/** The relay has read a frame and gone on, or has closed the connection because of it. */
	onChecked(isClosed: boolean): void
}

/**
 * Sends over one connection after the other. A ping follows each frame, and its pong comes once the relay has checked the frame. The
 * frames of a volley behind one that closes the connection are not checked. Resolves with null at the end, or with an end that no bad
 * frame causes.
 */
export function attack({ address, headers, nextVolley, onChecked }: AttackOrder): Promise<string | null> {
	let connections = 0
	/** The position in the document, from the relay's last hello to an app. */
	let place: Record<string, string> = {}

	/** Alternates between an app and a plain client; most of them resume, which gives the relay least work. */
	function query(): URLSearchParams {
		connections += 1
		return new URLSearchParams({
			...(connections % 8 !== 0 && place),
			...(connections % 2 === 1 && { v: '1', device: MALLORYS_DEVICE })
		})
	}

	return new Promise((resolve) => {
		connect()

		function connect(): void {
			const socket = new WebSocket(`${address}?${query()}`, { headers, perMessageDeflate: false })
			let isLeaving = false
			let underWay = 0
			const patience = setTimeout(leave, PATIENCE_MS, 'not answered')

			function leave(end: string | null): void {
				isLeaving = true
				clearTimeout(patience)
				socket.terminate()
				resolve(end)
			}

			function send(): void {
				const volley = nextVolley()
				if (volley === null) return leave(null)
				underWay = volley.length
				for (const frame of volley) {
					socket.send(frame)
					socket.ping()
				}
			}

			socket.on('open', send)
			socket.on('pong', () => {
				patience.refresh()
				onChecked(false)
				if (--underWay === 0) send()
			})
			socket.on('message', (data: Buffer) => {
				if (data[0] !== frameTypes.hello) return
				const frame = decodeFrame(new Uint8Array(data))
				const hello = frame?.type === 'hello' ? parseRelayHello(frame.json) : null
				if (hello === null) return
				place = { run: hello.run, epoch: `${hello.epoch}`, since: `${hello.sequence}`, unsent: '0' }
			})
			// The close event follows, without a close code of the relay.
			socket.on('error', () => undefined)
			socket.on('close', (code) => {
				if (isLeaving) return
				clearTimeout(patience)
				const reason = closeReasonOf(code)
				if (reason !== 'malformed' && reason !== 'too-large') return resolve(`closed with ${code}`)
				onChecked(true)
				connect()
			})
		}
	})
}
