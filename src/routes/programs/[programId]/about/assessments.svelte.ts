import type { MenteeAssessments } from '#protocol/api/bank.ts'
import { fetchAssessments } from '#lib/sync/api-program.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { watchPage } from '#lib/sync/line/retry.ts'

/** What the bank has of a programme's mentees: asked for anew while somebody looks, and kept on no device. */
export class AssessmentsState {
	readonly #programId: string
	/** Null until the server has answered, and where it tells this person nothing. */
	mentees = $state.raw<MenteeAssessments['mentees'] | null>(null)
	/** Why its last answer brought nothing; `not_found`: it is not for this person. */
	failure = $state<FailureCode | null>(null)
	#asked = 0

	constructor(programId: string) {
		this.#programId = programId
	}

	/** Answers the way to stop. */
	start(): () => void {
		const ask = () => void this.load()
		ask()
		return watchPage({ onVisible: ask, onOnline: ask })
	}

	async load(): Promise<void> {
		const asked = ++this.#asked
		const result = await fetchAssessments(this.#programId)
		// A newer question is on its way.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		if (result.ok) this.mentees = result.value.mentees
		else if (result.code === 'not_found') this.mentees = null
	}
}
