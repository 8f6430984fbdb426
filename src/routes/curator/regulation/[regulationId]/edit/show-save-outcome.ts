import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { failureText } from '../../../../forms/failure.ts'
import type { Saving } from './editor.svelte.ts'

/** Replaces the toast of the previous save. `problems`: the number of problems that prevent saving. */
export function showSaveOutcome(
	toasts: Pick<Toasts, 'show'>,
	outcome: Exclude<Saving, 'in-use' | 'edit-conflict'>,
	problems: number
): void {
	const id = 'regulation-saving'
	if (outcome === 'saved') toasts.show(m.regulation_saved_toast(), { id })
	else if (outcome === 'refused') toasts.show(m.regulation_refused({ count: problems }), { id, isFailure: true })
	else toasts.show(failureText(outcome), { id, isFailure: true })
}
