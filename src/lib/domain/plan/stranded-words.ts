/**
 * Words of a co-edited text that lost their paragraph: one person wrote them into it while the other, who did not have them
 * yet, made the paragraph anew, as part of a list or joined to another, or took it out. Yjs lets such words go with the
 * paragraph; so that they do not vanish unseen, they are kept beside the text (keep-stranded-words.ts, words-beside.ts).
 * Several devices may come upon the same words, and in different pieces. Where both people put them into the text apart, they
 * stand there twice.
 */
import type { PlanItem } from './layout.ts'
import { readWordsKeys, settledKey, type WordsKey, type WordsRun } from './words-beside.ts'

/** What one client wrote into one part of a text that is gone. */
export interface StrandedWords {
	/** The same on each device. */
	id: string
	words: string
}

export interface ClockSpan {
	from: number
	to: number
}

/** More than a person would look through; a foreign hand may write any number. */
const MOST_SHOWN = 50

/** Beside the text in `field`. Empty in the ordinary case. */
export function readStrandedWords(item: PlanItem, field: string): StrandedWords[] {
	const keys = readWordsKeys(item, field)
	const ids = [...new Set(keys.map(({ id }) => id))].sort().slice(0, MOST_SHOWN)
	return ids
		.map((id) => ({ id, words: joinRuns(readRuns(keys.filter((key) => key.id === id))) }))
		.filter(({ words }) => words !== '')
}

/** Which of those that stood beside the text were taken away. */
export function readTakenAway(item: PlanItem, field: string): ReadonlySet<string> {
	const settled = readWordsKeys(item, field).filter(({ isSettled }) => isSettled)
	return new Set(settled.filter(({ key }) => item.get(key) === 'taken').map(({ id }) => id))
}

/**
 * The words are beside the text in `field` no more, though others come upon them later. To be called within a transaction.
 */
export function settleWords(item: PlanItem, field: string, id: string, outcome: 'put' | 'taken'): void {
	for (const known of readWordsKeys(item, field)) {
		if (known.id !== id || known.isSettled) continue
		item.delete(known.key)
		item.set(settledKey(known.key), outcome)
	}
}

/** What of a run none of the spans covers. */
export function cutRun(run: WordsRun, spans: readonly ClockSpan[]): WordsRun[] {
	let rest = [run]
	for (const { from, to } of spans) {
		rest = rest.flatMap((each) => {
			const end = each.clock + each.words.length
			if (to <= each.clock || from >= end) return [each]
			return [
				{ ...each, words: each.words.slice(0, Math.max(from - each.clock, 0)) },
				{ clock: to, words: each.words.slice(to - each.clock), isApart: false }
			].filter(({ words }) => words !== '')
		})
	}
	return rest
}

/** Of one id. Who came upon more of it knows better what was between. */
function readRuns(keys: readonly WordsKey[]): WordsRun[] {
	const covered: ClockSpan[] = keys.filter(({ isSettled }) => isSettled)
	const kept = keys.filter(({ isSettled }) => !isSettled)
	return kept
		.sort((one, other) => other.to - other.from - (one.to - one.from) || one.from - other.from)
		.flatMap((key) => {
			const runs = key.runs.flatMap((run) => cutRun(run, covered))
			covered.push(key)
			return runs
		})
}

function joinRuns(runs: readonly WordsRun[]): string {
	return runs
		.map(({ words, isApart }, index) => (isApart && index > 0 ? ` … ${words}` : words))
		.join('')
		.replaceAll(/\s+/g, ' ')
		.trim()
}
