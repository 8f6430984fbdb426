import { tick } from 'svelte'

/**
 * Once a form has said what is wrong: the focus goes to the first field that is, and a screen reader reads why with it. Null: what was
 * sent has led to another screen.
 */
export async function focusFirstError(form: HTMLElement | null): Promise<void> {
	await stopAtFirstError(form)
}

/** The same. True: something is wrong, and the form stays. */
export async function stopAtFirstError(form: HTMLElement | null): Promise<boolean> {
	await tick()
	const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? null
	wrong?.focus()
	return wrong !== null
}
