/**
 * Tables in what is pasted. A rich text has none: each row becomes a paragraph with its cells apart, or the editor would run
 * them together.
 */

const CELL_APART = ' | '
const BLOCKS = 'p, div, li, h1, h2, h3, h4, h5, h6, blockquote, pre, dt, dd'

/** HTML in, HTML out; what holds no table is given back as it is. Within a cell, its paragraphs are broken apart as lines. */
export function unfoldTables(html: string): string {
	if (!/<table[\s>]/i.test(html)) return html
	const { body } = new DOMParser().parseFromString(html, 'text/html')
	// The inner ones first: as paragraphs, they are lines of the cell they stand in.
	for (const table of [...body.querySelectorAll('table')].reverse()) {
		table.replaceWith(...[...table.querySelectorAll('caption, tr')].map(toParagraph))
	}
	return body.innerHTML
}

function toParagraph(row: Element): HTMLElement {
	const paragraph = row.ownerDocument.createElement('p')
	const cells = row.localName === 'caption' ? [row] : [...row.children]
	for (const [index, cell] of cells.entries()) {
		if (index > 0) paragraph.append(CELL_APART)
		breakLines(cell)
		paragraph.append(...cell.childNodes)
	}
	return paragraph
}

function breakLines(cell: Element): void {
	for (const block of cell.querySelectorAll(BLOCKS)) {
		const before = cell.ownerDocument.createRange()
		before.setStart(cell, 0)
		before.setEndBefore(block)
		const isNext = before.toString().trim() !== '' && block.textContent.trim() !== ''
		if (isNext) block.before(cell.ownerDocument.createElement('br'))
		block.replaceWith(...block.childNodes, ' ')
	}
}
