/**
 * Reads and settles stranded words: one person wrote them into a paragraph while another, who had not received them, replaced
 * or deleted that paragraph. Yjs deletes such words with it. So that they do not vanish unnoticed, keep-stranded-words.ts
 * writes them under concurrent keys of their text: its field, the client that wrote them, the part of the text, and the range
 * of that client's characters.
 *
 *   `field~client:part:from:to`         → { runs: [clock, words, isSeparated][] } in the order of the text
 *   `field~client:part:from:to:settled` → 'put' into the text or 'taken' away: the whole range, gaps between runs included
 *
 * Several devices may find the same words, divided differently. If both people put them into the text concurrently, the text
 * contains them twice.
 */
import type * as Y from 'yjs'
import { findItemAt, type ItemPlace } from './agreement.ts'
import { concurrentKey, listConcurrentKeys } from './concurrent.ts'
import { editReversibly } from './edit-fields.ts'
import { SETTLED } from './has-stranded-words.ts'
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

/** The words of one client in one part of a text that is gone. */
export interface StrandedWords {
	/** The same on each device. */
	id: string
	words: string
}

/** The stranded words of the text in `field`. Usually empty. */
export function readStrandedWords(item: PlanItem, field: string): StrandedWords[] {
	const byId = new Map<string, WordsKey[]>()
	for (const key of readStrandedKeys(item, field).kept) byId.set(key.id, [...(byId.get(key.id) ?? []), key])
	return [...byId].map(([id, keys]) => ({ id, words: wordsOf(joinKeys(keys)) })).filter(({ words }) => words !== '')
}

/** Stranded words that somebody removed: the id of the words, by concurrent key. The key is the same for one such removal. */
export function readTakenAway(item: PlanItem, field: string): ReadonlyMap<string, string> {
	return readStrandedKeys(item, field).taken
}

/** Settles the words, also for devices that find them later. Call it within a transaction. */
export function settleWords(item: PlanItem, field: string, id: string, outcome: 'put' | 'taken'): void {
	for (const known of readStrandedKeys(item, field).kept) {
		if (known.id !== id) continue
		item.delete(known.key)
		item.set(settledKey(known.key), outcome)
	}
}

/** Joins the keys of one id. Where keys overlap the longer one counts: its device knew better what the writer deleted in between. */
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
		.map(({ words, isSeparated }, index) => (isSeparated && index > 0 ? ` … ${words}` : words))
		.join('')
		.replaceAll(/\s+/g, ' ')
		.trim()
}

/**
 * Settles stranded words in their present state: `put` appends them to the text as a paragraph, `taken` removes them. Returns
 * an undo function, as `editReversibly` does. Null where nothing was done: the words no longer exist, or there is no text to
 * put them into.
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
 * Bounds for the unsettled words of one text: more than people write concurrently. Software other than ours may write any
 * number. Words beyond the bounds are not written, and not read until others are settled.
 */
export const MOST_KEYS = 100
export const MOST_LETTERS = 20_000

interface WordsPlace extends ClockSpan {
	/** Names the client and the part of the text; the same on each device. */
	id: string
}

export interface WordsKey extends WordsPlace {
	key: string
	/** In the order of the text, without settled words; never empty. */
	runs: WordsRun[]
}

export interface StrandedKeys {
	/** In the same order on each device. */
	kept: readonly WordsKey[]
	/** The settled ranges, by id. */
	settled: ReadonlyMap<string, Cover>
	/** The keys of removed words, each with its id. */
	taken: ReadonlyMap<string, string>
}

export function keyOfWords(field: string, { id, from, to }: WordsPlace): string {
	return concurrentKey(field, `${id}:${from}:${to}`)
}

export function settledKey(key: string): string {
	return key + SETTLED
}

/** `paragraph`: the Yjs id of the part of the text. */
export function idOfWords(client: number, paragraph: { client: number; clock: number }): string {
	return `${client}:${paragraph.client}.${paragraph.clock}`
}

/** Reads the keys of the text in `field`. Skips what no app of ours wrote. */
export function readStrandedKeys(item: PlanItem, field: string): StrandedKeys {
	const named = listConcurrentKeys(item, field)
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

function readKept(item: PlanItem, named: readonly NamedKey[], settled: StrandedKeys['settled']): WordsKey[] {
	const kept: WordsKey[] = []
	let letters = 0
	for (const { key, id, from, to } of named) {
		if (kept.length === MOST_KEYS) break
		const runs = cutRuns(readRuns(item.get(key), { from, to }), settled.get(id) ?? [])
		// A key is read as a whole or not at all: what is not read must not be settled with the rest.
		if (runs.length === 0 || letters + countLetters(runs) > MOST_LETTERS) continue
		kept.push({ key, id, ...spanOf(runs), runs })
		letters += countLetters(runs)
	}
	return kept
}

/** Empty where the runs do not match the key's range. Earlier apps wrote a run for each letter, and longer runs than this app does. */
function readRuns(written: unknown, { from, to }: ClockSpan): WordsRun[] {
	const { runs } = (written ?? {}) as Record<string, unknown>
	if (!Array.isArray(runs)) return []
	const read = runs.flatMap((run: unknown) => {
		const [clock, words, isSeparated] = Array.isArray(run) ? (run as unknown[]) : []
		const isRun = Number.isSafeInteger(clock) && typeof words === 'string' && words !== ''
		return isRun ? [{ clock: clock as number, words, isSeparated: isSeparated === true }] : []
	})
	const span = spanOf(read)
	return span.from === from && span.to === to ? takeLetters(read, MOST_LETTERS) : []
}
