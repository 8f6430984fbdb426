import type { z } from 'zod'
import { compareEntries, takeFields, type EntryDifference } from '#domain/people/bank-entry.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiFailure, ApiResult } from '#lib/sync/api.ts'
import { failureText } from './failure.ts'
import { check, type Checked, firstUnder, type Labels, type Problem } from './problems.ts'

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

/** A field that chooses from the registry and shows its problem itself, until another choice is made. */
export interface Choice {
	readonly chosen: { id: string } | null
	error: string | null
	/** Looks up what is typed. False, with `error`: the text names nothing. */
	settle(): Promise<boolean>
}

/** `Given`: the value as the server takes it. */
export interface DraftOptions<Value, Given = Value, Answer = unknown> {
	/** The form's first value, if nothing is stored. */
	first: Value
	/** Reads what is typed, with the choices, as `Given`. */
	schema: z.ZodType<Given>
	labels?: Labels
	/** The choices that count now, by their names in the schema. */
	choices?(): Readonly<Record<string, Choice>>
	/** For a value that others may change meanwhile. */
	kept?: Kept<Value>
	/** `isMeant`: the person has confirmed what the server asked about. */
	store(given: Given, version: number | null, isMeant: boolean): Promise<ApiResult<Answer>>
	/** Reads the stored value again, after another person has saved. */
	reread?(): Promise<ApiResult<Kept<Value>>>
	/**
	 * What the server objects to, in words: at a field, or to the whole form; '': the screen says it elsewhere. Null: the general words
	 * of the failure.
	 */
	refusal?(failure: ApiFailure): Problem | string | null
}

/**
 * A form: its value, its problems, and the server's answer. A problem is shown after a try to save, until it is
 * corrected. A form never overwrites unseen what another person saved meanwhile.
 */
export class Draft<Value extends object, Given = Value, Answer = unknown> {
	value: Value
	/** The paths of the fields that prevented the last save. */
	#found = $state.raw<readonly string[]>([])
	/** What the server objects to at a field, and all fields as they were sent. */
	#refused = $state.raw<{ problem: Problem; sent: object } | null>(null)
	/** The problems at the fields, without those already corrected. */
	readonly problems: readonly Problem[] = $derived.by(() => {
		const refused = this.#refused !== null && this.#isStill(this.#refused) ? [this.#refused.problem] : []
		if (this.#found.length === 0) return refused
		const checked = this.#check()
		const left = checked.ok ? [] : checked.problems
		return [...left.filter(({ path }) => this.#found.includes(path)), ...refused]
	})
	/** What the server objects to in the form as a whole. */
	problem = $state<string | null>(null)
	/** What another person has saved, and the fields that differ. */
	editConflict = $state.raw<{ value: Value; differences: EntryDifference<keyof Value>[] } | null>(null)
	failure = $state.raw<ApiFailure | null>(null)
	isBusy = $state(false)
	#options: DraftOptions<Value, Given, Answer>
	#kept: Kept<Value>

	constructor(options: DraftOptions<Value, Given, Answer>) {
		this.#options = options
		this.#kept = options.kept ?? { value: null, version: null }
		this.value = $state($state.snapshot(this.#kept.value ?? options.first) as Value)
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

	/** The answer once it is stored, otherwise null. If the server asks about a field, `failure` says so; `isMeant` confirms it. */
	async save({ isMeant = false } = {}): Promise<{ ok: true; value: Answer } | null> {
		this.problem = this.failure = this.#refused = null
		this.isBusy = true
		const choices = this.#choices
		const settled = await Promise.all(Object.values(choices).map((choice) => choice.settle()))
		const checked = this.#check()
		const problems = checked.ok ? [] : checked.problems
		this.#found = problems.map(({ path }) => path).filter((path) => !(path in choices))
		for (const [name, choice] of Object.entries(choices)) choice.error ??= firstUnder(problems, name)
		const result = checked.ok && settled.every(Boolean) ? await this.#store(checked.value, isMeant) : null
		this.isBusy = false
		return result?.ok ? result : null
	}

	/** Saves the other person's version with these fields of mine; the person has rejected the others. */
	async settle(fields: readonly (keyof Value)[]): Promise<boolean> {
		if (this.editConflict === null) return false
		const taken = takeFields($state.snapshot(this.value) as Value, this.editConflict.value, fields)
		this.editConflict = null
		Object.assign(this.value, taken)
		return (await this.save()) !== null
	}

	get #choices(): Readonly<Record<string, Choice>> {
		return this.#options.choices?.() ?? {}
	}

	/** All fields as they are now. */
	#read(): object {
		const chosen = Object.entries(this.#choices).map(([name, choice]) => [name, choice.chosen] as const)
		return { ...($state.snapshot(this.value) as Value), ...Object.fromEntries(chosen) }
	}

	#check(): Checked<Given> {
		return check(this.#options.schema, this.#read(), this.#options.labels)
	}

	async #store(given: Given, isMeant: boolean): Promise<ApiResult<Answer>> {
		const { store, reread, refusal } = this.#options
		const sent = this.#read()
		const result = await store(given, this.#kept.version, isMeant)
		if (result.ok) return result
		if (reread !== undefined && result.code === 'conflict' && result.field === undefined) {
			// A value that is compared with a stored one is sent as it is.
			await this.#readEditConflict(given as unknown as Value, reread)
		} else {
			this.failure = result
			this.#refuse(refusal?.(result) ?? failureText(result.code), sent)
		}
		return result
	}

	#refuse(objection: Problem | string, sent: object): void {
		if (typeof objection === 'string') {
			this.problem = objection
			return
		}
		const refused = { problem: objection, sent }
		const isStill = this.#isStill(refused)
		const choice = this.#choices[objection.path]
		if (choice === undefined) this.#refused = refused
		else if (isStill) choice.error = objection.text
		if (!isStill) this.problem = m.refused_before_change()
	}

	/** Whether the refused field is as it was sent. */
	#isStill({ problem: { path }, sent }: { problem: Problem; sent: object }): boolean {
		return JSON.stringify(fieldAt(sent, path)) === JSON.stringify(fieldAt(this.#read(), path))
	}

	async #readEditConflict(mine: Value, reread: () => Promise<ApiResult<Kept<Value>>>): Promise<void> {
		const result = await reread()
		if (!result.ok) {
			this.failure = result
			this.problem = failureText(result.code)
			return
		}
		const theirs = result.value.value ?? this.#options.first
		this.editConflict = { value: theirs, differences: compareEntries(this.#kept.value, mine, theirs) }
		this.#kept = result.value
	}
}

function fieldAt(value: unknown, path: string): unknown {
	return path.split('.').reduce((at, name) => (at as Record<string, unknown> | null)?.[name], value)
}
