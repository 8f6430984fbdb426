/**
 * A paper → DOCX, laid out after GOST R 7.0.97-2025: margins 30/15/20/20 mm (papers kept for longer than ten years need 30 on the
 * left), numbers from the second page on in the middle of the top margin, the QR code in the lower right of the first page.
 */
import {
	AlignmentType,
	BorderStyle,
	convertMillimetersToTwip,
	Document,
	Footer,
	Header,
	ImageRun,
	Packer,
	PageBreak,
	PageNumber,
	Paragraph,
	Table,
	TableCell,
	TableLayoutType,
	TableRow,
	TextRun,
	VerticalAlign,
	WidthType,
	type ITableCellOptions
} from 'docx'
import type { Block, Mark, Paper } from '#domain/papers/paper.ts'
import { qrBitmap } from './qr.ts'

const FONT = 'Times New Roman'
const TEXT_WIDTH_MM = 210 - 30 - 15
/** As wide as a line of the corner block may be. */
const CORNER_MM = 80
const INDENT = mm(12.5)
/** 1.15 of a line. */
const LINE = 276
const QR_PIXELS = 92

export async function writeDocx(paper: Paper): Promise<Blob> {
	return Packer.toBlob(documentOf(paper))
}

function documentOf({ name, fontSize, blocks, mark }: Paper): Document {
	return new Document({
		title: name,
		creator: 'Тандем',
		hyphenation: { autoHyphenation: true, doNotHyphenateCaps: true },
		styles: {
			default: {
				document: { run: { font: FONT, size: fontSize * 2, language: { value: 'ru-RU' } } }
			}
		},
		sections: [
			{
				properties: {
					titlePage: true,
					page: {
						size: { width: mm(210), height: mm(297) },
						margin: { top: mm(20), right: mm(15), bottom: mm(20), left: mm(30), header: mm(10), footer: mm(10) }
					}
				},
				headers: {
					first: new Header({ children: [new Paragraph('')] }),
					default: new Header({
						children: [
							new Paragraph({
								alignment: AlignmentType.CENTER,
								children: [new TextRun({ children: [PageNumber.CURRENT], size: 24 })]
							})
						]
					})
				},
				footers: {
					first: new Footer({ children: mark === null ? [new Paragraph('')] : [markTable(mark)] }),
					default: new Footer({ children: [new Paragraph('')] })
				},
				children: blocks.flatMap((block, index) => blockToDocx(block, blocks[index + 1]?.type === 'signature'))
			}
		]
	})
}

/** `isBeforeSignature`: stays on one page with it. */
function blockToDocx(block: Block, isBeforeSignature: boolean): (Paragraph | Table)[] {
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
					indent: { right: mm(TEXT_WIDTH_MM - CORNER_MM - 15) },
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
					spacing: { line: LINE },
					keepNext: isBeforeSignature,
					text: block.text
				})
			]
		case 'table':
			return [linedTable(block), gap()]
		case 'signature':
			return [gap(), signatureTable(block), gap()]
		case 'parties':
			return [gap(), partiesTable(block), gap()]
		case 'break':
			return [new Paragraph({ children: [new PageBreak()] })]
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
		[[plain(post), small(note, AlignmentType.CENTER), plain(name, AlignmentType.RIGHT)]]
	)
}

function partiesTable({ parties }: Extract<Block, { type: 'parties' }>): Table {
	return bare(
		parties.map(() => TEXT_WIDTH_MM / parties.length),
		[
			parties.map(({ title, lines, name }) => [
				new Paragraph({ children: [new TextRun({ text: title, bold: true })] }),
				...lines.map((text) => new Paragraph({ text })),
				new Paragraph({ spacing: { before: 360 }, text: `_______________ ${name}` })
			])
		]
	)
}

function linedTable({ columns, rows }: Extract<Block, { type: 'table' }>): Table {
	const widths = columns.map(({ share }) => mm((TEXT_WIDTH_MM * share) / 100))
	const row = (cells: readonly string[], isHeader: boolean) =>
		new TableRow({
			tableHeader: isHeader,
			cantSplit: true,
			children: cells.map(
				(text, index) =>
					new TableCell({
						width: { size: widths[index] ?? 0, type: WidthType.DXA },
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
		width: { size: mm(TEXT_WIDTH_MM), type: WidthType.DXA },
		rows: [
			row(
				columns.map(({ title }) => title),
				true
			),
			...rows.map((cells) => row(cells, false))
		]
	})
}

function markTable({ address, lines }: Mark): Table {
	const image = new ImageRun({
		type: 'bmp',
		data: qrBitmap(address),
		transformation: { width: QR_PIXELS, height: QR_PIXELS },
		altText: { name: 'QR', title: lines.join(', '), description: address }
	})
	return bare(
		[TEXT_WIDTH_MM - 30, 30],
		[
			[
				lines.flatMap((line) => small(line, AlignmentType.RIGHT)),
				[new Paragraph({ alignment: AlignmentType.RIGHT, children: [image] })]
			]
		],
		VerticalAlign.BOTTOM
	)
}

/** A table without lines: what stands side by side. */
function bare(
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

function plain(
	text: string,
	alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = AlignmentType.LEFT
): Paragraph[] {
	return [new Paragraph({ alignment, text })]
}

function small(text: string, alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Paragraph[] {
	return [new Paragraph({ alignment, children: [new TextRun({ text, size: 18 })] })]
}

function gap(): Paragraph {
	return new Paragraph({ spacing: { after: 120 }, text: '' })
}

function mm(length: number): number {
	return convertMillimetersToTwip(length)
}
