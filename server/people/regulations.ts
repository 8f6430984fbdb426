/** Which regulation a municipality works by: a shipped one, or its own copy, which a curator has changed. */
import { z } from 'zod'
import { withLeaving } from '#domain/regulation/labour-law.ts'
import { findRegulation, regulations } from '#domain/regulation/packs/all.ts'
import { parseRegulation, type ParsedRegulation } from '#domain/regulation/parse-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { ShippedRegulation } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'

/** No version of the program can read this stored regulation: it must be repaired by hand. */
export class UnreadableRegulation extends Error {}

/** Those that a new municipality may begin with. */
export function listShippedRegulations(): ShippedRegulation[] {
	return regulations.map(({ id, title, inForce }) => ({ id, title, inForce: inForce.value }))
}

export const shippedRegulationId = z.string().refine((id) => findRegulation(id) !== null)

/** The municipality's copy comes before a shipped one with the same id; null: there is none. */
export async function readRegulation(
	registry: Registry,
	municipalityId: string,
	id: string
): Promise<Regulation | null> {
	return (await readCopy(registry, municipalityId, id)) ?? findRegulation(id)
}

/** The regulation of a programme's request. Where there is none: the one for new programmes. */
export async function readRegulationOf(
	registry: Registry,
	municipalityId: string,
	request: { regulationId: string } | null
): Promise<Regulation> {
	const requested = request && (await readRegulation(registry, municipalityId, request.regulationId))
	return requested ?? readCurrentRegulation(registry, municipalityId)
}

/** By id; null: there is none, or this version of the program cannot read it. One unreadable regulation must not hide a list. */
export async function readRegulations(
	registry: Registry,
	municipalityId: string,
	ids: Iterable<string>
): Promise<Map<string, Regulation | null>> {
	const found = await Promise.all(
		[...new Set(ids)].map(async (id) => {
			const copy = await parseCopy(registry, municipalityId, id)
			return [id, copy === null ? findRegulation(id) : copy.ok ? copy.regulation : null] as const
		})
	)
	return new Map(found)
}

/** The one for new programmes. */
export async function readCurrentRegulation(registry: Registry, municipalityId: string): Promise<Regulation> {
	const id = await readCurrentId(registry, municipalityId)
	const regulation = await readRegulation(registry, municipalityId, id)
	if (regulation === null) throw new UnreadableRegulation(`There is no regulation ${id} in ${municipalityId}`)
	return regulation
}

export async function readCurrentId({ query }: Registry, municipalityId: string): Promise<string> {
	const row = await query
		.selectFrom('municipalities')
		.select('regulation_id')
		.where('id', '=', municipalityId)
		.executeTakeFirstOrThrow()
	return row.regulation_id
}

/** The municipality's copy; null: it has none with this id. */
export async function readCopy(registry: Registry, municipalityId: string, id: string): Promise<Regulation | null> {
	const parsed = await parseCopy(registry, municipalityId, id)
	if (parsed === null) return null
	if (!parsed.ok) throw new UnreadableRegulation(`${id} of ${municipalityId}: ${JSON.stringify(parsed.problems)}`)
	return parsed.regulation
}

async function parseCopy({ query }: Registry, municipalityId: string, id: string): Promise<ParsedRegulation | null> {
	const row = await query
		.selectFrom('regulations')
		.select('json')
		.where('municipality_id', '=', municipalityId)
		.where('id', '=', id)
		.executeTakeFirst()
	if (row === undefined) return null
	const parsed = parseRegulation(JSON.parse(row.json), { findRoadmap })
	return parsed.ok ? { ...parsed, regulation: withLeaving(parsed.regulation) } : parsed
}

/**
 * New programmes are requested under this one from now on. `was`: the one that the author took for the current one. False, changing
 * nothing: another one was chosen meanwhile, or the copy is gone.
 */
export async function chooseRegulation(
	{ query, commitIf }: Registry,
	municipalityId: string,
	id: string,
	was: string
): Promise<boolean> {
	const choice = query
		.updateTable('municipalities')
		.set({ regulation_id: id })
		.where('id', '=', municipalityId)
		.where('regulation_id', '=', was)
	if (findRegulation(id) !== null) return commitIf(choice, [])
	const copy = query
		.selectFrom('regulations')
		.select('regulations.id')
		.where('municipality_id', '=', municipalityId)
		.where('regulations.id', '=', id)
	return commitIf(
		choice.where(({ exists }) => exists(copy)),
		[]
	)
}
