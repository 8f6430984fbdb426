import { nanoid } from 'nanoid'
import type { IsoDate } from '#domain/calendar.ts'
import {
	type CheckedRow,
	checkTable,
	recogniseColumns,
	type Recognised,
	type Table
} from '#domain/people/import/check.ts'
import { type Choice, defaultChoice, type Duplicate, findDuplicates } from '#domain/people/import/duplicates.ts'
import { type ImportKind, MOST_ROWS } from '#domain/people/import/table.ts'
import { nextPaint } from '#lib/browser.ts'
import { imports } from '#lib/sync/api-people.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import type { TableReading, TableRefusal } from '#lib/tables/limits.ts'
import type { ImportListing, ImportResult, KnownBank, NewImport, UndoResult } from '#protocol/api/bank.ts'
import { type Outcome, outcomeOf } from './words.ts'

export type Progress =
	| { type: 'none' | 'reading' | 'storing' }
	| { type: 'refused'; reason: TableRefusal }
	| { type: 'failed'; code: FailureCode }
	| { type: 'checking'; done: number }
	| { type: 'checked' }
	| { type: 'stored'; result: ImportResult }

/** What the server takes in one request. */
const MOST_BYTES = 4 * 1024 * 1024

/** A table on its way into a bank. Nothing is stored before `store`. */
export class TableImport {
	kind = $state<ImportKind>('mentors')
	progress = $state.raw<Progress>({ type: 'none' })
	/** The file's name; empty: pasted. */
	source = $state('')
	table = $state.raw<Table>([])
	recognised = $state.raw<Recognised>({ headerIndex: -1, columnIds: [] })
	rows = $state.raw<readonly CheckedRow[]>([])
	/** By line; null: nothing is checked. */
	duplicates = $state.raw<ReadonlyMap<number, Duplicate> | null>(null)
	#known = $state.raw<KnownBank | null>(null)
	readonly #inFull = $derived(idsInFull(this.#known))
	readonly #leftOn = $derived(daysOfLeaving(this.#known))
	/** By line, where the curator chose otherwise. */
	#choices = $state.raw<Readonly<Record<number, Choice>>>({})
	/** In the order of the rows. */
	outcomes: readonly Outcome[] = $derived(
		this.rows.map((row) => {
			const duplicate = this.duplicates?.get(row.line) ?? null
			return outcomeOf(row, duplicate, this.#choices[row.line] ?? defaultChoice(duplicate), {
				isInFull: (id) => this.#inFull.has(id),
				leftOn: (id) => this.#leftOn.get(id) ?? null
			})
		})
	)
	/** One for a table and what was chosen for it: sent twice, it is stored once. */
	#id = nanoid()
	/** Rises with every check, so that one that is overtaken ends. */
	#checks = 0

	async read(kind: ImportKind, source: string, reading: Promise<TableReading>): Promise<void> {
		this.kind = kind
		this.source = source
		this.progress = { type: 'reading' }
		// What reads tables is loaded when it is first needed.
		const [read, known] = await Promise.all([reading.catch(() => null), imports.known(kind)])
		if (read === null) this.progress = { type: 'failed', code: 'offline' }
		else if (!read.ok) this.progress = { type: 'refused', reason: read.reason }
		else if (!known.ok) this.progress = { type: 'failed', code: known.code }
		else {
			this.table = read.table
			this.#known = known.value
			this.recognised = recogniseColumns(kind, read.table)
			await this.#check()
		}
	}

	/** Null leaves the column out; what another column was taken for, it is no more. */
	async mapColumn(index: number, columnId: string | null): Promise<void> {
		const columnIds = this.recognised.columnIds.map((id, at) => (at === index ? columnId : id === columnId ? null : id))
		this.recognised = { ...this.recognised, columnIds }
		await this.#check()
	}

	choose(lines: readonly number[], choice: Choice): void {
		this.#choices = { ...this.#choices, ...Object.fromEntries(lines.map((line) => [line, choice])) }
		this.#id = nanoid()
	}

	async store(): Promise<void> {
		this.progress = { type: 'storing' }
		// Thousands of rows are made ready, which takes a phone a while.
		await nextPaint()
		const body: NewImport = {
			id: this.#id,
			kind: this.kind,
			source: this.source.slice(0, 200),
			rows: this.outcomes.flatMap(({ row: { line, row }, target }) =>
				row === null || target === null ? [] : [{ line, target, row }]
			)
		}
		if (new Blob([JSON.stringify(body)]).size > MOST_BYTES) {
			this.progress = { type: 'failed', code: 'too_large' }
			return
		}
		const result = await imports.take(body)
		this.progress = result.ok ? { type: 'stored', result: result.value } : { type: 'failed', code: result.code }
	}

	forget(): void {
		this.#checks += 1
		this.table = []
		this.rows = []
		this.duplicates = null
		this.#choices = {}
		this.progress = { type: 'none' }
	}

	async #check(): Promise<void> {
		const { table, recognised, kind } = this
		const known = this.#known
		if (known === null) return
		const own = ++this.#checks
		this.#id = nanoid()
		this.#choices = {}
		const rows = await this.#inSteps(checkTable(kind, table, recognised, known), own)
		if (rows === null) return
		if (rows.length > MOST_ROWS) this.progress = { type: 'refused', reason: 'too-many-rows' }
		else if (rows.length === 0) this.progress = { type: 'refused', reason: 'only-headings' }
		else {
			const duplicates = await this.#inSteps(findDuplicates(rows, known), own)
			if (duplicates === null) return
			this.rows = rows
			this.duplicates = duplicates
			this.progress = { type: 'checked' }
		}
	}

	/** Null: the check was overtaken. */
	async #inSteps<Result>(steps: Generator<number, Result>, check: number): Promise<Result | null> {
		for (;;) {
			const step = steps.next()
			if (step.done === true) return step.value
			this.progress = { type: 'checking', done: step.value }
			await new Promise((resolve) => setTimeout(resolve))
			if (check !== this.#checks) return null
		}
	}
}

function idsInFull(known: KnownBank | null): ReadonlySet<string> {
	if (known === null) return new Set()
	if (known.kind === 'organisations') return new Set(known.organisations.map(({ id }) => id))
	return new Set(known.people.flatMap(({ id, entry }) => (entry === null ? [] : [id])))
}

function daysOfLeaving(known: KnownBank | null): ReadonlyMap<string, IsoDate> {
	return new Map(known === null || known.kind === 'organisations' ? [] : known.left.map(({ id, on }) => [id, on]))
}

/** What was imported before, and the ways to take it back. */
export class PastImports {
	/** Newest first; null until the server has answered once. */
	imports = $state.raw<readonly ImportListing[] | null>(null)
	failure = $state<FailureCode | null>(null)
	/** Of the last one that was taken back here. */
	undone = $state.raw<UndoResult | null>(null)
	/** Whose taking back is under way. */
	undoing = $state<string | null>(null)

	async load(): Promise<void> {
		const result = await imports.list()
		if (result.ok) this.imports = result.value.imports
		this.failure = result.ok ? null : result.code
	}

	async undo(id: string): ReturnType<typeof imports.undo> {
		this.undoing = id
		const result = await imports.undo(id)
		this.undoing = null
		if (result.ok) this.undone = result.value
		await this.load()
		return result
	}
}
