/**
 * What is pasted and copied. Pasted HTML becomes flat lines: lists and links stay, also of Word, which writes lists as paragraphs
 * with a style. What a text cannot contain is flattened, and the person reads what that was. Copying gives real lists.
 */
import { DOMSerializer, type Fragment, type Slice } from 'prosemirror-model'
import type { EditorView } from 'prosemirror-view'
import { MOST_INDENT } from '#domain/plan/rich-text.ts'
import { isSafeLink, type LineForm } from '#domain/plan/text-line.ts'
import { wholeLink } from './links.ts'
import { domAttrs, formOf, lineType, linkMark, richTextSchema } from './schema.ts'

/** What a text does not have: tables become lines, headings plain lines, and pictures are left out. */
export type Flattened = 'table' | 'heading' | 'picture'

const SLICE = 'data-pm-slice'
const CELL_APART = ' | '
const BLOCKS = 'p, div, section, article, ul, ol, li, dl, dt, dd, h1, h2, h3, h4, h5, h6, blockquote, pre, table'

interface Style {
	isStrong: boolean
	isEm: boolean
	link: string | null
}

/** HTML of lines, each a paragraph as schema.ts reads it. */
export function flattenHtml(html: string, onflattened: (what: ReadonlySet<Flattened>) => void): string {
	const { body } = new DOMParser().parseFromString(html, 'text/html')
	const flattened = new Set<Flattened>()
	const lines: HTMLElement[] = []
	/** Null: the next words begin a line. */
	let line: HTMLElement | null = null
	/** The form of the next line. */
	let form: LineForm = { kind: 'paragraph', indent: 0 }

	walk(body, { isStrong: false, isEm: false, link: null })
	const [first] = lines
	const slice = body.querySelector(`[${SLICE}]`)?.getAttribute(SLICE)
	if (first !== undefined && slice != null) first.setAttribute(SLICE, slice)
	onflattened(flattened)
	return lines.map(({ outerHTML }) => outerHTML).join('')

	function begin(): HTMLElement {
		line = document.createElement('p')
		for (const [name, value] of Object.entries(domAttrs(form))) line.setAttribute(name, value)
		lines.push(line)
		// What follows in the same item continues it.
		if (form.kind !== 'paragraph') form = { kind: 'paragraph', indent: Math.min(form.indent + 1, MOST_INDENT) }
		return line
	}

	function walk(node: Node, style: Style): void {
		if (node instanceof Text) return write(node.data, style)
		if (!(node instanceof Element) || node.matches('style, script, title, template')) return
		const css = node instanceof HTMLElement ? (node.getAttribute('style') ?? '') : ''
		if (/mso-list:\s*ignore/i.test(css)) return
		if (node.localName === 'br') return void (line ?? begin()).append(document.createElement('br'))
		if (node.matches('img, picture, svg, video, object')) return void flattened.add('picture')
		if (node.localName === 'table') return walkTable(node, style)
		if (node.localName === 'ul' || node.localName === 'ol') return walkList(node, style)
		const within = styleOf(node, style)
		if (!node.matches(BLOCKS)) return node.childNodes.forEach((child) => walk(child, within))
		if (/^h[1-6]$/.test(node.localName)) flattened.add('heading')
		const outer = form
		form = formInWord(node, css) ?? formOfOurs(node) ?? form
		line = null
		const before = lines.length
		node.childNodes.forEach((child) => walk(child, within))
		// An empty paragraph is an empty line, except around other blocks.
		if (lines.length === before && node.localName === 'p') begin()
		line = null
		if (outer.kind === 'paragraph') form = outer
	}

	function write(words: string, style: Style): void {
		if (line === null && words.trim() === '') return
		let content: Node = document.createTextNode(words)
		for (const [name, isOn] of [
			['strong', style.isStrong],
			['em', style.isEm],
			['a', style.link !== null]
		] as const) {
			if (!isOn) continue
			const wrapper = document.createElement(name)
			if (name === 'a') wrapper.setAttribute('href', style.link ?? '')
			wrapper.append(content)
			content = wrapper
		}
		;(line ?? begin()).append(content)
	}

	function walkList(list: Element, style: Style): void {
		const outer = form
		const isInItem = list.parentElement?.closest('li') != null
		const depth = isInItem ? depthOf(list) : 0
		for (const item of list.children) {
			form = { kind: list.localName === 'ol' ? 'number' : 'bullet', indent: Math.min(depth, MOST_INDENT) }
			if (item.matches('ul, ol')) form = { ...outer }
			line = null
			const before = lines.length
			if (item.matches('li')) item.childNodes.forEach((child) => walk(child, styleOf(item, style)))
			else walk(item, style)
			if (lines.length === before && item.matches('li')) begin()
			line = null
		}
		form = outer.kind === 'paragraph' ? outer : { kind: 'paragraph', indent: outer.indent + 1 }
	}

	/** Each row is a line. A table with one cell per row only lays out a page: its content stays. */
	function walkTable(table: Element, style: Style): void {
		const rows = [...table.querySelectorAll('caption, tr')].filter((row) => row.closest('table') === table)
		const cells = rows.map((row) => (row.localName === 'caption' ? [row] : [...row.children]))
		if (cells.every(({ length }) => length <= 1)) {
			for (const cell of cells.flat()) {
				line = null
				cell.childNodes.forEach((child) => walk(child, styleOf(cell, style)))
				line = null
			}
			return
		}
		flattened.add('table')
		for (const row of cells) {
			line = null
			const written = begin()
			row.forEach((cell, index) => {
				if (index > 0) written.append(CELL_APART)
				line = written
				writeCell(cell, styleOf(cell, style), written)
			})
			line = null
		}
	}

	/** Blocks in a cell become lines within the line. */
	function writeCell(cell: Node, style: Style, written: HTMLElement): void {
		let hasWords = false
		const visit = (node: Node, within: Style) => {
			if (node instanceof Text) {
				if (node.data.trim() !== '') hasWords = true
				return write(node.data, within)
			}
			if (!(node instanceof Element)) return
			if (node.matches('td, th') && node.previousElementSibling !== null) written.append(CELL_APART)
			if (node.matches(`${BLOCKS}, tr`) && hasWords && node.textContent?.trim()) {
				written.append(document.createElement('br'))
				hasWords = false
			}
			if (node.localName === 'br') return written.append(document.createElement('br'))
			if (node.matches('img, picture, svg')) return void flattened.add('picture')
			const inner = styleOf(node, within)
			node.childNodes.forEach((child) => visit(child, inner))
		}
		cell.childNodes.forEach((child) => visit(child, style))
	}
}

function depthOf(list: Element): number {
	let depth = -1
	for (let at: Element | null = list; at !== null; at = at.parentElement) if (at.matches('ul, ol')) depth += 1
	return depth
}

function styleOf(element: Element, { isStrong, isEm, link }: Style): Style {
	const { fontWeight = '', fontStyle = '' } = element instanceof HTMLElement ? element.style : {}
	const href = element.localName === 'a' ? element.getAttribute('href') : null
	const name = element.localName
	return {
		isStrong:
			fontWeight === '' ? isStrong || name === 'b' || name === 'strong' : /^(bold(er)?|[5-9]\d{2,})$/.test(fontWeight),
		isEm: fontStyle === '' ? isEm || name === 'i' || name === 'em' : fontStyle === 'italic',
		link: isSafeLink(href) ? href : link
	}
}

/** A paragraph of Word that is an item: `mso-list: l0 level2 lfo1`, with its bullet or number as words to ignore. */
function formInWord(element: Element, css: string): LineForm | null {
	const level = /mso-list:[^;]*level(\d)/i.exec(css)?.[1]
	if (level === undefined) return null
	const sign = [...element.querySelectorAll('[style]')].find((each) =>
		/mso-list:\s*ignore/i.test(each.getAttribute('style') ?? '')
	)
	const isNumbered = /^\s*(\d+|\p{L}{1,4})[.)]/u.test(sign?.textContent ?? '')
	return { kind: isNumbered ? 'number' : 'bullet', indent: Math.min(Number(level) - 1, MOST_INDENT) }
}

function formOfOurs(element: Element): LineForm | null {
	const { kind, indent } = element instanceof HTMLElement ? element.dataset : {}
	if (kind === undefined && indent === undefined) return null
	return {
		kind: kind === 'bullet' || kind === 'number' ? kind : 'paragraph',
		indent: Math.min(Number(indent) || 0, MOST_INDENT)
	}
}

/** An address over selected words links them. An empty line becomes what the first pasted line is. */
export function paste(view: EditorView, slice: Slice): boolean {
	const { state } = view
	const { from, to, empty, $from, $to } = state.selection
	const href = wholeLink(slice.content.textBetween(0, slice.content.size, '\n', '\n'))
	if (href !== null && !empty && $from.sameParent($to)) {
		view.dispatch(state.tr.addMark(from, to, linkMark.create({ href })).scrollIntoView())
		return true
	}
	const [first] = slice.content.content
	if (first?.type !== lineType || $from.parent.content.size > 0) return false
	const tr = state.tr.replaceSelection(slice)
	const position = $from.before()
	for (const [name, value] of Object.entries(formOf(first)))
		if (tr.doc.nodeAt(position)?.attrs[name] !== value) tr.setNodeAttribute(position, name, value)
	view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'))
	return true
}

const inline = DOMSerializer.fromSchema(richTextSchema)

/** Copies items as real lists. */
export const clipboardSerializer = Object.assign(Object.create(inline) as DOMSerializer, {
	serializeFragment(
		fragment: Fragment,
		_options?: object,
		target: HTMLElement | DocumentFragment = document.createDocumentFragment()
	) {
		/** The open lists, by depth. */
		const lists: HTMLElement[] = []
		fragment.forEach((node) => {
			if (node.type !== lineType) return void target.append(inline.serializeNode(node, { document }))
			const { kind, indent } = formOf(node)
			const content = inline.serializeFragment(node.content, { document })
			if (kind === 'paragraph') {
				lists.length = 0
				const line = document.createElement('p')
				if (indent > 0) line.dataset.indent = String(indent)
				line.append(content)
				return target.append(line)
			}
			const name = kind === 'number' ? 'ol' : 'ul'
			lists.length = Math.min(lists.length, indent + 1)
			if (lists.length === indent + 1 && lists[indent]?.localName !== name) lists.length = indent
			while (lists.length <= indent) {
				const list = document.createElement(name)
				const above = lists.at(-1)
				if (above === undefined) target.append(list)
				else {
					if (above.lastElementChild === null) above.append(document.createElement('li'))
					above.lastElementChild?.append(list)
				}
				lists.push(list)
			}
			const item = document.createElement('li')
			item.append(content)
			lists[indent]?.append(item)
		})
		return target
	}
})
