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
