/** lib0's own takes a service worker for Node and looks for Buffer there. */

const PIECE = 0x8000

export function toBase64(bytes: Uint8Array): string {
	let text = ''
	// In pieces: a call takes only so many arguments.
	for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
	return btoa(text)
}

/** Throws on what is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
