/** What the browser lends to transfer-file.ts. The digest is lib0's: the browser's own is missing on plain http. */
import { digest } from 'lib0/hash/sha256'
import type { TransferTools } from '#protocol/transfer-file.ts'

export const transferTools: TransferTools = {
	sha256: (bytes) => Promise.resolve(digest(bytes)),
	async deflate(bytes) {
		const packed = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream('deflate-raw'))
		return new Uint8Array(await new Response(packed).arrayBuffer())
	},
	async inflate(bytes, maxBytes) {
		const unpacked = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
		const reader = unpacked.getReader()
		const pieces: Uint8Array[] = []
		let length = 0
		try {
			for (let read = await reader.read(); !read.done; read = await reader.read()) {
				length += read.value.byteLength
				pieces.push(read.value)
				if (length <= maxBytes) continue
				void reader.cancel().catch(() => {})
				return 'too-large'
			}
		} catch {
			// The browser throws on what is no deflate, or ends too early.
			return 'damaged'
		}
		const whole = new Uint8Array(length)
		let offset = 0
		for (const piece of pieces) {
			whole.set(piece, offset)
			offset += piece.byteLength
		}
		return whole
	}
}
