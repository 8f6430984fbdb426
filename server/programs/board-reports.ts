/** Which reports of mentors are due and submitted, as the board tells it (domain.md T3, T55). */
import { reportsOfMentors, type MentorReport } from '#domain/ledger/offers.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import { readState } from '../people/read-state.ts'
import type { Registry } from '../database/database.ts'
import { readRegulations } from '../people/regulations.ts'

/** Of those among them that go on; `summaries`: of their plans, for the days of stages. */
export async function readBoardReports(
	registry: Registry,
	municipalityId: string,
	programIds: readonly string[],
	summaries: ReadonlyMap<string, ProgramSummary>
): Promise<Map<string, MentorReport[]>> {
	if (programIds.length === 0) return new Map()
	const rows = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'state'])
		.where('program_id', 'in', programIds)
		.where('phase', '=', 'active')
		.execute()
	const ledgers = rows.map(({ program_id, state }) => readState(program_id, state))
	const ids = ledgers.flatMap(({ request }) => request?.regulationId ?? [])
	const regulations = await readRegulations(registry, municipalityId, ids)
	return new Map(
		ledgers.map((ledger) => {
			const regulation = regulations.get(ledger.request?.regulationId ?? '') ?? null
			const stages = summaries.get(ledger.programId)?.stages ?? []
			return [ledger.programId, regulation === null ? [] : reportsOfMentors(ledger, regulation, stages)]
		})
	)
}
