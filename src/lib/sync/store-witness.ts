/**
 * A word outside IndexedDB on whether it should hold a document: read when IndexedDB is empty, which
 * then means it was lost (sync.md D5), or cannot be read, when nobody may claim that all is sent.
 */
export type Witness = 'nothing' | 'sent' | 'unsent'

export function readWitness(store: string): Witness {
	try {
		const word = localStorage.getItem(`${store}:kept`)
		return word === 'sent' || word === 'unsent' ? word : 'nothing'
	} catch {
		// No localStorage: nothing is remembered, so nothing is missed.
		return 'nothing'
	}
}

export function writeWitness(store: string, witness: Witness): void {
	try {
		localStorage.setItem(`${store}:kept`, witness)
	} catch {
		// Full or closed to us: only the notice of a loss is lost with it.
	}
}
