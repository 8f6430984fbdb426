import type { FormingChoices } from '#protocol/api/ledger.ts'
import { fetchChoices } from '#lib/sync/api-people.ts'
import { recallChoices, rememberChoices } from '#lib/sync/ledger/outbox.ts'
import type { FailureCode } from '#lib/sync/api.ts'

/** Beside what it is answered to. */
export interface AnsweredChoices extends FormingChoices {
	/** What was looked for; empty: nothing, these are the first of all. */
	sought: string
}

/** What a request can be made of, as the server says; without a network, as it said last. */
export class FormingChoicesState {
	readonly #personId: string
	choices = $state.raw<AnsweredChoices | null>(null)
	failure = $state<FailureCode | null>(null)
	#asked = 0

	constructor(personId: string) {
		this.#personId = personId
	}

	/** `text`: of a name or an organisation; empty: the first of all. */
	async load(text = ''): Promise<void> {
		const asked = ++this.#asked
		if (this.choices === null) {
			const kept = await recallChoices(this.#personId)
			// What the server has said meanwhile is newer.
			this.choices ??= kept && { ...kept, sought: '' }
		}
		const result = await fetchChoices(text)
		// A newer question is on its way.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		this.choices = { ...result.value, sought: text }
		if (text === '') await rememberChoices(this.#personId, result.value)
	}
}
