/** The rich text editor. Only this file uses ProseMirror; it is loaded when a text is opened. */
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

/** For each button of the toolbar: whether it is pressed, and whether it can do something now. */
export type TextActions = Record<TextAction, { isActive: boolean; isPossible: boolean }>

export interface RichTextOptions {
	host: HTMLElement
	fragment: Y.XmlFragment
	awareness: Awareness
	label: string
	placeholder: string
	findPerson: FindPerson
	onchange(actions: TextActions): void
	/** Called after each change made here. True: the change would have made the text too long, and was refused. */
	oncheck(isTooLong: boolean): void
	/** Called when a newer app wrote something that this editor would delete. The editor has closed itself before. */
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

/** Opening the editor adds no update to the document; only a person's edits do. */
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
	// This runs before the observers of a transaction: y-prosemirror's own observer would delete unknown content.
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
 * Creates the state with the text already in it. If y-prosemirror drew the text later, it would keep the caret of the
 * empty text; when the text begins with a list, nothing can be typed there.
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
	const { fragment, awareness, findPerson, onchange, oncheck, placeholder: hint } = options
	return [
		ySyncPlugin(fragment, { mapping }),
		lengthLimit({ isRemote: (transaction) => transaction.getMeta(ySyncPluginKey) !== undefined, oncheck }),
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
			// Not Tab: people who use the keyboard move through the page with it.
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

/**
 * The longest text allowed. A browser lays out a paragraph as a whole: with some hundred thousand characters each key
 * takes seconds.
 */
const MOST_TEXT_LENGTH = 100_000

/**
 * Refuses a change as a whole if it makes the text longer than `most`; the text stays as it was, and a refused paste
 * stays in the clipboard. A text that is already longer can be read and shortened. Edits of others are never refused:
 * the document contains them already.
 */
export function lengthLimit(options: {
	isRemote(transaction: Transaction): boolean
	/** Called for each change made here. */
	oncheck(isRefused: boolean): void
	most?: number
}): Plugin {
	const { isRemote, oncheck, most = MOST_TEXT_LENGTH } = options
	return new Plugin({
		filterTransaction(transaction: Transaction, state: EditorState) {
			if (!transaction.docChanged || isRemote(transaction)) return true
			const { size } = transaction.doc.content
			const isRefused = size > most && size > state.doc.content.size
			oncheck(isRefused)
			return !isRefused
		}
	})
}

/** Shows `hint` in an empty text. It is a decoration: the document does not change. */
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
