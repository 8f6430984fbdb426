import { createContext } from 'svelte'
import type { IsoDate } from '#domain/calendar.ts'
import { findRegulation } from '#domain/regulation/packs/all.ts'
import type { Conflict } from '#domain/regulation/conflict.ts'
import { findConflicts } from '#domain/regulation/conflicts.ts'
import { compareRegulations, copyRegulation, freeTitle, isTitleTaken } from '#domain/regulation/copy-regulation.ts'
import { parseToSave, type Problem } from '#domain/regulation/parse-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { fetchRegulation, fetchRegulations, saveRegulation } from '#lib/sync/api-people.ts'
import { problemWords } from '../../conflict-words.ts'
import { type Draft, dropDraft, keepDraft, newCopyId, recallDraft } from '../../regulations.svelte.ts'

export type Saving = 'saved' | 'refused' | 'rival' | 'in-use' | FailureCode

/** An edition being written. A number that is not typed yet is NaN, and a wrong one of its problems. */
export class EditorState {
	draft = $state<Regulation | null>(null)
	/** What it is compared with: the shipped one it comes from. */
	source = $state.raw<Regulation | null>(null)
	failure = $state<FailureCode | null>(null)
	/** What somebody else saved meanwhile. */
	rival = $state.raw<RegulationReading | null>(null)
	isRestored = $state(false)
	/** The list it will stand in: no two of it are called alike. */
	#listed = $state.raw<readonly { id: string; title: string }[]>([])
	readonly #personId: string
	readonly #today: IsoDate
	#base: number | null = null
	#stored = $state('')
	#keeping: Promise<void> = Promise.resolve()

	constructor(personId: string, today: IsoDate) {
		this.#personId = personId
		this.#today = today
	}

	readonly #parsed = $derived(this.draft === null ? null : parseToSave($state.snapshot(this.draft), { findRoadmap }))
	readonly problems: readonly Problem[] = $derived([
		...(this.draft !== null && isTitleTaken(this.draft.title, this.#titlesBeside(this.draft.id))
			? [{ path: 'title', code: 'title-taken' as const }]
			: []),
		...(this.#parsed?.ok === false ? this.#parsed.problems : [])
	])
	readonly conflicts: readonly Conflict[] = $derived(
		this.#parsed?.ok === true ? this.#find(this.#parsed.regulation) : []
	)
	/** Those that the source does not have. */
	readonly newConflicts: readonly Conflict[] = $derived.by(() => {
		const known = (this.source === null ? [] : this.#find(this.source)).map((one) => JSON.stringify(one))
		return this.conflicts.filter((conflict) => !known.includes(JSON.stringify(conflict)))
	})
	readonly differences = $derived(
		this.draft === null || this.source === null ? [] : compareRegulations(this.source, this.draft)
	)
	readonly isDirty = $derived(this.draft !== null && JSON.stringify(this.draft) !== this.#stored)

	/** `of`: which one a new edition is made from; null: it is one that was saved, or begun here. */
	async open(id: string, of: string | null): Promise<void> {
		this.failure = null
		const draft = await recallDraft(this.#personId, id)
		const read = await fetchRegulation(id)
		await this.#readTitles()
		if (read.ok) return this.#begin(read.value.regulation, read.value.saved?.version ?? null, draft)
		if (read.code !== 'not_found') return void (this.failure = read.code)
		if (draft !== null) return this.#begin(draft.regulation, null, draft)
		const origin = of === null ? null : await fetchRegulation(of)
		if (origin === null || !origin.ok) return void (this.failure = origin?.code ?? 'not_found')
		const { regulation } = origin.value
		this.#begin(copyRegulation(regulation, id, freeTitle(regulation.title, this.#titlesBeside(id))), null, null)
	}

	#begin(stored: Regulation, version: number | null, draft: Draft | null): void {
		// What was begun here and never saved is unsaved, whatever it says.
		this.#stored = version === null && draft !== null ? '' : JSON.stringify(stored)
		this.#base = draft === null ? version : draft.base
		this.draft = draft?.regulation ?? stored
		this.source = findRegulation(stored.copyOf ?? '')
		this.isRestored = draft !== null
	}

	/** What is wrong at this place, in words; null: nothing is. */
	errorAt(path: string): string | null {
		const problem = this.problems.find((one) => one.path === path)
		return problem === undefined ? null : problemWords(problem.code)
	}

	/** Puts what was written on the device; the newest is what stays. */
	keep(): void {
		const { draft } = this
		if (draft === null) return
		const kept = { base: this.#base, regulation: $state.snapshot(draft) }
		const { id } = kept.regulation
		const isWorthIt = this.isDirty
		this.#keeping = this.#keeping.then(() =>
			isWorthIt ? keepDraft(this.#personId, id, kept) : dropDraft(this.#personId, id)
		)
	}

	async save(): Promise<Saving> {
		const parsed = this.#parsed
		if (parsed?.ok !== true || this.problems.length > 0) return 'refused'
		const result = await saveRegulation(parsed.regulation, this.#base)
		if (result.ok && result.value.outcome === 'refused') {
			// Another one may have been called so meanwhile.
			await this.#readTitles()
			return 'refused'
		}
		if (result.ok) {
			await this.#settle(parsed.regulation)
			return 'saved'
		}
		if (result.code !== 'conflict') return result.code
		if (result.field === 'programs') return 'in-use'
		const theirs = await fetchRegulation(parsed.regulation.id)
		if (!theirs.ok) return theirs.code === 'not_found' ? 'conflict' : theirs.code
		this.rival = theirs.value
		return 'rival'
	}

	/** What is written here takes the place of what the other one saved. */
	overrule(): Promise<Saving> {
		this.#base = this.rival?.saved?.version ?? null
		this.rival = null
		return this.save()
	}

	/** What is written here becomes a further edition, and theirs stays. */
	async saveApart(): Promise<Saving> {
		if (this.draft === null) return 'refused'
		await this.discard()
		await this.#readTitles()
		this.draft.id = newCopyId(this.draft)
		this.draft.title = freeTitle(this.draft.title, this.#titlesBeside(this.draft.id))
		this.#base = null
		this.rival = null
		return this.save()
	}

	/** Nothing of it stays on the device. */
	async discard(): Promise<void> {
		if (this.draft === null) return
		await this.#keeping
		await dropDraft(this.#personId, this.draft.id)
	}

	async #settle(saved: Regulation): Promise<void> {
		await this.discard()
		this.#stored = JSON.stringify(this.draft ?? saved)
	}

	/** Without a network the last that were read stand, and the server says what is wrong. */
	async #readTitles(): Promise<void> {
		const listings = await fetchRegulations()
		if (listings.ok) this.#listed = listings.value.regulations
	}

	#titlesBeside(ownId: string): string[] {
		return this.#listed.filter(({ id }) => id !== ownId).map(({ title }) => title)
	}

	#find(regulation: Regulation): Conflict[] {
		return findConflicts(regulation, { today: this.#today, findRoadmap })
	}
}

export const [getEditor, setEditor] = createContext<EditorState>()
