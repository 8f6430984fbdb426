/** Reads a rich text straight from its fragment, without the editor: to show it at once, and to show it to readers. */
import * as Y from 'yjs'

export interface TextRun {
	text: string
	isStrong: boolean
	isEm: boolean
	/** A line break within the paragraph; its text is empty. */
	isBreak: boolean
}

export type TextBlock =
	{ type: 'paragraph'; runs: TextRun[] } | { type: 'bullet_list' | 'ordered_list'; items: TextBlock[][] }

/** Never fails: if this app does not know a node, it shows the words without the form. */
export function readRichText(fragment: Y.XmlFragment): TextBlock[] {
	return fragment.toArray().flatMap(readBlock)
}

/**
 * True when the editor understands every node and mark. y-prosemirror deletes the others, so the editor must not open a
 * text that a newer app wrote.
 */
export function isKnownContent(fragment: Y.XmlFragment): boolean {
	return fragment.toArray().every(isKnownBlock)
}

function readBlock(node: unknown): TextBlock[] {
	if (node instanceof Y.XmlText) return [{ type: 'paragraph', runs: readRuns(node) }]
	if (!(node instanceof Y.XmlElement)) return []
	const children = node.toArray()
	if (node.nodeName === 'bullet_list' || node.nodeName === 'ordered_list') {
		return [{ type: node.nodeName, items: children.map(readItem) }]
	}
	if (children.every(isInline)) return [{ type: 'paragraph', runs: children.flatMap(readRuns) }]
	return children.flatMap(readBlock)
}

function readItem(item: unknown): TextBlock[] {
	return item instanceof Y.XmlElement ? item.toArray().flatMap(readBlock) : readBlock(item)
}

function isInline(node: unknown): boolean {
	return node instanceof Y.XmlText || (node instanceof Y.XmlElement && node.nodeName === 'hard_break')
}

function readRuns(node: unknown): TextRun[] {
	if (!(node instanceof Y.XmlText)) return [{ text: '', isStrong: false, isEm: false, isBreak: true }]
	return deltaOf(node).flatMap(({ insert, attributes = {} }) =>
		typeof insert === 'string'
			? [{ text: insert, isStrong: 'strong' in attributes, isEm: 'em' in attributes, isBreak: false }]
			: []
	)
}

function isKnownBlock(node: unknown): boolean {
	if (!(node instanceof Y.XmlElement)) return false
	const children = node.toArray()
	switch (node.nodeName) {
		case 'paragraph':
			return children.every(isKnownInline)
		case 'bullet_list':
		case 'ordered_list':
			return children.every(
				(item) => item instanceof Y.XmlElement && item.nodeName === 'list_item' && item.toArray().every(isKnownBlock)
			)
		default:
			return false
	}
}

function isKnownInline(node: unknown): boolean {
	if (node instanceof Y.XmlElement) return node.nodeName === 'hard_break'
	return (
		node instanceof Y.XmlText &&
		deltaOf(node).every(
			({ insert, attributes = {} }) =>
				typeof insert === 'string' && Object.keys(attributes).every((name) => name === 'strong' || name === 'em')
		)
	)
}

function deltaOf(text: Y.XmlText): { insert: unknown; attributes?: Record<string, unknown> }[] {
	return text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
}
