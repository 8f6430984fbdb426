/** Of an order, in the journal of whoever issued it: «01-07/412-а». */
export const ORDER_NUMBER_LETTERS = 60

/** As it stands in a line: it is not broken at its hyphens. */
export function unbrokenNumber(number: string): string {
	return number.replaceAll('-', '\u2011')
}
