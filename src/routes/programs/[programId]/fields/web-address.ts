/** What other software wrote may be no address of the web, and would run as a script. */
export function isWebAddress(text: string): boolean {
	return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol)
}
