/** What somebody of a bank takes part in by now, and is not simply taken out of: programmes that go on, requests and proposals. */
import { sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import { isInvolved } from '#domain/ledger/ledger.ts'
import type { LeavingTerms } from '#protocol/api/people.ts'
import { readState } from './read-state.ts'
import type { BankScope } from './bank-list.ts'

type UnderWay = LeavingTerms['underWay']

/** In each of the person's roles. */
export async function readUnderWay(
	{ registry, municipalityId }: BankScope,
	personId: string
): Promise<Record<ProgramRole, UnderWay>> {
	const [parts, ledgers] = await Promise.all([
		registry.query
			.selectFrom('memberships')
			.innerJoin('programs', 'programs.id', 'memberships.program_id')
			.leftJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
			.select(['memberships.program_id', 'role', 'title'])
			.where('person_id', '=', personId)
			.where('programs.municipality_id', '=', municipalityId)
			.where('deleted_at', 'is', null)
			.where('ended_at', 'is', null)
			.where((is) => is.or([is('phase', 'is', null), is('phase', '!=', 'closed')]))
			.execute(),
		registry.query
			.selectFrom('ledger_people')
			.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
			.select(['ledgers.program_id', 'state'])
			.where('person_id', '=', personId)
			.where('municipality_id', '=', municipalityId)
			.where('phase', '!=', 'closed')
			.execute()
	])
	const told = ledgers.map(({ program_id, state }) => ({ programId: program_id, ledger: readState(program_id, state) }))
	const inRole = (role: ProgramRole): UnderWay => {
		const programs = parts
			.filter((part) => part.role === role)
			.map(({ program_id, title }) => ({ programId: program_id, title, isRequest: false }))
		const requests = told
			.filter(({ programId, ledger }) => {
				const isKnown = programs.some((program) => program.programId === programId)
				return !isKnown && isInvolved(ledger, personId, role)
			})
			.map(({ programId, ledger }) => ({
				programId,
				title: ledger.proposal?.title ?? ledger.request?.mainRequest ?? '',
				isRequest: true
			}))
		return [...programs, ...requests]
	}
	return { mentor: inRole('mentor'), mentee: inRole('mentee') }
}

/** Another one as soon as anything is stated in a ledger that concerns the person, or their part in a programme changes. */
export async function readPersonStamp({ registry }: BankScope, personId: string) {
	const query = sql<string>`(
		select count(*) || '.' || total(sequence) from ledger_people
			join ledgers on ledgers.program_id = ledger_people.program_id where ledger_people.person_id = ${personId}
		) || ' ' || (
		select count(*) || '.' || count(ended_at) from memberships where memberships.person_id = ${personId})`
	const { stamp } = await registry.query.selectNoFrom(query.as('stamp')).executeTakeFirstOrThrow()
	return { query, value: stamp }
}
