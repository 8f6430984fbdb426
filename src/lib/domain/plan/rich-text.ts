/**
 * Reads and writes long texts: fragments that two people edit at once, in the layout of the editor's schema (y-prosemirror).
 *
 *   paragraph · bullet_list > list_item > paragraph      each an XmlElement, the words in XmlText
 */
import * as Y from 'yjs'

/** True if there is at least one word: opening an editor may leave an empty paragraph. */
export function hasText(fragment: Y.XmlFragment): boolean {
	return plainTextOf(fragment, 1) !== ''
}

/** The beginning of a text without formatting, one line for each paragraph. A text longer than `length` characters ends in «…». */
export function plainTextOf(fragment: Y.XmlFragment, length = Infinity): string {
	let text = ''
	for (const line of linesOf(fragment)) {
		if (line.trim() !== '') text += (text === '' ? '' : '\n') + line.trim()
		if (text.length > length) return `${text.slice(0, length).trimEnd()}…`
	}
	return text
}

/** Replaces the text of a fragment. Neighbouring paragraphs that begin with «- » become one list. */
export function setPlainText(fragment: Y.XmlFragment, paragraphs: readonly string[]): void {
	const blocks: (string | string[])[] = []
	for (const text of paragraphs) {
		const last = blocks.at(-1)
		if (!text.startsWith('- ')) blocks.push(text)
		else if (Array.isArray(last)) last.push(text.slice(2))
		else blocks.push([text.slice(2)])
	}
	const nodes = blocks.map((block) => (typeof block === 'string' ? paragraph(block) : bulletList(block)))
	fragment.doc?.transact(() => {
		fragment.delete(0, fragment.length)
		fragment.insert(0, nodes)
	})
}

/** Appends the text as a paragraph of its own. */
export function appendParagraph(fragment: Y.XmlFragment, text: string): void {
	fragment.push([paragraph(text)])
}

function* linesOf(fragment: Y.XmlFragment): Generator<string> {
	for (const node of fragment.toArray()) {
		if (node instanceof Y.XmlText) yield wordsOf(node)
		else if (node instanceof Y.XmlElement) {
			const children = node.toArray()
			if (children.every((child) => child instanceof Y.XmlText)) yield children.map(wordsOf).join('')
			else yield* linesOf(node)
		}
	}
}

/** Not `toString`, which writes formatting as tags. */
function wordsOf(text: Y.XmlText): string {
	return text
		.toDelta()
		.map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : ''))
		.join('')
}

function bulletList(items: readonly string[]): Y.XmlElement {
	return element(
		'bullet_list',
		items.map((item) => element('list_item', [paragraph(item)]))
	)
}

function paragraph(text: string): Y.XmlElement {
	return element('paragraph', text === '' ? [] : [new Y.XmlText(text)])
}

function element(name: string, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
	const made = new Y.XmlElement(name)
	made.insert(0, children)
	return made
}
