import { EditorState } from 'prosemirror-state'
import { expect, it } from 'vitest'
import { lengthLimit } from './prosemirror.ts'
import { toDocument } from './schema.ts'

function notes(words: string) {
	const refused: boolean[] = []
	const limit = lengthLimit({
		isRemote: (transaction) => transaction.getMeta('remote') === true,
		oncheck: (isRefused) => refused.push(isRefused),
		most: 20
	})
	const lines = [{ kind: 'paragraph' as const, indent: 0, runs: [{ text: words, marks: {} }] }]
	const state = EditorState.create({ doc: toDocument(lines), plugins: [limit] })
	return { state, refused }
}

it('Viktor’s paste of a whole book is refused as a whole, and what he wrote stays', () => {
	const { state, refused } = notes('Обсудили план')
	expect(state.apply(state.tr.insertText('. Смету', 14)).doc.textContent).toBe('Обсудили план')
	expect(state.apply(state.tr.insertText('ы', 14)).doc.textContent).toBe('Обсудили планы')
	expect(refused).toEqual([true, false])
})

it('a text that is longer already can be shortened, and takes what Irina wrote in it', () => {
	const { state, refused } = notes('Обсудили план и смету на год')
	expect(state.apply(state.tr.delete(14, 29)).doc.textContent).toBe('Обсудили план')
	expect(state.apply(state.tr.insertText('!', 29).setMeta('remote', true)).doc.textContent).toMatch(/год!$/)
	expect(refused).toEqual([false])
})
