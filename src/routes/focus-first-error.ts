import { tick } from 'svelte'

/**
 * Once a form has said what is wrong: the focus goes to the first field that is, and a screen reader reads why with it. Null: what was
 * sent has led to another screen.
 */
export async function focusFirstError(form: HTMLFormElement | null): Promise<void> {
	await tick()
	form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
