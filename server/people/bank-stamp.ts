/**
 * Another one whenever people, entries or organisations of a municipality were changed: what was read over several turns of the
 * loop is stored only if it still holds.
 */
import { sql, type RawBuilder } from 'kysely'
import type { BankScope } from './bank-list.ts'

export function bankStamp({ municipalityId }: Pick<BankScope, 'municipalityId'>): RawBuilder<string> {
	const of = (table: string) =>
		sql`(select count(*) || '.' || total(version) from ${sql.table(table)} where municipality_id = ${municipalityId})`
	return sql<string>`${of('people')} || ' ' || ${of('bank')} || ' ' || ${of('organisations')}`
}

export async function readBankStamp(scope: BankScope): Promise<string> {
	const { stamp } = await scope.registry.query.selectNoFrom(bankStamp(scope).as('stamp')).executeTakeFirstOrThrow()
	return stamp
}
