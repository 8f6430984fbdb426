import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { isKnownContent, readRichText } from './content.ts'

function text(...blocks: Y.XmlElement[]) {
	const fragment = new Y.Doc().getXmlFragment('notes')
	fragment.insert(0, blocks)
	return fragment
}

function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]) {
	const node = new Y.XmlElement(name)
	node.insert(0, children)
	return node
}

function words(value: string, marks: Record<string, unknown> = {}) {
	const node = new Y.XmlText()
	node.insert(0, value, marks)
	return node
}

it('paragraphs, lists and marks are read as the editor would show them', () => {
	const fragment = text(
		element('paragraph', words('Смета', { strong: {} }), element('hard_break'), words('и остатки')),
		element('bullet_list', element('list_item', element('paragraph', words('внебюджет'))))
	)
	expect(isKnownContent(fragment)).toBe(true)
	expect(readRichText(fragment)).toEqual([
		{
			type: 'paragraph',
			runs: [
				{ text: 'Смета', isStrong: true, isEm: false, isBreak: false },
				{ text: '', isStrong: false, isEm: false, isBreak: true },
				{ text: 'и остатки', isStrong: false, isEm: false, isBreak: false }
			]
		},
		{
			type: 'bullet_list',
			items: [[{ type: 'paragraph', runs: [{ text: 'внебюджет', isStrong: false, isEm: false, isBreak: false }] }]]
		}
	])
})

it('a block of a newer app keeps its words on the screen and is kept out of the editor', () => {
	const fragment = text(element('callout', element('paragraph', words('Важно'))))
	expect(isKnownContent(fragment)).toBe(false)
	expect(readRichText(fragment)).toMatchObject([{ type: 'paragraph', runs: [{ text: 'Важно' }] }])
})

it('a mark of a newer app keeps the text out of the editor', () => {
	expect(isKnownContent(text(element('paragraph', words('ссылка', { link: { href: '/' } }))))).toBe(false)
})
