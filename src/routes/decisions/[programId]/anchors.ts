/** Where the card of a matter or of a consultation stands on the page. */
export function cardAnchor(id: string): string {
	return `card-${id}`
}
