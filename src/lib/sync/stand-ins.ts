/** Replacements for modules of lib0 (vite.config.ts). Those modules add code to the first screen that never runs. */

/** For `lib0/logging`: its coloured output weighs 3 kB compressed. */
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

/**
 * For `lib0/environment`: it reads the address and the browser's storage at every start to learn whether a terminal has
 * colours.
 */
export const isNode = false
/** False in a worker, which has no window. */
export const isBrowser = typeof window !== 'undefined'

export function getVariable(): null {
	return null
}
