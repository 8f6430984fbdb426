/** Hears what people state about programmes: judges it, enters it, and lets the registry follow. */
import type { Compilable } from 'kysely'
import type { Command } from '#domain/ledger/statement.ts'
import { formingPhases, involvedPeople, type Entry, type Ledger, type Speaker } from '#domain/ledger/ledger.ts'
import { judge } from '#domain/ledger/judge.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import { playEntry } from '#domain/ledger/play.ts'
import { signatoriesOf } from '#domain/ledger/signing.ts'
import { createDocuments, insertProgram } from '../create-program.ts'
import { keepSetting } from '../papers.ts'
import { todayIn } from '../../people/municipalities.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'
import { appointMentors, consequencesOf, describeProgram, hasBegun, newMentors, touchedPeople } from './consequences.ts'
import { endDueParts, type EndedProgram, followOrganisations, fulfilRequests } from './followers.ts'
import { findSpeaker } from './speakers.ts'
import { gatherFacts, type FactsParts, type GatheredFacts } from './facts.ts'
import { findEntry, findSaid, insertEdition, insertEntry, readLedger } from './ledger-log.ts'

export type Heard =
	/** In the ledger for good; also when the same command was heard before, or the same person's same words still hold. */
	{ outcome: 'entered'; entry: Entry } | { outcome: 'refused'; refusal: Refusal }

export interface Entered {
	entry: Entry
	municipalityId: string
	/** Whom the programme was about before the entry, or is about since, and whose consent the entry is about. */
	concernedIds: readonly string[]
	/** Whose part in the programme has changed. */
	touchedPersonIds: readonly string[]
	/** The programme has begun with this entry. */
	hasBegun: boolean
}

export interface LedgersParts extends FactsParts {
	storage: DocumentStorage
	/** Called after the commit. */
	onEntered(entered: Entered): void
	now(): Date
}

export interface Ledgers {
	/** Whether the person may speak in the role they name is found out here. Rejects when the storage fails: to be said again. */
	hear(personId: string, command: Command): Promise<Heard>
	/** Ends what is over by now: parts, and programmes of which a notice was given. Between two statements, never within one. */
	endDue(): Promise<readonly EndedProgram[]>
}

export function createLedgers(parts: LedgersParts): Ledgers {
	const { registry, storage } = parts
	/** One statement after the other: what one brings into force, the next is judged by — also in another programme. */
	let hearing: Promise<unknown> = Promise.resolve()

	async function hear(personId: string, command: Command): Promise<Heard> {
		const known = await findEntry(registry, command.id)
		if (known !== null) return hearAgain(known, personId, command)
		const { municipalityId: home, ledger: kept } = await readLedger(registry, command.programId)
		const program = await findProgram(command.programId)
		const place = home ?? program?.municipalityId ?? null
		const found = await findSpeaker(registry, personId, command.role, place, kept, command.statement.type)
		if ('refusal' in found) return refuse(found.refusal)
		const { municipalityId, speaker } = found
		if (program?.isDeleted === true) return refuse({ reason: 'unknown-subject' })
		const now = parts.now()
		const ledger = reachDay(kept, await todayIn(registry, municipalityId, now))
		const facts = await gatherFacts(parts, municipalityId, ledger, command, now)
		const refusal =
			judge(ledger, command.statement, speaker, facts) ??
			judgeOldProgram(command, program?.menteeIds ?? null) ??
			(await judgeAnotherRequest(personId, command))
		if (refusal !== null) {
			// A second tap, or a second tab: it holds as it was said first.
			const mayBeSaid = refusal.reason === 'already-said' || isDataWithdrawal(command)
			const said = mayBeSaid ? await findSaid(registry, personId, command) : null
			return said === null ? refuse(refusal) : { outcome: 'entered', entry: said }
		}
		return { outcome: 'entered', entry: await enter(municipalityId, kept, speaker, command, facts, now) }
	}

	/** Null: there is none under this id yet. */
	async function findProgram(programId: string) {
		const { query } = registry
		const row = await query
			.selectFrom('programs')
			.select(['municipality_id', 'deleted_at'])
			.where('id', '=', programId)
			.executeTakeFirst()
		if (row === undefined) return null
		const mentees = await query
			.selectFrom('memberships')
			.select('person_id')
			.where('program_id', '=', programId)
			.where('role', '=', 'mentee')
			.where('ended_at', 'is', null)
			.execute()
		return {
			municipalityId: row.municipality_id,
			isDeleted: row.deleted_at !== null,
			menteeIds: mentees.map(({ person_id }) => person_id)
		}
	}

	/** A mentee asks once: whether another request is needed beside the one under way, the curator knows. */
	async function judgeAnotherRequest(personId: string, { role, statement }: Command): Promise<Refusal | null> {
		if (statement.type !== 'request' || role !== 'mentee') return null
		const underWay = await registry.query
			.selectFrom('ledger_people')
			.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
			.select('ledgers.program_id')
			.where('person_id', '=', personId)
			.where('phase', 'in', formingPhases)
			.executeTakeFirst()
		return underWay === undefined ? null : { reason: 'already-said' }
	}

	async function enter(
		municipalityId: string,
		before: Ledger,
		by: Speaker,
		{ id, programId, saidAt, statement }: Command,
		{ regulation, today, planSnapshot, findings }: GatheredFacts,
		now: Date
	): Promise<Entry> {
		const matter = statement.type === 'raise' ? statement.matter : null
		const entry: Entry = {
			id,
			programId,
			sequence: before.sequence + 1,
			at: now.toISOString(),
			on: today,
			by,
			saidAt,
			statement,
			...(matter !== null && { signatories: signatoriesOf(matter, regulation) }),
			...(findings !== null && { findings })
		}
		const after = playEntry(before, entry)
		const isBeginning = hasBegun(before, after)
		const kept =
			matter?.type === 'edition' && planSnapshot !== null
				? [insertEdition(registry, programId, matter.hash, planSnapshot, entry.at)]
				: []
		const fulfilled = await fulfilRequests(registry, entry, before, after)
		registry.commitTogether([
			...(isBeginning ? await begin(municipalityId, after, now) : []),
			...kept,
			...insertEntry(registry, entry, before, after, municipalityId),
			...(await keepSetting(registry, municipalityId, regulation, before, after, entry)),
			...consequencesOf(registry, before, after, entry),
			...(await followOrganisations(registry, before, after)),
			...(await appointMentors(registry, municipalityId, newMentors(before, after), regulation)),
			...fulfilled.flatMap((one) => insertEntry(registry, one.entry, one.before, one.after, one.municipalityId))
		])
		parts.onEntered({
			entry,
			municipalityId,
			concernedIds: [...new Set([...involvedPeople(before), ...involvedPeople(after), ...consentersOf(entry)])],
			touchedPersonIds: touchedPeople(before, after),
			hasBegun: isBeginning
		})
		for (const { before: asked, ...request } of fulfilled) {
			parts.onEntered({
				entry: request.entry,
				municipalityId: request.municipalityId,
				concernedIds: involvedPeople(asked),
				touchedPersonIds: [],
				hasBegun: false
			})
		}
		return entry
	}

	/** The documents are there before the programme is: nobody finds one without its plan. */
	async function begin(municipalityId: string, ledger: Ledger, now: Date): Promise<Compilable[]> {
		const { program, content } = await describeProgram(registry, municipalityId, ledger, now)
		await createDocuments(storage, ledger.programId, content)
		return insertProgram(registry, ledger.programId, program, now.toISOString())
	}

	function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		const done = hearing.then(work)
		// Whoever has asked for it hears of a failure.
		hearing = done.catch(() => undefined)
		return done
	}

	return {
		hear: (personId, command) => inTurn(() => hear(personId, command)),
		endDue: () => inTurn(() => endDueParts(registry, parts.now()))
	}
}

/** The same words of the same person: they are told the same. Anything else under a used id is another's. */
function hearAgain(known: Entry, personId: string, command: Command): Heard {
	const isSame =
		known.programId === command.programId &&
		known.by.personId === personId &&
		known.by.role === command.role &&
		JSON.stringify(known.statement) === JSON.stringify(command.statement)
	return isSame ? { outcome: 'entered', entry: known } : refuse({ reason: 'already-said' })
}

/** A programme from before there were ledgers gets one for the mentees it has, and for nobody else; that it goes on is no request. */
function judgeOldProgram({ statement }: Command, menteeIds: readonly string[] | null): Refusal | null {
	if (menteeIds === null) return null
	if (statement.type === 'withdraw-request') return { reason: 'unknown-subject' }
	if (statement.type !== 'request') return null
	const isSame =
		menteeIds.length === statement.menteeIds.length && menteeIds.every((id) => statement.menteeIds.includes(id))
	return isSame ? null : { reason: 'unknown-subject' }
}

/** Refused only where nothing is left to take back: a ledger does not know that somebody who took no part has done so. */
function isDataWithdrawal({ statement }: Command): boolean {
	return statement.type === 'withdraw-consent' && statement.kind !== 'duties'
}

/** They may take part no more, or never have. */
function consentersOf({ by, statement }: Entry): string[] {
	if (statement.type === 'settle-consent-withdrawal') return [statement.personId]
	return statement.type === 'withdraw-consent' ? [by.personId] : []
}

function refuse(refusal: Refusal): Heard {
	return { outcome: 'refused', refusal }
}
