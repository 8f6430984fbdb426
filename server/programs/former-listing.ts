/** A programme as it is listed for somebody whose part in it was ended while it goes on, or who was shut out: as it was then. */
import type { PartEnding } from '#domain/access.ts'
import { playLastPart } from '#domain/ledger/appointments.ts'
import { currentMembers, lastingMenteeIds } from '#domain/ledger/ledger.ts'
import { playEntries } from '#domain/ledger/play.ts'
import type { Participant, ProgramListing } from '#protocol/api/program.ts'
import { readEntries } from './ledger/ledger-log.ts'
import type { Registry } from '../database/database.ts'
import { organisationNamesOf } from '../people/organisations.ts'

export interface Part {
	participant: Participant
	endedAt: string | null
	endedBy: PartEnding | null
}

/** `parts`: of everybody who takes part in it or has, the person's own among them. */
export async function describeLastPart(
	registry: Registry,
	programId: string,
	own: Part,
	parts: readonly Part[]
): Promise<
	Pick<ProgramListing, 'participants'> &
		Partial<Pick<ProgramListing, 'title' | 'organisation' | 'startsOn' | 'termMonths'>>
> {
	const entries = await readEntries(registry, programId)
	const past = playLastPart(programId, entries, own.participant.person.id)
	// Without an order of theirs it was before the programme had a ledger: then whoever an order has brought in came later.
	const isThen =
		past === null
			? ({ participant, endedAt }: Part) =>
					!isNamed(playEntries(programId, entries).members, participant) && !hadEnded(endedAt, own.endedAt)
			: ({ participant }: Part) => isNamed(currentMembers(past), participant)
	return {
		participants: parts.filter((part) => part === own || isThen(part)).map(({ participant }) => participant),
		...(past !== null && { organisation: (await organisationNamesOf(registry, lastingMenteeIds(past))).join(', ') }),
		...(past?.title != null && { title: past.title }),
		...(past?.term != null && { startsOn: past.term.startsOn, termMonths: past.term.months })
	}
}

function isNamed(members: readonly { personId: string }[], { person }: Participant): boolean {
	return members.some(({ personId }) => personId === person.id)
}

function hadEnded(endedAt: string | null, by: string | null): boolean {
	return endedAt !== null && by !== null && endedAt < by
}
