/**
 * Says what a text in the editor may contain: lines, as flat as in the document (rich-text.ts). So a position in the editor is a
 * position in the Y.Text, but for the tokens that end a line (binding.ts).
 */
import type { Node } from 'prosemirror-model'
import { type Attrs, type MarkType, type NodeType, Schema } from 'prosemirror-model'
import {
	type LineForm,
	type LineKind,
	lineKinds,
	isSafeLink,
	type TextLine,
	type TextMarks,
	type TextRun
} from '#domain/plan/text-line.ts'

export const richTextSchema = new Schema({
	nodes: {
		doc: { content: 'line+' },
		line: {
			content: 'inline*',
			attrs: { kind: { default: 'paragraph' }, indent: { default: 0 } },
			parseDOM: [{ tag: 'p', getAttrs: readForm }],
			toDOM: ({ attrs }) => ['p', domAttrs(attrs as LineForm), 0]
		},
		text: { group: 'inline' },
		/** «\n» in the document. */
		hard_break: {
			inline: true,
			group: 'inline',
			selectable: false,
			linebreakReplacement: true,
			parseDOM: [{ tag: 'br' }],
			toDOM: () => ['br']
		}
	},
	marks: {
		link: {
			attrs: { href: {} },
			inclusive: false,
			parseDOM: [
				{
					tag: 'a[href]',
					getAttrs: (element) => {
						const href = element.getAttribute('href')
						return isSafeLink(href) && { href }
					}
				}
			],
			toDOM: ({ attrs }) => ['a', { href: String(attrs.href), rel: 'noopener', target: '_blank' }, 0]
		},
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

export const { line: lineType, hard_break: breakType } = richTextSchema.nodes as Record<'line' | 'hard_break', NodeType>
export const {
	strong: strongMark,
	em: emMark,
	link: linkMark
} = richTextSchema.marks as Record<'strong' | 'em' | 'link', MarkType>

/** How a line is drawn; rich-text.css. */
export function domAttrs({ kind, indent }: LineForm): Record<string, string> {
	return {
		...(kind !== 'paragraph' && { 'data-kind': kind }),
		...(indent !== 0 && { 'data-indent': String(indent), style: `--indent: ${indent}` })
	}
}

function readForm(element: HTMLElement): Attrs {
	const indent = Number(element.dataset.indent ?? 0)
	return {
		kind: lineKinds.find((kind) => kind === element.dataset.kind) ?? 'paragraph',
		indent: Number.isInteger(indent) && indent > 0 ? Math.min(indent, 8) : 0
	}
}

export function formOf({ attrs }: Node): LineForm {
	return { kind: attrs.kind as LineKind, indent: attrs.indent as number }
}

export function toDocument(lines: readonly TextLine[]): Node {
	return richTextSchema.node(
		'doc',
		null,
		lines.map(({ kind, indent, runs }) => lineType.create({ kind, indent }, runs.flatMap(toInline)))
	)
}

function toInline({ text, marks }: TextRun): Node[] {
	const set = toMarks(marks)
	return (text.match(/\n|[^\n]+/g) ?? []).map((words) =>
		words === '\n' ? breakType.create(null, null, set) : richTextSchema.text(words, set)
	)
}

function toMarks({ strong, em, link }: TextMarks) {
	return [
		...(link === undefined ? [] : [linkMark.create({ href: link })]),
		...(em ? [emMark.create()] : []),
		...(strong ? [strongMark.create()] : [])
	]
}

export function marksOf({ marks }: Pick<Node, 'marks'>): TextMarks {
	const link = linkMark.isInSet(marks)?.attrs.href as unknown
	return {
		...(strongMark.isInSet(marks) && { strong: true as const }),
		...(emMark.isInSet(marks) && { em: true as const }),
		...(isSafeLink(link) && { link })
	}
}
