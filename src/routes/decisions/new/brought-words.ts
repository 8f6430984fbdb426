import { m } from '#lib/paraglide/messages.js'
import type { Brought } from './request-draft.svelte.ts'

/** What the bank brought along into a request, and nothing else. */
export function broughtWords({ categoryId, mainRequest, difficulties, forms }: Brought): string {
	const what = [
		...(categoryId === '' ? [] : [m.forming_brought_category()]),
		...(mainRequest === '' ? [] : [m.forming_brought_request()]),
		...(difficulties.length === 0 ? [] : [m.forming_brought_difficulties()]),
		...(forms.length === 0 ? [] : [m.forming_brought_forms()])
	]
	return m.forming_brought({ what: what.join(', ') })
}
