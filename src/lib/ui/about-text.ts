/** «Директор · Школа № 41», without what is not known; a number is never parted from its sign. */
export function aboutText(parts: readonly (string | null | undefined)[]): string {
	return parts.filter(Boolean).join(' · ').replaceAll('№ ', '№\u00a0')
}
