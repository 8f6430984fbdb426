import { tick } from 'svelte'
import { m } from '#lib/paraglide/messages.js'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** The first field that must be filled in and is not; null: there is none. */
function findUnfilled(form: HTMLFormElement): Field | null {
	const fields = [...form.querySelectorAll<Field>('input, textarea, select')]
	return fields.find((field) => field.required && isEmpty(field)) ?? null
}

/** What is still to be filled in, in words; the focus goes there. */
export function nameUnfilled(form: HTMLFormElement): string {
	const field = findUnfilled(form)
	if (field === null) return m.decision_fill_in()
	// The words come with it, and must not take the focus away again.
	void tick().then(() => field.focus())
	return m.decision_fill_in_field({ field: labelOf(field) })
}

/** The first field that says of itself what is wrong with it; null: there is none. */
export function findWrong(form: HTMLFormElement): HTMLElement | null {
	return form.querySelector('[aria-invalid="true"]')
}

/** As the form calls it; of a choice among several, the whole of it. */
function labelOf(field: Field): string {
	const group = isTick(field) ? field.closest('fieldset')?.querySelector('legend') : null
	return (group ?? field.labels?.[0])?.textContent.trim() ?? ''
}

function isEmpty(field: Field): boolean {
	// Blanks are no words.
	return isTick(field) ? !field.checked : field.value.trim() === ''
}

function isTick(field: Field): field is HTMLInputElement {
	return field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
}
