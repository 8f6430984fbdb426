/**
 * Long texts: fragments two people edit at once, in the layout of the editor's schema (y-prosemirror).
 *
 *   paragraph · bullet_list > list_item > paragraph      each an XmlElement, the words in XmlText
 */
import * as Y from 'yjs'

/** True where there is at least one word: an editor opened and left may leave an empty paragraph. */
export function hasText(fragment: Y.XmlFragment): boolean {
	return plainTextOf(fragment, 1) !== ''
}

/**
 * The beginning of a text, one line for each paragraph, without formatting. What is longer than
 * `length` characters ends in «…».
 */
export function plainTextOf(fragment: Y.XmlFragment, length = Infinity): string {
	let text = ''
	for (const line of linesOf(fragment)) {
		if (line.trim() !== '') text += (text === '' ? '' : '\n') + line.trim()
		if (text.length > length) return `${text.slice(0, length).trimEnd()}…`
	}
	return text
}

/** Replaces the text. Neighbouring paragraphs that begin with «- » become one list. */
export function setPlainText(fragment: Y.XmlFragment, paragraphs: readonly string[]): void {
	const nodes: Y.XmlElement[] = []
	let list: Y.XmlElement | null = null
	for (const paragraph of paragraphs) {
		if (!paragraph.startsWith('- ')) {
			list = null
			nodes.push(textElement(paragraph))
			continue
		}
		if (list === null) nodes.push((list = new Y.XmlElement('bullet_list')))
		list.push([element('list_item', [textElement(paragraph.slice(2))])])
	}
	const replace = () => {
		fragment.delete(0, fragment.length)
		fragment.push(nodes)
	}
	if (fragment.doc === null) replace()
	else fragment.doc.transact(replace)
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

/** `toString` would write the formatting as tags. */
function wordsOf(text: Y.XmlText): string {
	return text
		.toDelta()
		.map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : ''))
		.join('')
}

function textElement(text: string): Y.XmlElement {
	return element('paragraph', text === '' ? [] : [new Y.XmlText(text)])
}

function element(name: string, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
	const made = new Y.XmlElement(name)
	made.push(children)
	return made
}
