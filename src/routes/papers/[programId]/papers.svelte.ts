import type * as Y from 'yjs'
import { type OwnForms, withOwnForms } from '#domain/papers/decline-name.ts'
import type { PaperFacts } from '#domain/papers/facts.ts'
import { makePaper, type PaperChoice } from '#domain/papers/make-paper.ts'
import { type Offer, offerPapers } from '#domain/papers/offers.ts'
import type { Paper } from '#domain/papers/paper.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import type { PaperReading, SavedOwnForms } from '#protocol/api/regulations.ts'

/** The papers of one programme, made from the server's facts. */
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
		const result = await call('GET /api/programs/:programId/paper-facts', { programId: this.programId })
		if (result.ok) this.#reading = result.value
		this.failure = result.ok ? null : result.code
	}

	/** `edition`: of the programme's paper. Null: it is not offered to this person, or not any more. */
	paperOf(choice: PaperChoice, edition: Y.Doc | null = null): Paper | null {
		return this.facts === null || !this.isOffered(choice) ? null : makePaper(this.facts, choice, edition)
	}

	isOffered(choice: PaperChoice): boolean {
		return this.offers?.some((offer) => 'choice' in offer && isSame(offer.choice, choice)) === true
	}
}

function isSame(one: PaperChoice, other: PaperChoice): boolean {
	return one.kind === other.kind && one.subjectId === other.subjectId
}

/** The municipality's own declined forms, where they differ from the rules. */
export class OwnFormsState {
	/** Null until the server has answered. */
	saved = $state.raw<SavedOwnForms | null>(null)
	/** `conflict`: another person has saved meanwhile; `saved` now holds their forms. */
	problem = $state<'offline' | 'failed' | 'conflict' | null>(null)
	isBusy = $state(false)

	async load(): Promise<void> {
		const result = await call('GET /api/paper-texts')
		if (result.ok) this.saved = result.value.ownForms
		this.problem = result.ok ? null : result.code === 'offline' ? 'offline' : 'failed'
	}

	/** Resolves with true if the server has stored the forms. */
	async save(forms: OwnForms): Promise<boolean> {
		if (this.saved === null) return false
		this.isBusy = true
		const value = withOwnForms(this.saved.value, forms)
		const result = await call('PUT /api/paper-texts/own-forms', {
			body: { value, after: this.saved.saved?.at ?? null }
		})
		this.isBusy = false
		if (result.ok) {
			this.saved = result.value.ownForms
			this.problem = null
			return true
		}
		if (result.code !== 'conflict') {
			this.problem = result.code === 'offline' ? 'offline' : 'failed'
			return false
		}
		await this.load()
		this.problem ??= 'conflict'
		return false
	}
}
