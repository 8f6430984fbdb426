/** Without signs that nobody sees, such as a soft hyphen or a space of no width: a text that is copied out of a document brings them along. */
export function withoutUnseen(text: string): string {
	return text.replace(/\p{Cf}/gu, '')
}
