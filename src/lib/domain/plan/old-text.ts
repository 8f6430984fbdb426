/**
 * Reads the co-edited texts of older apps: trees of paragraphs and lists in an XmlFragment (y-prosemirror). The server writes each
 * of them once into a flat text (flatten-texts.ts). Until then it is read from here.
 *
 *   paragraph · bullet_list, ordered_list > list_item > paragraph, list · hard_break      each an XmlElement, the words in XmlText
 */
import * as Y from 'yjs'
import type { LineKind, TextLine, TextRun } from './text-line.ts'

/** An element that older apps do not know: their editors close, and show the text for reading (`closeOldText`). */
const CLOSED = 'moved'

/** Never fails: of an unknown element the words are read. */
export function readOldLines(fragment: Y.XmlFragment): TextLine[] {
	return readBlocks(fragment.toArray(), 'paragraph', 0)
}

export function isOldTextClosed(fragment: Y.XmlFragment): boolean {
	return fragment.toArray().some((node) => node instanceof Y.XmlElement && node.nodeName === CLOSED)
}

/** Call it within a transaction. */
export function closeOldText(fragment: Y.XmlFragment): void {
	fragment.push([new Y.XmlElement(CLOSED)])
}

/** Call it within a transaction. */
export function appendOldParagraph(fragment: Y.XmlFragment, words: string): void {
	const paragraph = new Y.XmlElement('paragraph')
	paragraph.insert(0, [new Y.XmlText(words)])
	fragment.push([paragraph])
}

/** `kind`: of the first paragraph; the others continue it. */
function readBlocks(nodes: readonly unknown[], kind: LineKind, indent: number): TextLine[] {
	const lines: TextLine[] = []
	for (const node of nodes) {
		const isFirst = lines.length === 0
		const own = {
			kind: isFirst ? kind : ('paragraph' as const),
			indent: isFirst || kind === 'paragraph' ? indent : indent + 1
		}
		if (node instanceof Y.XmlText) lines.push({ ...own, runs: readRuns(node) })
		if (!(node instanceof Y.XmlElement) || node.nodeName === CLOSED) continue
		const children = node.toArray()
		const listKind = listKinds[node.nodeName]
		if (listKind !== undefined) {
			const depth = kind === 'paragraph' ? indent : indent + 1
			// A list directly in an item, which is then without words.
			if (isFirst && kind !== 'paragraph') lines.push({ ...own, runs: [] })
			for (const item of children) {
				const content = item instanceof Y.XmlElement ? item.toArray() : [item]
				const read = readBlocks(content, listKind, depth)
				lines.push(...(read.length > 0 ? read : [{ kind: listKind, indent: depth, runs: [] }]))
			}
		} else if (children.every(isInline)) lines.push({ ...own, runs: children.flatMap(readRuns) })
		else lines.push(...readBlocks(children, own.kind, own.indent))
	}
	return lines
}

const listKinds: Readonly<Record<string, LineKind>> = { bullet_list: 'bullet', ordered_list: 'number' }

function isInline(node: unknown): boolean {
	return node instanceof Y.XmlText || (node instanceof Y.XmlElement && node.nodeName === 'hard_break')
}

function readRuns(node: unknown): TextRun[] {
	if (!(node instanceof Y.XmlText)) return [{ text: '\n', marks: {} }]
	const delta = node.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
	return delta.flatMap(({ insert, attributes = {} }) =>
		typeof insert === 'string'
			? [
					{
						text: insert,
						marks: { ...('strong' in attributes && { strong: true }), ...('em' in attributes && { em: true }) }
					}
				]
			: []
	)
}
