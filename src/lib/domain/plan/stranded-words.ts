/**
 * Words of a co-edited text that lost their paragraph: one person wrote them into it while the other, who did not have them
 * yet, made the paragraph anew, as part of a list or joined to another, or took it out. Yjs lets such words go with the
 * paragraph; so that they do not vanish unseen, they are kept beside the text (keep-stranded-words.ts, stranded-words.ts).
 * Several devices may come upon the same words, and in different pieces. Where both people put them into the text apart, they
 * stand there twice.
 */
import type * as Y from 'yjs'
import { findItemAt, type ItemPlace } from './agreement.ts'
import { keyBeside, keysBeside } from './concurrent.ts'
import { editReversibly } from './edit-fields.ts'
import { SETTLED } from './has-words-beside.ts'
import { type PlanItem, readFragment } from './layout.ts'
import { appendParagraph } from './rich-text.ts'
import {
	type ClockSpan,
	countLetters,
	type Cover,
	coverOf,
	cutKnown,
	cutRuns,
	knownRuns,
	type KnownRuns,
	spanOf,
	takeLetters,
	type WordsRun
} from './words-run.ts'

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

/**
 * The words stand beside the text in `field` no more: as they are now, they are `put` at its end, in a paragraph of their own, or
 * `taken` away. Answers the way back, as `editReversibly` does; null where nothing was done: there are no such words any more, or no
 * text to put them into.
 */
export function settleStrandedWords(
	doc: Y.Doc,
	place: ItemPlace & { field: string },
	{ id }: Pick<StrandedWords, 'id'>,
	outcome: 'put' | 'taken'
): (() => void) | null {
	const item = findItemAt(doc, place)
	if (item === null) return null
	const text = readFragment(item, place.field)
	const stranded = readStrandedWords(item, place.field).find((each) => each.id === id)
	if (stranded === undefined || (outcome === 'put' && text === null)) return null
	return editReversibly(doc, () => {
		if (outcome === 'put' && text !== null) appendParagraph(text, stranded.words)
		settleWords(item, place.field, id, outcome)
	})
}

/**
 * Where words stand that lost their paragraph (stranded-words.ts): beside the text, under its field, whose they are (a client of
 * the document), the part of the text they were in, and from which to which of that client's characters they go.
 *
 *   `field~client:part:from:to`         → { runs: [clock, words, isApart][] } in the order of the text
 *   `field~client:part:from:to:settled` → 'put' into the text or 'taken' away: all between, included what the runs left out
 */

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
