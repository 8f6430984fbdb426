/** Finds addresses in typed and pasted words, and makes links of them. */
import { InputRule } from 'prosemirror-inputrules'
import { Fragment, type Node, Slice } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { isSafeLink } from '#domain/plan/text-line.ts'
import { linkMark, richTextSchema } from './schema.ts'

interface FoundLink {
	from: number
	to: number
	href: string
}

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>«»"]+|(?:mailto:)?[^\s@<>«»"(),;:]+@[^\s@<>«»"(),;:]+\.[\p{L}]{2,}/giu

export function findLinks(words: string): FoundLink[] {
	return [...words.matchAll(ADDRESS)].flatMap(({ 0: found, index }) => {
		// The sign that ends a sentence does not belong to an address, nor does a bracket that began before it.
		let address = found.replace(/[.,;:!?…]+$/, '')
		if (address.endsWith(')') && !address.includes('(')) address = address.slice(0, -1)
		const href = hrefOf(address)
		return isSafeLink(href) ? [{ from: index, to: index + address.length, href }] : []
	})
}

function hrefOf(address: string): string {
	if (/^(https?:|mailto:)/i.test(address)) return address
	return /^www\./i.test(address) ? `https://${address}` : `mailto:${address}`
}

/** The address that the words are as a whole; null: they are none. */
export function wholeLink(words: string): string | null {
	const trimmed = words.trim()
	const [link] = findLinks(trimmed)
	return link !== undefined && link.from === 0 && link.to === trimmed.length ? link.href : null
}

/** A space after an address makes a link of it. */
export const linkRule = new InputRule(/\S+\s$/, (state, match, start, end) => {
	const typed = match[0].slice(match[0].search(/\s$/))
	const tr = state.tr.insertText(typed, end)
	return linkBefore(tr, start, end) ? tr : null
})

/** Makes a link of the last word of the line before the caret. */
export function linkLastWord(state: EditorState, tr: Transaction): Transaction {
	const { $from } = state.selection
	const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\n')
	const word = /\S+$/.exec(before)?.[0] ?? ''
	linkBefore(tr, $from.pos - word.length, $from.pos)
	return tr
}

function linkBefore(tr: Transaction, from: number, to: number): boolean {
	const words = tr.doc.textBetween(from, to)
	const [link] = findLinks(words)
	if (words.length !== to - from || link === undefined || tr.doc.rangeHasMark(from, to, linkMark)) return false
	tr.addMark(from + link.from, from + link.to, linkMark.create({ href: link.href })).removeStoredMark(linkMark)
	return true
}

/** Makes links of all addresses in pasted words. */
export function linkPasted(slice: Slice): Slice {
	return new Slice(linkIn(slice.content), slice.openStart, slice.openEnd)
}

function linkIn(fragment: Fragment): Fragment {
	const nodes: Node[] = []
	fragment.forEach((node) => {
		if (!node.isText || linkMark.isInSet(node.marks)) return nodes.push(node.copy(linkIn(node.content)))
		const words = node.text ?? ''
		let end = 0
		for (const { from, to, href } of findLinks(words)) {
			if (from > end) nodes.push(node.cut(end, from))
			nodes.push(richTextSchema.text(words.slice(from, to), linkMark.create({ href }).addToSet(node.marks)))
			end = to
		}
		if (end < words.length) nodes.push(node.cut(end))
		return nodes.length
	})
	return Fragment.fromArray(nodes)
}
