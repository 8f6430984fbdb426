/**
 * Keeps an editor and its Y.Text equal: writes the steps of the editor into the text, and shows what others write.
 *
 * Both are flat. A **place** counts characters and line beginnings: place 0 is the beginning of the first line, which is virtual in
 * the text, so place `n` is index `n - 1` there. In the editor each line also has an end, so position `p` in line `k` is place
 * `p - k`.
 *
 * While somebody composes (an input method, nearly always on Android), what others write is in the document, but not yet on the
 * screen: redrawing the line would cut the composition. `hold` keeps the way from the screen to the document as a mapping, and
 * what is typed goes through it.
 */
import type { Node } from 'prosemirror-model'
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { AddMarkStep, AttrStep, Mapping, RemoveMarkStep, ReplaceStep, type Step } from 'prosemirror-transform'
import * as Y from 'yjs'
import { formatsBetween, insertMarker, insertWords, setForm } from '#domain/plan/edit-text.ts'
import { readLines, scanText } from '#domain/plan/rich-text.ts'
import { isSameMarks, type LineForm, type TextMarks } from '#domain/plan/text-line.ts'
import { breakType, formOf, lineType, marksOf, toDocument } from './schema.ts'

/** What the binding needs of an EditorView. */
export interface BoundView {
	readonly state: EditorState
	updateState(state: EditorState): void
	dispatch(transaction: Transaction): void
}

export interface Binding {
	/** The view's `dispatchTransaction`. */
	dispatch(transaction: Transaction): void
	/** Until `release`, the view shows nothing that others write. */
	hold(): void
	release(): void
	undo(): void
	redo(): void
	canUndo(): boolean
	canRedo(): boolean
	/** Of a position on the screen. */
	toRelative(position: number): Y.RelativePosition
	/** The position on the screen; null: not in this text. */
	toPosition(relative: Y.RelativePosition): number | null
	close(): void
}

const REMOTE = 'remote'

/** Whether a transaction only shows what is in the document already. */
export function isRemote(transaction: Transaction): boolean {
	return transaction.getMeta(REMOTE) === true
}

interface Selected {
	anchor: Y.RelativePosition
	head: Y.RelativePosition
}

/** `view` may be returned later, but before the first dispatch. Writes nothing by itself. */
export function bindText(text: Y.Text, getView: () => BoundView): Binding {
	const origin = {}
	const undoManager = new Y.UndoManager(text, { trackedOrigins: new Set([origin]) })
	/** The same lines as in the text. The view is different only while it is held. */
	let shared = toDocument(readLines(text))
	/** From the view to `shared`; null: not held. */
	let held: Mapping | null = null
	let selectedBefore: Selected | null = null
	let selectedAgain: Selected | null = null
	const queue: Transaction[] = []
	let isDispatching = false
	/** Something arrived in the middle of a dispatch: it is held until the end of that. */
	let isHeldForDispatch = false

	const observer = (events: Y.YEvent<Y.AbstractType<unknown>>[], { origin: by }: Y.Transaction) => {
		if (by === origin) return
		if (isDispatching && held === null) {
			held = new Mapping()
			isHeldForDispatch = true
		}
		show(regionsOf(events, text))
	}
	text.observeDeep(observer as Parameters<Y.Text['observeDeep']>[0])
	undoManager.on('stack-item-added', ({ stackItem }: StackEvent) => {
		if (selectedBefore !== null && !stackItem.meta.has(origin)) stackItem.meta.set(origin, selectedBefore)
	})
	undoManager.on('stack-item-popped', ({ stackItem }: StackEvent) => {
		selectedAgain = (stackItem.meta.get(origin) as Selected | undefined) ?? null
	})

	function dispatch(transaction: Transaction): void {
		queue.push(transaction)
		if (isDispatching) return
		isDispatching = true
		try {
			for (let next = queue.shift(); next !== undefined; next = queue.shift()) dispatchNow(next)
		} finally {
			isDispatching = false
		}
		if (isHeldForDispatch) release()
	}

	function dispatchNow(transaction: Transaction): void {
		const view = getView()
		const { state, transactions } = view.state.applyTransaction(transaction)
		const own = transactions.filter((each) => each.docChanged && !isRemote(each))
		if (own.length > 0) {
			selectedBefore = selectionOf(view.state)
			write(own)
			selectedBefore = null
		}
		view.updateState(state)
	}

	function write(transactions: readonly Transaction[]): void {
		text.doc?.transact(() => {
			for (const { steps } of transactions) for (const step of steps) writeOne(step)
		}, origin)
	}

	function writeOne(step: Step): void {
		const mapped = held === null ? step : mapStep(step, held)
		const after = mapped?.apply(shared).doc ?? null
		if (held !== null) held = movedOver(held, step, after === null ? null : mapped)
		if (mapped === null || after === null) return
		writeStep(text, shared, after, mapped)
		shared = after
	}

	function show(regions: readonly Region[]): void {
		const next = toDocument(readLines(text))
		if (held !== null) {
			held.appendMapping(changesTo(shared, next, regions).mapping)
			shared = next
			return
		}
		shared = next
		const { state } = getView()
		showIn(state.tr, changesTo(state.doc, next, regions))
	}

	function showIn(tr: Transaction, { steps, mapping }: Changes): void {
		const { anchor, head, empty } = tr.selection
		for (const step of steps) tr.step(step)
		// Towards the words that were there: two people who type in one place would otherwise write each other's words apart.
		const side = (position: number, isEnd: boolean) => mapping.map(position, empty || isEnd ? -1 : 1)
		select(tr, side(anchor, anchor > head), side(head, head > anchor))
		getView().dispatch(tr.setMeta(REMOTE, true))
	}

	function selectionOf({ selection }: EditorState): Selected {
		return { anchor: toRelative(selection.anchor), head: toRelative(selection.head) }
	}

	function toRelative(position: number): Y.RelativePosition {
		const doc = held === null ? getView().state.doc : shared
		const mapped = held === null ? position : held.map(position, -1)
		return Y.createRelativePositionFromTypeIndex(text, Math.max(0, placeAt(doc, mapped) - 1), -1)
	}

	function toPosition(relative: Y.RelativePosition): number | null {
		if (text.doc === null) return null
		const absolute = Y.createAbsolutePositionFromRelativePosition(relative, text.doc)
		if (absolute?.type !== text) return null
		const position = positionAt(shared, absolute.index + 1)
		return held === null ? position : held.invert().map(position, -1)
	}

	function goBack(step: () => void): void {
		release()
		selectedBefore = selectionOf(getView().state)
		step()
		selectedBefore = null
		const again = selectedAgain
		selectedAgain = null
		if (again === null) return
		const [anchor, head] = [toPosition(again.anchor), toPosition(again.head)]
		if (anchor === null || head === null) return
		const { tr } = getView().state
		select(tr, anchor, head)
		getView().dispatch(tr.setMeta(REMOTE, true).scrollIntoView())
	}

	function release(): void {
		if (held === null) return
		const mapping = held
		held = null
		isHeldForDispatch = false
		const { state } = getView()
		if (state.doc.eq(shared)) return
		const { steps } = changesTo(state.doc, shared, regionsBetween(state.doc, shared))
		showIn(state.tr, { steps, mapping })
	}

	return {
		dispatch,
		hold() {
			held ??= new Mapping()
			isHeldForDispatch = false
		},
		release,
		undo: () => goBack(() => undoManager.undo()),
		redo: () => goBack(() => undoManager.redo()),
		canUndo: () => undoManager.canUndo(),
		canRedo: () => undoManager.canRedo(),
		toRelative,
		toPosition,
		close() {
			text.unobserveDeep(observer as Parameters<Y.Text['observeDeep']>[0])
			undoManager.destroy()
		}
	}
}

interface StackEvent {
	stackItem: { meta: Map<unknown, unknown> }
}

function select(tr: Transaction, anchor: number, head: number): void {
	const within = (position: number) => tr.doc.resolve(Math.min(Math.max(0, position), tr.doc.content.size))
	tr.setSelection(TextSelection.between(within(anchor), within(head)))
}

export function placeAt(doc: Node, position: number): number {
	return position - doc.resolve(position).index(0)
}

/** The position right before what is at `place`; for the beginning of a line, at the end of the line above. */
export function positionAt(doc: Node, place: number): number {
	let before = 0
	let start = 0
	for (let index = 0; index < doc.childCount; index++) {
		const { content, nodeSize } = doc.child(index)
		if (place <= before + 1 + content.size || index === doc.childCount - 1)
			return start + Math.min(Math.max(1, place - before), 1 + content.size)
		before += 1 + content.size
		start += nodeSize
	}
	return start
}

// --- From the editor to the text

/** A character, or the beginning of a line. */
interface Token {
	/** Null: the beginning of a line. */
	char: string | null
	marks: TextMarks
	form: LineForm | null
}

function tokensBetween(doc: Node, from: number, to: number): Token[] {
	const tokens: Token[] = []
	if (from >= to) return tokens
	doc.nodesBetween(from, to, (node, position) => {
		if (node.type === lineType) {
			if (position >= from && position < to) tokens.push({ char: null, marks: {}, form: formOf(node) })
			return true
		}
		const marks = marksOf(node)
		const words = node.type === breakType ? '\n' : (node.text ?? '')
		const visible = words.slice(Math.max(0, from - position), to - position)
		for (let index = 0; index < visible.length; index++) tokens.push({ char: visible[index]!, marks, form: null })
		return false
	})
	return tokens
}

function writeStep(text: Y.Text, before: Node, after: Node, step: Step): void {
	if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return writeMarks(text, before, after, step)
	if (step instanceof AttrStep) {
		const index = before.resolve(step.pos).index(0)
		return writeForms(text, after, index, index)
	}
	step
		.getMap()
		.forEach((from, to, afterFrom, afterTo) => writeRange(text, before, [from, to], after, [afterFrom, afterTo]))
}

function writeMarks(text: Y.Text, before: Node, after: Node, { from, to }: { from: number; to: number }): void {
	writeFormats(text, tokensBetween(before, from, to), tokensBetween(after, from, to), placeAt(before, from))
}

type Range = readonly [from: number, to: number]

function writeRange(text: Y.Text, before: Node, [from, to]: Range, after: Node, [afterFrom, afterTo]: Range): void {
	const place = placeAt(before, from)
	const was = tokensBetween(before, from, to)
	const is = tokensBetween(after, afterFrom, afterTo)
	// The first line has no beginning in the text: what comes to be first takes in the next line's.
	if (place === 0 && (was.length === 0 || is.length === 0)) {
		const [next, nextAfter] = [
			before.maybeChild(before.resolve(to).index(0)),
			after.maybeChild(after.resolve(afterTo).index(0))
		]
		if (next && nextAfter) {
			was.push({ char: null, marks: {}, form: formOf(next) })
			is.push({ char: null, marks: {}, form: formOf(nextAfter) })
		}
	}
	const shorter = Math.min(was.length, is.length)
	let start = 0
	while (start < shorter && was[start]!.char === is[start]!.char) start += 1
	let end = 0
	while (end < shorter - start && was.at(-1 - end)!.char === is.at(-1 - end)!.char) end += 1
	// Half of a pair would be written as U+FFFD.
	if (isLow(was[start]) || isLow(is[start])) if (start > 0) start -= 1
	if (end > 0 && (isLow(was[was.length - end]) || isLow(is[is.length - end]))) end -= 1
	let inserted = is.slice(start, is.length - end)
	const deleted = was.length - end - start
	let at = place + start
	// Enter at the start of a line: the line keeps its beginning, and the new one comes before it.
	const isAtStart = start === 0 ? isLineStart(before, from) && place > 1 : was[start - 1]!.char === null && at > 1
	if (deleted === 0 && inserted.at(-1)?.char === null && isAtStart) {
		at -= 1
		// The forms are exchanged below.
		inserted = [...inserted.slice(-1), ...inserted.slice(0, -1)]
	}
	if (deleted > 0) text.delete(at - 1, deleted)
	if (inserted.length > 0) writeTokens(text, at, inserted, marksBefore(after, at))
	writeFormats(text, was.slice(0, start), is.slice(0, start), place)
	writeFormats(text, was.slice(was.length - end), is.slice(is.length - end), place + is.length - end)
	if (was.some(({ char }) => char === null) || is.some(({ char }) => char === null)) {
		const first = after.resolve(Math.min(afterFrom, after.content.size)).index(0)
		const last = after.resolve(Math.min(afterTo, after.content.size)).index(0)
		writeForms(text, after, first - 1, last)
	}
}

function isLineStart(doc: Node, position: number): boolean {
	const resolved = doc.resolve(position)
	return resolved.depth === 1 && resolved.parentOffset === 0
}

function isLow(token: Token | undefined): boolean {
	return /^[\uDC00-\uDFFF]$/.test(token?.char ?? '')
}

/** Of the character before the place, within its line. */
function marksBefore(doc: Node, place: number): TextMarks {
	const { nodeBefore } = doc.resolve(positionAt(doc, place))
	return nodeBefore === null ? {} : marksOf(nodeBefore)
}

function writeTokens(text: Y.Text, place: number, tokens: readonly Token[], around: TextMarks): void {
	let index = place - 1
	let marks = around
	for (let from = 0; from < tokens.length;) {
		const token = tokens[from]!
		let to = from + 1
		if (token.form !== null) insertMarker(text, index, token.form, marks)
		else {
			while (tokens[to]?.form === null && isSameMarks(tokens[to]!.marks, token.marks)) to += 1
			const words = tokens.slice(from, to).map(({ char }) => char)
			marks = token.marks
			insertWords(text, index, words.join(''), marks)
		}
		index += to - from
		from = to
	}
}

/** `was` and `is` are the same characters at `place`, with other marks. */
function writeFormats(text: Y.Text, was: readonly Token[], is: readonly Token[], place: number): void {
	for (let from = 0; from < is.length;) {
		let to = from + 1
		while (is[to]?.char != null && is[to]?.marks === is[from]!.marks && was[to]?.marks === was[from]?.marks) to += 1
		const formats = is[from]!.char === null ? null : formatsBetween(was[from]?.marks ?? {}, is[from]!.marks)
		if (formats !== null) text.format(place - 1 + from, to - from, formats)
		from = to
	}
}

/** Sets the kinds and indents of some lines as the editor has them. */
function writeForms(text: Y.Text, doc: Node, first: number, last: number): void {
	const lines = scanText(text)
	for (let index = Math.max(0, first); index <= Math.min(last, doc.childCount - 1); index++) {
		const line = lines[index]
		if (line !== undefined) setForm(text, line.marker, line, formOf(doc.child(index)))
	}
}

// --- From the text to the editor

/** Places of something that changed, before and after. */
interface Region {
	from: number
	to: number
	afterFrom: number
	afterTo: number
}

interface Changes {
	steps: Step[]
	mapping: Mapping
}

/** In order. What only got other formats is no region. */
function regionsOf(events: readonly Y.YEvent<Y.AbstractType<unknown>>[], text: Y.Text): Region[] {
	const regions: Region[] = []
	let [place, placeAfter] = [1, 1]
	for (const { insert, delete: deleted = 0, retain = 0 } of events.find(({ target }) => target === text)?.delta ?? []) {
		const inserted = insert === undefined ? 0 : typeof insert === 'string' ? insert.length : 1
		const last = regions.at(-1)
		if (retain > 0) {
			place += retain
			placeAfter += retain
		} else if (last !== undefined && last.to === place && last.afterTo === placeAfter) {
			last.to += deleted
			last.afterTo += inserted
		} else regions.push({ from: place, to: place + deleted, afterFrom: placeAfter, afterTo: placeAfter + inserted })
		place += deleted
		placeAfter += inserted
	}
	return regions
}

/** One region from the first difference to the last. */
function regionsBetween(before: Node, after: Node): Region[] {
	const [was, is] = [before, after].map((doc) => tokensBetween(doc, 0, doc.content.size)) as [Token[], Token[]]
	const shorter = Math.min(was.length, is.length)
	let start = 1
	while (start < shorter && was[start]!.char === is[start]!.char) start += 1
	let end = 0
	while (end < shorter - start && was.at(-1 - end)!.char === is.at(-1 - end)!.char) end += 1
	if (start === was.length && start === is.length) return []
	return [{ from: start, to: was.length - end, afterFrom: start, afterTo: is.length - end }]
}

function changesTo(before: Node, after: Node, regions: readonly Region[]): Changes {
	const changes = tryChanges(before, after, regions) ?? tryChanges(before, after, regionsBetween(before, after))
	if (changes !== null) return changes
	const whole = new ReplaceStep(0, before.content.size, after.slice(0, after.content.size))
	return { steps: [whole], mapping: new Mapping([whole.getMap()]) }
}

/** Null: the regions do not lead from the one to the other. */
function tryChanges(before: Node, after: Node, regions: readonly Region[]): Changes | null {
	const steps: Step[] = []
	let doc = before
	const add = (step: Step): boolean => {
		const result = step.apply(doc)
		if (result.doc === null) return false
		doc = result.doc
		steps.push(step)
		return true
	}
	for (const { from, to, afterFrom, afterTo } of [...regions].reverse()) {
		const slice = after.slice(positionAt(after, afterFrom), positionAt(after, afterTo))
		if (!add(new ReplaceStep(positionAt(before, from), positionAt(before, to), slice))) return null
	}
	if (doc.childCount !== after.childCount) return null
	let start = 0
	for (let index = 0; index < after.childCount; index++) {
		const [line, wanted] = [doc.child(index), after.child(index)]
		if (line.content.size !== wanted.content.size) return null
		if (!line.eq(wanted) && !restyle(line, wanted, start, add)) return null
		start += wanted.nodeSize
	}
	return doc.eq(after) ? { steps, mapping: new Mapping(steps.map((step) => step.getMap())) } : null
}

/** Gives a line with the same characters the wanted form and marks. */
function restyle(line: Node, wanted: Node, start: number, add: (step: Step) => boolean): boolean {
	for (const name of ['kind', 'indent'] as const) {
		if (line.attrs[name] !== wanted.attrs[name] && !add(new AttrStep(start, name, wanted.attrs[name]))) return false
	}
	const added: Step[] = []
	wanted.forEach((node, offset) => {
		const [from, to] = [start + 1 + offset, start + 1 + offset + node.nodeSize]
		line.nodesBetween(offset, offset + node.nodeSize, (now, position) => {
			const [left, right] = [Math.max(from, start + 1 + position), Math.min(to, start + 1 + position + now.nodeSize)]
			for (const mark of now.marks) if (!mark.isInSet(node.marks)) added.push(new RemoveMarkStep(left, right, mark))
			for (const mark of node.marks) if (!mark.isInSet(now.marks)) added.push(new AddMarkStep(left, right, mark))
		})
	})
	return added.every(add)
}

// --- While the view is held

/** The step where its range is in the document by now. Where others deleted the range, its words go beside it. */
function mapStep(step: Step, mapping: Mapping): Step | null {
	const mapped = step instanceof ReplaceStep && step.from === step.to ? null : step.map(mapping)
	if (mapped !== null || !(step instanceof ReplaceStep) || step.slice.size === 0) return mapped
	// Beside one's own words, as in `showIn`.
	const at = mapping.map(step.from, -1)
	return new ReplaceStep(at, at, step.slice)
}

/** The way from the view to the document after both have taken the step. */
function movedOver(held: Mapping, step: Step, mapped: Step | null): Mapping {
	const moved = new Mapping([step.getMap().invert()])
	moved.appendMapping(held)
	if (mapped !== null) moved.appendMap(mapped.getMap(), 0)
	return moved
}
