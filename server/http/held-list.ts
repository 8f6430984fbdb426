/** The held edits of a municipality, each with what accepting it would change in the plan as it is now. */
import * as Y from 'yjs'
import { describeChanges } from '#domain/history/changes.ts'
import type { HeldEdit, Person } from '#protocol/api.ts'
import { parseDocumentId } from '#protocol/document-id.ts'
import { findPerson } from '../registry/people.ts'
import { listTitles, notesOf, planOf } from '../registry/programs.ts'
import type { HeldListing } from '../storage/holding-log.ts'
import type { ApiParts } from './api.ts'

const MOST_LISTED = 200
const MOST_CHANGES = 20
const EMPTY_STATE_VECTOR = Uint8Array.of(0)

type Parts = Pick<ApiParts, 'registry' | 'relay' | 'holding'>

/** Newest first, what waits before what is decided. */
export async function listHeld({ registry, relay, holding }: Parts, municipalityId: string): Promise<HeldEdit[]> {
	const titles = await listTitles(registry, municipalityId)
	const documentIds = [...titles.keys()].flatMap((programId) => [planOf(programId), notesOf(programId)])
	const listed = await holding.list(documentIds, MOST_LISTED)
	const people = new Map<string, Promise<Person | null>>()
	const plans = new Map<string, Promise<Uint8Array[]>>()

	function remember<Key, Value>(known: Map<Key, Value>, key: Key, read: () => Value): Value {
		const value = known.get(key) ?? read()
		known.set(key, value)
		return value
	}

	async function personOf(id: string): Promise<Person> {
		const person = await remember(people, id, async () => (await findPerson(registry, id))?.person ?? null)
		return person ?? { id, name: '', familyName: '', givenName: '', patronymic: '' }
	}

	async function readPlan(documentId: string): Promise<Uint8Array[]> {
		const reading = await relay.read(documentId, EMPTY_STATE_VECTOR)
		return reading === null || reading === 'malformed' ? [] : reading.updates
	}

	async function toEdit(held: HeldListing): Promise<HeldEdit> {
		const { kind, programId } = parseDocumentId(held.documentId) ?? { kind: 'notes', programId: '' }
		// What is accepted is in the plan: accepting it again would change nothing.
		const isOpen = kind === 'plan' && held.state !== 'accepted'
		const plan = isOpen ? await remember(plans, held.documentId, () => readPlan(held.documentId)) : []
		const bytes = isOpen ? (await holding.find(held.id))?.bytes : undefined
		const changes = bytes === undefined ? [] : changesBy(plan, bytes)
		return {
			id: held.id,
			programId,
			programTitle: titles.get(programId) ?? '',
			author: await personOf(held.personId),
			receivedAt: held.receivedAt,
			changes: kind === 'notes' ? null : changes.slice(0, MOST_CHANGES),
			moreChanges: Math.max(0, changes.length - MOST_CHANGES),
			state: held.state,
			decidedBy: held.decidedBy === null ? null : await personOf(held.decidedBy),
			decidedAt: held.decidedAt
		}
	}

	const edits: HeldEdit[] = []
	for (const held of listed) edits.push(await toEdit(held))
	return edits
}

function changesBy(plan: readonly Uint8Array[], update: Uint8Array): ReturnType<typeof describeChanges> {
	const [before, after] = [docOf(plan), docOf([...plan, update])]
	const changes = describeChanges(before, after)
	before.destroy()
	after.destroy()
	return changes
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc()
	doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
	return doc
}
