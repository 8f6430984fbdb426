import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { closeOldText, isOldTextClosed } from './old-text.ts'
import { isKnownText, plainTextOf, readLines } from './rich-text.ts'
import { element, words } from '../../../../tests/support/old-texts.ts'

function text(...blocks: Y.XmlElement[]) {
	const fragment = new Y.Doc().getXmlFragment('notes')
	fragment.insert(0, blocks)
	return fragment
}

const item = (...children: (Y.XmlElement | Y.XmlText)[]) => element('list_item', ...children)
const paragraph = (value: string) => element('paragraph', words(value))
const shown = (fragment: Y.XmlFragment) =>
	readLines(fragment).map(({ kind, indent, runs }) => `${kind} ${indent} ${runs.map((run) => run.text).join('')}`)

it('a tree of paragraphs and lists is read as lines, with its marks and breaks', () => {
	const fragment = text(
		element('paragraph', words('Смета', { strong: {} }), element('hard_break'), words('и остатки')),
		element('bullet_list', item(paragraph('внебюджет'))),
		element(
			'ordered_list',
			item(paragraph('раз'), paragraph('дальше'), element('bullet_list', item(paragraph('вглубь'))))
		),
		element('bullet_list', item())
	)
	expect(shown(fragment)).toEqual([
		'paragraph 0 Смета\nи остатки',
		'bullet 0 внебюджет',
		'number 0 раз',
		'paragraph 1 дальше',
		'bullet 1 вглубь',
		'bullet 0 '
	])
	expect(readLines(fragment)[0]?.runs[0]).toEqual({ text: 'Смета', marks: { strong: true } })
	expect(plainTextOf(fragment)).toBe('Смета\nи остатки\nвнебюджет\nраз\nдальше\nвглубь')
})

it('of an unknown block the words are read; the editor opens no text of an older app', () => {
	const fragment = text(element('callout', paragraph('Важно')))
	expect(shown(fragment)).toEqual(['paragraph 0 Важно'])
	expect(isKnownText(fragment)).toBe(false)
})

it('closing it adds nothing to read', () => {
	const fragment = text(paragraph('Смета'))
	expect(isOldTextClosed(fragment)).toBe(false)
	closeOldText(fragment)
	expect(isOldTextClosed(fragment)).toBe(true)
	expect(shown(fragment)).toEqual(['paragraph 0 Смета'])
	expect(readLines(text())).toEqual([{ kind: 'paragraph', indent: 0, runs: [] }])
})
