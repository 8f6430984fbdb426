import { tick } from 'svelte'
import { m } from '#lib/paraglide/messages.js'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** All that is still to be filled in, in words; the focus goes to the first. */
export function nameUnfilled(form: HTMLFormElement): string {
	const fields = [...form.querySelectorAll<Field | HTMLFieldSetElement>(`input, textarea, select, ${CHOICE}`)]
	const unfilled = fields.filter((field) => isChoice(field) || (field.required && isEmpty(field)))
	const [first] = unfilled
	if (first === undefined) return m.decision_fill_in()
	// The words come with it, and must not take the focus away again.
	void tick().then(() => (isChoice(first) ? first.querySelector<HTMLElement>('input:enabled') : first)?.focus())
	return m.decision_fill_in_fields({ fields: [...new Set(unfilled.map(labelOf))].join('; ') })
}

/** The first field that says of itself what is wrong with it; null: there is none. */
export function findWrong(form: HTMLFormElement): HTMLElement | null {
	return form.querySelector('[aria-invalid="true"]')
}

/** Of several, where what there is to choose from may not even be listed (`PersonChoice.svelte`, `Checks.svelte`). */
const CHOICE = 'fieldset[data-unfilled]'

function isChoice(field: Field | HTMLFieldSetElement): field is HTMLFieldSetElement {
	return field instanceof HTMLFieldSetElement
}

/** As the form calls it; of a choice among several, the whole of it. */
function labelOf(field: Field | HTMLFieldSetElement): string {
	if (isChoice(field)) return legendOf(field)
	return (isTick(field) ? legendOf(field.closest('fieldset')) : '') || (field.labels?.[0]?.textContent.trim() ?? '')
}

function legendOf(group: HTMLFieldSetElement | null): string {
	return group?.querySelector('legend')?.textContent.trim() ?? ''
}

function isEmpty(field: Field): boolean {
	// Blanks are no words.
	return isTick(field) ? !field.checked : field.value.trim() === ''
}

function isTick(field: Field): field is HTMLInputElement {
	return field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
}
