import * as Y from 'yjs'

/** What a snapshot says it covers; null when that was damaged on the disk: then nothing of it is believed, and the rows are read instead (R5). */
export function readCovers(covers: Uint8Array): Y.Snapshot | null {
	try {
		return Y.decodeSnapshot(covers)
	} catch {
		// Whatever Yjs makes of damaged bytes; the caller is told.
		return null
	}
}
