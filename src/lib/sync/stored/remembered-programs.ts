/**
 * What this device knows of programmes that the server no longer lists. A deleted programme still has its documents
 * here, perhaps with edits that nobody else has. The person needs its name, a way to open it, and a way to remove it.
 */
import { isEditor } from '#domain/access.ts'
import type { Me, ProgramListing } from '#protocol/api/program.ts'
import { now } from '../clock.ts'
import { ME_KEY, recall, remember } from '../device.ts'
import { storesWitnessed } from '../document/store-witness.ts'
import { databaseName } from '../document/store-database.ts'
import { recallOverseen } from './overseen-programs.ts'

/** As the server lists it, or as this device remembers it. */
export interface KnownProgram extends ProgramListing {
	/** The server no longer lists it: its curator deleted it. */
	isGone?: true
}

/** Stores the server's last list, and keeps a programme that is no longer in it as long as its documents are here. */
export async function rememberPrograms(personId: string): Promise<void> {
	const me = await recall<Me>(ME_KEY)
	if (me?.person.id === personId) await remember(keyOf(personId), [...me.programs, ...(await vanishedPrograms(me))])
}

/**
 * Programmes that the server no longer lists and of which this device has a document. `endedAt`: at the latest when
 * that was noticed.
 */
export async function vanishedPrograms(me: Me): Promise<KnownProgram[]> {
	const known = await recallPrograms(me.person.id)
	const vanished = known.filter((listing) => {
		return isEditor(listing, me.person.id) && !me.programs.some((listed) => listed.id === listing.id)
	})
	const stored = await storedPrograms(me.person.id, vanished)
	const noticedAt = now().toISOString()
	return stored.map((listing) => ({ ...listing, endedAt: listing.endedAt ?? noticedAt, isGone: true }))
}

/** Those of which this device has a document. */
export async function storedPrograms<Listing extends Pick<ProgramListing, 'documents'>>(
	personId: string,
	listings: readonly Listing[]
): Promise<Listing[]> {
	const stored = await documentsOfPerson(personId)
	return listings.filter(({ documents }) => Object.values(documents).some((documentId) => stored.includes(documentId)))
}

/** As they were listed when `rememberPrograms` was called last. */
export async function recallPrograms(personId: string): Promise<ProgramListing[]> {
	return (await recall<ProgramListing[]>(keyOf(personId))) ?? []
}

export function forgetRememberedPrograms(personId: string): Promise<void> {
	return remember(keyOf(personId), null)
}

function keyOf(personId: string): string {
	return `programs:${personId}`
}

/**
 * The person's documents on this device. In browsers that do not list their databases (older Firefox): those of the
 * programmes the server last listed, and those with a note beside their store.
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
		// The browser cannot list them, or there is no IndexedDB and nothing in it.
		const me = await recall<Me>(ME_KEY)
		const overseen = (await recallOverseen(personId)).map(({ listing }) => listing)
		const known = me?.person.id === personId ? [...me.programs, ...overseen] : []
		const documents = known.flatMap((program) => Object.values(program.documents))
		return documents.map((documentId) => databaseName(personId, documentId as string))
	}
}
