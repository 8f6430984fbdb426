/** Hears what people state about programmes: judges it, enters it, and lets the registry follow. */
import type { Command } from '#domain/ledger/statement.ts'
import type { Entry, Ledger, Speaker } from '#domain/ledger/ledger.ts'
import { judge, type Facts, type Refusal } from '#domain/ledger/judge.ts'
import { playEntry } from '#domain/ledger/play.ts'
import type { Registry } from '../registry/database.ts'
import { insertProgram, createDocuments, type FirstContent, type NewProgram } from '../registry/create-program.ts'
import { dateIn, findMunicipality } from '../registry/municipalities.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import { consequencesOf, touchedPeople } from './consequences.ts'
import { findEntry, insertEntry, readLedger } from './ledger-log.ts'

export type Heard =
	/** In the ledger for good; also when the same command was heard before. */
	{ outcome: 'entered'; entry: Entry } | { outcome: 'refused'; refusal: Refusal }

export interface LedgersParts {
	registry: Registry
	storage: DocumentStorage
	/** What the ledger cannot know, as it is now. */
	gatherFacts(municipalityId: string, ledger: Ledger, command: Command): Promise<Facts>
	/** The programme an order begins; its people follow from the ledger. */
	describeProgram(municipalityId: string, ledger: Ledger): Promise<{ program: NewProgram; content: FirstContent }>
	/** Keeps the plan as it is now under its hash, to be approved and compared with. */
	keepEdition(programId: string, hash: string): Promise<void>
	/** Called after the commit. */
	onEntered(entry: Entry, touchedPersonIds: readonly string[]): void
	now(): Date
}

export interface Ledgers {
	/** `municipalityId`: of the speaker, who may say something in that role there. A programme of another one is unknown. */
	hear(municipalityId: string, speaker: Speaker, command: Command): Promise<Heard>
}

export function createLedgers(parts: LedgersParts): Ledgers {
	const { registry, storage } = parts
	/** One statement after the other: what one brings into force, the next is judged by — also in another programme. */
	let hearing: Promise<unknown> = Promise.resolve()

	async function hear(municipalityId: string, speaker: Speaker, command: Command): Promise<Heard> {
		const known = await findEntry(registry, command.id)
		if (known !== null) return hearAgain(known, speaker, command)
		const { municipalityId: home, ledger } = await readLedger(registry, command.programId)
		if (home !== null && home !== municipalityId) return refuse({ reason: 'unknown-subject' })
		const facts = await parts.gatherFacts(municipalityId, ledger, command)
		const refusal = judge(ledger, command.statement, speaker, facts)
		if (refusal !== null) return refuse(refusal)
		return { outcome: 'entered', entry: await enter(municipalityId, ledger, speaker, command, facts) }
	}

	async function enter(
		municipalityId: string,
		before: Ledger,
		by: Speaker,
		{ id, programId, saidAt, statement }: Command,
		{ regulation }: Facts
	): Promise<Entry> {
		const now = parts.now()
		const municipality = await findMunicipality(registry, municipalityId)
		const entry: Entry = {
			id,
			programId,
			sequence: before.sequence + 1,
			at: now.toISOString(),
			on: dateIn(municipality?.timeZone ?? 'UTC', now),
			by,
			saidAt,
			statement,
			...(statement.type === 'raise' && { signatories: regulation.decisions[statement.matter.type].value })
		}
		const after = playEntry(before, entry)
		if (statement.type === 'raise' && statement.matter.type === 'edition') {
			await parts.keepEdition(programId, statement.matter.hash)
		}
		const begun = before.phase !== 'active' && after.phase === 'active' ? await begin(municipalityId, after) : []
		registry.commitTogether([
			...begun,
			...insertEntry(registry, entry, after, municipalityId),
			...consequencesOf(registry, before, after, entry)
		])
		parts.onEntered(entry, touchedPeople(before, after))
		return entry
	}

	/** The documents are there before the programme is: nobody finds one without its plan. */
	async function begin(municipalityId: string, ledger: Ledger) {
		const { program, content } = await parts.describeProgram(municipalityId, ledger)
		await createDocuments(storage, ledger.programId, content)
		return insertProgram(registry, ledger.programId, program, parts.now().toISOString())
	}

	return {
		hear(municipalityId, speaker, command) {
			const heard = hearing.then(() => hear(municipalityId, speaker, command))
			// Its own speaker hears of a failure.
			hearing = heard.catch(() => undefined)
			return heard
		}
	}
}

/** The same words of the same person: they are told the same. Anything else under a used id is another's. */
function hearAgain(known: Entry, speaker: Speaker, command: Command): Heard {
	const isSame =
		known.programId === command.programId &&
		known.by.personId === speaker.personId &&
		known.by.role === speaker.role &&
		JSON.stringify(known.statement) === JSON.stringify(command.statement)
	return isSame ? { outcome: 'entered', entry: known } : refuse({ reason: 'already-said' })
}

function refuse(refusal: Refusal): Heard {
	return { outcome: 'refused', refusal }
}
