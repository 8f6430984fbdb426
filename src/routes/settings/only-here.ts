import type { Me, ProgramListing } from '#protocol/api/program.ts'
import type { Command } from '#domain/ledger/statement.ts'
import { readWaiting } from '#lib/sync/ledger/ledger-store.ts'
import { unsentOfDocuments, unsentOfPerson } from '#lib/sync/stored/forget.ts'
import { vanishedPrograms } from '#lib/sync/stored/remembered-programs.ts'
import { ownPrograms } from '../entry.ts'

/** What would be lost with this device's data: edits and statements that no server has. */
export interface OnlyHere {
	programs: { listing: ProgramListing; unsent: number }[]
	/** Unsent edits of programmes whose names are not known any more. */
	elsewhere: number
	/** Statements made on this device that the server does not have. */
	statements: readonly Command[]
	/** Some documents, or the outbox, cannot be read: their content is unknown. */
	isUnsure: boolean
}

/** Asks the device, not the server, so it also works without a network. */
export async function readOnlyHere(me: Me): Promise<OnlyHere> {
	const personId = me.person.id
	const programs = [...ownPrograms(me), ...(await vanishedPrograms(me))]
	const [all, statements, counted] = await Promise.all([
		unsentOfPerson(personId),
		// An unreadable outbox is reported as unsure, not guessed: the person decides.
		readWaiting(personId).catch(() => null),
		Promise.all(programs.map(async (listing) => ({ listing, unsent: await unsentIn(personId, listing) })))
	])
	const known = counted.reduce((sum, { unsent }) => sum + unsent, 0)
	return {
		programs: counted.filter(({ unsent }) => unsent > 0),
		elsewhere: Math.max(0, all.edits - known),
		statements: statements ?? [],
		isUnsure: all.unreadable.length > 0 || statements === null
	}
}

export function isAllSent({ programs, elsewhere, statements, isUnsure }: OnlyHere): boolean {
	return programs.length === 0 && elsewhere === 0 && statements.length === 0 && !isUnsure
}

async function unsentIn(personId: string, { documents }: ProgramListing): Promise<number> {
	const ids = [documents.plan, ...(documents.notes === undefined ? [] : [documents.notes])]
	return (await unsentOfDocuments(personId, ids)).edits
}
