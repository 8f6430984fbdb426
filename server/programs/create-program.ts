/** Creates a programme, or another owner of a plan: its row, its people, and its documents. The server fills the plan once. */
import type { Compilable } from 'kysely'
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import type { OwnerKind, ProgramRole } from '#domain/access.ts'
import type { Author } from '#domain/plan/layout.ts'
import { fillPlanFromRoadmap, type Roadmap } from '#domain/roadmaps/roadmap.ts'
import { documentIdOf, documentKindsOf, ownerKindOf, planOf, programKind } from '#domain/owner.ts'
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
	owner?: { kind: string; organisationId: string | null }
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
				...(program.owner && { owner_kind: program.owner.kind, organisation_id: program.owner.organisationId })
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

export function contentFromRoadmap(program: NewProgram, now: Date): FirstContent {
	const author = { personId: SERVER_AUTHOR, at: now.toISOString() }
	return { author, fill: (doc) => fillPlanFromRoadmap(doc, program.roadmap, program, author) }
}
