/**
 * What this device knows of programmes the server lists no more: one that was deleted still has its documents here, with
 * edits perhaps that nobody else has, and they need a name, a way in and a way out.
 */
import type { Me, ProgramListing } from '#protocol/api/program.ts'
import { ME_KEY, recall, remember } from '../device-memory.ts'
import { documentsOfPerson } from './person-stores.ts'

/** As the server lists it, or as this device remembers it. */
export interface KnownProgram extends ProgramListing {
	/** The server lists it no more: its curator deleted it. */
	isGone?: true
}

/** Takes down what the server has said last, and goes on knowing what it says no more, as long as it is here. */
export async function rememberPrograms(personId: string): Promise<void> {
	const me = await recall<Me>(ME_KEY)
	if (me?.person.id === personId) await remember(keyOf(personId), [...me.programs, ...(await vanishedPrograms(me))])
}

/** Those this device holds something of, and the server lists no more; `endedAt`: at the latest when that was noticed. */
export async function vanishedPrograms(me: Me): Promise<KnownProgram[]> {
	const known = (await recall<ProgramListing[]>(keyOf(me.person.id))) ?? []
	const vanished = known.filter(({ id, role }) => {
		const isOwn = role === 'mentor' || role === 'mentee'
		return isOwn && !me.programs.some((listed) => listed.id === id)
	})
	const now = new Date().toISOString()
	const held = await heldPrograms(me.person.id, vanished)
	return held.map((listing) => ({ ...listing, endedAt: listing.endedAt ?? now, isGone: true }))
}

/** Those of them this device has a document of. */
export async function heldPrograms<Listing extends Pick<ProgramListing, 'documents'>>(
	personId: string,
	listings: readonly Listing[]
): Promise<Listing[]> {
	const held = await documentsOfPerson(personId)
	return listings.filter(({ documents }) => Object.values(documents).some((documentId) => held.includes(documentId)))
}

export function forgetRememberedPrograms(personId: string): Promise<void> {
	return remember(keyOf(personId), null)
}

function keyOf(personId: string): string {
	return `programs:${personId}`
}
