import * as Y from 'yjs'

/**
 * False: the row was damaged on the disk, and is passed over, so that it keeps nobody from the rest. What it held comes
 * back from a device that still has it (sync.md R6), as a row of its own.
 */
export function applyReadable(doc: Y.Doc, bytes: Uint8Array): boolean {
	try {
		Y.applyUpdate(doc, bytes)
		return true
	} catch {
		// Whatever Yjs makes of damaged bytes; the caller is told.
		return false
	}
}
