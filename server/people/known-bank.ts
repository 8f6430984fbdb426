/** Everything a table may be compared with before it is imported, and all that is written out of a bank. */
import type { ImportContext, ImportKind, KnownPerson } from '#domain/people/import/table.ts'
import type { ProgramRole } from '#domain/access.ts'
import type { MenteeEntry, MentorEntry } from '#domain/people/bank-entry.ts'
import type { KnownBank } from '#protocol/api/bank.ts'
import type { BankScope } from './bank-list.ts'
import { readDaysOfLeaving } from './bank-leavings.ts'
import { readOrganisations } from './organisation-list.ts'
import { hasMinors } from './person-card.ts'

export async function readKnownBank(scope: BankScope, kind: ImportKind): Promise<KnownBank> {
	switch (kind) {
		case 'mentors':
			return { kind, ...(await readContext(scope)), ...(await readPeople<MentorEntry>(scope, 'mentor')) }
		case 'mentees':
			return { kind, ...(await readContext(scope)), ...(await readPeople<MenteeEntry>(scope, 'mentee')) }
		case 'organisations':
			return {
				kind,
				...(await readContext(scope)),
				organisations: await readOrganisations(scope.registry, scope.municipalityId)
			}
	}
}

async function readContext({ registry, municipalityId, regulation, today }: BankScope): Promise<ImportContext> {
	const organisations = await registry.query
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('municipality_id', '=', municipalityId)
		.orderBy('name')
		.execute()
	const categories = regulation.categories.map(({ id, wording }) => ({ id, wording }))
	return { organisations, categories, hasMinors: hasMinors(regulation), today }
}

async function readPeople<Entry extends MentorEntry | MenteeEntry>(scope: BankScope, role: ProgramRole) {
	const { registry, municipalityId } = scope
	const rows = await registry.query
		.selectFrom('people')
		.leftJoin('bank', (join) =>
			join
				.onRef('bank.person_id', '=', 'people.id')
				.on('bank.municipality_id', '=', municipalityId)
				.on('bank.role', '=', role)
		)
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'organisation_id', 'post', 'role', 'entry'])
		.where('people.municipality_id', '=', municipalityId)
		.orderBy('family_name')
		.orderBy('given_name')
		.execute()
	const people: KnownPerson<Entry>[] = rows.map((row) => ({
		id: row.id,
		familyName: row.family_name,
		givenName: row.given_name,
		patronymic: row.patronymic,
		organisationId: row.organisation_id,
		post: row.post,
		isInBank: row.role !== null,
		// Was checked when it was stored.
		entry: row.entry === null ? null : (JSON.parse(row.entry) as Entry)
	}))
	return { people, left: await readDaysOfLeaving(scope, role) }
}
