/** Restores a long text of the plan. */
import * as Y from 'yjs'

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook

/**
 * Restores a long text with as few edits as its paragraphs allow, so that concurrent words of the other person elsewhere keep
 * their position.
 */
export function restoreText(text: Y.XmlFragment, past: Y.XmlFragment): void {
	const nodes = text.toArray() as Node[]
	const pastNodes = past.toArray() as Node[]
	const { start, end, pastEnd } = findDifference(nodes, pastNodes, isSameNode)
	const differing = nodes.slice(start, end)
	const wanted = pastNodes.slice(start, pastEnd)
	if (differing.length === wanted.length && differing.every((node, index) => isAlike(node, wanted[index]))) {
		differing.forEach((node, index) => restoreNode(node, wanted[index]))
		return
	}
	if (differing.length > 0) text.delete(start, differing.length)
	if (wanted.length > 0)
		text.insert(
			start,
			wanted.map((node) => node.clone() as Y.XmlElement | Y.XmlText)
		)
}

/** Appends the paragraphs that the restore took out and that nobody has written again. */
export function appendLost(now: Y.XmlFragment, past: Y.XmlFragment, expected: Y.XmlFragment): void {
	const present = new Set([...now.toArray(), ...expected.toArray()].map(String))
	const lost = (past.toArray() as Node[]).filter((node) => !present.has(String(node)))
	now.push(lost.map((node) => node.clone() as Y.XmlElement | Y.XmlText))
}

function restoreNode(node: Node, past: Node | undefined): void {
	if (node instanceof Y.XmlText && past instanceof Y.XmlText) restoreWords(node, past)
	else if (node instanceof Y.XmlElement && past instanceof Y.XmlElement) restoreText(node, past)
}

function restoreWords(text: Y.XmlText, past: Y.XmlText): void {
	const now = plainWordsOf(text)
	const before = plainWordsOf(past)
	if (now === null || before === null) {
		text.delete(0, text.length)
		text.applyDelta(past.toDelta())
		return
	}
	const { start, end, pastEnd } = findDifference(now, before, (one, other) => one === other)
	const position = now.slice(0, start).join('').length
	if (end > start) text.delete(position, now.slice(start, end).join('').length)
	if (pastEnd > start) text.insert(position, before.slice(start, pastEnd).join(''))
}

/** Splits into whole characters, so that none is cut in half; null if any part is formatted. */
function plainWordsOf(text: Y.XmlText): string[] | null {
	const delta = text.toDelta() as { insert: unknown; attributes?: object }[]
	let words = ''
	for (const { insert, attributes } of delta) {
		if (typeof insert !== 'string' || attributes !== undefined) return null
		words += insert
	}
	return [...words]
}

/** Finds the difference between the longest common beginning and the longest common end. */
function findDifference<Value>(now: readonly Value[], past: readonly Value[], isSame: IsSame<Value>) {
	const shorter = Math.min(now.length, past.length)
	let start = 0
	while (start < shorter && isSame(now[start]!, past[start]!)) start += 1
	let behind = 0
	while (behind < shorter - start && isSame(now[now.length - 1 - behind]!, past[past.length - 1 - behind]!)) behind += 1
	return { start, end: now.length - behind, pastEnd: past.length - behind }
}

type IsSame<Value> = (one: Value, other: Value) => boolean

function isSameNode(one: Node, other: Node): boolean {
	return one.constructor === other.constructor && one.toString() === other.toString()
}

/** Whether both have the same kind, so that their content can be compared. */
function isAlike(one: Node, other: Node | undefined): boolean {
	if (one instanceof Y.XmlText) return other instanceof Y.XmlText
	if (!(one instanceof Y.XmlElement) || !(other instanceof Y.XmlElement)) return false
	return (
		one.nodeName === other.nodeName && JSON.stringify(one.getAttributes()) === JSON.stringify(other.getAttributes())
	)
}
