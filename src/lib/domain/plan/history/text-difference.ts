/**
 * Which words of a text were taken out and which put in; «… » stands for what stayed between them. Lines are compared first, so
 * that one put in is told as a whole, and not from where it begins to differ from its neighbour, which may end like it.
 */
import type { FieldState, PlanChange, WholeChange } from './change.ts'

/** Words of the lines between those that begin and end both texts; with more, they are compared as if they were one line. */
const MOST_COMPARED = 400

export function findDifference(before: string, after: string): [removed: string, added: string] {
	const was = linesOf(before)
	const is = linesOf(after)
	const { start, end } = findFrame(was, is, isSameLine)
	const removed = was.slice(start, was.length - end)
	const added = is.slice(start, is.length - end)
	const pairs = [removed, added].some((lines) => lines.flat().length > MOST_COMPARED)
		? [[removed.flat(), added.flat()] as const]
		: alignLines(removed, added)
	const differences = pairs.map(([first, second]) => compareWords(first, second))
	return [join(differences.flatMap(([words]) => words)), join(differences.flatMap(([, words]) => words))]
}

/** Without empty ones; words with the space that follows, so that paragraphs stay apart. */
function linesOf(text: string): string[][] {
	return text
		.split('\n')
		.map((line) =>
			(line.match(/\S+/g) ?? []).map((word, index, { length }) => word + (index < length - 1 ? ' ' : '\n'))
		)
		.filter(({ length }) => length > 0)
}

/** How much both begin and end with. */
function findFrame<Value>(was: readonly Value[], is: readonly Value[], isSame: (one: Value, other: Value) => boolean) {
	const shorter = Math.min(was.length, is.length)
	let start = 0
	while (start < shorter && isSame(was[start]!, is[start]!)) start += 1
	let end = 0
	while (end < shorter - start && isSame(was[was.length - 1 - end]!, is[is.length - 1 - end]!)) end += 1
	return { start, end }
}

type Line = readonly string[]
/** A line as it was and as it is; one of them is empty for a line put in or taken out. */
type LinePair = readonly [was: Line, is: Line]

/** So that as many words as can be stay in their lines. */
function alignLines(was: readonly Line[], is: readonly Line[]): LinePair[] {
	const width = is.length + 1
	const kept = new Uint16Array((was.length + 1) * width)
	const likeness = was.map((line) => likenessTo(line, is))
	const keptFrom = (row: number, column: number) => kept[row * width + column] ?? 0
	for (let row = was.length - 1; row >= 0; row--) {
		for (let column = is.length - 1; column >= 0; column--) {
			kept[row * width + column] = Math.max(
				keptFrom(row + 1, column + 1) + likeness[row]![column]!,
				keptFrom(row + 1, column),
				keptFrom(row, column + 1)
			)
		}
	}
	const pairs: LinePair[] = []
	let [row, column] = [0, 0]
	while (row < was.length && column < is.length) {
		const alike = likeness[row]![column]!
		if (alike > 0 && keptFrom(row, column) === keptFrom(row + 1, column + 1) + alike) {
			pairs.push([was[row++]!, is[column++]!])
		} else if (keptFrom(row, column) === keptFrom(row + 1, column)) pairs.push([was[row++]!, []])
		else pairs.push([[], is[column++]!])
	}
	return [
		...pairs,
		...was.slice(row).map((line): LinePair => [line, []]),
		...is.slice(column).map((line): LinePair => [[], line])
	]
}

/** Of each other line: how many words of this one it has, 0 for less than half of the shorter: it is no version of this one. */
function likenessTo(line: Line, others: readonly Line[]): number[] {
	const words = new Set(line.map((word) => word.trimEnd()))
	return others.map((other) => {
		const common = other.filter((word) => words.has(word.trimEnd())).length
		return common * 2 < Math.min(line.length, other.length) ? 0 : Math.min(common, line.length)
	})
}

interface Word {
	word: string
	/** It is in the other line, too. */
	hasStayed: boolean
}

function compareWords(first: Line, second: Line): [Word[], Word[]] {
	const { start, end } = findFrame(first, second, isSameWord)
	const middles = [first.slice(start, first.length - end), second.slice(start, second.length - end)] as const
	const stayed = middles.every(({ length }) => length <= MOST_COMPARED) ? commonWords(...middles) : null
	const tell = (words: Line, inMiddle: ReadonlySet<number> = new Set()) =>
		words.map((word, index) => ({
			word,
			hasStayed: index < start || index >= words.length - end || inMiddle.has(index - start)
		}))
	return [tell(first, stayed?.inFirst), tell(second, stayed?.inSecond)]
}

function isSameLine(one: Line, other: Line): boolean {
	return one.length === other.length && one.every((word, index) => word === other[index])
}

interface Common {
	inFirst: ReadonlySet<number>
	inSecond: ReadonlySet<number>
}

/** Indices of a longest common subsequence. */
function commonWords(first: readonly string[], second: readonly string[]): Common {
	const width = second.length + 1
	const lengths = new Uint16Array((first.length + 1) * width)
	for (let row = first.length - 1; row >= 0; row--) {
		for (let column = second.length - 1; column >= 0; column--) {
			lengths[row * width + column] = isSameWord(first[row]!, second[column]!)
				? lengths[(row + 1) * width + column + 1]! + 1
				: Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!)
		}
	}
	const inFirst = new Set<number>()
	const inSecond = new Set<number>()
	for (let row = 0, column = 0; row < first.length && column < second.length;) {
		if (isSameWord(first[row]!, second[column]!)) {
			inFirst.add(row++)
			inSecond.add(column++)
		} else if (lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!) row += 1
		else column += 1
	}
	return { inFirst, inSecond }
}

/** The last word of a line ends it, wherever else the word may stand. */
function isSameWord(one: string, other: string): boolean {
	return one.trimEnd() === other.trimEnd()
}

function join(words: readonly Word[]): string {
	let text = ''
	let isGap = false
	for (const { word, hasStayed } of words) {
		if (hasStayed) isGap = text !== ''
		else {
			text += (isGap ? '… ' : '') + word
			isGap = false
		}
	}
	return text.trim()
}

const MAX_LENGTH = 200
/** Titles are official, and some are long: the longest of the shipped roadmaps has 101 characters. */
const MAX_LABEL = 400
/** Of what was written into a long text, or taken out of it. */
const MAX_WORDS = 1000

export function tellChanges(changes: readonly WholeChange[]): PlanChange[] {
	return changes.map(tellChange)
}

export function tellChange(change: WholeChange): PlanChange {
	const { itemId } = change
	const label = shorten(change.label, MAX_LABEL)
	switch (change.type) {
		case 'added':
		case 'deleted':
		case 'restored':
		case 'moved':
			return { type: change.type, kind: change.kind, itemId, label }
		case 'marked':
			return {
				type: 'marked',
				kind: change.kind,
				itemId,
				label,
				status: change.status,
				doneOn: change.doneOn
			}
		case 'changed': {
			const { kind, field } = change
			return { type: 'changed', kind, itemId, label, field, ...tellField(change.before, change.after) }
		}
		case 'apart':
		case 'settled': {
			const { type, kind, field, value, rival } = change
			return { type, kind, itemId, label, field, value: tellValue(value), rival: tellValue(rival) }
		}
		case 'stranded':
		case 'dropped': {
			const { type, kind, field, words } = change
			return { type, kind, itemId, label, field, words: shorten(words, MAX_WORDS) }
		}
	}
}

function tellField(before: FieldState, after: FieldState): { before: string | null; after: string | null } {
	const [was, is, most] = after.isLong
		? [...findDifference(before.words, after.words), MAX_WORDS]
		: [before.words, after.words, MAX_LENGTH]
	return { before: shorten(was, most) || null, after: shorten(is, most) || null }
}

function tellValue({ words }: FieldState): string | null {
	return shorten(words, MAX_LENGTH) || null
}

function shorten(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text
}
