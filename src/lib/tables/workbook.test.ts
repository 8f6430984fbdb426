import { describe, expect, it } from 'vitest'
import { packPlainly, unpack } from './archive.ts'
import { MOST_COLUMNS, MOST_UNPACKED_BYTES } from './limits.ts'
import { readWorkbook, writeWorkbook } from './workbook.ts'

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.arrayBuffer())
}

/** A workbook with its only sheet replaced. */
async function withSheet(change: (sheet: string) => string): Promise<Uint8Array<ArrayBuffer>> {
	const unpacked = await unpack(
		await bytesOf(await writeWorkbook([['ФИО'], ['Ковалёв']])),
		() => true,
		MOST_UNPACKED_BYTES
	)
	if (!unpacked.ok) throw new Error('Our own workbook cannot be unpacked')
	const name = [...unpacked.contents.keys()].find((content) => content.startsWith('xl/worksheets/sheet')) ?? ''
	const sheet = new TextDecoder().decode(unpacked.contents.get(name))
	unpacked.contents.set(name, new TextEncoder().encode(change(sheet)))
	return bytesOf(packPlainly(unpacked.contents))
}

const cell = (content: string) => (sheet: string) => sheet.replace('</sheetData>', `${content}</sheetData>`)

describe('a workbook', () => {
	it('that was written is read as it was, what looks like a formula as a text', async () => {
		const table = [
			['ФИО', 'Компетенции', 'Часы'],
			['Ковалёв Виктор', '=HYPERLINK("http://evil.example")', '12,5'],
			['', '+7 900 000-00-00\nвторая строка', '-']
		]
		expect(await readWorkbook(await bytesOf(await writeWorkbook(table)))).toEqual({ ok: true, table })
	})

	it('of five thousand rows, too, and a row that is empty keeps its place', async () => {
		const table = Array.from({ length: 5_000 }, (_, row) => (row === 7 ? ['', ''] : [`Ковалёв ${row}`, 'Школа № 4']))
		expect(await readWorkbook(await bytesOf(await writeWorkbook(table)))).toEqual({ ok: true, table })
	})

	it('has days, numbers and yes or no as texts', async () => {
		const bytes = await withSheet(
			cell(
				'<row r="3"><c r="A3"><v>45536</v></c><c r="B3" t="b"><v>1</v></c><c r="C3"><v>12.5</v></c><c r="D3" t="d"><v>2024-09-01</v></c></row>'
			)
		)
		expect(await readWorkbook(bytes)).toMatchObject({
			ok: true,
			table: [
				['ФИО', '', '', ''],
				['Ковалёв', '', '', ''],
				['45536', 'да', '12.5', '2024-09-01']
			]
		})
	})

	it('coloured down to the last row is as large as what stands in it', async () => {
		const bytes = await withSheet((sheet) =>
			cell('<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>')(sheet).replace(
				'<sheetData>',
				'<dimension ref="A1:XFD1048576"/><sheetData>'
			)
		)
		expect(await readWorkbook(bytes)).toEqual({ ok: true, table: [['ФИО'], ['Ковалёв']] })
	})

	it.each([
		['a cell in the last row', cell('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), 'too-many-rows'],
		['a cell in the last column', cell('<row r="3"><c r="XFD3"><v>1</v></c></row>'), 'too-many-columns'],
		['no table', () => 'nothing', 'unreadable'],
		[
			'nothing in it',
			(sheet: string) => sheet.replace(/<sheetData>[^]*<\/sheetData>/, '<sheetData></sheetData>'),
			'empty'
		]
	])('with %s is refused', async (_, change, reason) => {
		expect(await readWorkbook(await withSheet(change))).toEqual({ ok: false, reason })
	})

	it('of a million tags that nobody closes is refused before anybody stops waiting', async () => {
		expect(await readWorkbook(await withSheet(() => '<c '.repeat(700_000)))).toEqual({
			ok: false,
			reason: 'unreadable'
		})
	})

	it('with a formula that failed is read as far as it goes', async () => {
		const bytes = await withSheet(cell('<row r="3"><c r="A3" t="e"><v>#REF!</v></c></row>'))
		expect(await readWorkbook(bytes)).toMatchObject({ ok: true })
	})

	it('too wide by a column is refused', async () => {
		const blob = await writeWorkbook([Array.from({ length: MOST_COLUMNS + 1 }, (_, index) => `Столбец ${index}`)])
		expect(await readWorkbook(await bytesOf(blob))).toEqual({ ok: false, reason: 'too-many-columns' })
	})
})

describe('an archive', () => {
	it('that unpacks to more than it says is stopped on its way', async () => {
		const zeros = new Blob([new Uint8Array(1_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
		const packed = await new Response(zeros).bytes()
		const bytes = await bytesOf(packPlainly(new Map([['xl/workbook.xml', packed]])))
		// The header says that it is deflated, and that its unpacked size is its packed size.
		const view = new DataView(bytes.buffer)
		view.setUint16(8, 8, true)
		const entry = bytes.length - 22 - 46 - 'xl/workbook.xml'.length
		view.setUint16(entry + 10, 8, true)
		expect(await unpack(bytes, () => true, 2_000_000)).toMatchObject({ ok: true })
		expect(await unpack(bytes, () => true, 999_999)).toEqual({ ok: false, reason: 'bomb' })
	})

	it.each([
		['nothing but its first letters', new Uint8Array([0x50, 0x4b, 3, 4])],
		[
			'an end without a beginning',
			new Uint8Array([...new Uint8Array(30), 0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 46, 0, 0, 0, 0, 0, 0, 0, 0, 0])
		]
	])('of %s is unreadable', async (_, bytes) => {
		expect(await readWorkbook(bytes)).toEqual({ ok: false, reason: 'unreadable' })
	})
})
