/** The held edits of a municipality, or of organisations in it, by sitting. */
import type { HeldEdit, Person } from '#protocol/api/program.ts'
import { parseDocumentId } from '#protocol/close-codes.ts'
import { admitTo } from '../programs/admit.ts'
import { findPerson } from '../people/people.ts'
import { programIdsOf, type OverseenPlace } from '../people/program-place.ts'
import { listTitles, notesOf, planOf } from '../people/programs.ts'
import type { HeldListing } from '../documents/storage/review-log.ts'
import type { ApiParts } from './serve/api-parts.ts'
import { groupHeld, sittingIdOf } from './held-sittings.ts'

const MOST_LISTED = 200

type Parts = Pick<ApiParts, 'registry' | 'holding'>

/** What waits before what is decided, each newest first. */
export async function listHeld(
	{ registry, holding }: Parts,
	{ municipalityId, organisationIds }: OverseenPlace
): Promise<HeldEdit[]> {
	const titles = await listTitles(registry, municipalityId)
	const only = organisationIds && (await programIdsOf(registry, organisationIds))
	for (const programId of titles.keys()) if (only?.has(programId) === false) titles.delete(programId)
	const documentIds = [...titles.keys()].flatMap((programId) => [planOf(programId), notesOf(programId)])
	const listed = await holding.list(documentIds, MOST_LISTED)
	const people = new Map<string, Person>()
	const returned = new Map<string, boolean>()

	async function personOf(id: string): Promise<Person> {
		const unknown = { id, name: '', familyName: '', givenName: '', patronymic: '' }
		const person = people.get(id) ?? (await findPerson(registry, id))?.person ?? unknown
		people.set(id, person)
		return person
	}

	async function isAccessBack({ documentId, personId }: HeldListing): Promise<boolean> {
		const key = JSON.stringify([documentId, personId])
		const known = returned.get(key)
		if (known !== undefined) return known
		const admission = await admitTo(registry, personId, documentId)
		const isBack = admission.outcome === 'admitted' && admission.right === 'edit'
		returned.set(key, isBack)
		return isBack
	}

	async function toEdit(held: HeldListing, sitting: readonly HeldListing[]): Promise<HeldEdit> {
		const programId = parseDocumentId(held.documentId)?.programId ?? ''
		return {
			id: sittingIdOf(sitting),
			count: sitting.length,
			programId,
			programTitle: titles.get(programId) ?? '',
			author: await personOf(held.personId),
			receivedAt: held.receivedAt,
			state: held.state,
			decidedBy: held.decidedBy === null ? null : await personOf(held.decidedBy),
			decidedAt: held.decidedAt,
			enteredAt: held.enteredAt,
			// Of what is accepted nothing more comes in.
			isAccessBack: held.state !== 'accepted' && (await isAccessBack(held))
		}
	}

	const edits: HeldEdit[] = []
	for (const sitting of groupHeld(listed)) {
		const [newest] = sitting
		if (newest !== undefined) edits.push(await toEdit(newest, sitting))
	}
	return edits
}
