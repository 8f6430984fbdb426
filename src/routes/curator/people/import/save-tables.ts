/** Saves tables as files: a bank, a sample to fill in, and rows to correct. */
import { sampleTable, writeMentees, writeMentors, writeOrganisations } from '#domain/people/import/write-table.ts'
import { columnsOf } from '#domain/people/import/check.ts'
import type { ImportKind } from '#domain/people/import/table.ts'
import type { KnownBank } from '#protocol/api/bank.ts'
import { m } from '#lib/paraglide/messages.js'
import { call, type FailureCode } from '#lib/sync/api.ts'
import { saveTable } from '#lib/tables/save-table.ts'
import type { TableImport } from './table-import.svelte.ts'
import { errorWords, kindNames } from './words.ts'

/** Null: success. */
export async function saveBank(kind: ImportKind, format: 'xlsx' | 'csv'): Promise<FailureCode | null> {
	const known = await call('GET /api/imports/known', { query: { kind } })
	if (!known.ok) return known.code
	await saveTable(writeBank(known.value), `${kindNames[kind]()} ${known.value.today}`, format)
	return null
}

export async function saveSample(kind: ImportKind): Promise<void> {
	await saveTable(sampleTable(kind), `${kindNames[kind]()} – ${m.import_sample_name()}`)
}

/** Saves each wrong row as a whole, so that it can be corrected and imported again. The errors are in an extra column. */
export async function saveWrongRows({ kind, table, recognised, outcomes }: TableImport): Promise<void> {
	const known = columnsOf(kind)
	const headings = recognised.columnIds.map(
		(columnId, index) =>
			known.find(({ id }) => id === columnId)?.heading ?? table[recognised.headerIndex]?.[index] ?? ''
	)
	const wrong = outcomes.filter(({ errors }) => errors.length > 0)
	const rows = wrong.map(({ row, errors }) => [...row.cells, errors.map(errorWords).join('\n')])
	await saveTable([[...headings, m.import_error_column()], ...rows], `${kindNames[kind]()} – ${m.import_wrong_name()}`)
}

function writeBank(known: KnownBank): string[][] {
	switch (known.kind) {
		case 'mentors':
			return writeMentors(known.people, known)
		case 'mentees':
			return writeMentees(known.people, known)
		case 'organisations':
			return writeOrganisations(known.organisations, known)
	}
}
