import { tick } from 'svelte'

/** Once a form has said what is wrong: the focus goes to the first field that is, and a screen reader reads why with it. */
export async function focusFirstError(form: HTMLFormElement): Promise<void> {
	await tick()
	form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
