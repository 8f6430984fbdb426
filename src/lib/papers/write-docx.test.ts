import { describe, expect, it } from 'vitest'
import { demonstrationChoice, demonstrationFacts } from '#domain/papers/demonstration.ts'
import { templateKinds } from '#domain/papers/kinds.ts'
import { makePaper } from '#domain/papers/make-paper.ts'
import type { Paper } from '#domain/papers/paper.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { fileNameOf } from './make-docx.ts'
import { qrBitmap, qrOutline } from './qr.ts'
import { unzip } from './testing/unzip.ts'
import { writeDocx } from './write-docx.ts'

const facts = demonstrationFacts(
	tomskCity,
	{
		authority: 'Департамент образования',
		address: 'ул. Садовая, д. 1',
		site: '',
		place: 'г. Томск',
		headPost: 'Начальник департамента образования'
	},
	'https://tandem.example'
)

function paperOf(kind: (typeof templateKinds)[number]): Paper {
	const paper = makePaper(facts, demonstrationChoice(kind))
	if (paper === null) throw new Error(`No ${kind}`)
	return paper
}

async function open(paper: Paper): Promise<Map<string, Buffer>> {
	return unzip(Buffer.from(await (await writeDocx(paper)).arrayBuffer()))
}

const wordsOf = (xml: string) =>
	[...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)]
		.map(([, text]) => text)
		.join('\n')
		.replaceAll('&quot;', '"')

describe('a DOCX', () => {
	it.each(templateKinds)('of %s says every word of the paper', async (kind) => {
		const paper = paperOf(kind)
		const words = wordsOf((await open(paper)).get('word/document.xml')?.toString() ?? '')
		for (const block of paper.blocks) {
			if (block.type === 'paragraph' || block.type === 'heading' || block.type === 'title') {
				expect(words).toContain(block.text)
			}
			if (block.type === 'table') for (const cell of block.rows.flat()) expect(words).toContain(cell.split('\n')[0])
			if (block.type === 'signature') expect(words).toContain(block.name)
		}
	})

	it('turns the pages of a wide table, each with its number, and joins the cells of a row of one', async () => {
		const wide: Paper = {
			...paperOf('order-pairs'),
			blocks: [
				{ type: 'paragraph', text: 'Записка' },
				{ type: 'turn' },
				{
					type: 'table',
					columns: [
						{ title: '№', share: 10 },
						{ title: 'Мероприятие', share: 90 }
					],
					rows: [['1. Этап'], ['1.1', 'Урок']]
				}
			]
		}
		const files = await open(wide)
		const body = files.get('word/document.xml')?.toString() ?? ''
		const sheets = [...body.matchAll(/<w:pgSz ([^>]*)\/>/g)].map(([, sheet]) => sheet)
		expect(sheets).toHaveLength(2)
		expect(sheets[1]).toMatch(/w:w="1683[78]" w:h="1190[56]" w:orient="landscape"/)
		expect([...body.matchAll(/<w:pgMar ([^>]*)\/>/g)][1]?.[1]).toMatch(/w:top="170[01]"/)
		expect(body).toContain('<w:gridSpan w:val="2"/>')
		const headers = [...files].filter(([name]) => /^word\/header\d/.test(name)).map(([, file]) => file.toString())
		expect(headers.filter((xml) => xml.includes('PAGE'))).toHaveLength(2)
	})

	it('has landscape pages alone where it begins with the turn', async () => {
		const blocks = [{ type: 'turn' } as const, { type: 'heading', text: 'Журнал встреч' } as const]
		const body =
			(await open({ ...paperOf('order-pairs'), blocks, mark: null })).get('word/document.xml')?.toString() ?? ''
		expect([...body.matchAll(/<w:pgSz [^>]*w:orient="(\w+)"\/>/g)].map(([, side]) => side)).toEqual(['landscape'])
	})

	it('has the margins, the font and the page numbers of the standard', async () => {
		const files = await open(paperOf('order-pairs'))
		const body = files.get('word/document.xml')?.toString() ?? ''
		// In twentieths of a point: 20, 15, 20 and 30 mm on A4.
		const margins = /<w:pgMar ([^>]*)\/>/.exec(body)?.[1] ?? ''
		expect(margins).toMatch(/w:top="113[34]"/)
		expect(margins).toMatch(/w:right="85[01]"/)
		expect(margins).toMatch(/w:bottom="113[34]"/)
		expect(margins).toMatch(/w:left="170[01]"/)
		expect(margins).toMatch(/w:header="56[67]"/)
		expect(body).toMatch(/<w:pgSz w:w="1190[56]" w:h="1683[78]"/)
		expect(body).toContain('<w:titlePg')
		const styles = files.get('word/styles.xml')?.toString() ?? ''
		expect(styles).toContain('Times New Roman')
		expect(styles).toContain('<w:sz w:val="28"/>')
		const headers = [...files].filter(([name]) => /^word\/header\d/.test(name)).map(([, file]) => file.toString())
		expect(headers.filter((xml) => xml.includes('PAGE'))).toHaveLength(1)
	})

	it('has columns in the order on pairs as wide as the longest of their words and dates, be the letters wide', () => {
		const table = paperOf('order-pairs').blocks.find((block) => block.type === 'table')
		if (table?.type !== 'table') throw new Error('No table')
		const [form = 0, term = 0] = table.columns.slice(-2).map(({ share }) => (165 * share) / 100)
		const paddings = 3
		const widest = 12 * 0.3528 * 0.6
		expect('традиционная'.length * widest).toBeLessThan(form - paddings)
		expect('по\u00a023.11.2026'.length * widest).toBeLessThan(term - paddings)
		expect(table.columns.reduce((sum, { share }) => sum + share, 0)).toBe(100)
	})

	it('carries the QR code in the foot of the first page', async () => {
		const files = await open(paperOf('order-pairs'))
		const image = [...files].find(([name]) => name.endsWith('.bmp'))?.[1]
		expect(image?.equals(Buffer.from(qrBitmap('https://tandem.example/check/order')))).toBe(true)
		const footers = [...files].filter(([name]) => /^word\/footer\d/.test(name)).map(([, file]) => file.toString())
		expect(footers.filter((xml) => xml.includes('<a:blip'))).toHaveLength(1)
	})

	it('leaves no signature alone on a page, and no page empty before the acquaintance sheet', async () => {
		const body = (await open(paperOf('order-pairs'))).get('word/document.xml')?.toString() ?? ''
		const [before = '', after = ''] = body.split('А.\u00a0Л.\u00a0Зимин')
		const above = before.slice(before.indexOf('Контроль за исполнением'))
		// The text above the signature and the gap between them stay with it.
		expect(before.slice(0, before.indexOf('Контроль за исполнением')).split('<w:p>').at(-1)).toContain('<w:keepNext/>')
		expect(above.slice(0, above.indexOf('<w:tbl>'))).toContain('<w:keepNext/>')
		// The signature is followed by the break, which begins a page.
		const next = after.slice(after.indexOf('</w:tbl>'))
		expect(next.slice(0, next.indexOf('</w:p>'))).toContain('<w:pageBreakBefore/>')
		expect(body).not.toContain('w:type="page"')
	})

	it('leaves room between a table and what announces it', async () => {
		const body = (await open(paperOf('order-pairs'))).get('word/document.xml')?.toString() ?? ''
		const announcing = body.slice(0, body.indexOf('согласно таблице')).split('<w:p>').at(-1)
		expect(announcing).toContain('w:after="120"')
	})

	it('says that its lines are counted in lines', async () => {
		const body = (await open(paperOf('order-pairs'))).get('word/document.xml')?.toString() ?? ''
		expect(body).toContain('w:line="240" w:lineRule="auto"')
	})

	it('of a letter has none', async () => {
		const files = await open(paperOf('letter'))
		expect([...files.keys()].filter((name) => name.endsWith('.bmp'))).toEqual([])
	})
})

it('a QR code is the same as an outline and as a picture', () => {
	const { size, path } = qrOutline('https://tandem.example')
	const bitmap = qrBitmap('https://tandem.example', 1)
	const view = new DataView(bitmap.buffer)
	expect([view.getInt32(18, true), view.getInt32(22, true)]).toEqual([size, size])
	const rowBytes = Math.ceil(size / 32) * 4
	let dark = 0
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			const isWhite = ((bitmap[62 + (size - 1 - y) * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0
			if (isWhite) continue
			dark++
			expect(path).toContain(`M${x} ${y}h1v1h-1z`)
		}
	}
	expect(path.split('M')).toHaveLength(dark + 1)
})

it('a file is named as its paper, without what no file may be named', () => {
	expect(fileNameOf({ name: 'Приказ № 1/2: «О паре»?' })).toBe('Приказ № 1 2 «О паре».docx')
})
