/** The numbers that the region gets about its municipalities. Nothing here reads a title or a person's name. */
import type { Phase } from '#domain/ledger/ledger.ts'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { ownerKindOf } from '#domain/owner.ts'
import type { MunicipalityNumbers } from '#protocol/api/region.ts'
import { isRequestOver } from '../people/open-programs.ts'
import type { BoardReader } from './board.ts'
import type { Registry } from '../database/database.ts'

/** With fewer programmes, the day of the last edit would be about one of two pairs. */
const FEW_PROGRAMS = 3

export async function countMunicipalities(
	registry: Registry,
	board: Pick<BoardReader, 'count'>,
	now: Date
): Promise<MunicipalityNumbers[]> {
	const { query } = registry
	const [municipalities, banks, phases] = await Promise.all([
		query.selectFrom('municipalities').select(['id', 'name', 'time_zone', 'closed_at']).orderBy('name').execute(),
		query
			.selectFrom('bank')
			.select(({ fn }) => ['municipality_id', 'role', fn.countAll<number>().as('count')])
			.groupBy(['municipality_id', 'role'])
			.execute(),
		readPhases(registry)
	])
	const byMunicipality = Map.groupBy(phases, ({ municipalityId }) => municipalityId)
	return Promise.all(
		municipalities.map(async ({ id, name, time_zone, closed_at }) => {
			const programs = byMunicipality.get(id) ?? []
			const inPhase = (phase: Phase) => programs.filter((program) => program.phase === phase).length
			const today = dateIn(time_zone, now)
			// As on the board, a programme whose first day is still to come has not begun.
			const hasBegun = ({ startsOn }: (typeof programs)[number]) => startsOn === null || startsOn <= today
			const active = new Set(
				programs.filter((program) => program.phase === 'active' && hasBegun(program)).map(({ programId }) => programId)
			)
			const { overdue, silent, editedAt } = await board.count(id, (programId) => active.has(programId))
			const inBank = (role: 'mentor' | 'mentee') =>
				banks.find((bank) => bank.municipality_id === id && bank.role === role)?.count ?? 0
			const isSmall = programs.length < FEW_PROGRAMS
			return {
				id,
				name,
				isClosed: closed_at !== null,
				requested: inPhase('requested'),
				proposed: inPhase('proposed'),
				active: active.size,
				closed: inPhase('closed'),
				overdue,
				silent,
				mentors: inBank('mentor'),
				mentees: inBank('mentee'),
				lastActivityOn: isSmall || editedAt === null ? null : dateIn(time_zone, new Date(editedAt)),
				isSmall
			}
		})
	)
}

/**
 * Of every programme that is not deleted, and every request that may become one. A programme from before there were ledgers counts as
 * active.
 */
async function readPhases({
	query
}: Registry): Promise<{ municipalityId: string; programId: string; phase: Phase; startsOn: IsoDate | null }[]> {
	const [ledgers, programs] = await Promise.all([
		query
			.selectFrom('ledgers')
			.select(['program_id', 'municipality_id', 'phase'])
			.where(isRequestOver, '=', 0)
			.execute(),
		query.selectFrom('programs').select(['id', 'municipality_id', 'deleted_at', 'starts_on', 'owner_kind']).execute()
	])
	const deleted = new Set(programs.filter(({ deleted_at }) => deleted_at !== null).map(({ id }) => id))
	const startDays = new Map(programs.map(({ id, starts_on }) => [id, starts_on]))
	const phases = new Map(
		ledgers.map(({ program_id, municipality_id, phase }) => [program_id, { municipality_id, phase }])
	)
	for (const { id, municipality_id, owner_kind } of programs) {
		if (!ownerKindOf(owner_kind).isOfPeople) continue
		// Somebody may request a mentor again in an active programme from before there were ledgers.
		phases.set(id, { municipality_id, phase: phases.get(id)?.phase === 'closed' ? 'closed' : 'active' })
	}
	return [...phases].flatMap(([programId, { municipality_id, phase }]) =>
		deleted.has(programId)
			? []
			: [{ municipalityId: municipality_id, programId, phase, startsOn: startDays.get(programId) ?? null }]
	)
}
