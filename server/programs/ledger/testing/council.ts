/**
 * The people of the domain's ledger stories in a registry of their own, with the real ledgers. Viktor and Oleg are mentors in the
 * bank from the methodical service, Irina and Darya wait for a mentor, Elena and Galina are curators and Arkady is the head; Pyotr
 * is the curator of another town.
 */
import type { SqliteConnection } from '../../../database/sqlite/connection.ts'
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
	requisites,
	sign,
	viktor
} from '#domain/ledger/testing/story.ts'
import { storeMentorEntry } from '../../../people/bank.ts'
import type { Registry } from '../../../database/database.ts'
import { createSqliteRegistry } from '../../../database/sqlite/registry.ts'
import { storeOrganisation } from '../../../people/organisations.ts'
import { insertMunicipality, storeRequisites } from '../../../people/municipalities.ts'
import { insertPerson } from '../../../people/people.ts'
import { openMigrated } from '../../../data.ts'
import { createSqliteStorage } from '../../../documents/storage/sqlite/storage.ts'
import type { DocumentStorage } from '../../../documents/storage/storage.ts'
import { readLedger } from '../ledger-log.ts'
import { readStoredPlan } from '../facts.ts'
import { createLedgers, type Entered, type SubmitResult, type LedgersOptions } from '../ledgers.ts'

export interface Council {
	database: SqliteConnection
	registry: Registry
	storage: DocumentStorage
	/** Everything that was entered, in order. */
	entered: readonly Entered[]
	/** With a new id, unless one is given. */
	say(by: Pick<Speaker, 'personId' | 'role'>, statement: Statement, more?: Partial<Command>): Promise<SubmitResult>
	/** One after the other; throws on the first that is refused. Resolves with the id of the last. */
	sayAll(...said: readonly [Speaker, Statement][]): Promise<string>
	ledger(programId?: string): Promise<Ledger>
	/** Continues with other parts, as after a restart. */
	reopen(change?: Partial<LedgersOptions>): void
}

export const galina: Speaker = { personId: 'galina', name: 'Седова Галина Романовна', role: 'curator' }

export const councilDay = new Date('2026-09-01T05:00:00.000Z')

export async function openCouncil(): Promise<Council> {
	const database = openMigrated(':memory:')
	const registry = createSqliteRegistry(database)
	const storage = createSqliteStorage(database)
	await settle(registry)
	const entered: Entered[] = []
	const options: LedgersOptions = {
		registry,
		storage,
		readPlan: (programId) => readStoredPlan(storage, programId),
		onEntered: (one) => entered.push(one),
		now: () => councilDay
	}
	let ledgers = createLedgers(options)
	let count = 0

	function say(by: Pick<Speaker, 'personId' | 'role'>, statement: Statement, more: Partial<Command> = {}) {
		const saidAt = councilDay.toISOString()
		const command = { id: `command-${++count}`, programId: 'program-a', role: by.role, saidAt, statement, ...more }
		return ledgers.submit(by.personId, command)
	}

	return {
		database,
		registry,
		storage,
		entered,
		say,
		async sayAll(...said) {
			for (const [by, statement] of said) {
				const result = await say(by, statement)
				if (result.outcome === 'refused') throw new Error(`${by.name}: ${JSON.stringify([statement, result.refusal])}`)
			}
			return `command-${count}`
		},
		async ledger(programId = 'program-a') {
			return (await readLedger(registry, programId)).ledger ?? emptyLedger(programId)
		},
		reopen(change = {}) {
			ledgers = createLedgers({ ...options, ...change })
		}
	}
}

/** Viktor and Irina consent to the duties and to the data. */
export async function consentAll(council: Council): Promise<void> {
	for (const kind of ['duties', 'personal-data'] as const) {
		await council.sayAll([viktor, consentOf(kind)], [irina, consentOf(kind)])
	}
}

/** Viktor is Irina's mentor by an order in force; resolves with the order's id. */
export async function begin(council: Council): Promise<string> {
	const orderId = await raiseOrder(council)
	await council.sayAll([arkady, sign(orderId)])
	return orderId
}

/** The same without the head's signature. */
export async function raiseOrder(council: Council, forms = proposal.forms): Promise<string> {
	const proposalId = await council.sayAll([irina, request], [elena, { ...proposal, forms }])
	await consentAll(council)
	return council.sayAll([elena, raise(orderFor(proposalId))])
}

async function settle(registry: Registry): Promise<void> {
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
	await registry.commitTogether([
		insertMunicipality(registry, { ...town, id: 'town', name: 'Город' }, at),
		insertMunicipality(registry, { ...town, id: 'other', name: 'Другой город' }, at),
		...storeOrganisation(registry, 'town', {
			id: 'service',
			name: 'Методическая служба',
			kind: 'methodical',
			unit: null,
			level: 'municipal',
			isAdvanced: false,
			place: null,
			standings: null,
			years: []
		}),
		...people.flatMap(([id, municipalityId, role]) => {
			const organisationId = role === 'mentor' ? 'service' : null
			const names = { familyName: id, givenName: 'Имя', patronymic: '' }
			return insertPerson(registry, { id, municipalityId, organisationId, ...names, roles: [role] }, at)
		}),
		storeRequisites(registry, 'town', requisites, { personId: 'arkady', at }),
		...['viktor', 'oleg'].map((personId) => storeMentorEntry(registry, 'town', { ...viktorsEntry, personId }))
	])
}
