import type { IsoDate } from '#domain/calendar.ts'
import { computeIncentives, type GroundFinding } from '#domain/ledger/incentive.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Registry } from '../../database/database.ts'
import { findMunicipality } from '../../people/municipalities.ts'
import { readPaidPrograms } from './incentives.ts'

/** What is known that day of these grounds for cancelling a mentor's incentive; nothing before the programme begins. */
export async function readFindings(
	registry: Registry,
	municipalityId: string,
	about: { programId: string; mentorId: string; groundIds: readonly string[] },
	regulation: Regulation,
	on: IsoDate
): Promise<GroundFinding[]> {
	const municipality = await findMunicipality(registry, municipalityId)
	if (municipality === null) return []
	const programs = await readPaidPrograms(registry, municipality, on, about.programId)
	const own = programs
		.flatMap((program) => program.toMentorPrograms(regulation))
		.filter(({ mentorId }) => mentorId === about.mentorId)
	const grounds = computeIncentives(regulation, own, on).flatMap(({ lines }) => lines.flatMap((line) => line.grounds))
	return grounds.filter(({ id }) => about.groundIds.includes(id))
}
