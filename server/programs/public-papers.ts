/** Finds what everybody may know of an approved paper, by the entry's id in its code (#domain/papers/public-paper.ts). */
import { dateIn, type IsoDate } from '#domain/calendar.ts'
import { reachDay } from '#domain/ledger/apply-decision.ts'
import { menteeIdsOf } from '#domain/ledger/ledger.ts'
import { noRequisites, type PaperSetting } from '#domain/papers/facts.ts'
import { type PublicPaper, readPublicPaper } from '#domain/papers/public-paper.ts'
import { speakerWords } from '#domain/papers/values.ts'
import type { Registry } from '../database/database.ts'
import { readState } from '../people/open-programs.ts'
import { organisationKindsOf } from '../people/organisations.ts'
import { readRegulationOf } from '../people/regulations.ts'
import { readRequisites } from './paper-texts.ts'

export interface FoundPaper extends Omit<PublicPaper, 'approvals'> {
	/** Its name. */
	municipality: string
	/** The offices and participants by their titles in the regulation, oldest first. */
	approvals: readonly { title: string; on: IsoDate }[]
}

/** Null: there is no such entry, its paper is not approved, or the programme is deleted. */
export async function findPublicPaper(registry: Registry, entryId: string, now: Date): Promise<FoundPaper | null> {
	const row = await registry.query
		.selectFrom('ledger_entries')
		.innerJoin('ledgers', 'ledgers.program_id', 'ledger_entries.program_id')
		.innerJoin('municipalities', 'municipalities.id', 'ledgers.municipality_id')
		.leftJoin('programs', 'programs.id', 'ledger_entries.program_id')
		.select(['ledgers.program_id', 'ledgers.municipality_id', 'state', 'time_zone'])
		.select('municipalities.name as municipality')
		.where('ledger_entries.id', '=', entryId)
		.where('deleted_at', 'is', null)
		.executeTakeFirst()
	if (row === undefined) return null
	const { program_id: programId, municipality_id: municipalityId, time_zone: timeZone, municipality } = row
	const ledger = reachDay(readState(programId, row.state), dateIn(timeZone, now))
	const paper = readPublicPaper(ledger, entryId)
	if (paper === null) return null
	const { approvals, ...more } = paper
	const kept = await readTitlesOf(registry, programId, approvals.at(-1)?.at ?? '')
	const { requisites, organisationKinds } = kept ?? {
		requisites: (await readRequisites(registry, municipalityId)) ?? noRequisites,
		organisationKinds: await organisationKindsOf(registry, menteeIdsOf(ledger))
	}
	const regulation = await readRegulationOf(registry, municipalityId, ledger.request)
	const titled = approvals.map(({ role, at }) => ({
		title: speakerWords({ regulation, requisites, organisationKinds }, role),
		on: at.includes('T') ? dateIn(timeZone, new Date(at)) : at
	}))
	return { ...more, municipality, approvals: titled }
}

/** The paper's own titles: those kept with the entry that made it final. Null: an older server entered it, or it is a report. */
async function readTitlesOf(
	{ query }: Registry,
	programId: string,
	at: string
): Promise<Pick<PaperSetting, 'requisites' | 'organisationKinds'> | null> {
	const row = await query
		.selectFrom('paper_settings')
		.innerJoin('ledger_entries', (join) =>
			join
				.onRef('ledger_entries.program_id', '=', 'paper_settings.program_id')
				.onRef('ledger_entries.sequence', '=', 'paper_settings.sequence')
		)
		.select('setting')
		.where('paper_settings.program_id', '=', programId)
		.where('at', '=', at)
		.executeTakeFirst()
	return row === undefined ? null : (JSON.parse(row.setting) as PaperSetting)
}
