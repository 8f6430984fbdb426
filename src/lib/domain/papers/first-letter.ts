/** «директор», but «ВрИО» and «МБОУ» as they are. */
export function lowerFirst(text: string): string {
	return /^\p{Lu}\p{Ll}/u.test(text) || /^\p{Lu} /u.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text
}

export function upperFirst(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1)
}
