/** Turns a block of a paper into tables and paragraphs of a DOCX. */
import {
	AlignmentType,
	BorderStyle,
	convertMillimetersToTwip,
	type ITableCellOptions,
	LineRuleType,
	Paragraph,
	Table,
	TableCell,
	TableLayoutType,
	TableRow,
	TextRun,
	VerticalAlign,
	WidthType
} from 'docx'
import type { Block } from '#domain/papers/paper.ts'

type Alignment = (typeof AlignmentType)[keyof typeof AlignmentType]

/** A table without lines, to place blocks side by side. */
export function bare(
	widthsMm: readonly number[],
	rows: readonly (readonly Paragraph[])[][],
	verticalAlign: ITableCellOptions['verticalAlign'] = VerticalAlign.TOP
): Table {
	const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
	return new Table({
		layout: TableLayoutType.FIXED,
		columnWidths: widthsMm.map(mm),
		width: { size: mm(widthsMm.reduce((sum, width) => sum + width, 0)), type: WidthType.DXA },
		borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
		rows: rows.map(
			(cells) =>
				new TableRow({
					cantSplit: true,
					children: cells.map(
						(children, index) =>
							new TableCell({
								width: { size: mm(widthsMm[index] ?? 0), type: WidthType.DXA },
								margins: { left: 0, right: 60 },
								verticalAlign,
								children: [...children]
							})
					)
				})
		)
	})
}

function linedTable({ columns, rows }: Extract<Block, { type: 'table' }>, textWidthMm: number): Table {
	const widths = columns.map(({ share }) => mm((textWidthMm * share) / 100))
	const row = (cells: readonly string[], isHeader: boolean) =>
		new TableRow({
			tableHeader: isHeader,
			cantSplit: true,
			children: cells.map(
				(text, index) =>
					new TableCell({
						// A row of one cell is as wide as the table.
						...(cells.length === 1
							? { columnSpan: columns.length }
							: { width: { size: widths[index] ?? 0, type: WidthType.DXA } }),
						margins: { top: 40, bottom: 40, left: 80, right: 80 },
						verticalAlign: VerticalAlign.CENTER,
						children: text.split('\n').map(
							(line) =>
								new Paragraph({
									alignment: isHeader ? AlignmentType.CENTER : AlignmentType.LEFT,
									children: [new TextRun({ text: line, size: 24 })]
								})
						)
					})
			)
		})
	return new Table({
		layout: TableLayoutType.FIXED,
		columnWidths: widths,
		width: { size: mm(textWidthMm), type: WidthType.DXA },
		rows: [
			row(
				columns.map(({ title }) => title),
				true
			),
			...rows.map((cells) => row(cells, false))
		]
	})
}

function plain(text: string, alignment: Alignment = AlignmentType.LEFT): Paragraph[] {
	return [new Paragraph({ alignment, text })]
}

export function small(text: string, alignment: Alignment): Paragraph[] {
	return [new Paragraph({ alignment, children: [new TextRun({ text, size: 18 })] })]
}

function gap(keepNext = false): Paragraph {
	return new Paragraph({ spacing: { after: 120 }, keepNext, text: '' })
}

/** Without a paragraph between them, Word joins two tables. */
function narrowGap(): Paragraph {
	return new Paragraph({ spacing: { line: 160, lineRule: LineRuleType.EXACT }, text: '' })
}

export function mm(length: number): number {
	return convertMillimetersToTwip(length)
}

/** The width of the corner block, and of the addressee. */
const CORNER_MM = 80
const INDENT = mm(12.5)
/** The greatest width of a title. */
const TITLE_MM = 100
/** Single line spacing. Without the rule some programs read the number as points. */
const SPACING = { line: 240, lineRule: LineRuleType.AUTO }

/**
 * `following`: the next two blocks, fewer at the end. A paragraph stays on one page with the table after it, and two
 * paragraphs with the signature after them: a signature must not be alone on a page. `textWidthMm`: of the page.
 */
export function blockToDocx(
	block: Exclude<Block, { type: 'turn' }>,
	following: readonly Block[],
	textWidthMm: number
): (Paragraph | Table)[] {
	const [next] = following
	switch (block.type) {
		case 'corner':
			return [cornerTable(block), gap()]
		case 'place':
			return [
				bare([textWidthMm / 2, textWidthMm / 2], [[plain(block.place), plain(block.date, AlignmentType.RIGHT)]]),
				gap()
			]
		case 'addressee':
			return [
				...block.lines.map((line) => new Paragraph({ indent: { left: mm(textWidthMm - CORNER_MM) }, text: line })),
				gap()
			]
		case 'heading':
			return [
				new Paragraph({
					alignment: AlignmentType.CENTER,
					spacing: { before: 120 + mm(block.aboveMm ?? 0), after: 120 },
					keepNext: true,
					children: [new TextRun({ text: block.text, bold: true })]
				})
			]
		case 'title':
			return [
				new Paragraph({
					indent: { right: mm(textWidthMm - TITLE_MM) },
					spacing: { before: 120, after: 240 },
					keepNext: true,
					children: [new TextRun({ text: block.text, bold: true })]
				})
			]
		case 'subheading':
			return [
				new Paragraph({
					indent: { firstLine: INDENT },
					spacing: { ...SPACING, before: 120, after: next?.type === 'table' ? 120 : 0 },
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
			return [linedTable(block, textWidthMm), narrowGap()]
		case 'signature':
			// No gap before a page break: a gap that falls onto the next page would make an extra page.
			return [gap(true), signatureTable(block, textWidthMm), ...(next?.type === 'break' ? [] : [gap()])]
		case 'parties':
			return [gap(true), partiesTable(block, textWidthMm), gap()]
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

function signatureTable({ post, name, note }: Extract<Block, { type: 'signature' }>, textWidthMm: number): Table {
	return bare(
		[textWidthMm * 0.42, textWidthMm * 0.28, textWidthMm * 0.3],
		[[plain(post), small(note, AlignmentType.CENTER), plain(name, AlignmentType.RIGHT)]],
		// Aligns the name with the last line of the post.
		VerticalAlign.BOTTOM
	)
}

function partiesTable({ parties }: Extract<Block, { type: 'parties' }>, textWidthMm: number): Table {
	return bare(
		parties.map(() => textWidthMm / parties.length),
		[
			parties.map(({ title, lines }) => [
				new Paragraph({ keepNext: true, children: [new TextRun({ text: title, bold: true })] }),
				...lines.map((text) => new Paragraph({ text, keepNext: true }))
			]),
			parties.map(({ name }) => [new Paragraph({ spacing: { before: 360 }, text: `_______________ ${name}` })])
		]
	)
}
