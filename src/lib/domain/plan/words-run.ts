/**
 * Computes with runs of words: what one client wrote, by its clocks. Software other than ours may write any number of runs, so
 * nothing here compares each run with each other.
 */

/** Successive characters; `clock` counts UTF-16 units, as Yjs does. */
export interface WordsRun {
	clock: number
	words: string
	/** In the text, something else was between this run and the one before. */
	isSeparated: boolean
}

export interface ClockSpan {
	from: number
	to: number
}

/** Sorted by clock; no span touches the next. */
export type Cover = readonly ClockSpan[]

/** More letters than people delete at once from their own words. Software other than ours may delete any number. */
const MOST_TAKEN_OUT = 100

/** Joins spans over gaps of at most `gap` letters. */
export function coverOf(spans: readonly ClockSpan[], gap = 0): Cover {
	const cover: ClockSpan[] = []
	for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
		const last = cover.at(-1)
		if (last !== undefined && from <= last.to + gap) last.to = Math.max(last.to, to)
		else if (from < to) cover.push({ from, to })
	}
	return cover
}

/** From the first character to the last, whatever lies between. */
export function spanOf(runs: readonly WordsRun[]): ClockSpan {
	let [from, to] = [Infinity, 0]
	for (const { clock, words } of runs) {
		from = Math.min(from, clock)
		to = Math.max(to, clock + words.length)
	}
	return { from, to }
}

export function countLetters(runs: readonly WordsRun[]): number {
	return runs.reduce((letters, { words }) => letters + words.length, 0)
}

/** Joins runs that directly follow one another. */
export function joinRuns(runs: readonly WordsRun[]): WordsRun[] {
	const joined: WordsRun[] = []
	for (const run of runs) {
		const last = joined.at(-1)
		if (last !== undefined && !run.isSeparated && run.clock === last.clock + last.words.length) last.words += run.words
		else joined.push({ ...run })
	}
	return joined
}

/** The first `most` letters. */
export function takeLetters(runs: readonly WordsRun[], most: number): WordsRun[] {
	let left = most
	return runs.flatMap((run) => {
		const words = run.words.slice(0, left)
		left -= words.length
		return words === '' ? [] : [{ ...run, words }]
	})
}

/** The parts of the runs that are not covered. */
export function cutRuns(runs: readonly WordsRun[], cover: Cover): WordsRun[] {
	return runs.flatMap((run) => {
		const end = run.clock + run.words.length
		const rest: WordsRun[] = []
		let from = run.clock
		for (let index = indexBeyond(cover, from); from < end; index++) {
			const span = cover[index] ?? { from: end, to: end }
			const words = run.words.slice(from - run.clock, Math.max(span.from, from) - run.clock)
			if (words !== '') rest.push({ clock: from, words, isSeparated: run.isSeparated && from === run.clock })
			from = span.to
		}
		return rest
	})
}

/** The words of one client that a device has kept. */
export interface KnownRuns {
	cover: Cover
	/** The cover, joined over what the writer deleted between. */
	whole: Cover
}

export function knownRuns(runs: readonly WordsRun[]): KnownRuns {
	const spans = runs.map((run) => spanOf([run]))
	return { cover: coverOf(spans), whole: coverOf(spans, MOST_TAKEN_OUT) }
}

/**
 * The parts of the runs that are not known. A device that found some of these words also knows what was deleted between them. A
 * device that found none of them knows nothing about them, even where its own words surround them.
 */
export function cutKnown(runs: readonly WordsRun[], known: readonly KnownRuns[]): readonly WordsRun[] {
	return known.reduce<readonly WordsRun[]>((rest, { cover, whole }) => {
		const isShared = countLetters(cutRuns(rest, cover)) < countLetters(rest)
		return isShared ? cutRuns(rest, whole) : rest
	}, runs)
}

/** Groups uncovered runs by the gap of the cover they are in. */
export function divideRuns(runs: readonly WordsRun[], cover: Cover): WordsRun[][] {
	const divided = new Map<number, WordsRun[]>()
	for (const run of runs) {
		const index = indexBeyond(cover, run.clock)
		const others = divided.get(index)
		if (others === undefined) divided.set(index, [run])
		else others.push(run)
	}
	return [...divided.values()]
}

/** The index of the first span that ends after `clock`. */
function indexBeyond(cover: Cover, clock: number): number {
	let low = 0
	let high = cover.length
	while (low < high) {
		const middle = (low + high) >>> 1
		if (cover[middle]!.to <= clock) low = middle + 1
		else high = middle
	}
	return low
}
