import * as Y from 'yjs'

/** One edit of the plan. Answers the way back, to be gone once at most and while the document is open: what others wrote since stays. */
export function editReversibly(doc: Y.Doc, edit: () => void): () => void {
	const origin = {}
	const undoManager = new Y.UndoManager(doc, { trackedOrigins: new Set([origin]) })
	doc.transact(edit, origin)
	// It knows the way back, which may never be gone, and need not listen for more.
	undoManager.destroy()
	return () => void undoManager.undo()
}
