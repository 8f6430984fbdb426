/** How programmes were closed, as the board tells it. */
import type { BoardRow } from '#protocol/api/program.ts'
import { readState } from '../people/read-state.ts'
import type { Registry } from '../database/database.ts'
import { readRegulations } from '../people/regulations.ts'

/** Of those among them that are closed. */
export async function readClosures(
	registry: Registry,
	municipalityId: string,
	programIds: readonly string[]
): Promise<Map<string, NonNullable<BoardRow['closure']>>> {
	const rows = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'state'])
		.where('program_id', 'in', programIds)
		.where('phase', '=', 'closed')
		.execute()
	const closures = rows.flatMap(({ program_id, state }) => {
		const { closure, request } = readState(program_id, state)
		return closure === null ? [] : [{ programId: program_id, closure, regulationId: request?.regulationId ?? '' }]
	})
	const ids = closures.map(({ regulationId }) => regulationId)
	const regulations = await readRegulations(registry, municipalityId, ids)
	return new Map(
		closures.map(({ programId, closure: { lastDay, reasonId }, regulationId }) => {
			const reasons = regulations.get(regulationId)?.completion ?? []
			return [programId, { lastDay, reason: reasons.find(({ id }) => id === reasonId)?.wording ?? reasonId }]
		})
	)
}
