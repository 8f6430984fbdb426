import { recall, ME_KEY } from '../device-memory.ts'
import type { Me } from '#protocol/api/program.ts'
import { databaseName } from '../document/store-database.ts'
import { storesWitnessed } from '../document/store-witness.ts'

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
