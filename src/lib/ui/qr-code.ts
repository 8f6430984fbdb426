/** A text as a square for a phone's camera. What makes it is loaded with the first one. */
export interface QrDrawing {
	/** Of an SVG: the black modules. */
	path: string
	/** Its viewBox, with the white around it that cameras need. */
	box: string
}

/** Modules that the norm wants left white at each side. */
const MARGIN = 4

export async function drawQrCode(text: string): Promise<QrDrawing> {
	const [{ generate }, { toSvgPath }] = await Promise.all([import('lean-qr'), import('lean-qr/extras/svg')])
	const code = generate(text)
	const side = code.size + 2 * MARGIN
	return { path: toSvgPath(code), box: `${-MARGIN} ${-MARGIN} ${side} ${side}` }
}
