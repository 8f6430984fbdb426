/** «Лаптева Ирина Сергеевна» → «Лаптева И. С.», held together on a line; a single word stays as it is. */
export function shortName(name: string): string {
	const [familyName = '', ...given] = name.trim().split(/\s+/)
	const initials = given.slice(0, 2).map((word) => `${word.charAt(0).toUpperCase()}.`)
	return [familyName, ...initials].join('\u00a0')
}
