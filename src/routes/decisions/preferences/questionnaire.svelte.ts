import type { ProgramRole } from '#domain/access.ts'
import type { Liking } from '#domain/people/matching.ts'
import type { PreferenceRow } from '#protocol/api/ledger.ts'
import { fetchPreferences, savePreference } from '#lib/sync/api-people.ts'
import type { FailureCode } from '#lib/sync/api.ts'

/** The people of the other bank, and what was answered about each. */
export class QuestionnaireState {
	/** Null until the server has answered once. */
	rows = $state.raw<readonly PreferenceRow[] | null>(null)
	count = $state(0)
	failure = $state<FailureCode | null>(null)
	readonly role: ProgramRole
	#q = ''
	#page = 1
	#asked = 0

	constructor(role: ProgramRole) {
		this.role = role
	}

	get hasMore(): boolean {
		return this.rows !== null && this.rows.length < this.count
	}

	async load(q = this.#q): Promise<void> {
		this.#q = q
		await this.#ask(1)
	}

	async loadMore(): Promise<void> {
		await this.#ask(this.#page + 1)
	}

	/** Null: it is kept. What was not kept stands as it was before. */
	async answer(personId: string, liking: Liking | null): Promise<FailureCode | null> {
		const before = this.rows?.find(({ id }) => id === personId)?.liking ?? null
		this.#set(personId, liking)
		const result = await savePreference(personId, { role: this.role, liking })
		if (result.ok) return null
		this.#set(personId, before)
		return result.code
	}

	#set(personId: string, liking: Liking | null): void {
		this.rows = this.rows?.map((row) => (row.id === personId ? { ...row, liking } : row)) ?? null
	}

	async #ask(page: number): Promise<void> {
		const asked = ++this.#asked
		const result = await fetchPreferences({ role: this.role, q: this.#q, page })
		// A newer question is on its way.
		if (asked !== this.#asked) return
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		this.#page = page
		this.count = result.value.count
		this.rows = page === 1 ? result.value.rows : [...(this.rows ?? []), ...result.value.rows]
	}
}
