const ADDRESS = /^https?:\/\/[\p{L}\p{N}][\p{L}\p{N}.:@_-]*(?:[/?#]\S*)?$/iu

/** A host with a dot, «диск.рф/x», without the protocol, as people copy or remember it. */
const HOST = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}[\p{L}\p{N}-]+(?::\d+)?(?:[/?#]\S*)?$/iu

/** What people or other software wrote may be no address of the web, and would run as a script. Pure: the core has no `URL`. */
export function isWebAddress(text: string): boolean {
	return ADDRESS.test(text)
}

/** The address that somebody typed, with `https://` where they left it out; null: it is none. */
export function toWebAddress(typed: string): string | null {
	const address = HOST.test(typed) ? `https://${typed}` : typed
	return isWebAddress(address) ? address : null
}
