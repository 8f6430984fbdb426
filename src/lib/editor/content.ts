/** Arranges the lines of a text as blocks, to show it without the editor: at once, and to readers. */
import type { TextLine, TextRun } from '#domain/plan/text-line.ts'

/** An item has paragraphs and lists of its own. */
export type TextBlock =
	{ type: 'paragraph'; runs: TextRun[] } | { type: 'list'; isNumbered: boolean; items: TextBlock[][] }

export function toBlocks(lines: readonly TextLine[]): TextBlock[] {
	return readBlocks(lines, { next: 0 }, -1)
}

/** Reads the lines that are deeper than `above`. */
function readBlocks(lines: readonly TextLine[], position: { next: number }, above: number): TextBlock[] {
	const blocks: TextBlock[] = []
	for (let line = lines[position.next]; line !== undefined && line.indent > above; line = lines[position.next]) {
		position.next += 1
		const last = blocks.at(-1)
		if (line.kind === 'paragraph') {
			blocks.push({ type: 'paragraph', runs: line.runs })
			continue
		}
		const isNumbered = line.kind === 'number'
		const item = [{ type: 'paragraph' as const, runs: line.runs }, ...readBlocks(lines, position, line.indent)]
		if (last?.type === 'list' && last.isNumbered === isNumbered) last.items.push(item)
		else blocks.push({ type: 'list', isNumbered, items: [item] })
	}
	return blocks
}

/** The number of each line in its numbered list; null for all other lines. A list goes on after deeper lines. */
export function numberLines(lines: readonly Pick<TextLine, 'kind' | 'indent'>[]): (number | null)[] {
	/** By indent, the last number at this depth. */
	const counts: number[] = []
	return lines.map(({ kind, indent }) => {
		counts.length = Math.min(counts.length, kind === 'paragraph' ? indent : indent + 1)
		if (kind !== 'number') {
			if (kind === 'bullet') counts.length = Math.min(counts.length, indent)
			return null
		}
		const number = (counts[indent] ?? 0) + 1
		counts[indent] = number
		return number
	})
}
