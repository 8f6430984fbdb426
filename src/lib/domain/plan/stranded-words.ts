/**
 * Words of a co-edited text that lost their paragraph: one person wrote them into it while the other, who did not have them
 * yet, made the paragraph anew, as part of a list or joined to another, or took it out. Yjs lets such words go with the
 * paragraph; so that they do not vanish unseen, they are kept beside the text (keep-stranded-words.ts, words-beside.ts).
 * Several devices may come upon the same words, and in different pieces. Where both people put them into the text apart, they
 * stand there twice.
 */
import type { PlanItem } from './layout.ts'
import { readWordsBeside, settledKey, type WordsKey } from './words-beside.ts'
import { cutKnown, knownRuns, type KnownRuns, type WordsRun } from './words-run.ts'

/** What one client wrote into one part of a text that is gone. */
export interface StrandedWords {
	/** The same on each device. */
	id: string
	words: string
}

/** Beside the text in `field`. Empty in the ordinary case. */
export function readStrandedWords(item: PlanItem, field: string): StrandedWords[] {
	const byId = new Map<string, WordsKey[]>()
	for (const key of readWordsBeside(item, field).kept) byId.set(key.id, [...(byId.get(key.id) ?? []), key])
	return [...byId].map(([id, keys]) => ({ id, words: wordsOf(joinKeys(keys)) })).filter(({ words }) => words !== '')
}

/** What was taken away of what stood beside the text: the id of the words, by what is the same for one such act. */
export function readTakenAway(item: PlanItem, field: string): ReadonlyMap<string, string> {
	return readWordsBeside(item, field).taken
}

/**
 * The words are beside the text in `field` no more, though others come upon them later. To be called within a transaction.
 */
export function settleWords(item: PlanItem, field: string, id: string, outcome: 'put' | 'taken'): void {
	for (const known of readWordsBeside(item, field).kept) {
		if (known.id !== id) continue
		item.delete(known.key)
		item.set(settledKey(known.key), outcome)
	}
}

/** Of one id. Of what several hold, who came upon more of it knows better what was between. */
function joinKeys(keys: readonly WordsKey[]): readonly WordsRun[] {
	const longer: KnownRuns[] = []
	return [...keys]
		.sort((one, other) => other.to - other.from - (one.to - one.from) || one.from - other.from)
		.map(({ from, runs }) => {
			const own = cutKnown(runs, longer)
			longer.push(knownRuns(runs))
			return { from, own }
		})
		.sort((one, other) => one.from - other.from)
		.flatMap(({ own }) => own)
}

function wordsOf(runs: readonly WordsRun[]): string {
	return runs
		.map(({ words, isApart }, index) => (isApart && index > 0 ? ` … ${words}` : words))
		.join('')
		.replaceAll(/\s+/g, ' ')
		.trim()
}
