/**
 * What people have typed into forms and not sent, by person and form. It lies on the device alone: whoever else uses the device
 * is shown none of it, and it is forgotten with its person (`forget.ts`).
 */
import { forgetUnder, recall, remember } from './device-memory.ts'

export function recallTyped<Value>(personId: string, form: string): Promise<Value | null> {
	return recall<Value>(under(personId) + form)
}

/** `null` drops it. */
export function keepTyped(personId: string, form: string, value: unknown): Promise<void> {
	return remember(under(personId) + form, value)
}

export function forgetTyped(personId: string): Promise<void> {
	return forgetUnder(under(personId))
}

function under(personId: string): string {
	return `typed:${personId}:`
}
