/** Take the places of modules of lib0 in the app (vite.config.ts), which bring code to the first screen that is never run. */

/** `lib0/logging`, whose coloured words weigh 3 kB compressed. */
export const BOLD = ''
export const UNBOLD = ''
export const RED = ''
export const ORANGE = ''

export function print(...words: unknown[]): void {
	console.info(...words)
}

export function warn(...words: unknown[]): void {
	console.warn(...words)
}

/** `lib0/hash/sha256`, 1 kB, by which y-prosemirror names marks that may overlap: ours do not. */
export function digest(): never {
	throw new Error('A mark of the schema may overlap itself')
}

/** `lib0/dom`, of which y-prosemirror asks no more. A worker has none. */
export const doc = globalThis.document

/** `lib0/environment`, which reads the address and the browser's storage at every start to learn whether a terminal has colours. */
export const isNode = false
/** A worker is none: it has no window. */
export const isBrowser = typeof window !== 'undefined'

export function getVariable(): null {
	return null
}
