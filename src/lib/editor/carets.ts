/** Carets: publishes one's own in the presence, and shows the partner's in the text, with a name flag in the colour of the role. */
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { type Binding, isRemote } from './binding.ts'

export type FindPerson = (personId: string) => { name: string; role: 'mentor' | 'mentee' | null }

const key = new PluginKey<DecorationSet>('carets')
/** Of the presence; also older apps write it. */
const FIELD = 'cursor'
/** The letter is shown first: publishing at once would delay it by some milliseconds on a phone. */
const CARET_DELAY_MS = 50

export function showCarets(awareness: Awareness, binding: Binding, findPerson: FindPerson): Plugin<DecorationSet> {
	return new Plugin<DecorationSet>({
		key,
		state: {
			init: (_config, state) => decorate(state),
			// A caret may arrive before the words that it stands in.
			apply: (tr, set, _before, state) =>
				tr.getMeta(key) === undefined && !isRemote(tr) ? set.map(tr.mapping, tr.doc) : decorate(state)
		},
		props: { decorations: (state) => key.getState(state) },
		view(view) {
			let published = ''
			const onChange = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
				const isOther = [...added, ...updated, ...removed].some((clientId) => clientId !== awareness.clientID)
				if (isOther && !view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true))
			}
			const publish = () => {
				const cursor = view.hasFocus() ? cursorOf(view) : null
				const now = JSON.stringify(cursor)
				if (now === published || (cursor === null && published === '')) return
				published = now
				awareness.setLocalStateField(FIELD, cursor)
			}
			let timer: ReturnType<typeof setTimeout> | undefined
			const publishSoon = () => {
				timer ??= setTimeout(() => {
					timer = undefined
					publish()
				}, CARET_DELAY_MS)
			}
			awareness.on('change', onChange)
			view.dom.addEventListener('focusin', publish)
			view.dom.addEventListener('focusout', publish)
			return {
				update: publishSoon,
				destroy() {
					clearTimeout(timer)
					awareness.off('change', onChange)
					view.dom.removeEventListener('focusin', publish)
					view.dom.removeEventListener('focusout', publish)
					if (published !== '' && published !== 'null') awareness.setLocalStateField(FIELD, null)
				}
			}
		}
	})

	function cursorOf({ state: { selection } }: EditorView) {
		return { anchor: binding.toRelative(selection.anchor), head: binding.toRelative(selection.head) }
	}

	function decorate({ doc }: EditorState): DecorationSet {
		const decorations: Decoration[] = []
		for (const [clientId, state] of awareness.getStates()) {
			if (clientId === awareness.clientID) continue
			const selected = readCursor(state[FIELD])
			if (selected === null) continue
			const [anchor, head] = selected.map((position) => Math.min(position, doc.content.size)) as [number, number]
			// The relay stamps `personId` on every state (sync.md R12), so a flag cannot carry another's name.
			const { name, role } = findPerson(typeof state.personId === 'string' ? state.personId : '')
			decorations.push(
				Decoration.widget(head, () => buildCaret(name, role), {
					key: `${clientId} ${name}`,
					side: 10,
					ignoreSelection: true
				}),
				Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), {
					class: 'partner-selection',
					'data-role': role ?? ''
				})
			)
		}
		return DecorationSet.create(doc, decorations)
	}

	/** Null: nowhere in this text, or not written by our app. */
	function readCursor(cursor: unknown): [anchor: number, head: number] | null {
		try {
			const { anchor, head } = cursor as Record<'anchor' | 'head', unknown>
			const positions = [anchor, head].map((each) => binding.toPosition(Y.createRelativePositionFromJSON(each)))
			const [first, second] = positions
			return first == null || second == null ? null : [first, second]
		} catch {
			return null
		}
	}
}

function buildCaret(name: string, role: string | null): HTMLElement {
	const caret = document.createElement('span')
	caret.className = 'partner-caret'
	caret.dataset.role = role ?? ''
	const flag = document.createElement('span')
	flag.className = 'partner-flag'
	flag.textContent = name
	// Word joiners: without text on both sides some browsers put their own caret inside the flag.
	caret.append('\u2060', flag, '\u2060')
	return caret
}
