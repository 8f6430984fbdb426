/**
 * Words of a co-edited text that lost their paragraph: one person wrote them into it while the other, who did not have them
 * yet, made the paragraph anew, as part of a list or joined to another, or took it out. Yjs lets such words go with the
 * paragraph; so that they do not vanish unseen, they stand beside the text (find-stranded-words.ts), under its field and where
 * in the document they were:
 *
 *   `field~client:clock:length`         → { words, paragraph }
 *   `field~client:clock:length:settled` → true: somebody has said what becomes of them
 *
 * Several devices may come upon the same words, and in different pieces: each writes what is not there yet.
 */
import * as Y from 'yjs'
import type { PlanItem } from './layout.ts'
import { keyBeside, keysBeside } from './rival-values.ts'

/** What was written into one paragraph that is gone. */
export interface StrandedWords {
	/** Of the paragraph, the same on each device. */
	id: string
	words: string
}

/** Successive characters of one client, counted in UTF-16 units as Yjs does. */
interface Span {
	client: number
	clock: number
	length: number
}

export interface WrittenRun extends Span {
	/** `length` units. */
	words: string
	/** Of the paragraph they were in. */
	paragraph: string
}

/** More than a person would look through; a foreign hand may write any number. */
const MOST_PARAGRAPHS = 50

/** Of the text in `field`, in the order they were written in each paragraph. Empty in the ordinary case. */
export function readStrandedWords(item: PlanItem, field: string): StrandedWords[] {
	const spans = readSpans(item, field)
	if (spans.length === 0) return []
	const settled = spans.filter(({ isSettled }) => isSettled)
	const paragraphs = new Map<string, WrittenRun[]>()
	for (const span of spans) {
		const run = readRun(item, span)
		if (run === null || isCovered(run, settled)) continue
		paragraphs.set(run.paragraph, [...(paragraphs.get(run.paragraph) ?? []), run])
	}
	return [...paragraphs]
		.map(([id, runs]) => ({ id, words: joinRuns(runs) }))
		.sort((one, other) => (one.id < other.id ? -1 : 1))
		.slice(0, MOST_PARAGRAPHS)
}

/** Beside the text in `field`, unless all of it stands there, or has stood there. To be called within a transaction. */
export function keepRun(item: PlanItem, field: string, run: WrittenRun): void {
	if (isCovered(run, readSpans(item, field))) return
	const { client, clock, length, words, paragraph } = run
	item.set(`${keyBeside(field, client)}:${clock}:${length}`, { words, paragraph })
}

/**
 * What was written into one paragraph stands beside the text in `field` no more, though others come upon it later. To be
 * called within a transaction.
 */
export function settleParagraph(item: PlanItem, field: string, id: string): void {
	for (const span of readSpans(item, field)) {
		if (readRun(item, span)?.paragraph !== id) continue
		item.delete(span.key)
		item.set(span.key + SETTLED, true)
	}
}

interface KeptSpan extends Span {
	key: string
	isSettled: boolean
}

const SETTLED = ':settled'

/** By where they were in the document, of two that begin together the longer one first. */
function readSpans(item: PlanItem, field: string): KeptSpan[] {
	return keysBeside(item, field)
		.flatMap((key): KeptSpan[] => {
			const [, client, clock, length, settled] = /~(\d+):(\d+):(\d+)(:settled)?$/.exec(key) ?? []
			if (length === undefined) return []
			const isSettled = settled !== undefined
			return [{ key, isSettled, client: Number(client), clock: Number(clock), length: Number(length) }]
		})
		.sort((one, other) => one.client - other.client || one.clock - other.clock || other.length - one.length)
}

/** Null for what no app of ours wrote, and for what is settled. */
function readRun(item: PlanItem, { key, client, clock, length }: KeptSpan): WrittenRun | null {
	const written = item.get(key)
	if (typeof written !== 'object' || written === null || written instanceof Y.AbstractType) return null
	const { words, paragraph } = written as Record<string, unknown>
	if (typeof words !== 'string' || words.length !== length || typeof paragraph !== 'string') return null
	return { client, clock, length, words, paragraph }
}

/** `spans` in the order of `readSpans`. */
function isCovered({ client, clock, length }: Span, spans: readonly Span[]): boolean {
	let covered = clock
	for (const span of spans) {
		if (span.client === client && span.clock <= covered) covered = Math.max(covered, span.clock + span.length)
	}
	return covered >= clock + length
}

/** In the order of `readSpans`, and perhaps overlapping. */
function joinRuns(runs: readonly WrittenRun[]): string {
	let text = ''
	let last: Span | null = null
	for (const run of runs) {
		const known: number = last?.client === run.client ? last.clock + last.length - run.clock : -1
		if (known >= run.length) continue
		text += known < 0 && text !== '' ? ` … ${run.words}` : run.words.slice(Math.max(known, 0))
		last = run
	}
	return text.replaceAll(/\s+/g, ' ').trim()
}
