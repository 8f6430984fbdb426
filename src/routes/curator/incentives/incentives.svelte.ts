import type { Incentives } from '#protocol/api/region.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { fetchIncentives } from '#lib/sync/api-program.ts'

/** The incentives of the municipality at a day. */
export class IncentivesState {
	shown = $state.raw<Incentives | null>(null)
	failure = $state<FailureCode | null>(null)
	isLoading = $state(false)
	/** Everybody is on the screen then, for the paper. */
	isPrinting = $state(false)
	/** Null: today. */
	#on: string | null = null
	#asked = 0

	async load(on: string | null = this.#on): Promise<void> {
		this.#on = on
		const asked = ++this.#asked
		this.isLoading = true
		const result = await fetchIncentives(on)
		// Another day has been asked for meanwhile.
		if (asked !== this.#asked) return
		this.isLoading = false
		this.failure = result.ok ? null : result.code
		if (result.ok) this.shown = result.value
	}

	readonly #names: Readonly<Record<string, string>> = $derived(
		Object.fromEntries((this.shown?.people ?? []).map(({ id, name }) => [id, name]))
	)

	nameOf(personId: string): string {
		return this.#names[personId] ?? personId
	}

	namesOf(personIds: readonly string[]): string {
		return personIds
			.map((id) => this.nameOf(id))
			.sort((one, other) => one.localeCompare(other, 'ru'))
			.join(', ')
	}
}
