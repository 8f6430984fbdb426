/** Starts the ledgers: receives commands, and does what follows from them outside the database, also after a crash. */
import { missingAcquaintances } from '#domain/ledger/awaiting.ts'
import { documentIdsOf, planOf } from '#domain/owner.ts'
import type { Registry } from '../../database/database.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'
import { readState } from '../../people/open-programs.ts'
import { readRouteIds } from '../../people/grants.ts'
import { organisationOf, programIdsOf } from '../../people/programs.ts'
import { followEditions } from './approved-plans.ts'
import { readPlan } from './facts.ts'
import { updatePlans } from './followers.ts'
import { readLedger } from './ledger-log.ts'
import { createLedgers, type Entered, type Ledgers } from './ledgers.ts'

export interface StartedLedgersOptions {
	registry: Registry
	storage: DocumentStorage
	relay: Pick<Relay, 'read' | 'store' | 'readmit'>
	/** A document has content that did not come through the relay, or an edition of it has come into force: it is to be summarised. */
	onStored(documentId: string): void
	/** What lists show of a programme has changed. */
	onChanged(programId: string): void
	/** Runs it now, and every minute from then on. Resolves after the first run. */
	everyMinute(run: () => Promise<void>, failure: string): Promise<void>
	now(): Date
	log: { error(details: object, message: string): void }
}

export type LedgerChange = Pick<Entered, 'municipalityId' | 'concernedIds'> & { programId: string }

export interface StartedLedgers extends Pick<Ledgers, 'submit'> {
	/** Calls the listener after each entry, and when a programme has ended, until the returned function is called. */
	watch(listener: (change: LedgerChange) => void): () => void
	/** Notifies the listeners of a change without a statement: a programme is deleted. */
	announce(change: LedgerChange): void
	/** Finishes running work; does not wait for further commands. */
	stop(): Promise<void>
}

/** Resolves when everything that a crash may have left undone is done. */
export async function startLedgers(options: StartedLedgersOptions): Promise<StartedLedgers> {
	const { registry, relay, log, now } = options
	const listeners = new Set<(change: LedgerChange) => void>()
	let following: Promise<void> = Promise.resolve()

	function follow(): void {
		following = following
			.then(() => updatePlans(options))
			.catch((error) => log.error({ error }, 'Plans could not be updated from their ledgers'))
	}

	function readmit(programId: string): void {
		for (const documentId of documentIdsOf(programId)) relay.readmit({ documentId })
		readRouteIds(registry, programId)
			.then((routeIds) => routeIds.forEach((id) => relay.readmit({ documentId: planOf(id) })))
			.catch((error) => log.error({ error }, 'The rights to educational routes could not be checked again'))
	}

	function announce(change: LedgerChange): void {
		for (const listener of listeners) listener(change)
	}

	async function endDue(): Promise<void> {
		for (const { programId, endedIds, ...change } of await ledgers.endDue()) {
			if (endedIds.length > 0) readmit(programId)
			options.onChanged(programId)
			announce({ ...change, programId })
		}
	}

	const ledgers = createLedgers({
		registry,
		storage: options.storage,
		readPlan: (programId) => readPlan(relay, programId),
		now,
		onEntered({ entry: { programId }, touchedPersonIds, hasBegun, hasNewEdition, ...change }) {
			if (hasBegun || hasNewEdition) options.onStored(planOf(programId))
			// Everybody, also the new participants: a change of mentees may change the organisation that answers for it.
			if (touchedPersonIds.length > 0) readmit(programId)
			options.onChanged(programId)
			follow()
			announce({ ...change, programId })
		}
	})
	await followEditions(registry)
	// Memberships and programmes end with their day; a delay of a minute is acceptable.
	await options.everyMinute(endDue, 'Memberships on their last day could not be ended')
	follow()
	await following

	return {
		submit: ledgers.submit,
		watch(listener) {
			listeners.add(listener)
			return () => listeners.delete(listener)
		},
		announce,
		stop: () => following
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
		const organisationId = await organisationOf(registry, program_id, ledger.request?.menteeIds)
		if (organisationId !== null && organisationIds.includes(organisationId)) own.add(program_id)
	}
	return [...own]
}

/**
 * Programmes in which the person’s membership has ended, with the programme or by a decision, and of which the person has
 * not acknowledged an order.
 */
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
