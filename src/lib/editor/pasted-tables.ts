/**
 * Tables in what is pasted. A rich text has none: each row becomes a paragraph with its cells apart, or the editor would run
 * them together. A table whose rows have one cell each only lays out a page: its content stays as it is.
 */

const CELL_APART = ' | '
const BLOCKS = 'p, div, section, article, ul, ol, li, dl, dt, dd, h1, h2, h3, h4, h5, h6, blockquote, pre'

/** HTML in, HTML out; what holds no table is given back as it is. Within a cell, its paragraphs are broken apart as lines. */
export function unfoldTables(html: string): string {
	if (!/<table[\s>]/i.test(html)) return html
	const { body } = new DOMParser().parseFromString(html, 'text/html')
	// The inner ones first: as paragraphs, they are lines of the cell they stand in.
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

/** Those with which a line begins: there is text before them, and they have some; of blocks within each other the outer one. */
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
