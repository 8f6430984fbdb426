/** Lists in the editor: commands on the lines of the selection, and what screen readers and the style need to see lists in flat lines. */
import type { Node } from 'prosemirror-model'
import { type Command, type EditorState, Plugin, type Transaction } from 'prosemirror-state'
import { InputRule } from 'prosemirror-inputrules'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { MOST_INDENT } from '#domain/plan/rich-text.ts'
import type { LineForm, LineKind } from '#domain/plan/text-line.ts'
import { numberLines } from './content.ts'
import { formOf, lineType } from './schema.ts'

interface Line extends LineForm {
	position: number
	node: Node
}

/** The lines of the selection. */
function selectedLines({ doc, selection }: EditorState): Line[] {
	const lines: Line[] = []
	doc.nodesBetween(selection.from, selection.to, (node, position) => {
		if (node.type === lineType) lines.push({ ...formOf(node), position, node })
		return node.type !== lineType
	})
	return lines
}

function setForms(tr: Transaction, lines: readonly Line[], formFor: (line: Line) => Partial<LineForm>): Transaction {
	for (const line of lines) {
		for (const [name, value] of Object.entries(formFor(line)))
			if (line.node.attrs[name] !== value) tr.setNodeAttribute(line.position, name, value)
	}
	return tr
}

export function isList(state: EditorState, kind: LineKind): boolean {
	return selectedLines(state).every((line) => line.kind === kind)
}

/** Makes all selected lines items of a list; if they all are, paragraphs. */
export function toggleList(kind: 'bullet' | 'number'): Command {
	return (state, dispatch) => {
		const form: Partial<LineForm> = isList(state, kind) ? { kind: 'paragraph', indent: 0 } : { kind }
		dispatch?.(setForms(state.tr, selectedLines(state), () => form).scrollIntoView())
		return true
	}
}

export function indentBy(levels: 1 | -1): Command {
	return (state, dispatch) => {
		const lines = selectedLines(state).filter(({ kind }) => kind !== 'paragraph')
		if (lines.length === 0) return false
		dispatch?.(
			setForms(state.tr, lines, ({ indent }) => ({ indent: Math.min(Math.max(0, indent + levels), MOST_INDENT) }))
		)
		return true
	}
}

/** Divides the line; both have its form. In an empty item it ends the list, or goes one level up. */
export const enter: Command = (state, dispatch) => {
	const [line] = selectedLines(state)
	if (line === undefined) return false
	if (state.selection.empty && line.node.content.size === 0 && line.kind !== 'paragraph')
		return leaveList(state, dispatch)
	const tr = state.tr.deleteSelection()
	dispatch?.(tr.split(tr.selection.from).scrollIntoView())
	return true
}

/** At the start of an item: goes one level up, or makes it a paragraph. */
export const backspace: Command = (state, dispatch) => {
	const { $from, empty } = state.selection
	if (!empty || $from.parentOffset > 0 || $from.parent.type !== lineType) return false
	const { kind, indent } = formOf($from.parent)
	return kind === 'paragraph' && indent === 0 ? joinBackward(state, dispatch) : leaveList(state, dispatch)
}

const joinBackward: Command = (state, dispatch) => {
	const { $from } = state.selection
	const position = $from.before()
	if (position === 0) return false
	dispatch?.(state.tr.join(position).scrollIntoView())
	return true
}

const leaveList: Command = (state, dispatch) => {
	dispatch?.(
		setForms(state.tr, selectedLines(state).slice(0, 1), ({ indent }) =>
			indent > 0 ? { indent: indent - 1 } : { kind: 'paragraph' }
		)
	)
	return true
}

/** «- » and «1. » at the start of a paragraph. */
export const listRules = [listRule(/^\s*[-–•]\s$/, 'bullet'), listRule(/^1[.)]\s$/, 'number')]

function listRule(typed: RegExp, kind: LineKind): InputRule {
	return new InputRule(typed, (state, _match, start, end) => {
		const line = state.doc.resolve(start).parent
		if (formOf(line).kind !== 'paragraph') return null
		const position = state.doc.resolve(start).before()
		return state.tr.delete(start, end).setNodeAttribute(position, 'kind', kind)
	})
}

/**
 * Numbers the items. For screen readers it makes lists: an item alone counts for nothing, so an empty element with the role of a
 * list owns the items. It stands within the text; from outside it would pull the items out of the text box.
 */
export function showLists(id: string): Plugin<DecorationSet> {
	return new Plugin<DecorationSet>({
		state: {
			init: (_config, { doc }) => decorate(doc, id),
			apply: (tr, set) => (tr.docChanged ? decorate(tr.doc, id) : set)
		},
		props: {
			decorations(state) {
				return this.getState(state)
			}
		}
	})
}

function decorate(doc: Node, id: string): DecorationSet {
	const forms: LineForm[] = []
	doc.forEach((node) => forms.push(formOf(node)))
	const numbers = numberLines(forms)
	const decorations: Decoration[] = []
	let list: { at: number; ids: string[] } | null = null
	const endList = () => {
		if (list !== null) decorations.push(listWidget(list.at, list.ids))
		list = null
	}
	doc.forEach((node, offset, index) => {
		const { kind, indent } = formOf(node)
		if (kind === 'paragraph') return endList()
		// Not before the first line: a browser would put the caret of a focused text before the element, out of the line.
		list ??= { at: offset === 0 ? node.nodeSize : offset, ids: [] }
		const itemId = `${id}-${index}`
		list.ids.push(itemId)
		const number = numbers[index] ?? null
		decorations.push(
			Decoration.node(offset, offset + node.nodeSize, {
				id: itemId,
				role: 'listitem',
				'aria-level': String(indent + 1),
				...(number !== null && { 'data-number': String(number) })
			})
		)
	})
	endList()
	return DecorationSet.create(doc, decorations)
}

function listWidget(at: number, ids: readonly string[]): Decoration {
	const owned = ids.join(' ')
	return Decoration.widget(
		at,
		() => {
			const list = document.createElement('span')
			list.className = 'list-owner'
			list.contentEditable = 'false'
			list.setAttribute('role', 'list')
			list.setAttribute('aria-owns', owned)
			return list
		},
		{ key: `list ${owned}`, side: -1, ignoreSelection: true }
	)
}
