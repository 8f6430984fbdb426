/**
 * Reads long texts that two people edit at once. A text is flat: one Y.Text, in which each line but the first begins with an
 * embedded marker. So joining, listing and indenting lines moves no words, and nobody's words are deleted with their paragraph.
 *
 *   Y.Text                 attributes `kind`, `indent`: of the first line
 *     characters           formats `strong`, `em`: true; `link`: an address
 *     Y.Map { kind, indent }   embedded: the next line begins; both keys are optional
 *
 * A line break within a line is «\n». Writing is in edit-text.ts.
 */
import * as Y from 'yjs'
import { readOldLines } from './old-text.ts'
import {
	emptyLine,
	isSafeLink,
	joinRuns,
	type LineForm,
	type LineKind,
	lineKinds,
	type TextLine,
	type TextMarks,
	type TextRun
} from './text-line.ts'

/** A text in the layout of now, or of older apps (old-text.ts): that one can only be read. */
export type LongText = Y.Text | Y.XmlFragment

/** Deeper lists of other software are read as lists of this depth. */
export const MOST_INDENT = 8
/** Stands for an embedded value of a newer app, which takes one place in the text. */
export const UNKNOWN = '\uFFFC'

/** At least one line. Never fails: unknown kinds and marks are read as none. */
export function readLines(text: LongText): TextLine[] {
	const lines = text instanceof Y.Text ? scanText(text) : readOldLines(text)
	return lines.length > 0
		? lines.map(({ kind, indent, runs }) => ({ kind, indent, runs: joinRuns(runs) }))
		: [emptyLine()]
}

/** A line as it stands in a Y.Text. */
export interface ScannedLine extends TextLine {
	/** Null for the first line. */
	marker: Y.Map<unknown> | null
}

/** The lines with their markers. `runs` have each character of the text; UNKNOWN for an unknown value. */
export function scanText(text: Y.Text): ScannedLine[] {
	const lines: ScannedLine[] = [{ ...formOf((key) => text.getAttribute(key)), marker: null, runs: [] }]
	for (const { insert, attributes } of deltaOf(text)) {
		if (insert instanceof Y.Map) {
			const marker = insert as Y.Map<unknown>
			lines.push({ ...formOf((key) => marker.get(key)), marker, runs: [] })
		} else {
			const words = typeof insert === 'string' ? insert : UNKNOWN
			lines.at(-1)?.runs.push({ text: words, marks: marksOf(attributes) })
		}
	}
	return lines
}

/** True when this app understands everything in the text. Its editor would delete the rest, so it opens no other text. */
export function isKnownText(text: LongText): boolean {
	if (!(text instanceof Y.Text)) return false
	const isKnownForm = (form: Record<string, unknown>) =>
		Object.entries(form).every(([key, value]) =>
			key === 'kind' ? lineKinds.includes(value as LineKind) : key === 'indent' && typeof value === 'number'
		)
	return (
		isKnownForm(text.getAttributes()) &&
		deltaOf(text).every(({ insert, attributes = {} }) =>
			typeof insert === 'string'
				? Object.keys(attributes).every((name) => name === 'strong' || name === 'em' || name === 'link')
				: insert instanceof Y.Map && isKnownForm(Object.fromEntries(insert))
		)
	)
}

/** True if there is at least one word. */
export function hasText(text: LongText): boolean {
	// A text of now may be long, and is asked with each letter: `toString` is cheaper than reading its lines.
	return text instanceof Y.Text ? text.toString().replaceAll(UNKNOWN, '').trim() !== '' : plainTextOf(text, 1) !== ''
}

/** The beginning of a text without formatting, without empty lines. A text longer than `length` characters ends in «…». */
export function plainTextOf(text: LongText, length = Infinity): string {
	let words = ''
	for (const line of readLines(text).flatMap(({ runs }) => wordsOf(runs).split('\n'))) {
		if (line.trim() !== '') words += (words === '' ? '' : '\n') + line.trim()
		if (words.length > length) return `${words.slice(0, length).trimEnd()}…`
	}
	return words
}

/** The words of a line, without values of a newer app. */
export function wordsOf(runs: readonly TextRun[]): string {
	return runs
		.map(({ text }) => text)
		.join('')
		.replaceAll(UNKNOWN, '')
}

function formOf(read: (key: 'kind' | 'indent') => unknown): LineForm {
	const kind = lineKinds.find((each) => each === read('kind')) ?? 'paragraph'
	const indent = read('indent')
	return { kind, indent: typeof indent === 'number' ? Math.min(Math.max(0, Math.trunc(indent) || 0), MOST_INDENT) : 0 }
}

/** In a fixed order, so that equal marks are equal texts. */
function marksOf({ strong, em, link }: Record<string, unknown> = {}): TextMarks {
	return {
		...(Boolean(strong) && { strong: true as const }),
		...(Boolean(em) && { em: true as const }),
		...(isSafeLink(link) && { link })
	}
}

function deltaOf(text: Y.Text): { insert: unknown; attributes?: Record<string, unknown> }[] {
	return text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
}
