import type { Mark } from '#domain/papers/paper.ts'
import { qrOutline } from '#lib/ui/qr.ts'

/** Of the QR code's side, as in a DOCX. */
const SIDE_MM = 24

/**
 * Prints the mark in the lower margin of the first page, where no table has to go round it. Null: this browser prints nothing in
 * margins, and the mark stands in the text.
 */
export function marginMark(mark: Mark): CSSStyleSheet | null {
	const sheet = new CSSStyleSheet()
	sheet.replaceSync(`@page :first {
		margin-bottom: ${SIDE_MM + 12}mm;
		@bottom-right {
			content: url('data:image/svg+xml,${encodeURIComponent(drawing(mark))}');
			padding-bottom: 10mm;
			vertical-align: bottom;
		}
	}`)
	return sheet.cssRules[0]?.cssText.includes('@bottom-right') === true ? sheet : null
}

/** The words on the left of the code. */
function drawing({ address, lines }: Mark): string {
	const { size, path } = qrOutline(address)
	const left = 60
	const words = lines.map(
		(line, index) => `<text x="${left - 2}" y="${SIDE_MM - 2 - 3 * (lines.length - 1 - index)}">${escaped(line)}</text>`
	)
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + SIDE_MM}mm" height="${SIDE_MM}mm" viewBox="0 0 ${left + SIDE_MM} ${SIDE_MM}">
		<g font-family="Times New Roman, serif" font-size="2.5" text-anchor="end">${words.join('')}</g>
		<path transform="translate(${left}) scale(${SIDE_MM / size})" d="${path}"/>
	</svg>`
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
