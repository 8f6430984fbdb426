import type { Toasts } from '#lib/state/toasts.svelte.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { failureText } from './failure-text.ts'

/** Saves a table as a file, or tells why it is not. `save` resolves with why not; with nothing, once it is saved. */
export async function saveOrTell(
	toasts: Pick<Toasts, 'show'>,
	save: () => Promise<FailureCode | null | void>
): Promise<void> {
	// What writes tables is loaded when it is first needed: it rejects where it cannot be had.
	const failure = await save().catch(() => 'offline' as const)
	if (failure) toasts.show(failureText(failure), { isFailure: true })
}
