/**
 * Finds the words removed from a text and the words added to it; «… » replaces what stayed between them. Compares lines first,
 * so that an added line is shown whole, and not from where it begins to differ from its neighbour, which may end like it. Also
 * shortens changes for display.
 */
import type { FieldState, PlanChange, Position, WholeChange } from './change.ts'

/** Most words between the common first and last lines. With more, these lines are compared as one line. */
const MOST_COMPARED = 400

export function findDifference(before: string, after: string): [removed: string, added: string] {
	const was = linesOf(before)
	const is = linesOf(after)
	const { start, end } = findFrame(was, is, isSameLine)
	const removed = was.slice(start, was.length - end)
	const added = is.slice(start, is.length - end)
	const asOneLine = compareWords(removed.flat(), added.flat())
	if ([removed, added].some((lines) => lines.flat().length > MOST_COMPARED)) return joinBoth(asOneLine)
	const differences = alignLines(removed, added).map(([first, second]) => compareWords(first, second))
	const inLines = [differences.flatMap(([words]) => words), differences.flatMap(([, words]) => words)] as const
	// A line that was divided, or two that were joined: one half has no line to be compared with.
	return joinBoth(isOneSided(asOneLine) && !isOneSided(inLines) ? asOneLine : inLines)
}

function joinBoth([removed, added]: ComparedWords): [removed: string, added: string] {
	return [join(removed), join(added)]
}

/** Words were only removed, or only added. */
function isOneSided(texts: ComparedWords): boolean {
	return texts.some((words) => words.every(({ hasStayed }) => hasStayed))
}

/**
 * Of a text that one person changed from `base` to `own`, and others from `own` to `next`: what it would be without the former's words.
 * `removed`: words of theirs that others have removed. Compares lines where too many words differ; where too many lines do, the text
 * is `next`.
 */
export function withoutOwn(base: string, own: string, next: string): { text: string; removed: string } {
	const compareBy = (unitsOf: (lines: string[][]) => string[]) =>
		leaveOut(unitsOf(linesOf(base)), unitsOf(linesOf(own)), unitsOf(linesOf(next)))
	const byWords = compareBy((lines) => lines.flat())
	return byWords ?? compareBy((lines) => lines.map((line) => line.join(''))) ?? { text: next, removed: '' }
}

/** Of words or of whole lines. Null: too much differs. */
function leaveOut(
	base: readonly string[],
	own: readonly string[],
	next: readonly string[]
): { text: string; removed: string } | null {
	const [inBase, inNext] = [pairsOf(own, base), pairsOf(own, next)]
	if (inBase === null || inNext === null) return null
	const text: string[] = []
	const removed: string[] = []
	let [fromBase, fromNext] = [0, 0]
	own.forEach((word, index) => {
		const [atBase, atNext] = [inBase.get(index), inNext.get(index)]
		if (atBase !== undefined) {
			text.push(...base.slice(fromBase, atBase))
			fromBase = atBase + 1
		}
		if (atNext !== undefined) {
			text.push(...next.slice(fromNext, atNext))
			fromNext = atNext + 1
			if (atBase !== undefined) text.push(next[atNext]!)
			// The word before it gets its line end, or its space if it has none.
			else if (text.length > 0) text.push(endLike(next[atNext]!, text.pop()!))
		} else if (atBase === undefined) removed.push(word)
	})
	text.push(...base.slice(fromBase), ...next.slice(fromNext))
	return { text: text.join('').trim(), removed: removed.join('').trim() }
}

function endLike(leftOut: string, word: string): string {
	const end = leftOut.slice(leftOut.trimEnd().length)
	return end === '\n' || word === word.trimEnd() ? word.trimEnd() + end : word
}

/** The longest common subsequence: indices of the first, with those of the second. Null: too much differs. */
function pairsOf(first: readonly string[], second: readonly string[]): Map<number, number> | null {
	const { start, end } = findFrame(first, second, isSameWord)
	const middles = [first.slice(start, first.length - end), second.slice(start, second.length - end)] as const
	if (middles.some(({ length }) => length > MOST_COMPARED)) return null
	const { inFirst, inSecond } = commonWords(...middles)
	const seconds = [...inSecond]
	return new Map([
		...Array.from({ length: start }, (_, index) => [index, index] as const),
		...Array.from(inFirst, (index, nth) => [start + index, start + seconds[nth]!] as const),
		...Array.from({ length: end }, (_, nth) => [first.length - end + nth, second.length - end + nth] as const)
	])
}

/** «Готово.Завтра»: where two people wrote in one place, the sentences of both may have no space between them. */
const WORD = /\S+?(?:\s|(?<=[.!?…])(?=\p{Lu}))/gu

/** Leaves out empty lines. Each word keeps the space after it, so that paragraphs stay divided. */
function linesOf(text: string): string[][] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map((line) => `${line.replaceAll(/\s+/g, ' ')}\n`.match(WORD) ?? [])
}

/** The lengths of the common beginning and end. */
function findFrame<Value>(was: readonly Value[], is: readonly Value[], isSame: (one: Value, other: Value) => boolean) {
	const shorter = Math.min(was.length, is.length)
	let start = 0
	while (start < shorter && isSame(was[start]!, is[start]!)) start += 1
	let end = 0
	while (end < shorter - start && isSame(was[was.length - 1 - end]!, is[is.length - 1 - end]!)) end += 1
	return { start, end }
}

type Line = readonly string[]
/** A line before and after; one is empty if the line was added or removed. */
type LinePair = readonly [was: Line, is: Line]

/** Pairs lines so that as many words as possible stay in their lines. */
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

/** For each other line, the number of common words; 0 for less than half of the shorter line: then it is no version of this one. */
function likenessTo(line: Line, others: readonly Line[]): number[] {
	const words = new Set(line.map((word) => word.trimEnd()))
	return others.map((other) => {
		const common = other.filter((word) => words.has(word.trimEnd())).length
		return common * 2 < Math.min(line.length, other.length) ? 0 : Math.min(common, line.length)
	})
}

interface Word {
	word: string
	/** The other line has it, too. */
	hasStayed: boolean
}

type ComparedWords = readonly [first: readonly Word[], second: readonly Word[]]

function compareWords(first: Line, second: Line): ComparedWords {
	const { start, end } = findFrame(first, second, isSameWord)
	const middles = [first.slice(start, first.length - end), second.slice(start, second.length - end)] as const
	const stayed = middles.every(({ length }) => length <= MOST_COMPARED) ? commonWords(...middles) : null
	const markStayed = (words: Line, inMiddle: ReadonlySet<number> = new Set()) =>
		words.map((word, index) => ({
			word,
			hasStayed: index < start || index >= words.length - end || inMiddle.has(index - start)
		}))
	return [markStayed(first, stayed?.inFirst), markStayed(second, stayed?.inSecond)]
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

/** Ignores the space or line end after a word. */
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
/** Official titles may be long: the longest in the shipped roadmaps has 101 characters. */
const MAX_LABEL = 400
/** For words added to or removed from a long text. */
const MAX_WORDS = 1000

export function toPlanChanges(changes: readonly WholeChange[]): PlanChange[] {
	return changes.map(toPlanChange)
}

export function toPlanChange(change: WholeChange): PlanChange {
	const { itemId } = change
	const label = shorten(change.label, MAX_LABEL)
	switch (change.type) {
		case 'added':
		case 'deleted':
		case 'restored':
			return { type: change.type, kind: change.kind, itemId, label }
		case 'moved':
			return { type: 'moved', kind: change.kind, itemId, label, ...toShownMove(change) }
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
			return { type: 'changed', kind, itemId, label, field, ...toShownField(change.before, change.after) }
		}
		case 'apart':
		case 'settled': {
			const { type, kind, field, value, concurrentValue } = change
			return { type, kind, itemId, label, field, value: toShownValue(value), rival: toShownValue(concurrentValue) }
		}
	}
}

function toShownMove({ from, to }: { from: Position; to: Position }): { from: Position; to: Position } {
	const shown = ({ stage, after }: Position) => ({
		stage: shorten(stage, MAX_LENGTH),
		after: after === null ? null : shorten(after, MAX_LENGTH)
	})
	return { from: shown(from), to: shown(to) }
}

function toShownField(before: FieldState, after: FieldState): { before: string | null; after: string | null } {
	const [was, is, most] = after.isLong
		? [...findDifference(before.words, after.words), MAX_WORDS]
		: [before.words, after.words, MAX_LENGTH]
	return { before: shorten(was, most) || null, after: shorten(is, most) || null }
}

function toShownValue({ words }: FieldState): string | null {
	return shorten(words, MAX_LENGTH) || null
}

function shorten(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text
}
