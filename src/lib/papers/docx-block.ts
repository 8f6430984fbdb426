/** A block of a paper → what stands for it in a DOCX. */
import { AlignmentType, LineRuleType, Paragraph, type Table, TextRun, VerticalAlign } from 'docx'
import type { Block } from '#domain/papers/paper.ts'
import { bare, gap, linedTable, mm, narrowGap, plain, small, TEXT_WIDTH_MM } from './docx-layout.ts'

/** As wide as a line of the corner block may be. */
const CORNER_MM = 80
const INDENT = mm(12.5)
/** The widest a title may be. */
const TITLE_MM = 100
/** One line; without the rule some programs take it for points. */
const SPACING = { line: 240, lineRule: LineRuleType.AUTO }

/**
 * `following`: the two blocks behind it, fewer at the end. What announces a table stays on one page with it, and so do two
 * paragraphs with a signature: none may stand on a page alone.
 */
export function blockToDocx(block: Block, following: readonly Block[]): (Paragraph | Table)[] {
	const [next] = following
	switch (block.type) {
		case 'corner':
			return [cornerTable(block), gap()]
		case 'place':
			return [
				bare([TEXT_WIDTH_MM / 2, TEXT_WIDTH_MM / 2], [[plain(block.place), plain(block.date, AlignmentType.RIGHT)]]),
				gap()
			]
		case 'addressee':
			return [
				...block.lines.map((line) => new Paragraph({ indent: { left: mm(TEXT_WIDTH_MM - CORNER_MM) }, text: line })),
				gap()
			]
		case 'heading':
			return [
				new Paragraph({
					alignment: AlignmentType.CENTER,
					spacing: { before: 120, after: 120 },
					keepNext: true,
					children: [new TextRun({ text: block.text, bold: true })]
				})
			]
		case 'title':
			return [
				new Paragraph({
					indent: { right: mm(TEXT_WIDTH_MM - TITLE_MM) },
					spacing: { before: 120, after: 240 },
					keepNext: true,
					children: [new TextRun({ text: block.text, bold: true })]
				})
			]
		case 'paragraph':
			return [
				new Paragraph({
					alignment: AlignmentType.JUSTIFIED,
					indent: { firstLine: INDENT },
					spacing: next?.type === 'table' ? { ...SPACING, after: 120 } : SPACING,
					keepNext: next?.type === 'table' || following.some(({ type }) => type === 'signature'),
					text: block.text
				})
			]
		case 'table':
			return [linedTable(block), narrowGap()]
		case 'signature':
			// A gap that fell onto the next page would be a page of its own before a break.
			return [gap(true), signatureTable(block), ...(next?.type === 'break' ? [] : [gap()])]
		case 'parties':
			return [gap(true), partiesTable(block), gap()]
		case 'break':
			return [new Paragraph({ pageBreakBefore: true, spacing: { line: 20, lineRule: LineRuleType.EXACT } })]
	}
}

function cornerTable({ authority, kind, date, number, place }: Extract<Block, { type: 'corner' }>): Table {
	const line = (text: string, isBold = false, before = 0) =>
		new Paragraph({
			alignment: AlignmentType.CENTER,
			spacing: { before },
			children: [new TextRun({ text, bold: isBold })]
		})
	const numbered =
		kind === ''
			? []
			: [line(kind, true, 240), line(`${date || '______________'} №\u00a0${number || '________'}`, false, 120)]
	return bare([CORNER_MM], [[[line(authority.toUpperCase(), true), ...numbered, line(place, false, 120)]]])
}

function signatureTable({ post, name, note }: Extract<Block, { type: 'signature' }>): Table {
	return bare(
		[TEXT_WIDTH_MM * 0.42, TEXT_WIDTH_MM * 0.28, TEXT_WIDTH_MM * 0.3],
		[[plain(post), small(note, AlignmentType.CENTER), plain(name, AlignmentType.RIGHT)]],
		// The name stands beside the last line of the post.
		VerticalAlign.BOTTOM
	)
}

function partiesTable({ parties }: Extract<Block, { type: 'parties' }>): Table {
	return bare(
		parties.map(() => TEXT_WIDTH_MM / parties.length),
		[
			parties.map(({ title, lines }) => [
				new Paragraph({ keepNext: true, children: [new TextRun({ text: title, bold: true })] }),
				...lines.map((text) => new Paragraph({ text, keepNext: true }))
			]),
			parties.map(({ name }) => [new Paragraph({ spacing: { before: 360 }, text: `_______________ ${name}` })])
		]
	)
}
