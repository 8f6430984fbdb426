/** Devices of `open-documents.ts`: a mentor's and a mentee's for each document, back at where they stopped. */
import { WebSocket } from 'ws'
import { decodeFrame, encodeStep1, encodeStep2 } from '#protocol/sync.ts'

const [port = '', run = '', first = '0', count = '0', offer = ''] = process.argv.slice(2)
const answer = encodeStep2(new Uint8Array(Buffer.from(offer, 'base64')))
const question = encodeStep1(Uint8Array.of(0))

for (let index = Number(first); index < Number(first) + Number(count); index++) {
	await Promise.all(['mentor', 'mentee'].map((role) => open(`plan:bench-${index}`, role)))
}
process.send?.('open')
process.on('disconnect', () => process.exit(0))

/** Resolves when the relay has answered, asked, and acknowledged what it was answered. */
function open(documentId: string, role: string): Promise<void> {
	const query = `v=1&device=${role}&since=1&run=${run}&epoch=1&unsent=1`
	const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/${documentId}?${query}`, {
		headers: { 'x-person': `${role}-${documentId}` },
		perMessageDeflate: false
	})
	return new Promise((resolve, reject) => {
		socket.on('error', reject)
		socket.on('open', () => socket.send(question))
		socket.on('message', (bytes: Buffer) => {
			const frame = decodeFrame(bytes)
			if (frame?.type === 'step1') socket.send(answer)
			if (frame?.type === 'ack' && frame.ack.counter > 0) resolve()
		})
	})
}
