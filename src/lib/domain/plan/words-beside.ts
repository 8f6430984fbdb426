/**
 * Where words stand that lost their paragraph (stranded-words.ts): beside the text, under its field, whose they are (a client of
 * the document), the part of the text they were in, and from which to which of that client's characters they go, all that lie
 * between included.
 *
 *   `field~client:part:from:to`         → { runs: [clock, words, isApart][] } in the order of the text
 *   `field~client:part:from:to:settled` → 'put' into the text or 'taken' away
 */
import { SETTLED } from './has-words-beside.ts'
import type { PlanItem } from './layout.ts'
import { keyBeside, keysBeside } from './rival-values.ts'

/** Successive characters of one client, counted in UTF-16 units as Yjs does. */
export interface WordsRun {
	clock: number
	words: string
	/** In the text something else was between it and the run before. */
	isApart: boolean
}

export interface WordsPlace {
	/** Who wrote them, and where: the same on each device. */
	id: string
	from: number
	to: number
}

export interface WordsKey extends WordsPlace {
	key: string
	isSettled: boolean
	/** In the order of the text; empty: settled. */
	runs: WordsRun[]
}

export function keyOfWords(field: string, { id, from, to }: WordsPlace): string {
	return keyBeside(field, `${id}:${from}:${to}`)
}

export function settledKey(key: string): string {
	return key + SETTLED
}

/** `part`: the id of the part of the text. */
export function idOfWords(client: number, part: { client: number; clock: number }): string {
	return `${client}:${part.client}.${part.clock}`
}

/** Of the text in `field`, without what no app of ours wrote. */
export function readWordsKeys(item: PlanItem, field: string): WordsKey[] {
	return keysBeside(item, field).flatMap((key) => {
		const [, id, from, to, settled] = /~(\d+:\d+\.\d+):(\d+):(\d+)(:settled)?$/.exec(key) ?? []
		if (id === undefined) return []
		const isSettled = settled !== undefined
		const known = {
			key,
			id,
			from: Number(from),
			to: Number(to),
			isSettled,
			runs: isSettled ? [] : readRuns(item.get(key))
		}
		return isSettled || isExact(known) ? [known] : []
	})
}

function readRuns(written: unknown): WordsRun[] {
	const { runs } = (written ?? {}) as Record<string, unknown>
	if (!Array.isArray(runs)) return []
	return runs.flatMap((run: unknown) => {
		const [clock, words, isApart] = Array.isArray(run) ? (run as unknown[]) : []
		return typeof clock === 'number' && typeof words === 'string' ? [{ clock, words, isApart: isApart === true }] : []
	})
}

function isExact({ from, to, runs }: WordsKey): boolean {
	const first = Math.min(...runs.map(({ clock }) => clock))
	return first === from && Math.max(...runs.map(({ clock, words }) => clock + words.length)) === to
}
