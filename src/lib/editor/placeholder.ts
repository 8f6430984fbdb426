import { Plugin, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'

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
