/** The editor itself. Everything of ProseMirror is behind this file, which is loaded when a text is opened. */
import { baseKeymap, toggleMark } from 'prosemirror-commands'
import { inputRules, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, EditorState, Plugin, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view'
import {
	initProseMirrorDoc,
	redo,
	redoCommand,
	undo,
	undoCommand,
	yCursorPlugin,
	ySyncPlugin,
	ySyncPluginKey,
	yUndoPlugin
} from 'y-prosemirror'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { isKnownContent } from './content.ts'
import { buildCaret, type FindPerson, selectionOf } from './partner-caret.ts'
import { richTextSchema, unfoldTables } from './schema.ts'

export type TextAction = 'strong' | 'em' | 'bulletList' | 'orderedList' | 'undo' | 'redo'

/** For each button of the toolbar: whether it is pressed, whether it would do something. */
export type TextActions = Record<TextAction, { isActive: boolean; isPossible: boolean }>

export interface RichTextOptions {
	host: HTMLElement
	fragment: Y.XmlFragment
	awareness: Awareness
	label: string
	placeholder: string
	findPerson: FindPerson
	onchange(actions: TextActions): void
	/** After each change made here: true when it would have made the text longer than may be, and was not taken. */
	onjudged(isTooLong: boolean): void
	/** A newer app wrote something this editor would delete; it has closed itself. */
	onunknown(): void
}

export interface RichTextEditor {
	run(action: TextAction): void
	close(): void
}

const { strong, em } = richTextSchema.marks
const { paragraph, bullet_list, ordered_list, list_item, hard_break } = richTextSchema.nodes as Record<
	'paragraph' | 'bullet_list' | 'ordered_list' | 'list_item' | 'hard_break',
	(typeof richTextSchema.nodes)[string]
>

/** Opening leaves no update in the document; it is written to only by what a person types. */
export function openRichText(options: RichTextOptions): RichTextEditor {
	const { fragment } = options
	const doc = fragment.doc
	const view = new EditorView(options.host, {
		state: openState(options),
		transformPastedHTML: unfoldTables,
		attributes: {
			class: 'rich-text',
			role: 'textbox',
			'aria-multiline': 'true',
			'aria-label': options.label,
			'aria-placeholder': options.placeholder
		}
	})
	// Before the observers of a transaction run: y-prosemirror's own would delete what it does not know.
	const guard = () => {
		if (isKnownContent(fragment)) return
		close()
		options.onunknown()
	}
	doc?.on('beforeObserverCalls', guard)

	function close() {
		doc?.off('beforeObserverCalls', guard)
		if (!view.isDestroyed) view.destroy()
	}

	return {
		run: (action) => {
			commands[action](view.state, view.dispatch, view)
			view.focus()
		},
		close
	}
}

/**
 * Begins with the text already in it. Left to draw it afterwards, y-prosemirror puts the caret of an empty text into it, at a
 * place where nothing can be typed when the text begins with a list.
 */
function openState(options: RichTextOptions): EditorState {
	const { doc, mapping } = initProseMirrorDoc(options.fragment, richTextSchema)
	const plugins = pluginsFor(options, mapping)
	return EditorState.create(doc.childCount > 0 ? { doc, plugins } : { schema: richTextSchema, plugins })
}

const commands: Record<TextAction, Command> = {
	strong: toggleMark(strong!),
	em: toggleMark(em!),
	bulletList: toggleList('bullet_list'),
	orderedList: toggleList('ordered_list'),
	undo: (state) => undo(state),
	redo: (state) => redo(state)
}

function pluginsFor(options: RichTextOptions, mapping: ReturnType<typeof initProseMirrorDoc>['mapping']): Plugin[] {
	const { fragment, awareness, findPerson, onchange, onjudged, placeholder: hint } = options
	return [
		ySyncPlugin(fragment, { mapping }),
		lengthLimit({ isRemote: (transaction) => transaction.getMeta(ySyncPluginKey) !== undefined, onjudged }),
		yCursorPlugin(awareness, {
			cursorBuilder: (_user: unknown, clientId: number) => buildCaret(awareness, clientId, findPerson),
			selectionBuilder: (_user: unknown, clientId: number) => selectionOf(awareness, clientId, findPerson)
		}),
		yUndoPlugin(),
		inputRules({
			rules: [wrappingInputRule(/^\s*[-–•]\s$/, bullet_list), wrappingInputRule(/^1[.)]\s$/, ordered_list)]
		}),
		keymap({
			'Mod-b': commands.strong,
			'Mod-i': commands.em,
			'Mod-z': undoCommand,
			'Mod-y': redoCommand,
			'Shift-Mod-z': redoCommand,
			// Not Tab: it belongs to whoever moves through the page by keyboard.
			'Mod-]': sinkListItem(list_item),
			'Mod-[': liftListItem(list_item),
			'Shift-Enter': insertBreak,
			Enter: splitListItem(list_item)
		}),
		keymap(baseKeymap),
		placeholder(hint),
		new Plugin({
			view: (view) => {
				onchange(readActions(view.state))
				return { update: ({ state }) => onchange(readActions(state)) }
			}
		})
	]
}

const insertBreak: Command = (state, dispatch) => {
	dispatch?.(state.tr.replaceSelectionWith(hard_break.create()).scrollIntoView())
	return true
}

function toggleList(type: 'bullet_list' | 'ordered_list'): Command {
	const wrap = wrapInList(richTextSchema.nodes[type]!)
	return (state, dispatch, view) => {
		const list = listAround(state)
		if (list === null) return wrap(state, dispatch, view)
		if (list.type === type) return liftListItem(list_item)(state, dispatch, view)
		dispatch?.(state.tr.setNodeMarkup(list.position, richTextSchema.nodes[type]))
		return true
	}
}

function listAround({ selection: { $from } }: EditorState): { type: string; position: number } | null {
	for (let depth = $from.depth; depth > 0; depth--) {
		const { type } = $from.node(depth)
		if (type === bullet_list || type === ordered_list) return { type: type.name, position: $from.before(depth) }
	}
	return null
}

function readActions(state: EditorState): TextActions {
	const list = listAround(state)?.type
	const { from, to, empty, $from } = state.selection
	const hasMark = (mark: typeof strong) =>
		mark !== undefined &&
		(empty ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, mark))
	const isInText = $from.parent.type === paragraph
	return {
		strong: { isActive: hasMark(strong), isPossible: isInText },
		em: { isActive: hasMark(em), isPossible: isInText },
		bulletList: { isActive: list === 'bullet_list', isPossible: isInText },
		orderedList: { isActive: list === 'ordered_list', isPossible: isInText },
		undo: { isActive: false, isPossible: undoCommand(state) },
		redo: { isActive: false, isPossible: redoCommand(state) }
	}
}

/** How long one text may grow. A browser lays out a paragraph as a whole: in some hundred thousand characters each key takes seconds. */
const MOST_TEXT_LENGTH = 100_000

/**
 * Refuses, as a whole, what would make the text longer than `most`; it stays as it was, and what was to be pasted stays in the
 * clipboard. A longer one can be read and shortened. What others wrote is never refused: it is in the document.
 */
export function lengthLimit(options: {
	isRemote(transaction: Transaction): boolean
	/** Of each change made here. */
	onjudged(isRefused: boolean): void
	most?: number
}): Plugin {
	const { isRemote, onjudged, most = MOST_TEXT_LENGTH } = options
	return new Plugin({
		filterTransaction(transaction: Transaction, state: EditorState) {
			if (!transaction.docChanged || isRemote(transaction)) return true
			const { size } = transaction.doc.content
			const isRefused = size > most && size > state.doc.content.size
			onjudged(isRefused)
			return !isRefused
		}
	})
}

/** Shows `hint` in an empty text. A decoration: nothing of it gets into the document. */
export function placeholder(hint: string): Plugin {
	return new Plugin({
		props: {
			decorations: ({ doc }: EditorState) => {
				const only = doc.childCount === 1 ? doc.firstChild : null
				if (only === null || !only.isTextblock || only.content.size > 0) return null
				return DecorationSet.create(doc, [
					Decoration.node(0, only.nodeSize, { class: 'is-empty', 'data-placeholder': hint })
				])
			}
		}
	})
}
