/** Lines of a template and what they are told → the blocks of a paper. */
import type { OwnForms } from './own-forms.ts'
import { upperFirst } from './first-letter.ts'
import type { Block, Warning } from './paper.ts'
import type { Line, Piece } from './parse-template.ts'
import { tellPiece, type Value } from './values.ts'

/** What has a line to itself, by its name; `rest`: what the template writes behind it. */
export type BlockMaker = (rest: string) => { blocks: readonly Block[]; warnings: readonly Warning[] }

export interface Filling {
	values: Readonly<Record<string, Value>>
	blocks: Readonly<Record<string, BlockMaker>>
}

/** A line about something that is not there is left out, and the numbers of the others stay without a gap. */
export function fillTemplate(
	lines: readonly Line[],
	{ values, blocks }: Filling,
	ownForms: readonly OwnForms[]
): { blocks: Block[]; warnings: Warning[] } {
	const filled: Block[] = []
	const warnings: Warning[] = []
	let number = 0
	for (const line of lines) {
		if (line.type === 'break') {
			filled.push({ type: 'break' })
			continue
		}
		if (line.type === 'block') {
			const made = blocks[line.name]?.(line.rest)
			filled.push(...(made?.blocks ?? []))
			warnings.push(...(made?.warnings ?? []))
			continue
		}
		const pieces = line.pieces.map((piece) => tellPiece(piece, values, ownForms))
		if (pieces.some(({ text }) => text === null)) continue
		warnings.push(...pieces.flatMap((piece) => piece.warnings))
		const text = beginLarge(line.pieces, endOnce(pieces.map((piece) => piece.text).join('')))
		filled.push({ type: line.type, text: line.type === 'paragraph' ? renumber(text) : text })
	}
	return { blocks: filled, warnings: uniqueOf(warnings) }

	function renumber(text: string): string {
		return text.replace(/^\d+\. /, () => `${++number}.\u00a0`)
	}
}

/** A line, and what stands behind its number, may begin with a placeholder that is told in small letters. */
function beginLarge([first]: readonly Piece[], told: string): string {
	const written = first?.type === 'text' ? first.text : ''
	return written === '' || /^\d+\. $/.test(written) ? written + upperFirst(told.slice(written.length)) : told
}

/** What people write ends in a stop of its own or in none; a paragraph ends in one. */
function endOnce(text: string): string {
	return text.replace(/([.!?…])\.$/, '$1')
}

function uniqueOf(warnings: readonly Warning[]): Warning[] {
	const known = new Map(warnings.map((warning) => [JSON.stringify(warning), warning]))
	return [...known.values()]
}
