/**
 * A note outside IndexedDB on whether it should contain a document. It is read when IndexedDB is empty, which then
 * means a loss (sync.md D5), or cannot be read, when nobody may claim that all is sent.
 */
export type Witness = 'nothing' | 'sent' | 'unsent'

const SUFFIX = ':kept'

export function readWitness(store: string): Witness {
	try {
		const word = localStorage.getItem(store + SUFFIX)
		return word === 'sent' || word === 'unsent' ? word : 'nothing'
	} catch {
		// No localStorage: nothing is remembered, so nothing is missing.
		return 'nothing'
	}
}

export function writeWitness(store: string, witness: Witness): void {
	try {
		localStorage.setItem(store + SUFFIX, witness)
	} catch {
		// localStorage is full or forbidden. Then only the notice of a loss is missing.
	}
}

/** Stores with this note, by the names of their databases. */
export function storesWitnessed(witness: Witness): string[] {
	try {
		return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
			.filter((key) => key.startsWith('tandem:') && key.endsWith(SUFFIX) && localStorage.getItem(key) === witness)
			.map((key) => key.slice(0, -SUFFIX.length))
	} catch {
		// No localStorage: nothing is remembered.
		return []
	}
}

export function forgetWitness(store: string): void {
	try {
		localStorage.removeItem(store + SUFFIX)
	} catch {
		// No localStorage: nothing was remembered.
	}
}
