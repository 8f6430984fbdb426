import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { countUpdates } from '../../../../tests/support/plan-pair.ts'
import { createRandom, type Random } from '../../../../tests/support/random.ts'
import { appendLines, setPlainText, writeLines } from './edit-text.ts'
import { hasText, isKnownText, plainTextOf, readLines, wordsOf } from './rich-text.ts'
import { isSafeLink, joinRuns, type TextLine } from './text-line.ts'

function write(...lines: string[]): Y.Text {
	const text = new Y.Doc().getText('text')
	setPlainText(text, lines)
	return text
}

const line = (words: string, form: Partial<TextLine> = {}): TextLine => ({
	kind: 'paragraph',
	indent: 0,
	runs: joinRuns([{ text: words, marks: {} }]),
	...form
})

it('writes lines and items of a list', () => {
	const text = write('Разобрать:', '- план ФХД', '- остатки', '', 'Срок — среда.')
	expect(readLines(text)).toEqual([
		line('Разобрать:'),
		line('план ФХД', { kind: 'bullet' }),
		line('остатки', { kind: 'bullet' }),
		line(''),
		line('Срок — среда.')
	])
	// Four markers.
	expect(text.length).toBe('Разобрать:план ФХДостаткиСрок — среда.'.length + 4)
})

it('reads one line for each line, without empty ones', () => {
	expect(plainTextOf(write('Разобрать:', '- план ФХД', '- остатки', '', ' Срок — среда. '))).toBe(
		'Разобрать:\nплан ФХД\nостатки\nСрок — среда.'
	)
})

it('shortens what is longer than asked for', () => {
	const text = write('Разобрать план', 'и остатки')
	expect(plainTextOf(text, 10)).toBe('Разобрать…')
	expect(plainTextOf(text, 14)).toBe('Разобрать план…')
	expect(plainTextOf(text, 24)).toBe('Разобрать план\nи остатки')
})

it('reads words, not their formatting', () => {
	const text = write('Срочно: охрана труда')
	text.format(0, 7, { strong: true })
	expect(plainTextOf(text)).toBe('Срочно: охрана труда')
})

it('replaces what was there in one update', () => {
	const text = write('Старое')
	const { doc } = text
	expect(doc && countUpdates(doc, () => setPlainText(text, ['Новое', '- раз']))).toBe(1)
	expect(plainTextOf(text)).toBe('Новое\nраз')
})

it('an empty line is no text', () => {
	expect([hasText(write()), hasText(write('', ' ')), hasText(write('', '- слово'))]).toEqual([false, false, true])
})

it('appends lines; an empty last line takes in the first', () => {
	const text = write('Журналы', '')
	appendLines(text, [line('Смета'), line('Остатки')])
	expect(plainTextOf(text)).toBe('Журналы\nСмета\nОстатки')
	expect(readLines(text)).toHaveLength(3)
})

describe('what a newer app wrote', () => {
	it.each<[string, (text: Y.Text) => void]>([
		['an embedded value', (text) => text.insertEmbed(2, { picture: '1.png' })],
		['a mark', (text) => text.format(0, 2, { colour: 'red' })],
		['a kind of line', (text) => text.insertEmbed(2, new Y.Map([['kind', 'heading']]))],
		['a property of a line', (text) => text.insertEmbed(2, new Y.Map([['level', 2]]))],
		['a property of the first line', (text) => text.setAttribute('level', 2)]
	])('%s keeps the text out of the editor, and its words are read', (_name, change) => {
		const text = write('Смета')
		expect(isKnownText(text)).toBe(true)
		change(text)
		expect(isKnownText(text)).toBe(false)
		expect(plainTextOf(text).replace('\n', '')).toBe('Смета')
	})

	it('stays where other words of the text are written anew', () => {
		const text = write('Смета')
		text.insertEmbed(2, { picture: '1.png' })
		const past = readLines(text)
		text.insert(0, 'Новая ')
		writeLines(text, past)
		expect(text.toDelta()).toEqual([{ insert: 'См' }, { insert: { picture: '1.png' } }, { insert: 'ета' }])
	})
})

it('only addresses of the web and of mail are links', () => {
	expect(['https://a.ru/?q=1', 'http://a.ru', 'mailto:a@b.ru'].filter(isSafeLink)).toHaveLength(3)
	expect(['javascript:alert(1)', 'data:text/html,x', '//a.ru', 'https://a b', '', null].filter(isSafeLink)).toEqual([])
	const text = write('адрес')
	text.format(0, 5, { link: 'javascript:alert(1)' })
	expect(readLines(text)).toEqual([line('адрес')])
})

describe('writing lines', () => {
	it('keeps what somebody else writes in another place of the line at the same time', () => {
		const one = write('Проверить журналы и смету на год', 'Второе')
		const other = new Y.Doc()
		Y.applyUpdate(other, Y.encodeStateAsUpdate(one.doc!))
		other.getText('text').insert(17, ' охраны')
		writeLines(one, [line('Проверить журналы и сметы на два года', { kind: 'bullet' }), line('Второе')])
		Y.applyUpdate(one.doc!, Y.encodeStateAsUpdate(other))
		expect(plainTextOf(one)).toBe('Проверить журналы охраны и сметы на два года\nВторое')
	})

	it('writes whole characters outside the basic plane', () => {
		const text = write('Важно 👍🏽 всем')
		writeLines(text, [line('Важно 👎 всем')])
		expect(plainTextOf(text)).toBe('Важно 👎 всем')
	})

	it('leads from any lines to any others, with their marks and forms', () => {
		for (let seed = 1; seed <= 300; seed++) {
			const random = createRandom(seed)
			const text = new Y.Doc().getText('text')
			for (let round = 0; round < 3; round++) {
				const lines = someLines(random)
				writeLines(text, lines)
				expect(readLines(text), `seed ${seed}`).toEqual(lines)
			}
			const { doc } = text
			expect(doc && countUpdates(doc, () => writeLines(text, readLines(text)))).toBe(0)
		}
	})
})

function someLines(random: Random): TextLine[] {
	return Array.from({ length: 1 + random.below(5) }, () => ({
		kind: random.pick(['paragraph', 'bullet', 'number'] as const)!,
		indent: random.below(3),
		runs: joinRuns(
			Array.from({ length: random.below(4) }, () => ({
				text: random.pick(['журналы ', 'смета', ' и ', '\n', '👍🏽', 'а'])!,
				marks: random.pick([{}, { strong: true as const }, { em: true as const, link: 'https://a.ru' }])!
			}))
		)
	}))
}

it('the words of a line leave out what a newer app embedded', () => {
	expect(wordsOf([{ text: 'См\uFFFCета', marks: {} }])).toBe('Смета')
})
