import { expect, it } from 'vitest'
import type { LineKind, TextLine } from '#domain/plan/text-line.ts'
import { numberLines, type TextBlock, toBlocks } from './content.ts'

const line = (kind: LineKind, indent: number, words: string): TextLine => ({
	kind,
	indent,
	runs: [{ text: words, marks: {} }]
})

/** «[•a [1b] c]» for lists in lists. */
function draw(blocks: readonly TextBlock[]): string {
	return blocks
		.map((block) =>
			block.type === 'paragraph'
				? block.runs.map(({ text }) => text).join('')
				: `[${block.items.map((item) => (block.isNumbered ? '1' : '•') + draw(item)).join(' ')}]`
		)
		.join(' ')
}

it('lines become lists, lists in lists, and what continues an item', () => {
	const lines = [
		line('paragraph', 0, 'a'),
		line('bullet', 0, 'b'),
		line('bullet', 0, 'c'),
		line('number', 1, 'd'),
		line('paragraph', 1, 'e'),
		line('bullet', 0, 'f'),
		line('number', 0, 'g'),
		line('paragraph', 0, 'h'),
		line('bullet', 2, 'i')
	]
	expect(draw(toBlocks(lines))).toBe('a [•b •c [1d] e •f] [1g] h [•i]')
})

it('numbers go on after deeper lines, and begin anew after others', () => {
	const lines = [
		line('number', 0, ''),
		line('paragraph', 1, ''),
		line('number', 1, ''),
		line('number', 1, ''),
		line('number', 0, ''),
		line('number', 1, ''),
		line('bullet', 0, ''),
		line('number', 0, ''),
		line('paragraph', 0, ''),
		line('number', 0, '')
	]
	expect(numberLines(lines)).toEqual([1, null, 1, 2, 2, 1, null, 1, null, 1])
})
