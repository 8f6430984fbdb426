import type { Me, ProgramListing } from '#protocol/api/program.ts'
import type { Command } from '#domain/ledger/statement.ts'
import { readWaiting } from '#lib/sync/ledger/ledger-store.ts'
import { unsentOfDocuments, unsentOfPerson } from '#lib/sync/stored/forget.ts'
import { vanishedPrograms } from '#lib/sync/stored/remembered-programs.ts'
import { ownPrograms } from '../entry.ts'

/** What would be lost with this device's copy: edits that no server has. */
export interface OnlyHere {
	programs: { listing: ProgramListing; unsent: number }[]
	/** Edits of programmes whose names are not known any more. */
	elsewhere: number
	/** Stated on this device, and not known to the server. */
	statements: readonly Command[]
	/** Some documents, or what was stated, cannot be read: nobody knows what is in them. */
	isUnsure: boolean
}

/** Asks the device, not the server: so it is answered without a network too. */
export async function readOnlyHere(me: Me): Promise<OnlyHere> {
	const personId = me.person.id
	const programs = [...ownPrograms(me), ...(await vanishedPrograms(me))]
	const [all, statements, counted] = await Promise.all([
		unsentOfPerson(personId),
		// Said, not guessed: the person decides what that is worth.
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
