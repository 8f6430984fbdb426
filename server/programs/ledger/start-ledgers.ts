/** The ledgers at work: what is stated is heard, and what follows from it beyond the database is done, also after a crash. */
import { missingAcquaintances } from '#domain/ledger/awaiting.ts'
import type { Registry } from '../../database/database.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'
import { readState } from '../../people/open-programs.ts'
import { notesOf, organisationOf, planOf, programIdsOf } from '../../people/programs.ts'
import { readPlan } from './facts.ts'
import { bringPlansInLine } from './followers.ts'
import { readLedger } from './ledger-log.ts'
import { createLedgers, type Entered, type Ledgers } from './ledgers.ts'

export interface StartedLedgersParts {
	registry: Registry
	storage: DocumentStorage
	relay: Pick<Relay, 'read' | 'store' | 'readmit'>
	/** A document has content that did not come through the relay. */
	onStored(documentId: string): void
	/** What lists show of a programme has changed. */
	onChanged(programId: string): void
	now(): Date
	log: { error(details: object, message: string): void }
}

export type LedgerChange = Pick<Entered, 'municipalityId' | 'concernedIds'> & { programId: string }

export interface StartedLedgers extends Pick<Ledgers, 'hear'> {
	/** Calls the listener after each entry, and when a programme is over, until the returned function is called. */
	watch(listener: (change: LedgerChange) => void): () => void
	/** Tells those who watch of what no statement has changed: a programme is deleted. */
	announce(change: LedgerChange): void
	/** Finishes what was begun; waits for nobody to speak. */
	stop(): Promise<void>
}

/** Parts and programmes end with their day; a minute later is soon enough. */
const ENDINGS_MS = 60_000

/** Resolves when what a crash may have left is done. */
export async function startLedgers(parts: StartedLedgersParts): Promise<StartedLedgers> {
	const { registry, relay, log, now } = parts
	const listeners = new Set<(change: LedgerChange) => void>()
	let following: Promise<void> = Promise.resolve()

	function follow(): void {
		following = following
			.then(() => bringPlansInLine(parts))
			.catch((error) => log.error({ error }, 'Plans were not brought in line with their ledgers'))
	}

	/** Without a person: everybody. */
	function readmit(programId: string, person: { personId?: string }): void {
		for (const documentId of [planOf(programId), notesOf(programId)]) relay.readmit({ ...person, documentId })
	}

	function announce(change: LedgerChange): void {
		for (const listener of listeners) listener(change)
	}

	async function endParts(): Promise<void> {
		try {
			for (const { programId, endedIds, ...change } of await ledgers.endDue()) {
				if (endedIds.length > 0) readmit(programId, {})
				parts.onChanged(programId)
				announce({ ...change, programId })
			}
		} catch (error) {
			// They are still due a minute later.
			log.error({ error }, 'Parts that are over were not ended')
		}
	}

	const ledgers = createLedgers({
		registry,
		storage: parts.storage,
		readPlan: (programId) => readPlan(relay, programId),
		now,
		onEntered({ entry: { programId }, touchedPersonIds, hasBegun, ...change }) {
			if (hasBegun) parts.onStored(planOf(programId))
			// Everybody, also those with whom it begins: whose organisation it is may be another with its mentees.
			if (touchedPersonIds.length > 0) readmit(programId, {})
			parts.onChanged(programId)
			follow()
			announce({ ...change, programId })
		}
	})
	await endParts()
	follow()
	await following
	let ending: Promise<void> = Promise.resolve()
	const timer = setInterval(() => (ending = endParts()), ENDINGS_MS)

	return {
		hear: ledgers.hear,
		watch(listener) {
			listeners.add(listener)
			return () => listeners.delete(listener)
		},
		announce,
		async stop() {
			clearInterval(timer)
			await Promise.all([ending, following])
		}
	}
}

/** Programmes of these organisations that have begun, and those that are being formed for their people. */
export async function ledgerIdsOf(registry: Registry, organisationIds: readonly string[]): Promise<string[]> {
	const touching = await registry.query
		.selectFrom('ledger_people')
		.innerJoin('people', 'people.id', 'person_id')
		.select('program_id')
		.distinct()
		.where('organisation_id', 'in', organisationIds)
		.execute()
	const own = await programIdsOf(registry, organisationIds)
	for (const { program_id } of touching) {
		if (own.has(program_id)) continue
		const { ledger } = await readLedger(registry, program_id)
		const place = await organisationOf(registry, program_id, ledger.request?.menteeIds)
		if (place !== null && organisationIds.includes(place)) own.add(program_id)
	}
	return [...own]
}

/** Programmes in which the person’s part has ended, with them or by a decision of its own, and with whose end they have not acquainted themselves. */
export async function ledgersToAcquaint({ query }: Registry, personId: string): Promise<string[]> {
	const rows = await query
		.selectFrom('memberships')
		.innerJoin('ledgers', 'ledgers.program_id', 'memberships.program_id')
		.select(['ledgers.program_id', 'state'])
		.where('person_id', '=', personId)
		.where('ended_at', 'is not', null)
		.where('ended_by', 'is not', null)
		.execute()
	return rows.flatMap(({ program_id, state }) => {
		const missing = missingAcquaintances(readState(program_id, state))
		return missing.some((one) => one.personId === personId) ? [program_id] : []
	})
}
