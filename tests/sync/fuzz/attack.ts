import { WebSocket } from 'ws'
import { closeReasonOf } from '#protocol/close-codes.ts'
import { decodeFrame, frameTypes, parseRelayHello } from '#protocol/frames.ts'
import { MALLORYS_DEVICE } from './frames.ts'

/** For a word of the server, on a machine that has much else to do. */
export const PATIENCE_MS = 30_000

export interface AttackOrder {
	/** `ws://…/sync/documentId` */
	address: string
	/** Of whoever sends. */
	headers: Record<string, string>
	/** What is sent at once; null: it is over. */
	nextVolley(): Uint8Array[] | null
	/** The relay has read a frame and gone on, or closed the connection for it. */
	onJudged(isClosed: boolean): void
}

/**
 * Sends over one connection after the other. A ping follows each frame, and is answered once the frame was judged: of a volley,
 * what comes behind a frame that closes the connection is not. Resolves null at the end, or with an end that no bad frame has.
 */
export function attack({ address, headers, nextVolley, onJudged }: AttackOrder): Promise<string | null> {
	let connections = 0
	/** Where the document is, as an app was told last. */
	let place: Record<string, string> = {}

	/** By turns an app's and a plain client's; mostly one that resumes, for which the relay does least. */
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
				onJudged(false)
				if (--underWay === 0) send()
			})
			socket.on('message', (data: Buffer) => {
				if (data[0] !== frameTypes.hello) return
				const frame = decodeFrame(new Uint8Array(data))
				const hello = frame?.type === 'hello' ? parseRelayHello(frame.json) : null
				if (hello === null) return
				place = { run: hello.run, epoch: `${hello.epoch}`, since: `${hello.sequence}`, unsent: '0' }
			})
			// Its close follows, without a code of the relay's.
			socket.on('error', () => undefined)
			socket.on('close', (code) => {
				if (isLeaving) return
				clearTimeout(patience)
				const reason = closeReasonOf(code)
				if (reason !== 'malformed' && reason !== 'too-large') return resolve(`closed with ${code}`)
				onJudged(true)
				connect()
			})
		}
	})
}
