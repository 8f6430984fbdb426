import type { FormingChoices } from '#protocol/api/ledger.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { recallChoices, rememberChoices } from '#lib/sync/ledger/outbox.ts'

/** Choices together with their search text. */
export interface AnsweredChoices extends FormingChoices {
	/** The search text; empty: no search, these are the first of all. */
	sought: string
}

/** The choices for a request, from the server; without a network, from its last answer. */
export class FormingChoicesState {
	readonly #personId: string
	choices = $state.raw<AnsweredChoices | null>(null)
	failure = $state<FailureCode | null>(null)
	#asked = 0

	constructor(personId: string) {
		this.#personId = personId
	}

	/** `text`: part of a name or an organisation; empty: the first of all. */
	async load(text = ''): Promise<void> {
		const asked = ++this.#asked
		if (this.choices === null) {
			const kept = await recallChoices(this.#personId)
			// An answer that has arrived meanwhile is newer.
			this.choices ??= kept && { ...kept, sought: '' }
		}
		const result = await call('GET /api/forming/choices', { query: { q: text } })
		// A newer request was made.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		this.choices = { ...result.value, sought: text }
		if (text === '') await rememberChoices(this.#personId, result.value)
	}
}
