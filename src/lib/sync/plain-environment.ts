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
