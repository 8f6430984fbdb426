/**
 * What this device knows of programmes the server lists no more: one that was deleted still has its documents here, with
 * edits perhaps that nobody else has, and they need a name, a way in and a way out.
 */
import type { Me, ProgramListing } from '#protocol/api/program.ts'
import { ME_KEY, recall, remember } from '../device.ts'
import { storesWitnessed } from '../document/record-keeper.ts'
import { databaseName } from '../document/store-database.ts'

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

/**
 * The documents a person has on this device. Browsers that do not list their databases (older Firefox) are asked for
 * those of the remembered list of programmes, and those a word is kept of.
 */
export async function documentsOfPerson(personId: string): Promise<string[]> {
	const prefix = databaseName(personId, '')
	const names = new Set([...storesWitnessed('sent'), ...storesWitnessed('unsent'), ...(await databaseNames(personId))])
	return [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
}

async function databaseNames(personId: string): Promise<string[]> {
	try {
		return (await indexedDB.databases()).map(({ name }) => name ?? '')
	} catch {
		// It cannot list them, or there is no IndexedDB and nothing in it.
		const me = await recall<Me>(ME_KEY)
		const documents =
			me?.person.id === personId ? me.programs.flatMap((program) => Object.values(program.documents)) : []
		return documents.map((documentId) => databaseName(personId, documentId as string))
	}
}
