/**
 * «Динской район» of «Динской район: муниципальный наставнический центр»; the whole title where one of the others would be called the
 * same in short, as a copy and its original are.
 */
export function shortTitle(title: string, others: readonly string[]): string {
	const short = shorten(title)
	return others.some((other) => shorten(other) === short) ? title : short
}

function shorten(title: string): string {
	return /^(.+?): /.exec(title)?.[1] ?? title
}
