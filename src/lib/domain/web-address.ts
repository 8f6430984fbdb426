const ADDRESS = /^https?:\/\/[\p{L}\p{N}][\p{L}\p{N}.:@_-]*(?:[/?#]\S*)?$/iu

/** What people or other software wrote may be no address of the web, and would run as a script. Pure: the core has no `URL`. */
export function isWebAddress(text: string): boolean {
	return ADDRESS.test(text)
}
