/**
 * Says what a rich text may contain, and turns pasted tables into paragraphs. The names are stored: `content.ts` must
 * also know a new kind of node or mark, and older apps show such a text read-only.
 *
 * Lists are `+`, not `paragraph block*`: y-prosemirror deletes a node that breaks the schema. If two people edited one
 * list independently, the half that still made sense could get lost.
 */
import { Schema } from 'prosemirror-model'

export const richTextSchema = new Schema({
	nodes: {
		doc: { content: 'block+' },
		paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
		bullet_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
		ordered_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ol' }], toDOM: () => ['ol', 0] },
		list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
		text: { group: 'inline' },
		hard_break: {
			inline: true,
			group: 'inline',
			selectable: false,
			parseDOM: [{ tag: 'br' }],
			toDOM: () => ['br']
		}
	},
	marks: {
		em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }], toDOM: () => ['em', 0] },
		strong: {
			parseDOM: [
				{ tag: 'strong' },
				// Google Docs wraps everything pasted in a <b> of normal weight.
				{ tag: 'b', getAttrs: (node) => node.style.fontWeight !== 'normal' && null },
				{ style: 'font-weight', getAttrs: (value) => /^(bold(er)?|[5-9]\d{2,})$/.test(value) && null }
			],
			toDOM: () => ['strong', 0]
		}
	}
})

const CELL_APART = ' | '
const BLOCKS = 'p, div, section, article, ul, ol, li, dl, dt, dd, h1, h2, h3, h4, h5, h6, blockquote, pre'

/**
 * Replaces the tables of pasted HTML, because a rich text has none. Each row becomes a paragraph with separators
 * between the cells; otherwise the editor would run them together. Paragraphs within a cell become lines. A table with
 * one cell per row only lays out a page: its content stays. HTML without a table is returned unchanged.
 */
export function unfoldTables(html: string): string {
	if (!/<table[\s>]/i.test(html)) return html
	const { body } = new DOMParser().parseFromString(html, 'text/html')
	// Inner tables first: their paragraphs become lines of the outer cell.
	for (const table of [...body.querySelectorAll('table')].reverse()) {
		const rows = [...table.querySelectorAll('caption, tr')].map(cellsOf)
		const unfold = rows.every(({ length }) => length <= 1) ? toBlock : toParagraph
		table.replaceWith(...rows.map(unfold))
	}
	return body.innerHTML
}

function cellsOf(row: Element): Element[] {
	return row.localName === 'caption' ? [row] : [...row.children]
}

function toBlock(cells: readonly Element[]): HTMLElement {
	const block = document.createElement('div')
	for (const cell of cells) block.append(...cell.childNodes)
	return block
}

function toParagraph(cells: readonly Element[]): HTMLElement {
	const paragraph = document.createElement('p')
	for (const [index, cell] of cells.entries()) {
		if (index > 0) paragraph.append(CELL_APART)
		breakLines(cell)
		paragraph.append(...cell.childNodes)
	}
	return paragraph
}

function breakLines(cell: Element): void {
	for (const block of blocksBelowText(cell)) block.before(document.createElement('br'))
	for (const block of cell.querySelectorAll(BLOCKS)) block.replaceWith(...block.childNodes, ' ')
}

/** The blocks that begin a new line: they contain text, and text comes before them. Of nested blocks the outer one. */
function blocksBelowText(cell: Element): Element[] {
	const found: Element[] = []
	let hasText = false
	let begun: Element | null = null
	const walker = document.createTreeWalker(cell, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		if (node instanceof Element) {
			if (hasText && node.matches(BLOCKS)) begun ??= node
		} else if (node.textContent?.trim()) {
			if (begun !== null) found.push(begun)
			begun = null
			hasText = true
		}
	}
	return found
}
