import type { IsoDate } from '#domain/calendar.ts'
import type { HistoryEntry, Person } from '#protocol/api/program.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { cityDay } from '#lib/sync/clock.ts'

/** The entries of a programme's history that were requested so far. */
export class HistoryState {
	/** Newest first; null until the server has answered once. */
	entries = $state.raw<readonly HistoryEntry[] | null>(null)
	isLoading = $state(false)
	/** Why the last request got no answer; the earlier entries stay. */
	failure = $state<FailureCode | null>(null)
	/** The authors: this device has no list of those who have left. */
	#people = $state.raw<readonly Person[]>([])
	#nextBefore = $state<number | null>(null)
	#programId: string

	constructor(programId: string) {
		this.#programId = programId
	}

	get hasOlder(): boolean {
		return this.#nextBefore !== null
	}

	/** «Ирина Лаптева»; '' for a person who wrote none of the entries. */
	nameOf(personId: string): string {
		const person = this.#people.find(({ id }) => id === personId)
		return person === undefined ? '' : `${person.givenName} ${person.familyName}`.trim()
	}

	/** Loads the newest entries in place of the old ones. */
	async load(): Promise<void> {
		await this.#ask(null, [])
	}

	async loadOlder(): Promise<void> {
		if (this.#nextBefore !== null) await this.#ask(this.#nextBefore, this.entries ?? [])
	}

	/** The last entry that ended on or before that day; loads older entries as needed. Null: there is none, or no answer (`failure`). */
	async findOn(day: IsoDate): Promise<HistoryEntry | null> {
		for (;;) {
			const found = this.entries?.find(({ at }) => cityDay(at) <= day)
			if (found !== undefined) return found
			if (this.#nextBefore === null || this.isLoading) return null
			await this.loadOlder()
			if (this.failure !== null) return null
		}
	}

	async #ask(before: number | null, kept: readonly HistoryEntry[]): Promise<void> {
		if (this.isLoading) return
		this.isLoading = true
		const result = await call('GET /api/programs/:programId/history', {
			programId: this.#programId,
			query: { before: before ?? undefined }
		})
		this.isLoading = false
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		// An older server sends neither `acceptedBy` nor `file`.
		const unsaid = { acceptedBy: [], file: null }
		const entries = result.value.entries.map((entry) => ({ ...unsaid, ...entry }))
		this.entries = [...kept, ...entries]
		this.#people = [...this.#people, ...(result.value.people ?? [])]
		this.#nextBefore = result.value.nextBefore
	}
}
