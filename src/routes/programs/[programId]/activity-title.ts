/**
 * The regulation's wording set in two lines where it names a kind of work and then its topic:
 * «Консультационный семинар» over «„Охрана труда…“». Both halves together are the title, letter by letter.
 */
export function splitTitle(title: string): { kind: string; topic: string } {
	const match = /^([^«»:]{4,60}?(?:по теме:|:(?=\s«)|(?=\s«)))\s+(\S.*)$/su.exec(title)
	return match === null ? { kind: '', topic: title } : { kind: match[1] ?? '', topic: match[2] ?? '' }
}
