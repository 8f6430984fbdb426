/** Finds and deletes what a device stores of one person, for phones that several people use (sync.md D4). */
import type { Me } from '#protocol/api/program.ts'
import { deleteDatabase } from '../document/delete-database.ts'
import { databaseName, isAside, openExistingDatabase } from '../document/store-database.ts'
import { forgetTyped, ME_KEY, recall, remember } from '../device.ts'
import { forgetLedgers } from '../ledger/ledger-store.ts'
import { countTabs } from '../document/lead.ts'
import { forgetOverseen } from './overseen-programs.ts'
import { documentsOfPerson, forgetRememberedPrograms, recallPrograms } from './remembered-programs.ts'
import { forgetRememberedLedgers } from '../ledger/outbox.ts'
import { readRecords, unsentOf } from '../document/log-records.ts'
import { forgetWitness, storesWitnessed } from '../document/store-witness.ts'

export interface UnsentOfPerson {
	/** Edits the relay has not acknowledged, over all documents on this device. Leaves out copies that the person has given up. */
	edits: number
	/** Documents with such edits; `plan:<programId>` or `notes:<programId>`. */
	documentIds: string[]
	/** Documents on this device that could not be read, so that their edits are unknown. */
	unreadable: string[]
}

export async function unsentOfPerson(personId: string): Promise<UnsentOfPerson> {
	const documentIds = await documentsOfPerson(personId)
	return unsentOfDocuments(
		personId,
		documentIds.filter((documentId) => !isAside(documentId))
	)
}

/** The same of some of the person's documents. */
export async function unsentOfDocuments(personId: string, documentIds: readonly string[]): Promise<UnsentOfPerson> {
	const result: UnsentOfPerson = { edits: 0, documentIds: [], unreadable: [] }
	for (const documentId of documentIds) {
		try {
			const edits = await unsentIn(databaseName(personId, documentId))
			result.edits += edits
			if (edits > 0) result.documentIds.push(documentId)
		} catch {
			// Reported, not guessed: the person decides.
			result.unreadable.push(documentId)
		}
	}
	return result
}

/**
 * Whether the device has unsent edits of anybody who may sign in again; those who are leaving do not count. It reads
 * the notes beside the stores; a copy that was given up has none.
 */
export async function hasUnsentHere(): Promise<boolean> {
	const leaving = (await recallForgetting()).map((personId) => databaseName(personId, ''))
	return storesWitnessed('unsent').some((name) => !leaving.some((prefix) => name.startsWith(prefix)))
}

/** The person is leaving. If something interrupts us, `forgetAgain` deletes what is here of them once they are gone. */
export async function startForgetting(personId: string): Promise<void> {
	await remember(FORGETTING_KEY, [...new Set([...(await recallForgetting()), personId])])
}

/**
 * Deletes the documents of a person who has signed out, their unsent commands, what they typed into forms, and all
 * notes of them outside IndexedDB. Stops, and leaves the rest, when they sign in again meanwhile. Close their
 * programmes first: a document that is open in a tab is written again. Returns the documents that could not be deleted,
 * because a tab has them open or the browser refused: `forgetAgain` is for them. Touches nothing of another person.
 */
export async function forgetPerson(personId: string): Promise<{ remaining: string[] }> {
	const remaining: string[] = []
	for (const documentId of await documentsOfPerson(personId)) {
		if (await isHere(personId)) return { remaining: [] }
		remaining.push(...(await forgetDocuments(personId, [documentId])))
	}
	if (await isHere(personId)) return { remaining: [] }
	if (!(await forgetLedgers(personId))) remaining.push(LEDGERS)
	await forgetRememberedPrograms(personId)
	await forgetOverseen(personId)
	await forgetRememberedLedgers(personId)
	await forgetTyped(personId)
	const others = (await recallForgetting()).filter((other) => other !== personId)
	await remember(FORGETTING_KEY, remaining.length > 0 ? [...others, personId] : others)
	return { remaining }
}

/** Deletes what an earlier `forgetPerson` had to leave, or had no time for. */
export async function forgetAgain(): Promise<void> {
	for (const personId of await recallForgetting()) await forgetPerson(personId)
}

/**
 * Deletes the copies of others' educational routes that the person may not read any more (domain.md T10). Call it before the list is
 * remembered anew.
 */
export async function forgetLostRoutes(personId: string): Promise<void> {
	const me = await recall<Me>(ME_KEY)
	if (me?.person.id !== personId) return
	const known = await recallPrograms(personId)
	const lost = known.filter(({ id, route }) => {
		const isOthers = route !== undefined && route.personId !== personId
		return isOthers && !me.programs.some((listed) => listed.id === id)
	})
	await forgetDocuments(
		personId,
		lost.map(({ documents }) => documents.plan)
	)
}

/** The person uses this device again: their data stays. */
export async function stopForgetting(personId: string): Promise<void> {
	const forgetting = await recallForgetting()
	if (!forgetting.includes(personId)) return
	await remember(
		FORGETTING_KEY,
		forgetting.filter((other) => other !== personId)
	)
}

/** Deletes some of the person's documents from this device. Returns those that could not be deleted. */
export async function forgetDocuments(personId: string, documentIds: readonly string[]): Promise<string[]> {
	const remaining: string[] = []
	for (const documentId of documentIds) {
		const name = databaseName(personId, documentId)
		const isOpen = ((await countTabs(name)) ?? 0) > 0
		if (isOpen || !(await deleteDatabase(name))) remaining.push(documentId)
		else forgetWitness(name)
	}
	return remaining
}

/** In place of a document's id. */
const LEDGERS = 'ledgers'

/** People who are leaving or have left, and of whom something may still be here. */
const FORGETTING_KEY = 'forgetting'

async function isHere(personId: string): Promise<boolean> {
	return (await recall<Me>(ME_KEY))?.person.id === personId
}

async function recallForgetting(): Promise<string[]> {
	return (await recall<string[]>(FORGETTING_KEY)) ?? []
}

async function unsentIn(name: string): Promise<number> {
	const db = await openExistingDatabase(name)
	if (db === null) return 0
	try {
		const { own, others } = unsentOf(await readRecords(db))
		return own + others
	} finally {
		db.close()
	}
}
