import type { Regulation } from '#domain/regulation/schema.ts'
import type { RegulationListings, RegulationReading } from '#protocol/api/regulations.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { chooseRegulation, deleteRegulation, fetchRegulation, fetchRegulations } from '#lib/sync/api-people.ts'

/** The regulations of the municipality, and the one that is shown: the one with the id, or else the current one. */
export class RegulationsState {
	listings = $state.raw<RegulationListings | null>(null)
	reading = $state.raw<RegulationReading | null>(null)
	failure = $state<FailureCode | null>(null)

	async load(id: string | null): Promise<void> {
		const listings = await fetchRegulations()
		if (!listings.ok) return void (this.failure = listings.code)
		const reading = await fetchRegulation(id ?? listings.value.currentId)
		if (!reading.ok) return void (this.failure = reading.code)
		this.failure = null
		this.listings = listings.value
		this.reading = reading.value
	}

	/** New programmes begin by it. */
	async choose({ id }: Regulation): ReturnType<typeof chooseRegulation> {
		const result = await chooseRegulation({ id, was: this.listings?.currentId ?? '' })
		await this.load(id)
		return result
	}

	delete({ id }: Regulation): ReturnType<typeof deleteRegulation> {
		return deleteRegulation(id)
	}
}
