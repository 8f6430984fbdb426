/** Writes texts as older apps did: trees of paragraphs and lists (src/lib/domain/plan/old-text.ts). */
import * as Y from 'yjs'

export function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
	const node = new Y.XmlElement(name)
	node.insert(0, children)
	return node
}

export function words(value: string, marks: Record<string, unknown> = {}): Y.XmlText {
	const node = new Y.XmlText()
	node.insert(0, value, marks)
	return node
}

/** Gives an item a text as an older app made it, in place of its text of now. */
export function writeOldText(
	item: Y.Map<unknown>,
	field: 'notes' | 'minutes',
	paragraphs: readonly string[]
): Y.XmlFragment {
	const fragment = new Y.XmlFragment()
	item.delete(`${field}Text`)
	item.set(field, fragment)
	fragment.insert(
		0,
		paragraphs.map((paragraph) => element('paragraph', words(paragraph)))
	)
	return fragment
}
