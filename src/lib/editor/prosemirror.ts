/** The rich text editor. Only this folder uses ProseMirror; it is loaded when a text is opened. */
import { baseKeymap, toggleMark } from 'prosemirror-commands'
import { inputRules } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { MarkType, Node } from 'prosemirror-model'
import { type Command, EditorState, Plugin, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, EditorView, type NodeView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { isKnownText, readLines } from '#domain/plan/rich-text.ts'
import { bindText, isRemote } from './binding.ts'
import { type FindPerson, showCarets } from './carets.ts'
import { linkLastWord, linkPasted, linkRule } from './links.ts'
import { backspace, enter, indentBy, isList, listRules, showLists, toggleList } from './lists.ts'
import { clipboardSerializer, type Flattened, flattenHtml, paste } from './paste.ts'
import { breakType, domAttrs, emMark, formOf, lineType, linkMark, strongMark, toDocument } from './schema.ts'

export type TextAction = 'strong' | 'em' | 'bullet' | 'number' | 'undo' | 'redo'

/** For each button of the toolbar: whether it is pressed, and whether it can do something now. */
export type TextActions = Record<TextAction, { isActive: boolean; isPossible: boolean }> & {
	/** The address at the caret; null: none. */
	link: string | null
}

export interface RichTextOptions {
	host: HTMLElement
	text: Y.Text
	awareness: Awareness
	/** Unique on the page. */
	id: string
	label: string
	placeholder: string
	findPerson: FindPerson
	onchange(actions: TextActions): void
	/** Called after each change made here. True: the change would have made the text too long, and was refused. */
	oncheck(isTooLong: boolean): void
	/** Called for each paste of formatted words: what of it a text does not have, and has become plain lines. */
	onflattened(what: ReadonlySet<Flattened>): void
	/** Called when a newer app wrote something that this editor does not know. The editor has closed itself before. */
	onunknown(): void
}

export interface RichTextEditor {
	run(action: TextAction): void
	close(): void
}

/** Most ms for which what others write waits for the end of a composition. On Android one is nearly always open. */
const MOST_HELD_MS = 3_000
/** After the end of a composition ProseMirror reads what it made from the page, within 20 ms. */
const AFTER_COMPOSITION_MS = 40

/** Opening the editor adds no update to the document; only a person's edits do. */
export function openRichText(options: RichTextOptions): RichTextEditor {
	const { text } = options
	const { doc } = text
	const binding = bindText(text, () => view)
	let timer: ReturnType<typeof setTimeout> | undefined
	/** The word after the first one may begin before the release; it must not put that off. */
	let heldUntil: number | null = null
	const releaseIn = (milliseconds: number) => {
		clearTimeout(timer)
		timer = setTimeout(() => {
			heldUntil = null
			if (!view.isDestroyed) binding.release()
		}, milliseconds)
	}
	const undo: Command = () => {
		if (binding.canUndo()) binding.undo()
		return true
	}
	const redo: Command = () => {
		if (binding.canRedo()) binding.redo()
		return true
	}
	const view = new EditorView(options.host, {
		state: EditorState.create({ doc: toDocument(readLines(text)), plugins: plugins() }),
		dispatchTransaction: (transaction) => binding.dispatch(transaction),
		nodeViews: { line: drawLine },
		transformPastedHTML: (html) => flattenHtml(html, options.onflattened),
		transformPasted: linkPasted,
		handlePaste: (target, _event, slice) => paste(target, slice),
		clipboardSerializer,
		handleDOMEvents: {
			compositionstart() {
				heldUntil ??= performance.now() + MOST_HELD_MS
				binding.hold()
				releaseIn(heldUntil - performance.now())
			},
			compositionend: () => releaseIn(AFTER_COMPOSITION_MS),
			// A keyboard on the screen sends no `keydown`: the same as the key.
			beforeinput: (target, event) => {
				if (event.inputType !== 'deleteContentBackward' || event.isComposing || !event.cancelable) return false
				if (!backspace(target.state, (tr) => target.dispatch(tr))) return false
				event.preventDefault()
				return true
			}
		},
		attributes: {
			class: 'rich-text',
			role: 'textbox',
			'aria-multiline': 'true',
			'aria-label': options.label,
			'aria-placeholder': options.placeholder
		}
	})
	// This app writes nothing that it does not know. This runs before the observers of a transaction: the binding would draw the
	// unknown as nothing, and then delete it.
	const guard = ({ local }: Y.Transaction) => {
		if (local || isKnownText(text)) return
		close()
		options.onunknown()
	}
	doc?.on('beforeObserverCalls', guard)

	function close() {
		clearTimeout(timer)
		doc?.off('beforeObserverCalls', guard)
		binding.close()
		if (!view.isDestroyed) view.destroy()
	}

	function plugins(): Plugin[] {
		return [
			lengthLimit({ isRemote, oncheck: options.oncheck }),
			showCarets(options.awareness, binding, options.findPerson),
			showLists(options.id),
			inputRules({ rules: [...listRules, linkRule] }),
			keymap({
				'Mod-b': commands.strong,
				'Mod-i': commands.em,
				'Mod-z': undo,
				'Mod-y': redo,
				'Shift-Mod-z': redo,
				// Not Tab: people who use the keyboard move through the page with it.
				'Mod-]': indentBy(1),
				'Mod-[': indentBy(-1),
				'Shift-Enter': insertBreak,
				Enter: (state, dispatch) =>
					enter(state, (tr) => dispatch?.(tr.docChanged && state.selection.empty ? withLink(state, tr) : tr)),
				Backspace: backspace
			}),
			keymap(baseKeymap),
			placeholder(options.placeholder),
			new Plugin({
				view: ({ state }) => {
					options.onchange(readActions(state))
					return { update: (updated) => options.onchange(readActions(updated.state)) }
				}
			})
		]
	}

	function readActions(state: EditorState): TextActions {
		const { from, to, empty, $from } = state.selection
		const hasMark = (mark: MarkType) =>
			empty ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, mark)
		const at = [...($from.nodeBefore?.marks ?? []), ...($from.nodeAfter?.marks ?? [])]
		const link = at.find(({ type }) => type === linkMark)?.attrs.href as string | undefined
		return {
			strong: { isActive: hasMark(strongMark), isPossible: true },
			em: { isActive: hasMark(emMark), isPossible: true },
			bullet: { isActive: isList(state, 'bullet'), isPossible: true },
			number: { isActive: isList(state, 'number'), isPossible: true },
			undo: { isActive: false, isPossible: binding.canUndo() },
			redo: { isActive: false, isPossible: binding.canRedo() },
			link: link ?? null
		}
	}

	return {
		run: (action) => {
			if (action === 'undo' || action === 'redo') (action === 'undo' ? undo : redo)(view.state)
			else commands[action](view.state, view.dispatch.bind(view), view)
			view.focus()
		},
		close
	}
}

/** The words before the caret may be an address: linked before the line is divided there. */
function withLink(state: EditorState, divided: Transaction): Transaction {
	const linked = linkLastWord(state, state.tr)
	if (linked.steps.length === 0) return divided
	for (const step of divided.steps) linked.step(step)
	return linked.setSelection(divided.selection.getBookmark().resolve(linked.doc)).scrollIntoView()
}

/** Patches the form in place: drawing the line anew would cut a composition. */
function drawLine(node: Node): NodeView {
	const dom = document.createElement('p')
	const names = ['data-kind', 'data-indent', 'style']
	const draw = (line: Node) => {
		const attributes = domAttrs(formOf(line))
		for (const name of names) {
			const value = attributes[name]
			if (value === undefined) dom.removeAttribute(name)
			else if (dom.getAttribute(name) !== value) dom.setAttribute(name, value)
		}
	}
	draw(node)
	return {
		dom,
		contentDOM: dom,
		update(line) {
			if (line.type !== lineType) return false
			draw(line)
			return true
		}
	}
}

const insertBreak: Command = (state, dispatch) => {
	dispatch?.(state.tr.replaceSelectionWith(breakType.create()).scrollIntoView())
	return true
}

const commands: Record<Exclude<TextAction, 'undo' | 'redo'>, Command> = {
	strong: toggleMark(strongMark),
	em: toggleMark(emMark),
	bullet: toggleList('bullet'),
	number: toggleList('number')
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
				if (only === null || only.content.size > 0 || formOf(only).kind !== 'paragraph') return null
				return DecorationSet.create(doc, [
					Decoration.node(0, only.nodeSize, { class: 'is-empty', 'data-placeholder': hint })
				])
			}
		}
	})
}
