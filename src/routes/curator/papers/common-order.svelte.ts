import { makeCommonOrder } from '#domain/papers/make-paper.ts'
import type { Paper } from '#domain/papers/paper.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import type { PaperReading } from '#protocol/api/regulations.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { fetchLedgers } from '#lib/sync/api-people.ts'
import { papersApi } from '#lib/sync/api-program.ts'

/** One order on the pairs of several programmes. */
export class CommonOrderState {
	/** Of the municipality, those somebody is proposed in; null until the server has answered. */
	listings = $state.raw<readonly LedgerListing[] | null>(null)
	failure = $state<FailureCode | null>(null)
	isBusy = $state(false)
	chosen = $state.raw<readonly string[]>([])
	/** Of the programmes that were chosen when it was last asked for. */
	#readings = $state.raw<readonly PaperReading[]>([])

	readonly paper: Paper | null = $derived(
		makeCommonOrder(this.#readings.map((reading) => ({ ...reading, origin: location.origin })))
	)
	/** Chosen programmes without an order to be in. */
	readonly without: readonly string[] = $derived(
		this.#readings.flatMap(({ ledger }) => {
			const hasOrder = ledger.matters.some(
				({ matter, outcome }) => matter.type === 'order' && (outcome === 'open' || outcome === 'in-force')
			)
			return hasOrder ? [] : [ledger.title ?? ledger.proposal?.title ?? '']
		})
	)

	async load(): Promise<void> {
		const result = await fetchLedgers()
		this.failure = result.ok ? null : result.code
		if (result.ok) this.listings = result.value.filter(({ phase }) => phase !== 'requested')
	}

	choose(programId: string, isChosen: boolean): void {
		const others = this.chosen.filter((id) => id !== programId)
		this.chosen = isChosen ? [...others, programId] : others
	}

	/** All of them or none: an order that lacks a pair is another order. */
	async make(): Promise<void> {
		this.isBusy = true
		const results = await Promise.all(this.chosen.map((programId) => papersApi.facts(programId)))
		this.isBusy = false
		const failed = results.find(({ ok }) => !ok)
		if (failed !== undefined && !failed.ok) {
			this.failure = failed.code
			return
		}
		this.failure = null
		this.#readings = results.flatMap((result) => (result.ok ? [result.value] : []))
	}
}
