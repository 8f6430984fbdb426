import { createContext } from 'svelte'
import type { IsoDate } from '#domain/calendar.ts'
import { findRegulation } from '#domain/regulation/packs/all.ts'
import type { Conflict } from '#domain/regulation/conflict.ts'
import { findConflicts } from '#domain/regulation/conflicts.ts'
import { compareRegulations, copyRegulation, freeTitle, isTitleTaken } from '#domain/regulation/copy-regulation.ts'
import { parseToSave, type Problem } from '#domain/regulation/parse-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { failureText } from '../../../../forms/failure.ts'
import { problemWords } from '../../conflict-words.ts'
import { type Draft, dropDraft, keepDraft, newCopyId, recallDraft } from '../../regulations.svelte.ts'

export type Saving = 'saved' | 'refused' | 'edit-conflict' | 'in-use' | FailureCode

/** The editor of a regulation's copy. A number that is not typed yet is NaN, and so one of the problems. */
export class EditorState {
	draft = $state<Regulation | null>(null)
	/** The shipped regulation that it comes from, for comparison. */
	source = $state.raw<Regulation | null>(null)
	failure = $state<FailureCode | null>(null)
	/** What another person saved meanwhile. */
	editConflict = $state.raw<RegulationReading | null>(null)
	isRestored = $state(false)
	/** New programmes begin under it: what is saved applies to them at once. */
	isCurrent = $state(false)
	/** All regulations in the list: titles must differ. */
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
		...(this.draft !== null && isTitleTaken(this.draft.title, this.#otherTitles(this.draft.id))
			? [{ path: 'title', code: 'title-taken' as const }]
			: []),
		...(this.#parsed?.ok === false ? this.#parsed.problems : [])
	])
	readonly conflicts: readonly Conflict[] = $derived(
		this.#parsed?.ok === true ? this.#find(this.#parsed.regulation) : []
	)
	/** Conflicts that the source does not have. */
	readonly newConflicts: readonly Conflict[] = $derived.by(() => {
		const known = (this.source === null ? [] : this.#find(this.source)).map((one) => JSON.stringify(one))
		return this.conflicts.filter((conflict) => !known.includes(JSON.stringify(conflict)))
	})
	readonly differences = $derived(
		this.draft === null || this.source === null ? [] : compareRegulations(this.source, this.draft)
	)
	readonly isDirty = $derived(this.draft !== null && JSON.stringify(this.draft) !== this.#stored)

	/** `of`: the regulation to make a new copy from; null: the copy was saved, or begun on this device. */
	async open(id: string, of: string | null): Promise<void> {
		this.failure = null
		const draft = await recallDraft(this.#personId, id)
		const read = await call('GET /api/regulations/:id', { id })
		await this.#readTitles()
		this.isCurrent = read.ok && read.value.isCurrent
		if (read.ok) return this.#begin(read.value.regulation, read.value.saved?.version ?? null, draft)
		if (read.code !== 'not_found') return void (this.failure = read.code)
		if (draft !== null) return this.#begin(draft.regulation, null, draft)
		const origin = of === null ? null : await call('GET /api/regulations/:id', { id: of })
		if (origin === null || !origin.ok) return void (this.failure = origin?.code ?? 'not_found')
		const { regulation } = origin.value
		this.#begin(copyRegulation(regulation, id, freeTitle(regulation.title, this.#otherTitles(id))), null, null)
	}

	#begin(stored: Regulation, version: number | null, draft: Draft | null): void {
		// A copy that was begun here and never saved counts as unsaved, even if the draft is unchanged.
		this.#stored = version === null && draft !== null ? '' : JSON.stringify(stored)
		this.#base = draft === null ? version : draft.base
		this.draft = draft?.regulation ?? stored
		this.source = findRegulation(stored.copyOf ?? '')
		this.isRestored = draft !== null
	}

	/** The problem at this path in words; null: none. */
	errorAt(path: string): string | null {
		const problem = this.problems.find((one) => one.path === path)
		return problem === undefined ? null : problemWords(problem)
	}

	/** Stores the draft on the device. Calls are run in order, so the newest draft remains. */
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
		const { regulation } = parsed
		const body = { base: this.#base, regulation }
		const result = await call('POST /api/regulations/:id', { id: regulation.id, body })
		if (result.ok && result.value.outcome === 'refused') {
			// Another regulation may have got this title meanwhile.
			await this.#readTitles()
			return 'refused'
		}
		if (result.ok) {
			await this.#settle(parsed.regulation)
			return 'saved'
		}
		if (result.code !== 'conflict') return result.code
		if (result.field === 'programs') return 'in-use'
		const theirs = await call('GET /api/regulations/:id', { id: parsed.regulation.id })
		if (!theirs.ok) return theirs.code === 'not_found' ? 'conflict' : theirs.code
		this.editConflict = theirs.value
		this.isCurrent = theirs.value.isCurrent
		return 'edit-conflict'
	}

	/** Overwrites what the other person saved. */
	overrule(): Promise<Saving> {
		this.#base = this.editConflict?.saved?.version ?? null
		this.editConflict = null
		return this.save()
	}

	/** Saves the draft as a further copy, and leaves the other person's. */
	async saveAsCopy(): Promise<Saving> {
		if (this.draft === null) return 'refused'
		await this.discard()
		await this.#readTitles()
		this.draft.id = newCopyId(this.draft)
		this.draft.title = freeTitle(this.draft.title, this.#otherTitles(this.draft.id))
		this.#base = null
		this.isCurrent = false
		this.editConflict = null
		return this.save()
	}

	/** Removes the draft from the device. */
	async discard(): Promise<void> {
		if (this.draft === null) return
		await this.#keeping
		await dropDraft(this.#personId, this.draft.id)
	}

	async #settle(saved: Regulation): Promise<void> {
		await this.discard()
		this.#stored = JSON.stringify(this.draft ?? saved)
	}

	/** Without a network the last read titles stay, and the server refuses a title that is taken. */
	async #readTitles(): Promise<void> {
		const listings = await call('GET /api/regulations')
		if (listings.ok) this.#listed = listings.value.regulations
	}

	#otherTitles(ownId: string): string[] {
		return this.#listed.filter(({ id }) => id !== ownId).map(({ title }) => title)
	}

	#find(regulation: Regulation): Conflict[] {
		return findConflicts(regulation, { today: this.#today, findRoadmap })
	}
}

export const [getEditor, setEditor] = createContext<EditorState>()

/** Replaces the toast of the previous save. `problems`: the number of problems that prevent saving. */
export function showSaveOutcome(
	toasts: Pick<Toasts, 'show'>,
	outcome: Exclude<Saving, 'in-use' | 'edit-conflict'>,
	problems: number
): void {
	const id = 'regulation-saving'
	if (outcome === 'saved') toasts.show(m.regulation_saved_toast(), { id })
	else if (outcome === 'refused') toasts.show(m.regulation_refused({ count: problems }), { id, isFailure: true })
	else toasts.show(failureText(outcome), { id, isFailure: true })
}
