import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { countUpdates } from '../../../../tests/support/plan-pair.ts'
import { hasText, plainTextOf, setPlainText } from './rich-text.ts'

function write(...paragraphs: string[]): Y.XmlFragment {
	const fragment = new Y.Doc().getXmlFragment('text')
	setPlainText(fragment, paragraphs)
	return fragment
}

it('writes paragraphs and lists in the layout of the editor', () => {
	expect(write('Разобрать:', '- план ФХД', '- остатки', '', 'Срок — среда.').toString()).toBe(
		'<paragraph>Разобрать:</paragraph>' +
			'<bullet_list><list_item><paragraph>план ФХД</paragraph></list_item>' +
			'<list_item><paragraph>остатки</paragraph></list_item></bullet_list>' +
			'<paragraph></paragraph><paragraph>Срок — среда.</paragraph>'
	)
})

it('reads one line for each paragraph, without empty ones', () => {
	expect(plainTextOf(write('Разобрать:', '- план ФХД', '- остатки', '', ' Срок — среда. '))).toBe(
		'Разобрать:\nплан ФХД\nостатки\nСрок — среда.'
	)
})

it('shortens what is longer than asked for', () => {
	const fragment = write('Разобрать план', 'и остатки')
	expect(plainTextOf(fragment, 10)).toBe('Разобрать…')
	expect(plainTextOf(fragment, 14)).toBe('Разобрать план…')
	expect(plainTextOf(fragment, 24)).toBe('Разобрать план\nи остатки')
})

it('reads words, not their formatting', () => {
	const fragment = write('Срочно: охрана труда')
	const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText
	text.format(0, 7, { strong: true })
	expect(plainTextOf(fragment)).toBe('Срочно: охрана труда')
})

it('replaces what was there in one update', () => {
	const fragment = write('Старое')
	const { doc } = fragment
	expect(doc && countUpdates(doc, () => setPlainText(fragment, ['Новое', '- раз']))).toBe(1)
	expect(plainTextOf(fragment)).toBe('Новое\nраз')
})

it('an empty paragraph is no text', () => {
	expect([hasText(write()), hasText(write('', ' ')), hasText(write('', '- слово'))]).toEqual([false, false, true])
})
