/**
 * The people of the domain's ledger stories in a registry of their own, heard by the real ledgers: Viktor and Oleg may
 * mentor, Irina and Darya wait for a mentor, Elena and Galina are curators and Arkady the head; Pyotr is the curator of another
 * town.
 */
import type { DatabaseSync } from 'node:sqlite'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { emptyLedger, type Ledger, type Speaker } from '#domain/ledger/ledger.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import {
	arkady,
	consentOf,
	elena,
	irina,
	orderFor,
	proposal,
	raise,
	request,
	sign,
	viktor
} from '#domain/ledger/testing/story.ts'
import { storeMentorEntry } from '../../../people/bank.ts'
import { openRegistry, type Registry } from '../../../database/database.ts'
import { insertMunicipality } from '../../../people/municipalities.ts'
import { insertPerson } from '../../../people/people.ts'
import { openMigrated } from '../../../data.ts'
import { createSqliteStorage } from '../../../documents/storage/sqlite.ts'
import type { DocumentStorage } from '../../../documents/storage/storage.ts'
import { readLedger } from '../ledger-log.ts'
import { readStoredPlan } from '../facts.ts'
import { createLedgers, type Entered, type Heard, type LedgersParts } from '../ledgers.ts'

export interface Council {
	database: DatabaseSync
	registry: Registry
	storage: DocumentStorage
	/** Everything that was entered, in order. */
	entered: readonly Entered[]
	/** Under a fresh id, unless one is given. */
	say(by: Pick<Speaker, 'personId' | 'role'>, statement: Statement, more?: Partial<Command>): Promise<Heard>
	/** One after the other; throws on the first that is refused. Resolves with the id of the last. */
	tell(...said: readonly [Speaker, Statement][]): Promise<string>
	ledger(programId?: string): Promise<Ledger>
	/** Goes on with other parts, as after a restart. */
	reopen(change?: Partial<LedgersParts>): void
}

export const galina: Speaker = { personId: 'galina', name: 'Седова Галина Романовна', role: 'curator' }

export const councilDay = new Date('2026-09-01T05:00:00.000Z')

export function openCouncil(): Council {
	const database = openMigrated(':memory:')
	const registry = openRegistry(database)
	const storage = createSqliteStorage(database)
	settle(registry)
	const entered: Entered[] = []
	const parts: LedgersParts = {
		registry,
		storage,
		readPlan: (programId) => readStoredPlan(storage, programId),
		onEntered: (one) => entered.push(one),
		now: () => councilDay
	}
	let ledgers = createLedgers(parts)
	let count = 0

	function say(by: Pick<Speaker, 'personId' | 'role'>, statement: Statement, more: Partial<Command> = {}) {
		const saidAt = councilDay.toISOString()
		const command = { id: `command-${++count}`, programId: 'program-a', role: by.role, saidAt, statement, ...more }
		return ledgers.hear(by.personId, command)
	}

	return {
		database,
		registry,
		storage,
		entered,
		say,
		async tell(...said) {
			for (const [by, statement] of said) {
				const heard = await say(by, statement)
				if (heard.outcome === 'refused') throw new Error(`${by.name}: ${JSON.stringify([statement, heard.refusal])}`)
			}
			return `command-${count}`
		},
		async ledger(programId = 'program-a') {
			return (await readLedger(registry, programId)).ledger ?? emptyLedger(programId)
		},
		reopen(change = {}) {
			ledgers = createLedgers({ ...parts, ...change })
		}
	}
}

/** Of Viktor and Irina, to the duties and to the data. */
export async function consentAll(council: Council): Promise<void> {
	for (const kind of ['duties', 'personal-data'] as const) {
		await council.tell([viktor, consentOf(kind)], [irina, consentOf(kind)])
	}
}

/** Viktor guides Irina by an order in force; resolves with the order's id. */
export async function begin(council: Council): Promise<string> {
	const orderId = await raiseOrder(council)
	await council.tell([arkady, sign(orderId)])
	return orderId
}

/** The same up to the head's signature, which is missing. */
export async function raiseOrder(council: Council, forms = proposal.forms): Promise<string> {
	const proposalId = await council.tell([irina, request], [elena, { ...proposal, forms }])
	await consentAll(council)
	return council.tell([elena, raise(orderFor(proposalId))])
}

function settle(registry: Registry): void {
	const at = councilDay.toISOString()
	const town = { timeZone: 'Asia/Tomsk', isDemo: false }
	const people: [string, string, 'mentor' | 'mentee' | 'curator' | 'head'][] = [
		['viktor', 'town', 'mentor'],
		['oleg', 'town', 'mentor'],
		['irina', 'town', 'mentee'],
		['darya', 'town', 'mentee'],
		['elena', 'town', 'curator'],
		['galina', 'town', 'curator'],
		['arkady', 'town', 'head'],
		['pyotr', 'other', 'curator'],
		['roman', 'other', 'mentee']
	]
	registry.commitTogether([
		insertMunicipality(registry, { ...town, id: 'town', name: 'Город' }, at),
		insertMunicipality(registry, { ...town, id: 'other', name: 'Другой город' }, at),
		...people.flatMap(([id, municipalityId, role]) =>
			insertPerson(
				registry,
				{ id, municipalityId, familyName: id, givenName: 'Имя', patronymic: '', roles: [role] },
				at
			)
		),
		...['viktor', 'oleg'].map((personId) => storeMentorEntry(registry, 'town', { ...viktorsEntry, personId }))
	])
}
