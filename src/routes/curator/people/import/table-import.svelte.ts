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
import type { OrganisationKind } from '#domain/regulation/schema.ts'
import { nextPaint } from '#lib/browser.ts'
import { Asked } from '#lib/state/asked.svelte.ts'
import { LONG_MS, call, type FailureCode, type ApiResult } from '#lib/sync/api.ts'
import type { TableReading, TableRefusal } from '#lib/tables/limits.ts'
import type { ImportListing, ImportResult, KnownBank, NewImport, RowRefusal, UndoResult } from '#protocol/api/bank.ts'
import { type Outcome, outcomeOf } from './words.ts'

export type Progress =
	| { type: 'none' | 'reading' | 'storing' }
	| { type: 'refused'; reason: TableRefusal }
	| { type: 'failed'; code: FailureCode }
	| { type: 'checking'; done: number }
	| { type: 'checked' }
	| { type: 'stored'; result: ImportResult }

/** `refused`: organisations that the server did not enter. */
export type Entering =
	{ ok: true; refused: readonly { name: string; reason: RowRefusal }[] } | { ok: false; code: FailureCode }

export interface NewOrganisation {
	name: string
	kind: OrganisationKind
}

/** A name in the table, and the known organisation that it means. */
export interface MeantOrganisation {
	id: string
	name: string
}

/** The server's limit for one request. */
const MOST_BYTES = 4 * 1024 * 1024

/** The import of one table into a bank. Nothing is stored before `store`. */
export class TableImport {
	kind = $state<ImportKind>('mentors')
	progress = $state.raw<Progress>({ type: 'none' })
	/** The file's name; empty: pasted. */
	source = $state('')
	table = $state.raw<Table>([])
	recognised = $state.raw<Recognised>({ headerIndex: -1, columnIds: [] })
	rows = $state.raw<readonly CheckedRow[]>([])
	/** By line; null: nothing has been checked. */
	duplicates = $state.raw<ReadonlyMap<number, Duplicate> | null>(null)
	#known = $state.raw<KnownBank | null>(null)
	/** Known organisations under the names that the table has for them, as the curator said. */
	#meant: readonly MeantOrganisation[] = []
	/** Whether the bank stores birth dates and representatives; null: nothing has been checked. */
	readonly hasMinors = $derived(this.#known?.hasMinors ?? null)
	readonly #inFull = $derived(idsInFull(this.#known))
	readonly #leftOn = $derived(daysOfLeaving(this.#known))
	/** By line: choices of the curator that differ from the default. */
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
	/** One id for a table and its choices: if it is sent twice, it is stored once. */
	#id = nanoid()
	/** Organisations are being entered: the outcomes are about to change. */
	isEntering = $state(false)
	/** The organisations that were sent last and not answered: sent again, they are the same import. */
	#unanswered: { id: string; sent: string } | null = null
	/** Grows with every check, so that an older check stops. */
	#checks = 0

	async read(kind: ImportKind, source: string, reading: Promise<TableReading>): Promise<void> {
		this.kind = kind
		this.source = source
		this.progress = { type: 'reading' }
		// The code that reads tables is loaded when it is first needed, so this fails when offline.
		const [read, known] = await Promise.all([
			reading.catch(() => null),
			call('GET /api/imports/known', { query: { kind } })
		])
		if (read === null) this.progress = { type: 'failed', code: 'offline' }
		else if (!read.ok) this.progress = { type: 'refused', reason: read.reason }
		else if (!known.ok) this.progress = { type: 'failed', code: known.code }
		else {
			this.table = read.table
			this.#known = known.value
			this.#meant = []
			this.recognised = recogniseColumns(kind, read.table)
			this.#choices = {}
			await this.#check()
		}
	}

	/** Null leaves the column out. If another column had this id, it loses it. */
	async mapColumn(index: number, columnId: string | null): Promise<void> {
		const columnIds = this.recognised.columnIds.map((id, at) => (at === index ? columnId : id === columnId ? null : id))
		this.recognised = { ...this.recognised, columnIds }
		this.#choices = {}
		await this.#check()
	}

	/**
	 * Enters organisations that the table names, recognises others as known ones, and checks the rows again. The entered ones are an
	 * import of their own, which can be undone. What the curator chose for a line stays, unless the line turns out to be the duplicate of
	 * somebody else.
	 */
	async settleOrganisations(given: readonly NewOrganisation[], meant: readonly MeantOrganisation[]): Promise<Entering> {
		this.isEntering = true
		const entering = given.length === 0 ? { ok: true as const, refused: [] } : await this.#enter(given)
		if (entering.ok) {
			this.#meant = [...this.#meant, ...meant]
			await this.#checkAgain()
		}
		this.isEntering = false
		return entering
	}

	async #enter(given: readonly NewOrganisation[]): Promise<Entering> {
		const sent = JSON.stringify(given)
		if (this.#unanswered?.sent !== sent) this.#unanswered = { id: nanoid(), sent }
		const rows = given.map((row, index) => ({
			line: index + 1,
			target: { type: 'new' as const, isSeparate: false },
			row
		}))
		const { id } = this.#unanswered
		const result = await call(
			'POST /api/imports',
			{ body: { id, kind: 'organisations', source: this.source.slice(0, 200), rows } },
			LONG_MS
		)
		if (!result.ok) return result
		const known = await call('GET /api/imports/known', { query: { kind: this.kind } })
		if (!known.ok) return known
		this.#unanswered = null
		this.#known = known.value
		const refused = result.value.refused.map(({ line, reason }) => ({ name: given[line - 1]?.name ?? '', reason }))
		return { ok: true, refused }
	}

	async #checkAgain(): Promise<void> {
		const before = this.duplicates
		await this.#check()
		const isAboutSame = (line: number) =>
			JSON.stringify(before?.get(line)?.of) === JSON.stringify(this.duplicates?.get(line)?.of)
		this.#choices = Object.fromEntries(Object.entries(this.#choices).filter(([line]) => isAboutSame(Number(line))))
	}

	choose(lines: readonly number[], choice: Choice): void {
		this.#choices = { ...this.#choices, ...Object.fromEntries(lines.map((line) => [line, choice])) }
		this.#id = nanoid()
	}

	async store(): Promise<void> {
		this.progress = { type: 'storing' }
		// Preparing thousands of rows takes a phone a while: first shows the progress.
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
		const result = await call('POST /api/imports', { body }, LONG_MS)
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
		const organisations = [...known.organisations, ...this.#meant]
		const rows = await this.#inSteps(checkTable(kind, table, recognised, { ...known, organisations }), own)
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

	/** Null: a newer check has started. */
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

/** Earlier imports, newest first, and undoing them. */
export class PastImports extends Asked<readonly ImportListing[]> {
	/** The result of the last undo on this screen. */
	undone = $state.raw<UndoResult | null>(null)
	/** The id of the import that is being undone. */
	undoing = $state<string | null>(null)

	constructor() {
		super(async () => {
			const result = await call('GET /api/imports')
			return result.ok ? { ok: true, value: result.value.imports } : result
		})
	}

	async undo(id: string): Promise<ApiResult<UndoResult>> {
		this.undoing = id
		const result = await call('POST /api/imports/:id/undo', { id }, LONG_MS)
		this.undoing = null
		if (result.ok) this.undone = result.value
		await this.again()
		return result
	}
}
