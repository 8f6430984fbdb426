/**
 * Writes a paper as DOCX in the layout of GOST R 7.0.97-2025: margins 30/15/20/20 mm (papers kept for longer than ten
 * years need 30 on the left), page numbers from the second page on in the middle of the top margin, the QR code in the
 * lower right of the first page.
 */
import {
	AlignmentType,
	Document,
	Footer,
	Header,
	ImageRun,
	Packer,
	PageNumber,
	Paragraph,
	type Table,
	TextRun,
	VerticalAlign
} from 'docx'
import type { Mark, Paper } from '#domain/papers/paper.ts'
import { bare, blockToDocx, mm, small, TEXT_WIDTH_MM } from './docx-block.ts'
import { qrBitmap } from './qr.ts'

const FONT = 'Times New Roman'
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
				children: blocks.flatMap((block, index) => blockToDocx(block, blocks.slice(index + 1, index + 3)))
			}
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
