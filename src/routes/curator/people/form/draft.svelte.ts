import type { z } from 'zod'
import { compareEntries, takeFields, type EntryDifference } from '#domain/people/bank-entry.ts'
import type { ApiFailure, ApiResult } from '#lib/sync/api.ts'
import { check, type Checked, type Problem } from './problems.ts'

export interface Kept<Value> {
	/** Null: nothing is stored yet. */
	value: Value | null
	/** Null: nothing is stored that could be overwritten. */
	version: number | null
}

/** The typed value, and the stored value that it changes. */
export interface Written<Value> {
	kept: Kept<Value>
	value: Value
}

export interface DraftOptions<Value> {
	/** The form's name among all forms of the app. */
	name: string
	schema: z.ZodType<Value>
	labels: Readonly<Record<string, () => string>>
	kept: Kept<Value>
	/** The form's first value, if nothing is stored. */
	first: Value
	/** `isMeant`: the person has confirmed what the server asked about. */
	store(value: Value, version: number | null, isMeant: boolean): Promise<ApiResult<unknown>>
	/** Reads the stored value again, after another person has saved. */
	reread(): Promise<ApiResult<Kept<Value>>>
}

/** A form's value, compared with what the person has read: it never overwrites unseen what another person saved meanwhile. */
export class Draft<Value extends object> {
	value: Value
	#found = $state.raw<readonly Problem[]>([])
	/** The problems that prevented the last save, without those already corrected. */
	readonly problems: readonly Problem[] = $derived.by(() => {
		if (this.#found.length === 0) return []
		const checked = this.#check()
		const left = checked.ok ? [] : checked.problems
		return this.#found.filter(({ path, text }) => left.some((one) => one.path === path && one.text === text))
	})
	/** What another person has saved, and the fields that differ. */
	editConflict = $state.raw<{ value: Value; differences: EntryDifference<keyof Value>[] } | null>(null)
	failure = $state.raw<ApiFailure | null>(null)
	isBusy = $state(false)
	#options: DraftOptions<Value>
	#kept: Kept<Value>

	constructor(options: DraftOptions<Value>) {
		this.#options = options
		this.#kept = options.kept
		this.value = $state(structuredClone(options.kept.value ?? options.first))
	}

	get name(): string {
		return this.#options.name
	}

	get written(): Written<Value> {
		return { kept: this.#kept, value: this.value }
	}

	/**
	 * Restores typed values: a save by another person since then causes an edit conflict. Fields missing in `value` stay
	 * as they are.
	 */
	set written({ kept, value }: Written<Value>) {
		this.#kept = kept
		this.value = { ...this.value, ...value }
	}

	/** True once it is stored. If the server asks about a field, `failure` says so; `isMeant` confirms it. */
	async save({ isMeant = false } = {}): Promise<boolean> {
		const checked = this.#check()
		this.#found = checked.ok ? [] : checked.problems
		this.failure = null
		if (!checked.ok) return false
		this.isBusy = true
		const result = await this.#options.store(checked.value, this.#kept.version, isMeant)
		if (!result.ok && result.code === 'conflict' && result.field === undefined)
			await this.#readEditConflict(checked.value)
		else if (!result.ok) this.failure = result
		this.isBusy = false
		return result.ok
	}

	/** Saves the other person's version with these fields of mine; the person has rejected the others. */
	async settle(fields: readonly (keyof Value)[]): Promise<boolean> {
		if (this.editConflict === null) return false
		const taken = takeFields($state.snapshot(this.value) as Value, this.editConflict.value, fields)
		this.editConflict = null
		Object.assign(this.value, taken)
		return this.save()
	}

	#check(): Checked<Value> {
		return check(this.#options.schema, $state.snapshot(this.value), this.#options.labels)
	}

	async #readEditConflict(mine: Value): Promise<void> {
		const result = await this.#options.reread()
		if (!result.ok) {
			this.failure = result
			return
		}
		const theirs = result.value.value ?? this.#options.first
		this.editConflict = { value: theirs, differences: compareEntries(this.#kept.value, mine, theirs) }
		this.#kept = result.value
	}
}
