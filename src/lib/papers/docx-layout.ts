/** Tables and paragraphs of a DOCX in the measures of a page: what its blocks and its feet are made of. */
import {
	AlignmentType,
	BorderStyle,
	convertMillimetersToTwip,
	LineRuleType,
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
import type { Block } from '#domain/papers/paper.ts'

type Alignment = (typeof AlignmentType)[keyof typeof AlignmentType]

export const TEXT_WIDTH_MM = 210 - 30 - 15

/** A table without lines: what stands side by side. */
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

export function linedTable({ columns, rows }: Extract<Block, { type: 'table' }>): Table {
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

export function plain(text: string, alignment: Alignment = AlignmentType.LEFT): Paragraph[] {
	return [new Paragraph({ alignment, text })]
}

export function small(text: string, alignment: Alignment): Paragraph[] {
	return [new Paragraph({ alignment, children: [new TextRun({ text, size: 18 })] })]
}

export function gap(keepNext = false): Paragraph {
	return new Paragraph({ spacing: { after: 120 }, keepNext, text: '' })
}

/** Word joins two tables that nothing stands between. */
export function narrowGap(): Paragraph {
	return new Paragraph({ spacing: { line: 160, lineRule: LineRuleType.EXACT }, text: '' })
}

export function mm(length: number): number {
	return convertMillimetersToTwip(length)
}
