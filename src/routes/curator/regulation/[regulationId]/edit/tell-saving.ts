import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { failureText } from '../../../../forms/failure.ts'
import type { Saving } from './editor.svelte.ts'

/** Takes the place of what was said of the saving before: it is so no more. `problems`: how many keep it from being saved. */
export function tellSaving(
	toasts: Pick<Toasts, 'show'>,
	outcome: Exclude<Saving, 'in-use' | 'rival'>,
	problems: number
): void {
	const id = 'regulation-saving'
	if (outcome === 'saved') toasts.show(m.regulation_saved_toast(), { id })
	else if (outcome === 'refused') toasts.show(m.regulation_refused({ count: problems }), { id, isFailure: true })
	else toasts.show(failureText(outcome), { id, isFailure: true })
}
