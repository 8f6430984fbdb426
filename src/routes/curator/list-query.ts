/** What a list is asked, as it stands in the address: shareable, and the back button undoes it. */

export type ListQuery = Readonly<Record<string, string | number | undefined>>

/** `?…` with only what differs from the whole list, or an empty text. */
export function writeQuery(query: ListQuery): '' | `?${string}` {
	const parameters = new URLSearchParams()
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined && value !== '' && value !== 1) parameters.set(name, String(value))
	}
	return parameters.size === 0 ? '' : `?${parameters}`
}

/** Tolerant: an address typed or shortened by somebody asks for the first page. */
export function readPage(parameters: URLSearchParams): number | undefined {
	const page = Number(parameters.get('page'))
	return Number.isSafeInteger(page) && page > 1 ? page : undefined
}

/** Undefined for what is no choice. */
export function readChoice<Choice extends string>(
	parameters: URLSearchParams,
	name: string,
	choices: readonly Choice[]
): Choice | undefined {
	return choices.find((known) => known === parameters.get(name))
}

export function readText(parameters: URLSearchParams, name: string): string | undefined {
	return parameters.get(name)?.trim() || undefined
}
