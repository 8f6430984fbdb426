import { tick } from 'svelte'
import { m } from '#lib/paraglide/messages.js'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Names all fields that are still to be filled in. */
export function nameUnfilled(form: HTMLFormElement): string {
	const unfilled = unfilledIn(form)
	return unfilled.length === 0
		? m.decision_fill_in()
		: m.decision_fill_in_fields({ fields: [...new Set(unfilled.map(labelOf))].join('; ') })
}

/** Moves the focus to the first field that is still to be filled in; if there is none, to the first field. */
export async function focusUnfilled(form: HTMLFormElement): Promise<void> {
	// Later: words may appear with this change, and must not take the focus away again.
	await tick()
	const [first] = unfilledIn(form)
	const input = first === undefined || isChoice(first) ? (first ?? form).querySelector<HTMLElement>(FIELD) : first
	input?.focus()
}

const FIELD = ':is(input, textarea, select):enabled'

function unfilledIn(form: HTMLFormElement): (Field | HTMLFieldSetElement)[] {
	const fields = [...form.querySelectorAll<Field | HTMLFieldSetElement>(`input, textarea, select, ${CHOICE}`)]
	return fields.filter((field) => isChoice(field) || (field.required && isEmpty(field)))
}

/** The first field that shows an error of its own; null: there is none. */
export function findWrong(form: HTMLFormElement): HTMLElement | null {
	return form.querySelector('[aria-invalid="true"]')
}

/** A choice among several, where the options may not even be listed (`PersonChoice.svelte`, `Checks.svelte`). */
const CHOICE = 'fieldset[data-unfilled]'

function isChoice(field: Field | HTMLFieldSetElement): field is HTMLFieldSetElement {
	return field instanceof HTMLFieldSetElement
}

/** The field's label; for one of several options, the legend of the choice. */
function labelOf(field: Field | HTMLFieldSetElement): string {
	if (isChoice(field)) return legendOf(field)
	return (isTick(field) ? legendOf(field.closest('fieldset')) : '') || (field.labels?.[0]?.textContent.trim() ?? '')
}

function legendOf(group: HTMLFieldSetElement | null): string {
	return group?.querySelector('legend')?.textContent.trim() ?? ''
}

function isEmpty(field: Field): boolean {
	// Blanks do not count.
	return isTick(field) ? !field.checked : field.value.trim() === ''
}

function isTick(field: Field): field is HTMLInputElement {
	return field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
}
