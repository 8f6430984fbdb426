/**
 * Where words stand that lost their paragraph (stranded-words.ts): beside the text, under its field, whose they are (a client of
 * the document), the part of the text they were in, and from which to which of that client's characters they go.
 *
 *   `field~client:part:from:to`         → { runs: [clock, words, isApart][] } in the order of the text
 *   `field~client:part:from:to:settled` → 'put' into the text or 'taken' away: all between, included what the runs left out
 */
import { SETTLED } from './has-words-beside.ts'
import type { PlanItem } from './layout.ts'
import { keyBeside, keysBeside } from './rival-values.ts'
import {
	countLetters,
	coverOf,
	cutRuns,
	spanOf,
	takeLetters,
	type ClockSpan,
	type Cover,
	type WordsRun
} from './words-run.ts'

/**
 * How much stands beside one text, of what is not settled: more than people write apart; a foreign hand may write any number.
 * What is beyond is not written, and not read before something of the rest is settled.
 */
export const MOST_KEYS = 100
export const MOST_LETTERS = 20_000

interface WordsPlace extends ClockSpan {
	/** Who wrote them, and where: the same on each device. */
	id: string
}

export interface WordsKey extends WordsPlace {
	key: string
	/** In the order of the text, without what is settled; never none. */
	runs: WordsRun[]
}

export interface WordsBeside {
	/** In the same order on each device. */
	kept: readonly WordsKey[]
	/** What is settled, by id. */
	settled: ReadonlyMap<string, Cover>
	/** Of what was taken away, each key with its id. */
	taken: ReadonlyMap<string, string>
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
export function readWordsBeside(item: PlanItem, field: string): WordsBeside {
	const named = keysBeside(item, field)
		.sort()
		.flatMap((key) => readKey(key, field))
	const settledKeys = named.filter(({ key, isSettled }) => isSettled && isOutcome(item.get(key)))
	const settled = coversOf(settledKeys)
	const taken = settledKeys.filter(({ key }) => item.get(key) === 'taken')
	return {
		kept: readKept(
			item,
			named.filter(({ isSettled }) => !isSettled),
			settled
		),
		settled,
		taken: new Map(taken.map(({ key, id }) => [key, id]))
	}
}

type NamedKey = Omit<WordsKey, 'runs'> & { isSettled: boolean }

function readKey(key: string, field: string): NamedKey[] {
	const [, id, from, to, settled] = /^~(\d+:\d+\.\d+):(\d+):(\d+)(:settled)?$/.exec(key.slice(field.length)) ?? []
	return id === undefined ? [] : [{ key, id, from: Number(from), to: Number(to), isSettled: settled !== undefined }]
}

function isOutcome(value: unknown): boolean {
	return value === 'put' || value === 'taken'
}

function coversOf(places: readonly WordsPlace[]): Map<string, Cover> {
	const spans = new Map<string, ClockSpan[]>()
	for (const place of places) {
		const others = spans.get(place.id)
		if (others === undefined) spans.set(place.id, [place])
		else others.push(place)
	}
	return new Map([...spans].map(([id, ofId]) => [id, coverOf(ofId)]))
}

function readKept(item: PlanItem, named: readonly NamedKey[], settled: WordsBeside['settled']): WordsKey[] {
	const kept: WordsKey[] = []
	let letters = 0
	for (const { key, id, from, to } of named) {
		if (kept.length === MOST_KEYS) break
		const runs = cutRuns(readRuns(item.get(key), { from, to }), settled.get(id) ?? [])
		// Read as a whole or not at all: what is not read must not be settled with the rest.
		if (runs.length === 0 || letters + countLetters(runs) > MOST_LETTERS) continue
		kept.push({ key, id, ...spanOf(runs), runs })
		letters += countLetters(runs)
	}
	return kept
}

/** None where they are not what the key says. Earlier apps wrote a run for each letter, and longer ones than we do. */
function readRuns(written: unknown, { from, to }: ClockSpan): WordsRun[] {
	const { runs } = (written ?? {}) as Record<string, unknown>
	if (!Array.isArray(runs)) return []
	const read = runs.flatMap((run: unknown) => {
		const [clock, words, isApart] = Array.isArray(run) ? (run as unknown[]) : []
		const isRun = Number.isSafeInteger(clock) && typeof words === 'string' && words !== ''
		return isRun ? [{ clock: clock as number, words, isApart: isApart === true }] : []
	})
	const span = spanOf(read)
	return span.from === from && span.to === to ? takeLetters(read, MOST_LETTERS) : []
}
