/**
 * Loaded into a server process with `--import`: its background work, snapshots and moving of arrivals, runs a hundred times as often.
 * A server that is killed within a second would otherwise never do it.
 */
const BACKGROUND = /\/(background|arrivals-mover)\.ts/
const LONG_MS = 1000

const later = globalThis.setTimeout
globalThis.setTimeout = Object.assign((run, ms, ...values) => later(run, hurry(ms), ...values), later)

/** The stack line of the function that set the timer, not of its caller. */
const CALLER_LINE = 3

function hurry(ms) {
	if (!(ms >= LONG_MS)) return ms
	const caller = new Error().stack.split('\n')[CALLER_LINE] ?? ''
	return BACKGROUND.test(caller) ? ms / 100 : ms
}
