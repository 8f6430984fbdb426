import type { PaperFacts } from '#domain/papers/facts.ts'
import { isConsentPaper } from '#domain/papers/kinds.ts'
import { makePaper, type PaperChoice } from '#domain/papers/make-paper.ts'
import { offerPapers, type Offer } from '#domain/papers/offers.ts'
import type { Paper } from '#domain/papers/paper.ts'
import { templateOf } from '#domain/papers/template-of.ts'
import type { PaperReading } from '#protocol/papers-api.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { papersApi } from '#lib/sync/api-papers.ts'

/** The papers of one programme, as the server's facts make them. */
export class PapersState {
	readonly programId: string
	failure = $state<FailureCode | null>(null)
	#reading = $state.raw<PaperReading | null>(null)

	readonly facts: PaperFacts | null = $derived(
		this.#reading === null ? null : { ...this.#reading.facts, origin: location.origin }
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
		if (this.facts === null || !isOffered) return null
		if (isConsentPaper(choice.kind)) return makePaper(this.facts, choice, [])
		const { lines, isUnreadable } = templateOf(choice.kind, this.#reading?.templates[choice.kind])
		const paper = makePaper(this.facts, choice, lines)
		return paper !== null && isUnreadable ? { ...paper, warnings: [{ type: 'template' }, ...paper.warnings] } : paper
	}
}

export function isSame(one: PaperChoice, other: PaperChoice): boolean {
	return one.kind === other.kind && one.subjectId === other.subjectId
}
