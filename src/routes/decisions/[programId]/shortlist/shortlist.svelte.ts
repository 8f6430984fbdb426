import { type Criterion, defaultWeights, type Weights } from '#domain/people/matching.ts'
import type { MentoringForm } from '#domain/regulation/schema.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import type { Shortlist, ShortlistCandidate, ShortlistFilter } from '#protocol/api/ledger.ts'

/** The mentors ranked for a programme: the query, the server's answer, and the chosen mentors. */
export class ShortlistState {
	readonly #programId: string
	/** The answer to the newest query. */
	list = $state.raw<Shortlist | null>(null)
	/** Of all its pages so far. */
	candidates = $state.raw<readonly ShortlistCandidate[]>([])
	/** They stay chosen when the query changes. */
	chosen = $state.raw<readonly ShortlistCandidate[]>([])
	failure = $state<FailureCode | null>(null)
	isBusy = $state(false)
	text = $state('')
	only = $state.raw<readonly ShortlistFilter[]>([])
	weights = $state.raw<Weights>(defaultWeights)
	#asked = 0

	constructor(programId: string) {
		this.#programId = programId
	}

	get hasMore(): boolean {
		return this.list !== null && this.candidates.length < this.list.found
	}

	async load(): Promise<void> {
		await this.#ask(1)
	}

	async loadMore(): Promise<void> {
		await this.#ask((this.list?.page ?? 0) + 1)
	}

	search(text: string): void {
		this.text = text
		void this.load()
	}

	toggle(filter: ShortlistFilter): void {
		const others = this.only.filter((one) => one !== filter)
		this.only = others.length === this.only.length ? [...others, filter] : others
		void this.load()
	}

	weigh(criterion: Criterion, weight: number): void {
		this.weights = { ...this.weights, [criterion]: weight }
		void this.load()
	}

	resetWeights(): void {
		this.weights = defaultWeights
		void this.load()
	}

	choose(candidate: ShortlistCandidate, isChosen: boolean): void {
		const others = this.chosen.filter(({ mentorId }) => mentorId !== candidate.mentorId)
		this.chosen = isChosen ? [...others, candidate] : others
	}

	async #ask(page: number): Promise<void> {
		const asked = ++this.#asked
		this.isBusy = true
		const { text, only, weights } = this
		const query = { q: text, only: only.join(','), page, ...weights }
		const result = await call('GET /api/programs/:programId/shortlist', { programId: this.#programId, query })
		// A newer request is on its way.
		if (asked !== this.#asked) return
		this.isBusy = false
		this.failure = result.ok ? null : result.code
		if (!result.ok) return
		this.list = result.value
		this.candidates = page === 1 ? result.value.candidates : [...this.candidates, ...result.value.candidates]
		const { candidates } = result.value
		this.chosen = this.chosen.map((known) => candidates.find(({ mentorId }) => mentorId === known.mentorId) ?? known)
	}
}

/** A new programme's initial title: what the regulation calls such mentees. The names beside it tell one from another. */
export function categoryTitle({ regulation, categoryId }: Pick<Shortlist, 'regulation' | 'categoryId'>): string {
	return regulation.categories.find(({ id }) => id === categoryId)?.wording ?? ''
}

/** A proposal's initial forms: those the mentee asked for; without a wish, the first for a pair, none for a group (domain.md T13). */
export function firstForms(
	options: readonly MentoringForm[],
	{ forms, mentees }: { forms: readonly MentoringForm[]; mentees: readonly unknown[] },
	mentorCount: number
): readonly MentoringForm[] {
	const wanted = options.filter((form) => forms.includes(form))
	const isPair = mentees.length === 1 && mentorCount === 1
	return wanted.length === 0 && isPair ? options.slice(0, 1) : wanted
}

export interface UnfitMentor {
	mentorId: string
	name: string
	/** Wordings of the regulation's conditions, with their clauses. */
	unmet: readonly string[]
}

/** Mentors who do not meet every condition, with those that they lack (domain.md T29–T32). */
export function unfitMentors(
	chosen: readonly Pick<ShortlistCandidate, 'mentorId' | 'name' | 'unmetConditionIds'>[],
	conditions: Shortlist['regulation']['mentorConditions']
): UnfitMentor[] {
	return chosen.flatMap(({ mentorId, name, unmetConditionIds }) => {
		const unmet = conditions
			.filter(({ id }) => unmetConditionIds.includes(id))
			.map(({ wording, source }) => `${wording} (${source.clause})`)
		return unmet.length === 0 ? [] : [{ mentorId, name, unmet }]
	})
}
