/** Undoes an import: what it created is deleted, what it replaced returns. What others use by now stays. */
import { isDeepStrictEqual } from 'node:util'
import type { Compilable } from 'kysely'
import { nameOf } from '#domain/people/import/check.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import type { KnownBank, UndoResult } from '#protocol/api/bank.ts'
import { type BankScope, readBankStamp } from './bank-list.ts'
import { type PersonState, readKnownBank, withoutId } from './import-plan.ts'
import { findImport, toListing, type Author, type ImportRecord } from './imports.ts'
import { assignWorkplace, selectReferred, storeOrganisation } from './organisations.ts'

interface StoredRow {
	line: number
	subjectId: string
	before: PersonState | Organisation | null
	after: PersonState | Organisation
}

type LeftAlone = UndoResult['leftAlone'][number]

/**
 * Null: the municipality has no such import. `too-late`: the earlier state is not kept any more. `busy`: somebody has just changed
 * the bank, and nothing was done.
 */
export async function undoImport(
	scope: BankScope,
	id: string,
	by: Author,
	now: Date
): Promise<UndoResult | 'too-late' | 'busy' | null> {
	const { registry } = scope
	const record = await findImport(scope, id)
	if (record === null) return null
	if (record.undone_at !== null) return answer(record)
	if (toListing(record, now).undoableUntil === null) return 'too-late'
	const stamp = await readBankStamp(scope)
	const [rows, used, known] = [
		await readRows(scope, id),
		await findUsed(scope, record),
		await readKnownBank(scope, record.kind)
	]
	const current = statesOf(known)
	const queries: Compilable[] = []
	const leftAlone: LeftAlone[] = []
	for (const row of rows) {
		const state = current.get(row.subjectId)
		const isUsed = row.before === null ? used.atAll.has(row.subjectId) : used.since.has(row.subjectId)
		const isChanged = !isDeepStrictEqual(state, row.after) || !canReturn(row.before, known)
		const reason = isChanged ? 'changed' : isUsed ? 'used' : null
		if (reason === null) queries.push(...restore(scope, record, row))
		else leftAlone.push({ line: row.line, label: labelOf(row.after), reason })
	}
	const claim = registry.query
		.updateTable('imports')
		.set({ undone_at: now.toISOString(), undone_by: by.name, left_alone: JSON.stringify(leftAlone) })
		.where('id', '=', id)
		.where('undone_at', 'is', null)
		.where(stamp.query, '=', stamp.value)
	await registry.commitIf(claim, [...queries, registry.query.deleteFrom('import_rows').where('import_id', '=', id)])
	const done = await findImport(scope, id)
	return done?.undone_at == null ? 'busy' : answer(done)

	function answer(undone: ImportRecord): UndoResult {
		return { import: toListing(undone, now), leftAlone: JSON.parse(undone.left_alone ?? '[]') as LeftAlone[] }
	}
}

async function readRows({ registry }: BankScope, importId: string): Promise<StoredRow[]> {
	const rows = await registry.query
		.selectFrom('import_rows')
		.selectAll()
		.where('import_id', '=', importId)
		.orderBy('line')
		.execute()
	return rows.map(({ line, subject_id, before, after }) => ({
		line,
		subjectId: subject_id,
		before: before === null ? null : (JSON.parse(before) as PersonState | Organisation),
		after: JSON.parse(after) as PersonState | Organisation
	}))
}

/** The former workplace may be gone by now. */
function canReturn(before: StoredRow['before'], { organisations }: KnownBank): boolean {
	if (before === null || 'name' in before || before.organisationId === null) return true
	return organisations.some(({ id }) => id === before.organisationId)
}

function statesOf(known: KnownBank): Map<string, PersonState | Organisation> {
	if (known.kind === 'organisations') return new Map(known.organisations.map((one) => [one.id, one]))
	return new Map(known.people.map((one) => [one.id, withoutId(one)]))
}

/**
 * `since`: a statement in a ledger of theirs was entered after the import, and may rest on it. `atAll`: the created person or
 * organisation cannot be deleted, because something refers to it.
 */
async function findUsed({ registry, municipalityId }: BankScope, { id, kind, at }: ImportRecord) {
	const { query } = registry
	const subjects = query.selectFrom('import_rows').select('subject_id').where('import_id', '=', id)
	if (kind === 'organisations') {
		const referred = await selectReferred(registry).where('organisation_id', 'in', subjects).execute()
		return { since: new Set<string>(), atAll: idsOf(referred.map(({ organisation_id: id }) => ({ id }))) }
	}
	const role = kind === 'mentors' ? 'mentor' : 'mentee'
	const decided = await query
		.selectFrom('ledger_people')
		.innerJoin('ledger_entries', 'ledger_entries.program_id', 'ledger_people.program_id')
		.select('ledger_people.person_id as id')
		.where('ledger_people.person_id', 'in', subjects)
		.where('at', '>=', at)
		.execute()
	const referring = await Promise.all([
		query.selectFrom('ledger_people').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('memberships').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('assignments').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('invitations').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('bank_leavings').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('mentor_event_attendance').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('office_holders').select('person_id as id').where('person_id', 'in', subjects).execute(),
		query.selectFrom('programs').select('route_person_id as id').where('route_person_id', 'in', subjects).execute(),
		query
			.selectFrom('bank')
			.select('person_id as id')
			.where('person_id', 'in', subjects)
			.where((is) =>
				is.or([
					is('role', '!=', role),
					is('municipality_id', '!=', municipalityId),
					// The person has been appointed.
					is('order_number', 'is not', null)
				])
			)
			.execute()
	])
	return { since: idsOf(decided), atAll: idsOf(referring.flat()) }
}

function idsOf(rows: readonly { id: string | null }[]): Set<string> {
	return new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])))
}

function restore(scope: BankScope, { kind }: ImportRecord, { subjectId, before }: StoredRow): Compilable[] {
	const { registry, municipalityId } = scope
	const { query } = registry
	if (kind === 'organisations') {
		if (before !== null) return storeOrganisation(registry, municipalityId, before as Organisation)
		return [
			query.deleteFrom('organisation_years').where('organisation_id', '=', subjectId),
			query.deleteFrom('organisations').where('id', '=', subjectId)
		]
	}
	const person = before as PersonState | null
	const inBank = { person_id: subjectId, municipality_id: municipalityId, role: roleOf(kind) }
	const banked = person?.isInBank
		? query
				.updateTable('bank')
				.set((is) => ({
					entry: person.entry === null ? null : JSON.stringify(person.entry),
					version: is('version', '+', 1)
				}))
				.where((is) => is.and(inBank))
		: query.deleteFrom('bank').where((is) => is.and(inBank))
	return person === null
		? [banked, query.deleteFrom('people').where('id', '=', subjectId)]
		: [banked, assignWorkplace(registry, subjectId, person.organisationId, person.post)]
}

function roleOf(kind: 'mentors' | 'mentees'): 'mentor' | 'mentee' {
	return kind === 'mentors' ? 'mentor' : 'mentee'
}

function labelOf(state: PersonState | Organisation): string {
	return 'name' in state ? state.name : nameOf(state)
}
