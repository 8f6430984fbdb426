/**
 * What Yjs has to say, on the console: takes the place of `lib0/logging` in the app (vite.config.ts), whose coloured
 * words bring 3 kB of compressed code to the first screen.
 */
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

/** In the place of the hash by which y-prosemirror names marks that may overlap (vite.config.ts): 1 kB that is never run. */
export function digest(): never {
	throw new Error('A mark of the schema may overlap itself')
}

/** In the place of lib0/dom for y-prosemirror, which asks it for no more (vite.config.ts). */
export const doc = document

/**
 * What Yjs and its libraries ask of where they run: takes the place of `lib0/environment` in the app (vite.config.ts), which also
 * reads the address and the browser's storage at every start to learn whether a terminal has colours.
 */
export const isNode = false
/** A worker is none: it has no window. */
export const isBrowser = typeof window !== 'undefined'

export function getVariable(): null {
	return null
}
