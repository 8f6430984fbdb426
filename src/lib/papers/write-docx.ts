/**
 * Writes a paper as DOCX in the layout of GOST R 7.0.97-2025: margins 30/15/20/20 mm (papers kept for longer than ten
 * years need 30 on the left), page numbers from the second page on in the middle of the top margin, the QR code in the
 * lower right of the first page. A landscape page has the same margins, turned: its upper one is where the sheet is bound.
 */
import {
	AlignmentType,
	Document,
	Footer,
	Header,
	ImageRun,
	type ISectionOptions,
	Packer,
	PageNumber,
	PageOrientation,
	Paragraph,
	type Table,
	TextRun,
	VerticalAlign
} from 'docx'
import type { Block, Mark, Paper } from '#domain/papers/paper.ts'
import { bare, blockToDocx, mm, small } from './docx-block.ts'
import { qrBitmap } from './qr.ts'

const FONT = 'Times New Roman'
const QR_PIXELS = 92
const SHEET_MM = { width: 210, height: 297 }
const BOUND_MM = 30
const OUTER_MM = 15
const TEXT_WIDTH_MM = SHEET_MM.width - BOUND_MM - OUTER_MM
const TURNED_WIDTH_MM = SHEET_MM.height - 20 - 20

export async function writeDocx(paper: Paper): Promise<Blob> {
	return Packer.toBlob(documentOf(paper))
}

function documentOf({ name, fontSize, blocks, mark }: Paper): Document {
	const turn = blocks.findIndex(({ type }) => type === 'turn')
	const upright = turn === -1 ? blocks : blocks.slice(0, turn)
	const turned = turn === -1 ? [] : blocks.slice(turn + 1)
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
			...(upright.length === 0 ? [] : [uprightSection(upright, mark)]),
			...(turned.length === 0 ? [] : [turnedSection(turned)])
		]
	})
}

function uprightSection(blocks: readonly Block[], mark: Mark | null): ISectionOptions {
	return {
		properties: {
			titlePage: true,
			page: {
				size: { width: mm(SHEET_MM.width), height: mm(SHEET_MM.height) },
				margin: {
					top: mm(20),
					right: mm(OUTER_MM),
					bottom: mm(20),
					left: mm(BOUND_MM),
					header: mm(10),
					footer: mm(10)
				}
			}
		},
		headers: { first: new Header({ children: [new Paragraph('')] }), default: numbered() },
		footers: {
			first: new Footer({ children: mark === null ? [new Paragraph('')] : [markTable(mark)] }),
			default: new Footer({ children: [new Paragraph('')] })
		},
		children: toDocx(blocks, TEXT_WIDTH_MM)
	}
}

function turnedSection(blocks: readonly Block[]): ISectionOptions {
	return {
		properties: {
			page: {
				// The library itself swaps the sides.
				size: { width: mm(SHEET_MM.width), height: mm(SHEET_MM.height), orientation: PageOrientation.LANDSCAPE },
				margin: { top: mm(BOUND_MM), right: mm(20), bottom: mm(OUTER_MM), left: mm(20), header: mm(10), footer: mm(10) }
			}
		},
		headers: { default: numbered() },
		footers: { default: new Footer({ children: [new Paragraph('')] }) },
		children: toDocx(blocks, TURNED_WIDTH_MM)
	}
}

function toDocx(blocks: readonly Block[], textWidthMm: number): (Paragraph | Table)[] {
	return blocks.flatMap((block, index) =>
		block.type === 'turn' ? [] : blockToDocx(block, blocks.slice(index + 1, index + 3), textWidthMm)
	)
}

/** The page's number in the middle of the upper margin. */
function numbered(): Header {
	return new Header({
		children: [
			new Paragraph({
				alignment: AlignmentType.CENTER,
				children: [new TextRun({ children: [PageNumber.CURRENT], size: 24 })]
			})
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
