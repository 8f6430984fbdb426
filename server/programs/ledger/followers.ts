/**
 * What follows from the ledgers without a further statement: memberships and programmes that end on their last day in the
 * municipality, the title and term in plans, and requests that are fulfilled by joining a group.
 */
import type { Compilable } from 'kysely'
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { type Entry, formingPhases, involvedPeople, lastingMenteeIds, type Ledger } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/apply-decision.ts'
import { applyEntry } from '#domain/ledger/statements/all.ts'
import { setPlanTerm } from '#domain/plan/layout.ts'
import { planOf } from '#domain/owner.ts'
import type { Registry } from '../../database/database.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import { readState } from '../../people/open-programs.ts'
import { organisationNamesOf } from '../../people/organisations.ts'
import { SERVER_AUTHOR } from '../../documents/storage/storage.ts'
import { readPlan } from './facts.ts'
import { keepLedger, readLedger } from './ledger-log.ts'

export interface EndedProgram {
	programId: string
	municipalityId: string
	/** People whose membership ended with it. */
	endedIds: readonly string[]
	/** Everybody whom its ledger involved until then. */
	concernedIds: readonly string[]
}

/**
 * Ends each programme's memberships in one commit. Resolves with the programmes in which something ended. Nothing may be stated while
 * it runs.
 */
export async function endDueMemberships(registry: Registry, now: Date): Promise<EndedProgram[]> {
	const rows = await registry.query
		.selectFrom('memberships')
		.innerJoin('programs', 'programs.id', 'program_id')
		.innerJoin('municipalities', 'municipalities.id', 'municipality_id')
		.select(['program_id', 'municipality_id', 'person_id', 'until_day', 'time_zone'])
		.where('until_day', 'is not', null)
		.orderBy('program_id')
		.orderBy('person_id')
		.execute()
	const due = rows.filter(({ until_day, time_zone }) => (until_day ?? '') < dateIn(time_zone, now))
	const ended: EndedProgram[] = []
	for (const [programId, memberships] of Map.groupBy(due, ({ program_id }) => program_id)) {
		const [first] = memberships
		if (first === undefined) continue
		const { ledger } = await readLedger(registry, programId)
		const after = reachDay(ledger, dateIn(first.time_zone, now))
		const endedIds = memberships.map(({ person_id }) => person_id)
		await registry.commitTogether([
			...memberships.map(({ person_id, until_day }) =>
				expireMembership(registry, programId, person_id, until_day, now)
			),
			...(after === ledger ? [] : keepLedger(registry, after))
		])
		ended.push({ programId, municipalityId: first.municipality_id, endedIds, concernedIds: involvedPeople(ledger) })
	}
	return ended
}

function expireMembership(
	{ query }: Registry,
	programId: string,
	personId: string,
	lastDay: IsoDate | null,
	now: Date
): Compilable {
	return (
		query
			.updateTable('memberships')
			// It may have been ended by hand before.
			.set(({ fn, val }) => ({ ended_at: fn.coalesce('ended_at', val(now.toISOString())), until_day: null }))
			.where('program_id', '=', programId)
			.where('person_id', '=', personId)
			// A new order may have put the person back in meanwhile.
			.where('until_day', '=', lastDay)
	)
}

/** The mentees' organisations, as lists show them, after a mentee joined an active group or left it. For `commitTogether`. */
export async function followOrganisations(registry: Registry, before: Ledger, after: Ledger): Promise<Compilable[]> {
	const [were, are] = [lastingMenteeIds(before), lastingMenteeIds(after)]
	const isSame = were.length === are.length && are.every((id) => were.includes(id))
	if (before.phase !== 'active' || after.phase !== 'active' || isSame) return []
	const organisation = (await organisationNamesOf(registry, are)).join(', ')
	return [registry.query.updateTable('programs').set({ organisation }).where('id', '=', after.programId)]
}

/**
 * A plan contains its programme's title and term, which the ledger decides. After an order or an extension the server writes them
 * into the plan in its own name. The commit of the decision marks the plan as behind, so that no crash loses the change.
 */
export interface FollowOptions {
	registry: Registry
	relay: Pick<Relay, 'read' | 'store'>
	log: { error(details: object, message: string): void }
}

export async function updatePlans({ registry, relay, log }: FollowOptions): Promise<void> {
	const behind = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'sequence', 'state'])
		.where('is_plan_behind', '=', 1)
		.execute()
	for (const { program_id: programId, sequence, state } of behind) {
		try {
			if (!(await updatePlan(relay, programId, readState(programId, state)))) continue
		} catch (error) {
			// It stays marked, and is tried again with the next one and at the next start.
			log.error({ programId, error }, 'A plan could not be updated from its ledger')
			continue
		}
		await registry.query
			.updateTable('ledgers')
			.set({ is_plan_behind: 0 })
			.where('program_id', '=', programId)
			.where('sequence', '=', sequence)
			.execute()
	}
}

/** False: the plan accepts no more updates. */
async function updatePlan(relay: FollowOptions['relay'], programId: string, { term, title }: Ledger): Promise<boolean> {
	const doc = await readPlan(relay, programId)
	if (doc === null || term === null || title === null) return true
	const updates: Uint8Array[] = []
	doc.on('update', (update: Uint8Array) => updates.push(update))
	setPlanTerm(doc, { title, startsOn: term.startsOn, termMonths: term.months })
	doc.destroy()
	const [update] = updates
	if (update === undefined) return true
	const stored = await relay.store(planOf(programId), { personId: SERVER_AUTHOR, deviceId: SERVER_AUTHOR }, update)
	return stored === 'stored' || stored === 'gone'
}

export interface FulfilledRequest {
	municipalityId: string
	entry: Entry
	before: Ledger
	after: Ledger
}

/**
 * A mentee who joins a group with the entry has a mentor. A request for that mentee alone is fulfilled in the same commit. A request
 * that also names others waits for the curator.
 */
export async function fulfilRequests(
	registry: Registry,
	cause: Entry,
	before: Ledger,
	after: Ledger
): Promise<FulfilledRequest[]> {
	const fulfilled = await Promise.all(
		joinedIds(before, after).map(async (personId) => {
			const rows = await registry.query
				.selectFrom('ledger_people')
				.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
				.select('ledgers.program_id')
				.where('person_id', '=', personId)
				.where('phase', 'in', formingPhases)
				.execute()
			const requests = await Promise.all(rows.map(({ program_id }) => readLedger(registry, program_id)))
			return requests.flatMap(({ municipalityId, ledger }) =>
				municipalityId !== null && isOfAlone(ledger, personId) ? [fulfil(municipalityId, ledger, cause, after)] : []
			)
		})
	)
	return fulfilled.flat()
}

function joinedIds(before: Ledger, after: Ledger): string[] {
	return after.matters.flatMap(({ id, matter: decision, outcome }) => {
		const was = before.matters.find((raised) => raised.id === id)?.outcome
		return decision.type === 'join' && outcome === 'in-force' && was !== 'in-force' ? [decision.menteeId] : []
	})
}

function isOfAlone({ request }: Ledger, personId: string): boolean {
	return request?.menteeIds.length === 1 && request.menteeIds[0] === personId
}

function fulfil(municipalityId: string, before: Ledger, cause: Entry, group: Ledger): FulfilledRequest {
	const { programId, sequence } = before
	const entry: Entry = {
		...cause,
		// No command has such an id.
		id: `fulfilled:${programId}`,
		programId,
		sequence: sequence + 1,
		statement: { type: 'fulfil-request', groupId: group.programId, title: group.title ?? '' }
	}
	return { municipalityId, entry, before, after: applyEntry(before, entry) }
}
