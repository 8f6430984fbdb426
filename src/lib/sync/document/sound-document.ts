/** Bytes from outside — a file — become a document only when Yjs can apply them whole and nothing in them is bottomless. */
import * as Y from 'yjs'

/** Lists in lists of a long text reach twenty; deleting a branch goes as deep as the branch, on the stack. */
const MAX_DEPTH = 100

/** Null for what is no update in encoding V1 or too deep. Otherwise the document alone, for the reader to destroy. */
export function soundDocument(update: Uint8Array): Y.Doc | null {
	const doc = new Y.Doc()
	try {
		Y.applyUpdate(doc, update)
		if (isShallow(doc)) return doc
	} catch {
		// Yjs throws on what is not an update, and on items that refer to nothing.
	}
	doc.destroy()
	return null
}

function isShallow(doc: Y.Doc): boolean {
	const depths = new Map<Y.Item, number>()
	for (const structs of doc.store.clients.values()) {
		for (const struct of structs) {
			if (struct instanceof Y.Item && depthOf(struct, depths) > MAX_DEPTH) return false
		}
	}
	return true
}

/** How many items are above it; above the bound, any number beyond it. */
function depthOf(item: Y.Item, depths: Map<Y.Item, number>): number {
	const above: Y.Item[] = []
	let next = parentOf(item)
	while (next !== null && !depths.has(next) && above.length <= MAX_DEPTH) {
		above.push(next)
		next = parentOf(next)
	}
	let depth = next === null ? 0 : (depths.get(next) ?? MAX_DEPTH) + 1
	for (const container of above.reverse()) depths.set(container, depth++)
	return depth
}

function parentOf({ parent }: Y.Item): Y.Item | null {
	return parent instanceof Y.AbstractType ? parent._item : null
}
