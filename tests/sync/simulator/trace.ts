/** Counts and hashes what happened: the same seed gives the same hash. The last lines are kept for the plot. */
export interface Trace {
	/** One operation: an edit, a frame delivered, a commit, a cut, a reconnection … `amount`: its size, where it has one. */
	operation(what: Operation, who: string, amount?: number): void
	/** What the plot does next, in words. */
	log(line: string): void
	/** More detail, for `--trace`. */
	note(line: () => string): void
	operations(): number
	counts(): ReadonlyMap<Operation, number>
	hash(): string
	plot(): readonly string[]
}

export type Operation =
	| 'edit'
	| 'frame to the server'
	| 'frame to the device'
	| 'connection opens'
	| 'connection ends'
	| 'server commits'
	| 'server fails to commit'
	| 'server is killed'
	| 'server stops'
	| 'server has stopped'
	| 'server starts'
	| 'backup is made'
	| 'file is made'
	| 'file is taken'
	| 'file is refused'
	| 'everything is checked'
	| 'a card is read'
	| 'backup is restored'
	| 'compaction'
	| 'thinning'
	| 'device commits'
	| 'device fails to commit'
	| 'device trims its log'
	| 'word between tabs'
	| 'tab opens'
	| 'tab closes'
	| 'power fails'
	| 'device sleeps'
	| 'device wakes'
	| 'tab freezes'
	| 'tab thaws'
	| 'network goes'
	| 'network comes'
	| 'right changes'
	| 'held edits are accepted'
	| 'held edits have entered'
	| 'document is deleted'
	| 'exchange asks'
	| 'exchange is answered'

export function createTrace(nowMs: () => number, onLine?: (line: string) => void): Trace {
	const counts = new Map<Operation, number>()
	const lines: string[] = []
	let operations = 0
	let hash = 0x811c9dc5

	function mix(value: number): void {
		hash = Math.imul(hash ^ value, 0x01000193) >>> 0
	}

	const at = (line: string) => `${(nowMs() / 1000).toFixed(3)} s  ${line}`

	return {
		operation(what, who, amount = 0) {
			operations += 1
			onLine?.(at(`${who}: ${what} ${amount}`))
			counts.set(what, (counts.get(what) ?? 0) + 1)
			mix(Math.round(nowMs() * 1000))
			mix(what.length * 31 + what.charCodeAt(0))
			mix(who.length * 31 + who.charCodeAt(who.length - 1))
			mix(amount)
		},
		log(line) {
			lines.push(at(line))
			onLine?.(at(`*** ${line}`))
		},
		note: (line) => onLine?.(at(line())),
		operations: () => operations,
		counts: () => counts,
		hash: () => hash.toString(16).padStart(8, '0'),
		plot: () => lines
	}
}
