import type { ApiResult, FailureCode } from '#lib/sync/api.ts'

/** What the server answers to a question. The old answer stays on the screen until the new one arrives. */
export class Asked<Answer> {
	/** Null until the server has answered once. */
	answer = $state.raw<Answer | null>(null)
	/** The answer belongs to an earlier question, or is older than the loss of the connection. */
	isStale = $state(false)
	failure = $state<FailureCode | null>(null)
	#question: (() => Promise<ApiResult<Answer>>) | null
	#address: string | null = null
	#asked = 0

	/** `question`: absent where the address decides what is asked. */
	constructor(question: (() => Promise<ApiResult<Answer>>) | null = null) {
		this.#question = question
	}

	/** `address` identifies a question: the same one is not sent twice in a row, unless it failed. */
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
		// A newer request is under way.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		this.isStale = !result.ok && this.answer !== null
		if (!result.ok) this.#address = null
		if (result.ok) this.answer = result.value
	}
}
