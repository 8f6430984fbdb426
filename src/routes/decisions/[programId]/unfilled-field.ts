type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** The first field that must be filled in and is not; null: there is none. */
export function findUnfilled(form: HTMLFormElement): Field | null {
	const fields = [...form.querySelectorAll<Field>('input, textarea, select')]
	return fields.find((field) => field.required && isEmpty(field)) ?? null
}

/** As the form calls it; of a choice among several, the whole of it. */
export function labelOf(field: Field): string {
	const group = isTick(field) ? field.closest('fieldset')?.querySelector('legend') : null
	return (group ?? field.labels?.[0])?.textContent.trim() ?? ''
}

function isEmpty(field: Field): boolean {
	// Blanks are no words.
	return isTick(field) ? !field.checked : field.value.trim() === ''
}

function isTick(field: Field): field is HTMLInputElement {
	return field instanceof HTMLInputElement && field.type === 'checkbox'
}
