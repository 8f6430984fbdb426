/** SHA-256, hex, of what `editionText` says, as the server counts it. Null: the browser does not, as on a page without https. */
export async function editionHashOf(text: string): Promise<string | null> {
	if (globalThis.crypto?.subtle === undefined) return null
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
