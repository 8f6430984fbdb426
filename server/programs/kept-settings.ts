/** What stood on a paper when it was made for good, beside the entry that made it. */
import type { Compilable } from 'kysely'
import type { Entry, Ledger } from '#domain/ledger/ledger.ts'
import { formsFor } from '#domain/papers/fill.ts'
import type { PaperSetting } from '#domain/papers/facts.ts'
import { papersMadeBy } from '#domain/papers/moment.ts'
import { shippedTemplates } from '#domain/papers/shipped-templates.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Registry } from '../database/database.ts'
import { gatherSetting } from './gather-setting.ts'

/** For `commitTogether`, after the entry; nothing where it makes no paper. */
export async function keepSetting(
	registry: Registry,
	municipalityId: string,
	regulation: Regulation,
	before: Ledger,
	after: Ledger,
	entry: Entry
): Promise<Compilable[]> {
	const kinds = papersMadeBy(before, after, entry)
	if (kinds.length === 0) return []
	const setting = await gatherSetting(registry, municipalityId, { ledger: after, regulation })
	// To the letter, also where the shipped text holds: another version may ship another.
	const templates = Object.fromEntries(kinds.map((kind) => [kind, setting.templates[kind] ?? shippedTemplates[kind]]))
	return [
		registry.query.insertInto('paper_settings').values({
			program_id: entry.programId,
			sequence: entry.sequence,
			setting: JSON.stringify({ ...setting, templates } satisfies PaperSetting)
		})
	]
}

/** With the id of the entry, of those of one programme that made a paper. */
export async function readKeptSettings(
	{ query }: Registry,
	programId: string,
	entries: readonly Entry[]
): Promise<[entryId: string, setting: PaperSetting][]> {
	const rows = await query
		.selectFrom('paper_settings')
		.select(['sequence', 'setting'])
		.where('program_id', '=', programId)
		.execute()
	const kept = new Map(rows.map(({ sequence, setting }) => [sequence, JSON.parse(setting) as PaperSetting]))
	return entries.flatMap(({ id, sequence }) => {
		const setting = kept.get(sequence)
		return setting === undefined ? [] : [[id, setting]]
	})
}

/** It names everybody of that day: whose part was over, or still to begin, is told of those they know, and of the staff of then. */
export function cutSetting(setting: PaperSetting, knownIds: ReadonlySet<string>, regulation: Regulation): PaperSetting {
	const { curatorId, headId } = setting
	const people = setting.people.filter(({ id }) => knownIds.has(id) || id === curatorId || id === headId)
	return { ...setting, people, ownForms: formsFor({ ...setting, people, regulation }, setting.ownForms) }
}
