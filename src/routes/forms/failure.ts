/** What a form or an action does after a failure: words for it, and the focus. */
import { tick } from 'svelte'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import type { FailureCode } from '#lib/sync/api.ts'

/** Saves a table as a file, or shows why it was not saved. `save` resolves with the reason, or with nothing after success. */
export async function saveOrNotify(
	toasts: Pick<Toasts, 'show'>,
	save: () => Promise<FailureCode | null | void>
): Promise<void> {
	// The code that writes tables is loaded when it is first needed: offline the import rejects.
	const failure = await save().catch(() => 'offline' as const)
	if (failure) toasts.show(failureText(failure), { isFailure: true })
}

/** The general words for a failure, if the screen has no better ones. */
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
 * Moves the focus to the first field with a problem, or to a problem (`data-problem`) that no single field has; a screen reader reads
 * the problem with it. Call it after the form has shown its problems. `form`: null when saving has led to another screen.
 */
export async function focusFirstError(form: HTMLElement | null): Promise<void> {
	await stopAtFirstError(form)
}

/** The same; true: there is a problem, and the form stays. */
export async function stopAtFirstError(form: HTMLElement | null): Promise<boolean> {
	await tick()
	const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]') ?? null
	wrong?.focus()
	return wrong !== null
}
