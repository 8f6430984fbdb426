import type { ApiResult, FailureCode } from '#lib/sync/api.ts'

/** What was last asked of the server, and what it answered: an old answer stays on the screen until the new one is here. */
export class AskedList<Answer> {
	answer = $state.raw<Answer | null>(null)
	/** The answer is to an earlier question, or from before the connection was lost. */
	isStale = $state(false)
	failure = $state<FailureCode | null>(null)
	#question: (() => Promise<ApiResult<Answer>>) | null = null
	#address: string | null = null
	#asked = 0

	/** `address` tells questions apart: the same one is not asked twice in a row. */
	ask(address: string, question: () => Promise<ApiResult<Answer>>): void {
		if (address === this.#address) return
		this.#address = address
		this.#question = question
		void this.again()
	}

	async again(): Promise<void> {
		if (this.#question === null) return
		const asked = ++this.#asked
		this.isStale = this.answer !== null
		const result = await this.#question()
		// A newer question is on its way.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		this.isStale = !result.ok && this.answer !== null
		if (result.ok) this.answer = result.value
	}
}
