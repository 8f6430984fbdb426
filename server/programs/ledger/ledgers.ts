/** Receives people's commands about programmes: checks the statement, enters it, and updates the registry. */
import { can } from '#domain/access.ts'
import type { Compilable } from 'kysely'
import type { Command } from '#domain/ledger/statement.ts'
import { formingPhases, involvedPeople, type Entry, type Ledger, type Speaker } from '#domain/ledger/ledger.ts'
import { checkStatement } from '#domain/ledger/statements/all.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import { reachDay } from '#domain/ledger/apply-decision.ts'
import { applyEntry } from '#domain/ledger/statements/all.ts'
import { signatoriesOf } from '#domain/ledger/signing.ts'
import { SIGNED_BY_TAP } from '#domain/papers/consent-sheet.ts'
import { createDocuments, insertProgram } from '../create-program.ts'
import { keepSetting } from '../papers.ts'
import { todayIn } from '../../people/municipalities.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'
import { appointMentors, consequencesOf, describeProgram, hasBegun, newMentors, touchedPeople } from './consequences.ts'
import { endDueMemberships, type EndedProgram, followOrganisations, fulfilRequests } from './followers.ts'
import { findSpeaker, readAppointment } from './speakers.ts'
import { followEdition, hasNewEdition } from './approved-plans.ts'
import { gatherFacts, type FactsOptions, type GatheredFacts } from './facts.ts'
import { findEntry, findSaid, storeEdition, insertEntry, readLedger } from './ledger-log.ts'

export type SubmitResult =
	/** In the ledger for good; also if the same command was submitted before, or the same person's same words still hold. */
	{ outcome: 'entered'; entry: Entry } | { outcome: 'refused'; refusal: Refusal }

export interface Entered {
	entry: Entry
	municipalityId: string
	/** Everybody whom the programme involved before the entry or involves after it, and the person whose consent it is about. */
	concernedIds: readonly string[]
	/** People whose membership in the programme has changed. */
	touchedPersonIds: readonly string[]
	/** The programme has begun with this entry. */
	hasBegun: boolean
	/** An edition of the plan has come into force with this entry. */
	hasNewEdition: boolean
}

export interface LedgersOptions extends FactsOptions {
	storage: DocumentStorage
	/** Called after the commit. */
	onEntered(entered: Entered): void
	now(): Date
}

export interface Ledgers {
	/** Also checks whether the person may speak in the role they name. Rejects when the storage fails: then submit it again. */
	submit(personId: string, command: Command): Promise<SubmitResult>
	/** Ends memberships and programmes whose last day is over. Runs between two statements, never within one. */
	endDue(): Promise<readonly EndedProgram[]>
}

export function createLedgers(options: LedgersOptions): Ledgers {
	const { registry, storage } = options
	/**
	 * One statement after the other: the next is checked against what the one before has brought into force, also in another programme.
	 */
	let lastTask: Promise<unknown> = Promise.resolve()

	async function submit(personId: string, command: Command): Promise<SubmitResult> {
		const known = await findEntry(registry, command.id)
		if (known !== null) return answerRepeated(known, personId, command)
		const { municipalityId: home, ledger: kept } = await readLedger(registry, command.programId)
		const program = await findProgram(command.programId)
		const homeId = home ?? program?.municipalityId ?? null
		const found = await findSpeaker(registry, personId, command.role, homeId, kept, command.statement.type)
		if ('refusal' in found) return refuse(found.refusal)
		const { municipalityId, speaker } = found
		if (program?.isDeleted === true) return refuse({ reason: 'unknown-subject' })
		const now = options.now()
		const ledger = reachDay(kept, await todayIn(registry, municipalityId, now))
		const facts = await gatherFacts(options, municipalityId, ledger, command, now)
		const refusal =
			checkStatement(ledger, command.statement, speaker, facts) ??
			checkSheet(command, facts) ??
			checkOldProgram(command, program?.menteeIds ?? null) ??
			(await checkAnotherRequest(personId, command))
		if (refusal !== null) {
			// A second tap, or a second tab: the first entry counts.
			const mayBeSaid = refusal.reason === 'already-said' || isDataWithdrawal(command)
			const said = mayBeSaid ? await findSaid(registry, personId, command) : null
			return said === null ? refuse(refusal) : { outcome: 'entered', entry: said }
		}
		return { outcome: 'entered', entry: await enter(municipalityId, kept, speaker, command, facts, now) }
	}

	/** Null: there is none with this id yet. */
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

	/** A mentee requests only once. Only the curator knows whether another request is needed next to the one under way. */
	async function checkAnotherRequest(personId: string, { role, statement }: Command): Promise<Refusal | null> {
		if (statement.type !== 'request' || !can(role, 'learn')) return null
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
		{ regulation, today, planSnapshot, findings, progress }: GatheredFacts,
		now: Date
	): Promise<Entry> {
		const decision = statement.type === 'raise' ? statement.matter : null
		const isSignature = statement.type === 'sign' || statement.type === 'raise'
		const appointment = isSignature ? await readAppointment(registry, municipalityId, by) : null
		const entry: Entry = {
			id,
			programId,
			sequence: before.sequence + 1,
			at: now.toISOString(),
			on: today,
			by,
			saidAt,
			statement,
			...(decision !== null && { signatories: signatoriesOf(decision, regulation, by.role) }),
			...(appointment !== null && { appointment }),
			...(findings !== null && { findings }),
			...(decision?.type === 'closure' && progress !== null && { progress })
		}
		const after = applyEntry(before, entry)
		const isBeginning = hasBegun(before, after)
		const submitted = decision?.type === 'edition' ? planSnapshot : null
		const kept =
			decision?.type === 'edition' && submitted !== null
				? [storeEdition(registry, programId, decision.hash, submitted, entry.at)]
				: []
		const fulfilled = await fulfilRequests(registry, entry, before, after)
		await registry.commitTogether([
			...(isBeginning ? await begin(municipalityId, after, now) : []),
			...kept,
			...insertEntry(registry, entry, before, after, municipalityId),
			...(await keepSetting(registry, municipalityId, regulation, before, after, entry)),
			...consequencesOf(registry, before, after, entry),
			...(await followEdition(registry, before, after, submitted)),
			...(await followOrganisations(registry, before, after)),
			...(await appointMentors(registry, municipalityId, newMentors(before, after), regulation)),
			...fulfilled.flatMap((one) => insertEntry(registry, one.entry, one.before, one.after, one.municipalityId))
		])
		options.onEntered({
			entry,
			municipalityId,
			concernedIds: [...new Set([...involvedPeople(before), ...involvedPeople(after), ...consentersOf(entry)])],
			touchedPersonIds: touchedPeople(before, after),
			hasBegun: isBeginning,
			hasNewEdition: hasNewEdition(before, after)
		})
		for (const { before: asked, ...request } of fulfilled) {
			options.onEntered({
				entry: request.entry,
				municipalityId: request.municipalityId,
				concernedIds: involvedPeople(asked),
				touchedPersonIds: [],
				hasBegun: false,
				hasNewEdition: false
			})
		}
		return entry
	}

	/** The documents are created before the programme, so that nobody finds a programme without its plan. */
	async function begin(municipalityId: string, ledger: Ledger, now: Date): Promise<Compilable[]> {
		const { program, content } = await describeProgram(registry, municipalityId, ledger, now)
		await createDocuments(storage, ledger.programId, content)
		return insertProgram(registry, ledger.programId, program, now.toISOString())
	}

	function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		const done = lastTask.then(work)
		// The caller of `work` receives the failure.
		lastTask = done.catch(() => undefined)
		return done
	}

	return {
		submit: (personId, command) => inTurn(() => submit(personId, command)),
		endDue: () => inTurn(() => endDueMemberships(registry, options.now()))
	}
}

/** The same words of the same person get the same answer. Anything else with a used id is somebody else's. */
function answerRepeated(known: Entry, personId: string, command: Command): SubmitResult {
	const isSame =
		known.programId === command.programId &&
		known.by.personId === personId &&
		known.by.role === command.role &&
		JSON.stringify(known.statement) === JSON.stringify(command.statement)
	return isSame ? { outcome: 'entered', entry: known } : refuse({ reason: 'already-said' })
}

/**
 * A programme from before there were ledgers gets one only for its present mentees. Its ledger has no request to withdraw, because
 * the programme goes on.
 */
function checkOldProgram({ statement }: Command, menteeIds: readonly string[] | null): Refusal | null {
	if (menteeIds === null) return null
	if (statement.type === 'withdraw-request') return { reason: 'unknown-subject' }
	if (statement.type !== 'request') return null
	const isSame =
		menteeIds.length === statement.menteeIds.length && menteeIds.every((id) => statement.menteeIds.includes(id))
	return isSame ? null : { reason: 'unknown-subject' }
}

/** A sheet says that the tap signs it only while the authority has agreed to that (domain.md L1, L3). */
function checkSheet({ statement }: Command, { hasSignatureAgreement }: GatheredFacts): Refusal | null {
	if (statement.type !== 'consent' || hasSignatureAgreement) return null
	return statement.text.split('\n').includes(SIGNED_BY_TAP) ? { reason: 'superseded' } : null
}

/** Refused only if nothing is left to withdraw: a ledger does not know that a person who took no part has withdrawn a consent. */
function isDataWithdrawal({ statement }: Command): boolean {
	return statement.type === 'withdraw-consent' && statement.kind !== 'duties'
}

/** They may have left the programme, or never have taken part. */
function consentersOf({ by, statement }: Entry): string[] {
	if (statement.type === 'settle-consent-withdrawal') return [statement.personId]
	return statement.type === 'withdraw-consent' ? [by.personId] : []
}

function refuse(refusal: Refusal): SubmitResult {
	return { outcome: 'refused', refusal }
}
