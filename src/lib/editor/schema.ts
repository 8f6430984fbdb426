/**
 * What a rich text may hold. Stored names: a new kind of node or mark must also be known to
 * `content.ts`, and older apps show such a text without letting anybody edit it.
 *
 * Lists are `+`, not `paragraph block*`: y-prosemirror deletes a node that breaks the schema, and two
 * people editing one list apart could otherwise lose the half that still made sense.
 */
import { Schema } from 'prosemirror-model'

export const richTextSchema = new Schema({
	nodes: {
		doc: { content: 'block+' },
		paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
		bullet_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
		ordered_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ol' }], toDOM: () => ['ol', 0] },
		list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
		text: { group: 'inline' },
		hard_break: {
			inline: true,
			group: 'inline',
			selectable: false,
			parseDOM: [{ tag: 'br' }],
			toDOM: () => ['br']
		}
	},
	marks: {
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
