/** For a list to choose from. */
export function optionsOf<Choice extends string>(
	choices: readonly Choice[],
	words: Readonly<Record<Choice, () => string>>
): { value: Choice; label: string }[] {
	return choices.map((value) => ({ value, label: words[value]() }))
}
