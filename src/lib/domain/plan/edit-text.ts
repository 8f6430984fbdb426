/**
 * Writes long texts (rich-text.ts). `writeLines` makes a text equal to given lines with few edits, so that what others write
 * elsewhere at the same time keeps its place.
 */
import * as Y from 'yjs'
import { type LongText, readLines, type ScannedLine, scanText, UNKNOWN } from './rich-text.ts'
import { isSameMarks, joinRuns, type LineForm, type TextLine, type TextMarks } from './text-line.ts'

/** Replaces the text. A line that begins with «- » becomes an item of a list. Does nothing to a text of older apps. */
export function setPlainText(text: LongText, lines: readonly string[]): void {
	if (text instanceof Y.Text) writeLines(text, lines.map(toLine))
}

/** Appends lines; an empty last line takes in the first of them. */
export function appendLines(text: Y.Text, lines: readonly TextLine[]): void {
	const present = readLines(text)
	const isLastEmpty = present.at(-1)?.runs.length === 0
	writeLines(text, [...(isLastEmpty ? present.slice(0, -1) : present), ...lines])
}

/** Appends the lines that a restore took out and that nobody has written again. */
export function appendLost(now: Y.Text, past: readonly TextLine[], expected: LongText): void {
	const keyOf = ({ runs }: TextLine) => runs.map(({ text }) => text).join('')
	const present = new Set([...readLines(now), ...readLines(expected)].map(keyOf))
	const lost = past.filter((line) => !present.has(keyOf(line)))
	if (lost.length > 0) appendLines(now, lost)
}

/** Makes the text equal to `lines`, in one transaction. No lines are one empty line. */
export function writeLines(text: Y.Text, lines: readonly TextLine[]): void {
	const wanted = lines.length > 0 ? lines : [toLine('')]
	const write = () => {
		const present = scanText(text)
		for (const hunk of findHunks(tokensOf(present), tokensOf(wanted)).reverse()) writeHunk(text, hunk)
		writeForms(scanText(text), wanted, text)
	}
	if (text.doc === null) write()
	else text.doc.transact(write)
}

/** Inserts characters with exactly these marks: those of the neighbours do not spread. */
export function insertWords(text: Y.Text, index: number, words: string, marks: TextMarks): void {
	text.insert(index, words, { ...marks })
}

/** `around`: the marks of the character before, which the marker takes over, so that it makes no new formats. */
export function insertMarker(text: Y.Text, index: number, { kind, indent }: LineForm, around: TextMarks): void {
	const marker = new Y.Map<unknown>()
	if (kind !== 'paragraph') marker.set('kind', kind)
	if (indent !== 0) marker.set('indent', indent)
	text.insertEmbed(index, marker, { ...around })
}

/** Sets what differs. `marker` null: the first line. */
export function setForm(text: Y.Text, marker: Y.Map<unknown> | null, now: LineForm, { kind, indent }: LineForm): void {
	const set = (key: string, value: unknown) => {
		if (marker === null) text.setAttribute(key, value)
		else marker.set(key, value)
	}
	if (now.kind !== kind) set('kind', kind)
	if (now.indent !== indent) set('indent', indent)
}

/** The formats to write where `now` becomes `wanted`; null: none. */
export function formatsBetween(now: TextMarks, wanted: TextMarks): Record<string, unknown> | null {
	const formats: Record<string, unknown> = {}
	for (const name of ['strong', 'em', 'link'] as const)
		if (now[name] !== wanted[name]) formats[name] = wanted[name] ?? null
	return Object.keys(formats).length > 0 ? formats : null
}

function toLine(words: string): TextLine {
	const isItem = words.startsWith('- ')
	return {
		kind: isItem ? 'bullet' : 'paragraph',
		indent: 0,
		runs: joinRuns([{ text: isItem ? words.slice(2) : words, marks: {} }])
	}
}

/** A word, a space, or the beginning of a line but the first. */
interface Token {
	/** Null: the beginning of a line. */
	words: string | null
	marks: TextMarks
	form: LineForm | null
}

function tokensOf(lines: readonly TextLine[]): Token[] {
	return lines.flatMap(({ kind, indent, runs }, index): Token[] => [
		...(index === 0 ? [] : [{ words: null, marks: {}, form: { kind, indent } }]),
		...runs.flatMap(({ text, marks }) =>
			(text.match(/\uFFFC|\s|[^\s\uFFFC]+/gu) ?? []).map((words) => ({ words, marks, form: null }))
		)
	])
}

interface Hunk {
	/** In the text. */
	index: number
	deleted: number
	inserted: readonly Token[]
	/** The marks of the character before. */
	around: TextMarks
}

/** In order; tokens are equal if their words are. */
function findHunks(now: readonly Token[], wanted: readonly Token[]): Hunk[] {
	const hunks: Hunk[] = []
	let index = 0
	let around: TextMarks = {}
	for (const { isKept, removed, added } of compare(now, wanted)) {
		const deleted = lengthOf(removed)
		if (!isKept) hunks.push(trimHunk({ index, deleted, inserted: added, around }, removed))
		around = removed.findLast(({ words }) => words !== null)?.marks ?? around
		index += deleted
	}
	return hunks
}

/** Of a single changed word only the letters that differ. */
function trimHunk(hunk: Hunk, removed: readonly Token[]): Hunk {
	const [was, ...more] = removed
	const [is, ...others] = hunk.inserted
	if (more.length > 0 || others.length > 0 || typeof was?.words !== 'string' || typeof is?.words !== 'string')
		return hunk
	const [before, after] = [[...was.words], [...is.words]]
	const shorter = Math.min(before.length, after.length)
	let start = 0
	while (start < shorter && before[start] === after[start]) start += 1
	let end = 0
	while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
	const words = after.slice(start, after.length - end).join('')
	return {
		index: hunk.index + before.slice(0, start).join('').length,
		deleted: before.slice(start, before.length - end).join('').length,
		inserted: words === '' ? [] : [{ ...is, words }],
		around: start > 0 ? was.marks : hunk.around
	}
}

function writeHunk(text: Y.Text, { index, deleted, inserted, around }: Hunk): void {
	if (deleted > 0) text.delete(index, deleted)
	let [at, before] = [index, around]
	let words = ''
	const flush = () => {
		if (words !== '') insertWords(text, at, words, before)
		at += words.length
		words = ''
	}
	for (const token of inserted) {
		// Nobody can write again what a newer app embedded.
		const next = token.words?.replaceAll(UNKNOWN, '')
		if (next === '') continue
		if (next !== undefined && words !== '' && !isSameMarks(before, token.marks)) flush()
		if (next !== undefined) {
			words += next
			before = token.marks
		} else {
			flush()
			if (token.form !== null) insertMarker(text, at, token.form, before)
			at += 1
		}
	}
	flush()
}

/** The structure is equal by now: sets kinds, indents and formats. */
function writeForms(present: readonly ScannedLine[], wanted: readonly TextLine[], text: Y.Text): void {
	let index = 0
	for (const [number, line] of present.entries()) {
		const { runs = [], ...form } = wanted[number] ?? { kind: line.kind, indent: line.indent }
		setForm(text, line.marker, line, form)
		if (line.marker !== null) index += 1
		const marks = runs.flatMap(({ text: words, marks }) => Array<TextMarks>(words.length).fill(marks))
		const now = line.runs.flatMap(({ text: words, marks }) => Array<TextMarks>(words.length).fill(marks))
		for (let from = 0; from < now.length;) {
			let to = from + 1
			while (to < now.length && now[to] === now[from] && marks[to] === marks[from]) to += 1
			const formats = formatsBetween(now[from] ?? {}, marks[from] ?? now[from] ?? {})
			if (formats !== null) text.format(index + from, to - from, formats)
			from = to
		}
		index += now.length
	}
}

function lengthOf(tokens: readonly Token[]): number {
	return tokens.reduce((length, { words }) => length + (words?.length ?? 1), 0)
}

interface Stretch {
	isKept: boolean
	removed: readonly Token[]
	added: readonly Token[]
}

/** Most differences that are searched for. Beyond that, all between the common beginning and end is replaced. */
const MOST_DIFFERENCES = 1_000

/** Alternately what stayed and what differs. */
function compare(now: readonly Token[], wanted: readonly Token[]): Stretch[] {
	const isSame = (one: Token | undefined, other: Token | undefined) => one?.words === other?.words
	const shorter = Math.min(now.length, wanted.length)
	let start = 0
	while (start < shorter && isSame(now[start], wanted[start])) start += 1
	let end = 0
	while (end < shorter - start && isSame(now.at(-1 - end), wanted.at(-1 - end))) end += 1
	const [was, is] = [now.slice(start, now.length - end), wanted.slice(start, wanted.length - end)]
	const stretches: Stretch[] = [{ isKept: true, removed: now.slice(0, start), added: [] }]
	const push = (isKept: boolean, removed: readonly Token[], added: readonly Token[]) => {
		if (removed.length + added.length > 0) stretches.push({ isKept, removed, added })
	}
	let [from, to] = [0, 0]
	for (const [first, second] of [...commonPairs(was, is, isSame), [was.length, is.length] as const]) {
		push(false, was.slice(from, first), is.slice(to, second))
		push(true, was.slice(first, first + 1), [])
		;[from, to] = [first + 1, second + 1]
	}
	return stretches
}

/** Myers: indices of a longest common subsequence. */
function commonPairs(
	first: readonly Token[],
	second: readonly Token[],
	isSame: (one: Token | undefined, other: Token | undefined) => boolean
): (readonly [number, number])[] {
	const most = Math.min(first.length + second.length, MOST_DIFFERENCES)
	/** By diagonal, the farthest index in `first`; one copy for each number of differences. */
	const rounds: Map<number, number>[] = []
	let reach = new Map([[1, 0]])
	for (let differences = 0; differences <= most; differences++) {
		rounds.push(reach)
		const next = new Map(reach)
		for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
			let x = isDown(reach, diagonal, differences) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1
			while (x < first.length && x - diagonal < second.length && isSame(first[x], second[x - diagonal])) x += 1
			next.set(diagonal, x)
			if (x >= first.length && x - diagonal >= second.length) return pairsAlong(rounds, first.length, second.length)
		}
		reach = next
	}
	return []
}

function isDown(reach: ReadonlyMap<number, number>, diagonal: number, differences: number): boolean {
	if (diagonal === -differences) return true
	return diagonal !== differences && (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0)
}

function pairsAlong(rounds: readonly Map<number, number>[], width: number, height: number): [number, number][] {
	const pairs: [number, number][] = []
	let [x, y] = [width, height]
	for (let differences = rounds.length - 1; differences >= 0; differences--) {
		const reach = rounds[differences]!
		const diagonal = x - y
		const before = isDown(reach, diagonal, differences) ? diagonal + 1 : diagonal - 1
		const fromX = reach.get(before) ?? 0
		const fromY = fromX - before
		while (x > fromX && y > fromY && x > 0 && y > 0) pairs.push([--x, --y])
		;[x, y] = [fromX, fromY]
	}
	return pairs.reverse()
}
