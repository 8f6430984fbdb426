import type { PaperFacts } from '#domain/papers/facts.ts'
import { makePaper, type PaperChoice } from '#domain/papers/make-paper.ts'
import { offerPapers, type Offer } from '#domain/papers/offers.ts'
import type { Paper } from '#domain/papers/paper.ts'
import type { PaperReading } from '#protocol/api/regulations.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { papersApi } from '#lib/sync/api-program.ts'

/** The papers of one programme, as the server's facts make them. */
export class PapersState {
	readonly programId: string
	failure = $state<FailureCode | null>(null)
	#reading = $state.raw<PaperReading | null>(null)

	readonly facts: PaperFacts | null = $derived(
		this.#reading === null ? null : { ...this.#reading, origin: location.origin }
	)
	/** Null until the server has answered. */
	readonly offers: readonly Offer[] | null = $derived(this.facts === null ? null : offerPapers(this.facts))

	constructor(programId: string) {
		this.programId = programId
	}

	async load(): Promise<void> {
		const result = await papersApi.facts(this.programId)
		if (result.ok) this.#reading = result.value
		this.failure = result.ok ? null : result.code
	}

	/** Null: it is not offered to this person, or not any more. */
	paperOf(choice: PaperChoice): Paper | null {
		const isOffered = this.offers?.some((offer) => 'choice' in offer && isSame(offer.choice, choice)) === true
		return this.facts === null || !isOffered ? null : makePaper(this.facts, choice)
	}
}

export function isSame(one: PaperChoice, other: PaperChoice): boolean {
	return one.kind === other.kind && one.subjectId === other.subjectId
}
