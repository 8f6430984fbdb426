/**
 * Stores what a person has stated on this device, and the ledgers the device has read, in an IndexedDB database of that
 * person:
 *
 *   commands   auto key → StoredCommand       in the order they were made, until the server has entered them
 *   ledgers    programme id → CachedLedger    as the server last gave it
 *
 * Its name differs from those of documents, so nothing exchanges or checks it as one.
 */
import type { Entry } from '#domain/ledger/ledger.ts'
import { namedPeople } from '#domain/ledger/statements/all.ts'
import type { Command } from '#domain/ledger/statement.ts'
import type { MenteeCategory, Regulation } from '#domain/regulation/schema.ts'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerAnswer, LedgerReader, LedgerReading } from '#protocol/api/ledger.ts'
import { committed, openDatabase, requested } from '../document/store-database.ts'
import { deleteDatabase } from '../document/delete-database.ts'

export type CommandRefusal = Extract<LedgerAnswer, { outcome: 'refused' }>['refusal']

export interface StoredCommand {
	command: Command
	/** Why the server did not enter it; null: it waits for its answer. */
	refusal: CommandRefusal | null
	/** Missing: the person saw no such names, or an older app stored the command. */
	seen?: SeenNames
}

/** Names that the person saw on the screen when they made the statement. The ledger gives them only after it is entered. */
export interface SeenNames {
	people: readonly Pick<Person, 'id' | 'name'>[]
	/** Categories of its regulation that the statement names. */
	categories?: readonly Pick<MenteeCategory, 'id' | 'wording'>[]
}

export interface CachedLedger {
	programId: string
	/** By sequence. */
	entries: readonly Entry[]
	/** The municipality's own regulation; null: one that is shipped with the app. */
	regulation: Regulation | null
	people: readonly Person[]
	/** For a group that the person is to join (`LedgerReading`). Missing: an older app stored it. */
	bare?: LedgerReading['bare']
	/** `until` to `uninvited` are missing if an older app stored the ledger. */
	until?: LedgerReading['until']
	appointments?: LedgerReading['appointments']
	units?: LedgerReading['units']
	organisationKinds?: LedgerReading['organisationKinds']
	speaksAs?: LedgerReading['speaksAs']
	unsignable?: LedgerReading['unsignable']
	uninvited?: LedgerReading['uninvited']
	/** Null: nothing was read yet. */
	reader: LedgerReader | null
	/** The server has given everything up to this sequence. */
	readUpTo: number
}

export interface KnownLedger {
	cached: CachedLedger | null
	/** In the order they were made. */
	commands: readonly StoredCommand[]
}

const COMMANDS = 'commands'
const LEDGERS = 'ledgers'

function ledgerDatabaseName(personId: string): string {
	return `tandem-ledger:${personId}`
}

/** Resolves once it is on the disk. After a rejection it is stored nowhere. */
export async function storeCommand(personId: string, command: Command, seen?: SeenNames): Promise<void> {
	const stored: StoredCommand = { command, refusal: null, ...(seen && { seen }) }
	await write(personId, (stores) => void stores.commands.add(stored))
	notifyTabs(personId)
}

/** What this device knows of one programme. */
export function readKnownLedger(personId: string, programId: string): Promise<KnownLedger> {
	return read(personId, async ({ commands, ledgers }) => {
		const [cached, stored] = await Promise.all([
			requested(ledgers.get(programId) as IDBRequest<CachedLedger | undefined>),
			requested(commands.getAll() as IDBRequest<StoredCommand[]>)
		])
		return { cached: cached ?? null, commands: stored.filter(({ command }) => command.programId === programId) }
	})
}

/** Of all programmes, in the order they were made. */
export function readStored(personId: string): Promise<StoredCommand[]> {
	return read(personId, ({ commands }) => requested(commands.getAll() as IDBRequest<StoredCommand[]>))
}

/** The stored commands without an answer. */
export async function readWaiting(personId: string): Promise<Command[]> {
	const stored = await readStored(personId)
	return stored.filter(({ refusal }) => refusal === null).map(({ command }) => command)
}

/** Moves entered commands into the ledgers on this device. Refused commands stay with their reason. */
export async function takeAnswers(personId: string, answers: readonly LedgerAnswer[]): Promise<void> {
	const byId = new Map(answers.map((answer) => [answer.id, answer]))
	await write(personId, async ({ commands, ledgers }) => {
		await walk(commands, async (cursor, stored) => {
			const { command } = stored
			const answer = byId.get(command.id)
			if (answer?.outcome === 'refused') cursor.update({ ...stored, refusal: answer.refusal } satisfies StoredCommand)
			if (answer?.outcome !== 'entered') return
			cursor.delete()
			const cached = await requested(ledgers.get(command.programId) as IDBRequest<CachedLedger | undefined>)
			ledgers.put(withEntry(cached ?? emptyCache(command.programId), answer.entry))
		})
	})
	notifyTabs(personId)
}

/** `isWhole`: the reading starts at the beginning and replaces what was known. */
export async function storeReading(
	personId: string,
	programId: string,
	reading: LedgerReading,
	isWhole: boolean
): Promise<void> {
	await write(personId, async ({ ledgers }) => {
		const known = await requested(ledgers.get(programId) as IDBRequest<CachedLedger | undefined>)
		const before = isWhole || known === undefined ? emptyCache(programId) : known
		ledgers.put(withReading(before, reading))
	})
	notifyTabs(personId)
}

/** Deletes a refused command whose reason the person has seen. A waiting one stays. */
export function dropRefused(personId: string, commandId: string): Promise<void> {
	return drop(personId, commandId, ({ refusal }) => refusal !== null)
}

/** Deletes a waiting command. If the server received it all the same, the ledger shows that when it is next read. */
export function takeBack(personId: string, commandId: string): Promise<void> {
	return drop(personId, commandId, ({ refusal }) => refusal === null)
}

async function drop(personId: string, commandId: string, isMeant: (stored: StoredCommand) => boolean): Promise<void> {
	await write(personId, ({ commands }) =>
		walk(commands, (cursor, stored) => {
			if (stored.command.id === commandId && isMeant(stored)) cursor.delete()
		})
	)
	notifyTabs(personId)
}

/** Deletes all that is here of one programme, unsent commands included. */
export async function forgetLedger(personId: string, programId: string): Promise<void> {
	await write(personId, async ({ commands, ledgers }) => {
		ledgers.delete(programId)
		await walk(commands, (cursor, { command }) => {
			if (command.programId === programId) cursor.delete()
		})
	})
	notifyTabs(personId)
}

/** Deletes all that is here of the person. False: a tab keeps the database open, or the browser refused. */
export function forgetLedgers(personId: string): Promise<boolean> {
	return deleteDatabase(ledgerDatabaseName(personId))
}

/** Calls `onChanged` when a tab of this browser, or the service worker, has written. Returns the function to stop. */
export function watchLedgerStore(personId: string, onChanged: () => void): () => void {
	if (typeof BroadcastChannel === 'undefined') return () => undefined
	const channel = new BroadcastChannel(ledgerDatabaseName(personId))
	channel.onmessage = onChanged
	return () => channel.close()
}

function notifyTabs(personId: string): void {
	if (typeof BroadcastChannel === 'undefined') return
	const channel = new BroadcastChannel(ledgerDatabaseName(personId))
	channel.postMessage(null)
	channel.close()
}

export function emptyCache(programId: string): CachedLedger {
	return { programId, entries: [], regulation: null, people: [], reader: null, readUpTo: 0 }
}

/**
 * `readUpTo` stays when the device lacks earlier entries of others, or cannot name somebody in the entry. The next
 * reading then contains both.
 */
function withEntry(cached: CachedLedger, entry: Entry): CachedLedger {
	const isNamed = namedPeople(entry.statement).every(
		(personId) => personId === entry.by.personId || cached.people.some(({ id }) => id === personId)
	)
	const readUpTo = isNamed && entry.sequence === cached.readUpTo + 1 ? entry.sequence : cached.readUpTo
	return { ...cached, entries: joinEntries(cached.entries, [entry]), readUpTo }
}

export function withReading(
	cached: CachedLedger,
	{
		entries,
		bare,
		until,
		regulation,
		people,
		appointments,
		units,
		organisationKinds,
		reader,
		speaksAs,
		unsignable,
		uninvited
	}: LedgerReading
): CachedLedger {
	const others = cached.people.filter(({ id }) => !people.some((person) => person.id === id))
	const readUpTo = Math.max(cached.readUpTo, entries.at(-1)?.sequence ?? 0)
	return {
		programId: cached.programId,
		entries: joinEntries(cached.entries, entries),
		bare,
		until,
		regulation,
		people: [...others, ...people],
		appointments,
		units,
		organisationKinds,
		reader,
		speaksAs,
		unsignable,
		uninvited,
		readUpTo
	}
}

function joinEntries(known: readonly Entry[], fresh: readonly Entry[]): Entry[] {
	const bySequence = new Map([...known, ...fresh].map((entry) => [entry.sequence, entry]))
	return [...bySequence.values()].sort((one, other) => one.sequence - other.sequence)
}

interface Stores {
	commands: IDBObjectStore
	ledgers: IDBObjectStore
}

async function read<Value>(personId: string, use: (stores: Stores) => Promise<Value>): Promise<Value> {
	const database = await open(personId)
	try {
		return await use(storesOf(database.transaction([COMMANDS, LEDGERS], 'readonly')))
	} finally {
		database.close()
	}
}

/** Strict: a phone whose battery dies a second later still has what it said was stored. */
async function write(personId: string, use: (stores: Stores) => Promise<void> | void): Promise<void> {
	const database = await open(personId)
	try {
		const transaction = database.transaction([COMMANDS, LEDGERS], 'readwrite', { durability: 'strict' })
		await use(storesOf(transaction))
		await committed(transaction)
	} finally {
		database.close()
	}
}

function open(personId: string): Promise<IDBDatabase> {
	return openDatabase(ledgerDatabaseName(personId), (database) => {
		database.createObjectStore(COMMANDS, { autoIncrement: true })
		database.createObjectStore(LEDGERS, { keyPath: 'programId' })
	})
}

function storesOf(transaction: IDBTransaction): Stores {
	return { commands: transaction.objectStore(COMMANDS), ledgers: transaction.objectStore(LEDGERS) }
}

/** Visits all commands, in order, within the transaction. */
function walk(
	commands: IDBObjectStore,
	visit: (cursor: IDBCursorWithValue, stored: StoredCommand) => Promise<void> | void
): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = commands.openCursor()
		request.onerror = () => reject(request.error ?? new DOMException('Request failed', 'UnknownError'))
		request.onsuccess = () => {
			const cursor = request.result
			if (cursor === null) return resolve()
			Promise.resolve(visit(cursor, cursor.value as StoredCommand)).then(() => cursor.continue(), reject)
		}
	})
}
