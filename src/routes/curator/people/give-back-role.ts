import { m } from '#lib/paraglide/messages.js'
import { staffApi } from '#lib/sync/api-people.ts'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { failureText } from '../../forms/failure-text.ts'

/** Somebody whose role has ended has it again, or it is told why not. */
export async function giveBackRole(endingId: string, toasts: Toasts, onchange: () => Promise<void>): Promise<void> {
	const result = await staffApi.return(endingId)
	// Whoever another one has just given it back to has it.
	if (result.ok || result.code === 'conflict') toasts.show(m.people_role_returned())
	else toasts.show(failureText(result.code), { isFailure: true })
	await onchange()
}
