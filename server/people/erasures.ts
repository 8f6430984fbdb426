/**
 * Erasing a person (152-FZ, articles 14, 20 and 21). The row of the person stays without a name, because programmes, ledgers and
 * histories refer to it. What papers are made of stays as well (ledger entries, kept settings, editions): orders and consents are
 * kept by the law on archives. Whoever reads a ledger sees `ERASED_NAME`; only papers of curators and heads still show the name.
 */
import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { IsoDate } from '#domain/calendar.ts'
import { documentIdsOf } from '#domain/owner.ts'
import { ERASED_NAME, type ErasureGround, type ErasureObstacle } from '#domain/people/erasure.ts'
import type { Entry } from '#domain/ledger/ledger.ts'
import type { PersonErasure } from '#protocol/api/people.ts'
import type { Registry, Stamp } from '../database/database.ts'
import type { Accounts } from './accounts/accounts.ts'
import { readUnderWay } from './bank-leavings.ts'
import type { BankScope } from './bank-list.ts'
import { fullName, listPeople } from './people.ts'
import { deleteProgram, endingOf } from './programs.ts'

export interface Erasure {
	personId: string
	/** ISO instant. */
	at: string
	byPersonId: string | null
	ground: string | null
	/** The day of the withdrawal or the request, or on which the purpose was reached; null: not known. */
	groundOn: IsoDate | null
}

/** Where else something of a person is. */
export interface ErasureReach {
	accounts: Pick<Accounts, 'setAside' | 'forgetChallenges'>
	devices: { forgetPerson(personId: string): Promise<void> }
	/** Deletes a document for good, at the instant of the erasure. */
	deleteDocument(documentId: string, at: string): Promise<void>
	/** Closes the person's connections, which would store their devices' states again. */
	disconnect(personId: string): void
}

/**
 * Erases a person with the account and the states of devices. The account goes first: nothing that the person has on a device comes
 * in afterwards. After a crash in between, the person has no account and can be erased again, or `finishErasure` remains to be done.
 * False, changing nothing: the person is erased already; or, with a stamp, something has got in its way since the stamp was read. A
 * restored backup loses the person again, without a stamp and whatever they take part in there.
 */
export async function erasePerson(
	registry: Registry,
	reach: ErasureReach,
	erasure: Erasure,
	/** Read before `findErasureObstacle`: it changes with everything that the person takes part in. */
	stamp?: Stamp
): Promise<boolean> {
	const { personId } = erasure
	const putBack = await reach.accounts.setAside(personId)
	let isErased = false
	try {
		isErased = await eraseFromRegistry(registry, erasure, stamp)
	} finally {
		if (!isErased) await putBack()
	}
	if (isErased) await finishErasure(registry, reach, erasure)
	return isErased
}

/** The rest, for a person who is erased from the registry: also their educational route. Repeating it changes nothing. */
export async function finishErasure(
	registry: Registry,
	{ accounts, devices, deleteDocument, disconnect }: ErasureReach,
	{ personId, at, byPersonId }: Pick<Erasure, 'personId' | 'at' | 'byPersonId'>
): Promise<void> {
	await accounts.forgetChallenges(personId)
	disconnect(personId)
	const routes = registry.query.selectFrom('programs').select('id').where('route_person_id', '=', personId)
	for (const { id } of await routes.where('deleted_at', 'is', null).execute()) {
		for (const documentId of documentIdsOf(id)) await deleteDocument(documentId, at)
		await deleteProgram(registry, id, at, byPersonId)
	}
	await devices.forgetPerson(personId)
}

/**
 * In one commit: the name, the workplace, the entries in the banks, wishes, invitations, attended events, and what imports and
 * leavings keep for a return.
 */
async function eraseFromRegistry(registry: Registry, erasure: Erasure, stamp?: Stamp): Promise<boolean> {
	const { personId, at, byPersonId, ground, groundOn } = erasure
	const { query } = registry
	const namesakes = await anonymiseTexts(registry, erasure)
	const claim = query
		.insertInto('erasures')
		.columns(['kind', 'id', 'at', 'by_person_id', 'ground', 'ground_on'])
		.expression(
			query
				.selectNoFrom((is) => [
					is.val('person').as('kind'),
					is.val(personId).as('id'),
					is.val(at).as('at'),
					is.val(byPersonId).as('by_person_id'),
					is.val(ground).as('ground'),
					is.val(groundOn).as('ground_on')
				])
				.where(({ not, exists }) =>
					not(exists(query.selectFrom('erasures').select('at').where('kind', '=', 'person').where('id', '=', personId)))
				)
				.$if(stamp !== undefined, (one) =>
					one
						.where(stamp?.query ?? sql``, '=', stamp?.value ?? '')
						.where(({ not, exists }) => not(exists(selectRoles(registry, personId))))
						.where(({ not, exists }) => not(exists(selectOffices(registry, personId))))
				)
		)
	return registry.commitIf(claim, [
		...namesakes,
		query.deleteFrom('assignments').where('person_id', '=', personId),
		query.deleteFrom('bank').where('person_id', '=', personId),
		query.updateTable('bank_leavings').set({ entry: null, ground: '' }).where('person_id', '=', personId),
		query
			.deleteFrom('preferences')
			.where((row) => row.or([row('by_id', '=', personId), row('about_id', '=', personId)])),
		query.deleteFrom('invitations').where('person_id', '=', personId),
		query.deleteFrom('access_resets').where('person_id', '=', personId),
		query.deleteFrom('calendar_addresses').where('person_id', '=', personId),
		query.deleteFrom('mentor_event_attendance').where('person_id', '=', personId),
		query.deleteFrom('import_rows').where('subject_id', '=', personId),
		query
			.updateTable('people')
			.set((is) => ({
				family_name: ERASED_NAME,
				given_name: '',
				patronymic: '',
				post: '',
				organisation_id: null,
				version: is('version', '+', 1)
			}))
			.where('id', '=', personId)
	])
}

/** What has to end before the person can be erased; null: nothing. */
export async function findErasureObstacle(
	scope: BankScope,
	personId: string,
	readerId: string
): Promise<ErasureObstacle | null> {
	if (personId === readerId) return 'own'
	const { registry } = scope
	if ((await selectRoles(registry, personId).executeTakeFirst()) !== undefined) return 'role'
	if ((await selectOffices(registry, personId).executeTakeFirst()) !== undefined) return 'office'
	const { mentor, mentee } = await readUnderWay(scope, personId)
	return mentor.length + mentee.length > 0 || (await isShutOut(registry, personId)) ? 'under-way' : null
}

/** Null: the person is not erased. */
export async function readErasure(registry: Registry, personId: string): Promise<PersonErasure | null> {
	const row = await registry.query
		.selectFrom('erasures')
		.selectAll()
		.where('kind', '=', 'person')
		.where('id', '=', personId)
		.executeTakeFirst()
	if (row === undefined) return null
	// Whoever did it may be erased as well by now: that is a name, too.
	const [by] = await listPeople(registry, new Set([row.by_person_id ?? '']))
	return { at: row.at, ground: row.ground as ErasureGround, on: row.ground_on, by: by?.name ?? '' }
}

/** Everybody who was ever erased here; there are few. */
export async function listErasedIds({ query }: Registry): Promise<ReadonlySet<string>> {
	const rows = await query.selectFrom('erasures').select('id').where('kind', '=', 'person').execute()
	return new Set(rows.map(({ id }) => id))
}

/** The same value with `ERASED_NAME` wherever it says who of these people spoke: `{ personId, name, … }`. */
export function hideNames<Value>(value: Value, erasedIds: ReadonlySet<string>): Value {
	if (erasedIds.size === 0) return value
	return hide(value) as Value

	function hide(part: unknown): unknown {
		if (Array.isArray(part)) return part.map(hide)
		if (part === null || typeof part !== 'object') return part
		const fields = Object.fromEntries(Object.entries(part).map(([key, field]) => [key, hide(field)]))
		const isTheirs = typeof fields.personId === 'string' && erasedIds.has(fields.personId)
		return isTheirs && typeof fields.name === 'string' ? { ...fields, name: ERASED_NAME } : fields
	}
}

/**
 * The same for entries of one ledger. The sheet of a consent names the signer, who may be erased, and the partners: an erased
 * signer's sheet is left out, as for readers who may not read it, and `ERASED_NAME` covers an erased partner.
 */
export function hideNamesInEntries(
	entries: readonly Entry[],
	erasedIds: ReadonlySet<string>,
	erasedNames: readonly string[]
): Entry[] {
	return hideNames(entries, erasedIds).map((entry) => {
		const { by, statement } = entry
		if (statement.type !== 'consent') return entry
		if (erasedIds.has(by.personId)) return { ...entry, statement: { ...statement, text: '', representative: null } }
		const text = erasedNames.reduce((rest, name) => rest.replaceAll(name, ERASED_NAME), statement.text)
		return { ...entry, statement: { ...statement, text } }
	})
}

function selectRoles({ query }: Registry, personId: string) {
	return query.selectFrom('assignments').select('role').where('person_id', '=', personId)
}

function selectOffices({ query }: Registry, personId: string) {
	return query.selectFrom('office_holders').select('id').where('person_id', '=', personId).where('ended_on', 'is', null)
}

/** A curator has ended their access to a programme that goes on: in its ledger they still take part. */
async function isShutOut({ query }: Registry, personId: string): Promise<boolean> {
	const rows = await query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'memberships.program_id')
		.innerJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.select(['ended_at', 'ended_by', 'until_day'])
		.where('person_id', '=', personId)
		.where('deleted_at', 'is', null)
		.where('phase', '!=', 'closed')
		.execute()
	return rows.some((row) => row.ended_at !== null && endingOf(row) === null)
}

/** Of whom a row says only the name, and not the id. */
const namesOfAuthors = [
	['bank_leavings', 'by_name'],
	['bank_leavings', 'returned_by'],
	['office_holders', 'by_name'],
	['office_holders', 'ended_by'],
	['office_holders', 'returned_by'],
	['imports', 'person_name'],
	['imports', 'undone_by'],
	['done_tasks', 'person_name']
] as const

/** The same where an administrator of another municipality may be named. */
const namesOfAdministrators = [
	['assignment_endings', 'by_name'],
	['assignment_endings', 'returned_by'],
	['municipalities', 'closed_by']
] as const

/**
 * The queries that put `ERASED_NAME` in place of the name where rows keep it as text, and that remove its own forms for papers. A
 * namesake's is replaced as well: nobody can tell the two apart. A form with the own forms that is open meanwhile cannot be saved:
 * they have another `saved_at` (`savePaperText`).
 */
async function anonymiseTexts({ query }: Registry, { personId, at, byPersonId }: Erasure): Promise<Compilable[]> {
	const person = await query.selectFrom('people').selectAll().where('id', '=', personId).executeTakeFirst()
	if (person === undefined) return []
	const { municipality_id } = person
	const name = fullName(person)
	if (name === '') return []
	const imports = await query
		.selectFrom('imports')
		.select(['id', 'left_alone'])
		.where('municipality_id', '=', municipality_id)
		.where('left_alone', 'is not', null)
		.execute()
	return [
		...namesOfAuthors.map(([table, column]) =>
			update(sql`${sql.table(table)} set ${sql.ref(column)} = ${ERASED_NAME}
				where municipality_id = ${municipality_id} and ${sql.ref(column)} = ${name}`)
		),
		...namesOfAdministrators.map(([table, column]) =>
			update(sql`${sql.table(table)} set ${sql.ref(column)} = ${ERASED_NAME} where ${sql.ref(column)} = ${name}`)
		),
		// A restored backup may not know whoever erased the person.
		update(sql`paper_texts set
			text = (select json_group_array(json(value)) from json_each(text) where json_extract(value, '$.nominative') != ${name}),
			saved_at = ${at},
			saved_by = coalesce((select id from people where id = ${byPersonId}), saved_by)
			where municipality_id = ${municipality_id} and kind = 'own-forms'
			and exists (select 1 from json_each(text) where json_extract(value, '$.nominative') = ${name})`),
		...imports.flatMap(({ id, left_alone }) => {
			const rows = JSON.parse(left_alone ?? '[]') as { label: string }[]
			if (!rows.some(({ label }) => label === name)) return []
			const hidden = rows.map((row) => (row.label === name ? { ...row, label: ERASED_NAME } : row))
			return [
				query
					.updateTable('imports')
					.set({ left_alone: JSON.stringify(hidden) })
					.where('id', '=', id)
			]
		})
	]

	function update(words: RawBuilder<unknown>): Compilable {
		return { compile: () => sql`update ${words}`.compile(query) }
	}
}
