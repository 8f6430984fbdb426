/** «А, Б и В», as a sentence names several. Papers are Russian whatever language the screens speak. */
export function listWords(words: readonly string[]): string {
	return conjunction.format(words)
}

const conjunction = new Intl.ListFormat('ru', { type: 'conjunction' })
