/** Creates a programme, or another owner of a plan: its row, its people, and its documents. The server fills the plan once. */
import type { Compilable } from 'kysely'
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { OwnerKind, ProgramRole, RouteReader } from '#domain/access.ts'
import { dateIn } from '#domain/calendar.ts'
import type { Author } from '#domain/plan/layout.ts'
import { fillPlanFromRoadmap, type Roadmap } from '#domain/roadmaps/roadmap.ts'
import { ROUTE_MONTHS } from '#domain/route/route.ts'
import { documentIdOf, documentKindsOf, ownerKindOf, planOf, programKind, ROUTE } from '#domain/owner.ts'
import { SERVER_AUTHOR, type DocumentStorage } from '../documents/storage/storage.ts'
import type { Registry } from '../database/database.ts'

export interface NewProgram {
	/** A new id by default. */
	id?: string
	municipalityId: string
	title: string
	roadmap: Roadmap
	organisation: string
	/** ISO calendar date. */
	startsOn: string
	termMonths: number
	members: readonly { personId: string; role: ProgramRole }[]
	/** Of a plan that belongs to no programme of people: the kind of its owner, and the organisation that it belongs to. */
	owner?: { kind: string; organisationId: string | null; personId?: string }
}

/** The first content of a plan, if it is more than the roadmap. */
export interface FirstContent {
	author: Author
	fill(doc: Y.Doc): void
}

/**
 * Resolves with the programme's id. The documents come first, so that nobody finds a programme without its plan. After a crash in
 * between, a repeated call with the same id completes it.
 */
export async function createProgram(
	registry: Registry,
	storage: DocumentStorage,
	program: NewProgram,
	now: Date,
	content: FirstContent = contentFromRoadmap(program, now)
): Promise<string> {
	const id = program.id ?? nanoid()
	await createDocuments(storage, id, content, program.owner && ownerKindOf(program.owner.kind))
	await registry.commitTogether(insertProgram(registry, id, program, now.toISOString()))
	return id
}

/** Creates the documents that an owner of this kind has; existing ones stay as they are. */
export async function createDocuments(
	storage: DocumentStorage,
	id: string,
	content: FirstContent,
	ownerKind: OwnerKind = programKind
): Promise<void> {
	for (const kind of documentKindsOf(ownerKind)) await storage.createDocument(documentIdOf(kind, id))
	if ((await storage.findDocument(planOf(id)))?.sequence !== 0) return
	const doc = new Y.Doc()
	content.fill(doc)
	const bytes = Y.encodeStateAsUpdate(doc)
	doc.destroy()
	await storage.append(planOf(id), { bytes, ...content.author, deviceId: SERVER_AUTHOR })
}

/** For `commitTogether`: the programme's row and its people; existing rows stay as they are. */
export function insertProgram({ query }: Registry, id: string, program: NewProgram, at: string): Compilable[] {
	return [
		query
			.insertInto('programs')
			.values({
				id,
				municipality_id: program.municipalityId,
				title: program.title,
				roadmap_id: program.roadmap.id,
				organisation: program.organisation,
				starts_on: program.startsOn,
				term_months: program.termMonths,
				created_at: at,
				...(program.owner && {
					owner_kind: program.owner.kind,
					organisation_id: program.owner.organisationId,
					route_person_id: program.owner.personId ?? null
				})
			})
			.onConflict((conflict) => conflict.doNothing()),
		...program.members.map(({ personId, role }) =>
			query
				.insertInto('memberships')
				.values({ program_id: id, person_id: personId, role })
				.onConflict((conflict) => conflict.doNothing())
		)
	]
}

/** Its items are activities of one stage, which the mentee adds. No regulation has a list of them. */
const routeRoadmap: Roadmap = {
	id: ROUTE,
	title: 'Образовательный маршрут',
	source: null,
	stages: [{ title: 'Образовательный маршрут', months: null, activities: [] }]
}

/**
 * Begins the person's educational route, or keeps the one they have. `shownTo`: who else reads it; absent: as before. Resolves with its
 * id. Two first requests at once leave a plan without an owner, which nobody reads.
 */
export async function keepRoute(
	{ registry, storage, now }: { registry: Registry; storage: DocumentStorage; now(): Date },
	personId: string,
	shownTo?: readonly RouteReader[]
): Promise<string> {
	const { query } = registry
	const find = () => query.selectFrom('programs').select('id').where('route_person_id', '=', personId)
	if ((await find().executeTakeFirst()) === undefined) {
		const { municipality_id: municipalityId, time_zone } = await query
			.selectFrom('people')
			.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
			.select(['municipality_id', 'time_zone'])
			.where('people.id', '=', personId)
			.executeTakeFirstOrThrow()
		const route = {
			municipalityId,
			title: routeRoadmap.title,
			roadmap: routeRoadmap,
			organisation: '',
			startsOn: dateIn(time_zone, now()),
			termMonths: ROUTE_MONTHS,
			members: [],
			owner: { kind: ROUTE, organisationId: null, personId }
		}
		await createProgram(registry, storage, route, now())
	}
	const { id } = await find().executeTakeFirstOrThrow()
	if (shownTo === undefined) return id
	await query
		.updateTable('programs')
		.set({
			shown_to_municipality: shownTo.includes('oversee') ? 1 : 0,
			shown_to_organisation: shownTo.includes('answer') ? 1 : 0
		})
		.where('id', '=', id)
		.execute()
	return id
}

export function contentFromRoadmap(program: NewProgram, now: Date): FirstContent {
	const author = { personId: SERVER_AUTHOR, at: now.toISOString() }
	return { author, fill: (doc) => fillPlanFromRoadmap(doc, program.roadmap, program, author) }
}
