/** Which regulation a municipality works by: a shipped one, or its own copy, which a curator has changed. */
import type { Compilable } from 'kysely'
import { findRegulation } from '#domain/regulation/all.ts'
import { parseRegulation, type ParsedRegulation } from '#domain/regulation/parse-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { Registry } from './database.ts'

/** What a municipality keeps that no version of the program understands: it must be mended by hand. */
export class UnreadableRegulation extends Error {}

/** Its own before a shipped one of the same id; null: there is none of it. */
export async function readRegulation(
	registry: Registry,
	municipalityId: string,
	id: string
): Promise<Regulation | null> {
	return (await readCopy(registry, municipalityId, id)) ?? findRegulation(id)
}

/** By which new programmes begin. */
export async function readCurrentRegulation(registry: Registry, municipalityId: string): Promise<Regulation> {
	const { regulation_id: id } = await registry.query
		.selectFrom('municipalities')
		.select('regulation_id')
		.where('id', '=', municipalityId)
		.executeTakeFirstOrThrow()
	const regulation = await readRegulation(registry, municipalityId, id)
	if (regulation === null) throw new UnreadableRegulation(`There is no regulation ${id} in ${municipalityId}`)
	return regulation
}

/** The municipality's copy; null: it has none under this id. */
export async function readCopy({ query }: Registry, municipalityId: string, id: string): Promise<Regulation | null> {
	const row = await query
		.selectFrom('regulations')
		.select('json')
		.where('municipality_id', '=', municipalityId)
		.where('id', '=', id)
		.executeTakeFirst()
	if (row === undefined) return null
	const parsed = parseRegulation(JSON.parse(row.json), { findRoadmap })
	if (!parsed.ok) throw new UnreadableRegulation(`${id} of ${municipalityId}: ${JSON.stringify(parsed.problems)}`)
	return parsed.regulation
}

/** Stores a copy that has no problems; one with the id of a shipped regulation would hide it, and is refused as a bad id. */
export function storeCopy(registry: Registry, municipalityId: string, given: unknown, at: string): ParsedRegulation {
	const parsed = parseRegulation(given, { findRoadmap })
	if (!parsed.ok) return parsed
	const { id } = parsed.regulation
	if (findRegulation(id) !== null) return { ok: false, problems: [{ path: 'id', code: 'not-a-choice' }] }
	const fields = { json: JSON.stringify(parsed.regulation), saved_at: at }
	registry.commitTogether([
		registry.query
			.insertInto('regulations')
			.values({ municipality_id: municipalityId, id, ...fields })
			.onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doUpdateSet(fields))
	])
	return parsed
}

/** For `commitTogether`: programmes requested from now on are of this one. */
export function chooseRegulation({ query }: Registry, municipalityId: string, id: string): Compilable {
	return query.updateTable('municipalities').set({ regulation_id: id }).where('id', '=', municipalityId)
}
