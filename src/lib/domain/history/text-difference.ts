/** Which words of a text were taken out and which put in; «… » stands for what stayed between them. */

/** Words beyond the common beginning and end; with more, all between those counts as rewritten. */
const MOST_COMPARED = 400

export function findDifference(before: string, after: string): [removed: string, added: string] {
	const was = wordsOf(before)
	const is = wordsOf(after)
	let start = 0
	while (start < was.length && start < is.length && was[start] === is[start]) start += 1
	let end = 0
	const shorter = Math.min(was.length, is.length) - start
	while (end < shorter && was[was.length - 1 - end] === is[is.length - 1 - end]) end += 1
	const middles = [was.slice(start, was.length - end), is.slice(start, is.length - end)] as const
	const stayed = middles.every(({ length }) => length <= MOST_COMPARED) ? commonWords(...middles) : null
	return [join(middles[0], stayed?.inFirst), join(middles[1], stayed?.inSecond)]
}

/** Words with the space that follows, so that paragraphs stay apart. */
function wordsOf(text: string): string[] {
	return (
		text.match(/\S+\s*/g)?.map((word) => word.replace(/\s+$/, (space) => (space.includes('\n') ? '\n' : ' '))) ?? []
	)
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
			lengths[row * width + column] = isSame(first[row], second[column])
				? lengths[(row + 1) * width + column + 1]! + 1
				: Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!)
		}
	}
	const inFirst = new Set<number>()
	const inSecond = new Set<number>()
	for (let row = 0, column = 0; row < first.length && column < second.length;) {
		if (isSame(first[row], second[column])) {
			inFirst.add(row++)
			inSecond.add(column++)
		} else if (lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!) row += 1
		else column += 1
	}
	return { inFirst, inSecond }
}

/** The last word of a text has no space behind it. */
function isSame(one: string | undefined, other: string | undefined): boolean {
	return one?.trimEnd() === other?.trimEnd()
}

function join(words: readonly string[], stayed: ReadonlySet<number> = new Set()): string {
	let text = ''
	let isGap = false
	words.forEach((word, index) => {
		if (stayed.has(index)) isGap = text !== ''
		else {
			text += (isGap ? '… ' : '') + word
			isGap = false
		}
	})
	return text.trim()
}
