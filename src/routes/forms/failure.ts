import { tick } from 'svelte'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import type { FailureCode } from '#lib/sync/api.ts'

/** Saves a table as a file, or tells why it is not. `save` resolves with why not; with nothing, once it is saved. */
export async function saveOrTell(
	toasts: Pick<Toasts, 'show'>,
	save: () => Promise<FailureCode | null | void>
): Promise<void> {
	// What writes tables is loaded when it is first needed: it rejects where it cannot be had.
	const failure = await save().catch(() => 'offline' as const)
	if (failure) toasts.show(failureText(failure), { isFailure: true })
}

/** What to tell a person whose action the server did not take, where the screen knows nothing better. */
export function failureText(code: FailureCode): string {
	switch (code) {
		case 'offline':
			return m.failed_offline()
		case 'internal':
			return m.failed_internal()
		case 'unauthorized':
			return m.failed_unauthorized()
		case 'invalid':
		case 'not_found':
		case 'conflict':
		case 'too_large':
			return m.failed_otherwise()
	}
}

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
