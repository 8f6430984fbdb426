/** Makes a QR code as an outline for screens, and as a picture for Word. */
import { correction, generate } from 'lean-qr'

/** The quiet zone: white modules around the code, as scanners need them. */
const QUIET = 4

export interface QrOutline {
	/** The length of the side in modules, with the quiet zone. */
	size: number
	/** An SVG path over the dark modules. */
	path: string
}

export function qrOutline(text: string): QrOutline {
	const code = generate(text, { minCorrectionLevel: correction.M })
	let path = ''
	for (let y = 0; y < code.size; y++) {
		for (let x = 0; x < code.size; x++) {
			if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
		}
	}
	return { size: code.size + 2 * QUIET, path }
}

/** A BMP with one bit per pixel: the only format for Word that needs no compression. */
export function qrBitmap(text: string, scale = 6): Uint8Array {
	const code = generate(text, { minCorrectionLevel: correction.M })
	const side = (code.size + 2 * QUIET) * scale
	const rowBytes = Math.ceil(side / 32) * 4
	const bitmap = new Uint8Array(HEADER + rowBytes * side)
	writeHeader(new DataView(bitmap.buffer), side, rowBytes)
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const isDark = code.get(Math.floor(x / scale) - QUIET, Math.floor(y / scale) - QUIET)
			// Rows go from bottom to top. A set bit is the second colour, white.
			if (isDark) continue
			const at = HEADER + (side - 1 - y) * rowBytes + (x >> 3)
			bitmap[at] = (bitmap[at] ?? 0) | (0x80 >> (x & 7))
		}
	}
	return bitmap
}

/** The size of two headers and a palette of two colours, in bytes. */
const HEADER = 14 + 40 + 8

function writeHeader(view: DataView, side: number, rowBytes: number): void {
	view.setUint16(0, 0x424d)
	view.setUint32(2, view.byteLength, true)
	view.setUint32(10, HEADER, true)
	view.setUint32(14, 40, true)
	view.setInt32(18, side, true)
	view.setInt32(22, side, true)
	view.setUint16(26, 1, true)
	view.setUint16(28, 1, true)
	view.setUint32(34, rowBytes * side, true)
	view.setUint32(46, 2, true)
	view.setUint32(58, 0x00ffffff, true)
}
