import type { IsoDate } from '#domain/calendar.ts'
import type { HistoryEntry, Person } from '#protocol/api/program.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { fetchHistory } from '#lib/sync/api-program.ts'
import { dateOf } from './days.ts'

/** The entries of a programme's history, as far back as they were asked for. */
export class HistoryState {
	/** Newest first; null until the server has answered once. */
	entries = $state.raw<readonly HistoryEntry[] | null>(null)
	isLoading = $state(false)
	/** Why the last question got no answer; what was there before stays. */
	failure = $state<FailureCode | null>(null)
	/** The authors: those who have left are in no list of this device. */
	#people = $state.raw<readonly Person[]>([])
	#nextBefore = $state<number | null>(null)
	#programId: string

	constructor(programId: string) {
		this.#programId = programId
	}

	get hasOlder(): boolean {
		return this.#nextBefore !== null
	}

	/** «Ирина Лаптева»; an empty text for who wrote none of the entries. */
	nameOf(personId: string): string {
		const person = this.#people.find(({ id }) => id === personId)
		return person === undefined ? '' : `${person.givenName} ${person.familyName}`.trim()
	}

	/** The newest, in place of what was there. */
	async load(): Promise<void> {
		await this.#ask(null, [])
	}

	async loadOlder(): Promise<void> {
		if (this.#nextBefore !== null) await this.#ask(this.#nextBefore, this.entries ?? [])
	}

	/** The last entry that had ended on that day, as old ones as it takes; null: there is none, or no answer (`failure`). */
	async findOn(day: IsoDate): Promise<HistoryEntry | null> {
		for (;;) {
			const found = this.entries?.find(({ at }) => dateOf(at) <= day)
			if (found !== undefined) return found
			if (this.#nextBefore === null || this.isLoading) return null
			await this.loadOlder()
			if (this.failure !== null) return null
		}
	}

	async #ask(before: number | null, kept: readonly HistoryEntry[]): Promise<void> {
		if (this.isLoading) return
		this.isLoading = true
		const result = await fetchHistory(this.#programId, before)
		this.isLoading = false
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		// A server of an older version says neither how an entry came nor who wrote it.
		const unsaid = { acceptedBy: [], file: null }
		const entries = result.value.entries.map((entry) => ({ ...unsaid, ...entry }))
		this.entries = [...kept, ...entries]
		this.#people = [...this.#people, ...(result.value.people ?? [])]
		this.#nextBefore = result.value.nextBefore
	}
}
