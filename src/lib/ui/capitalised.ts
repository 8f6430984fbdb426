/** For a word of the catalogue that begins a line. */
export function capitalised(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
