import type { z } from 'zod'
import { compareEntries, takeFields, type EntryDifference } from '#domain/people/bank-entry.ts'
import type { ApiFailure, ApiResult } from '#lib/sync/api.ts'
import { check, type Checked, type Problem } from './problems.ts'

export interface Kept<Value> {
	/** Null: nothing was written down yet. */
	value: Value | null
	/** Null: there is nothing yet that could be saved over. */
	version: number | null
}

/** What was typed, and what it was typed over. */
export interface Written<Value> {
	kept: Kept<Value>
	value: Value
}

export interface DraftParts<Value> {
	/** Its form, among all forms of the app. */
	name: string
	schema: z.ZodType<Value>
	labels: Readonly<Record<string, () => string>>
	kept: Kept<Value>
	/** What the form begins with where nothing is kept. */
	first: Value
	/** `isMeant`: what the server asked about is as it should be. */
	store(value: Value, version: number | null, isMeant: boolean): Promise<ApiResult<unknown>>
	/** What is kept now, after somebody else has saved. */
	reread(): Promise<ApiResult<Kept<Value>>>
}

/** What a person is changing, against what they have read: nothing that somebody else saved meanwhile is written over unseen. */
export class Draft<Value extends object> {
	value: Value
	#found = $state.raw<readonly Problem[]>([])
	/** What kept the last save from the server, as far as it is not mended. */
	readonly problems: readonly Problem[] = $derived.by(() => {
		if (this.#found.length === 0) return []
		const checked = this.#check()
		const left = checked.ok ? [] : checked.problems
		return this.#found.filter(({ path, text }) => left.some((one) => one.path === path && one.text === text))
	})
	/** What somebody else has saved, and in which fields it differs. */
	rival = $state.raw<{ value: Value; differences: EntryDifference<keyof Value>[] } | null>(null)
	failure = $state.raw<ApiFailure | null>(null)
	isBusy = $state(false)
	#parts: DraftParts<Value>
	#kept: Kept<Value>

	constructor(parts: DraftParts<Value>) {
		this.#parts = parts
		this.#kept = parts.kept
		this.value = $state(structuredClone(parts.kept.value ?? parts.first))
	}

	get name(): string {
		return this.#parts.name
	}

	get written(): Written<Value> {
		return { kept: this.#kept, value: this.value }
	}

	/** What was written before: whoever has saved since is met as a rival. A field it does not know stays as it is. */
	set written({ kept, value }: Written<Value>) {
		this.#kept = kept
		this.value = { ...this.value, ...value }
	}

	/** True once it is stored. What the server asks about a field stands in `failure`; `isMeant` answers it. */
	async save({ isMeant = false } = {}): Promise<boolean> {
		const checked = this.#check()
		this.#found = checked.ok ? [] : checked.problems
		this.failure = null
		if (!checked.ok) return false
		this.isBusy = true
		const result = await this.#parts.store(checked.value, this.#kept.version, isMeant)
		if (!result.ok && result.code === 'conflict' && result.field === undefined) await this.#meetRival(checked.value)
		else if (!result.ok) this.failure = result
		this.isBusy = false
		return result.ok
	}

	/** Saves theirs with these fields of mine; all others were seen and let go. */
	async settle(fields: readonly (keyof Value)[]): Promise<boolean> {
		if (this.rival === null) return false
		const taken = takeFields($state.snapshot(this.value) as Value, this.rival.value, fields)
		this.rival = null
		Object.assign(this.value, taken)
		return this.save()
	}

	#check(): Checked<Value> {
		return check(this.#parts.schema, $state.snapshot(this.value), this.#parts.labels)
	}

	async #meetRival(mine: Value): Promise<void> {
		const result = await this.#parts.reread()
		if (!result.ok) {
			this.failure = result
			return
		}
		const theirs = result.value.value ?? this.#parts.first
		this.rival = { value: theirs, differences: compareEntries(this.#kept.value, mine, theirs) }
		this.#kept = result.value
	}
}
