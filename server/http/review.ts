/**
 * Late edits under review (sync.md R3): a curator or head lists them, reads them, and accepts them or sets them aside. They are
 * grouped by sitting: what one person sent from one device with short pauses. Somebody whose right ends while they type sends many
 * edits, each built on the one before, so they are read and decided as one.
 */
import { documentIdsOf, isOverseen, parseDocumentId } from '#domain/owner.ts'
import { z } from 'zod'
import type { LateEdit, Person } from '#protocol/api/program.ts'
import type { ReviewListing, ReviewUpdate } from '../documents/storage/review-log.ts'
import { listPeople } from '../people/people.ts'
import { findOwner, isAnsweredFor, listTitles, type OversightScope, programIdsOf } from '../people/programs.ts'
import { admitTo } from '../programs/admit.ts'
import { type ApiOptions, refuse, type Refusal } from './serve/answers.ts'
import type { Reply, Serve } from './serve/endpoint.ts'
import { overseersOfAny } from './serve/guards.ts'

const reviewOutcome = z.object({ decision: z.enum(['accepted', 'set-aside']) })

/** For a curator or head of the programme's municipality or organisation. */
export function addReview(serve: Serve, options: ApiOptions): void {
	const { registry, review, readLateEdit, relay, board, now } = options
	/** By municipality: if two curators decide at once, the second decision waits for the first. */
	const deciding = new Map<string, Promise<unknown>>()

	serve('GET /api/held', { may: overseersOfAny }, async ({ scope }) => ({ held: await listLateEdits(options, scope) }))

	serve('GET /api/held/:id', { may: overseersOfAny }, async ({ scope, params }) => {
		const found = await findLateEdits(params.id, scope)
		const read = found === null ? null : await readLateEdit(found.edits)
		return read === null ? refuse('not_found') : read.reading
	})

	/**
	 * 204, also when it was decided so before, and when accepting an edit that has entered. Accepted edits are in the
	 * document before the answer, in their author's name. Edits that cannot be applied now stay as they are; 400 if that is all of
	 * them. 409: setting aside an edit that is in the document already.
	 */
	serve(
		'POST /api/held/:id',
		{ may: overseersOfAny, body: reviewOutcome },
		async ({ askerId, scope, params, body }) => {
			const { municipalityId } = scope
			const decided = (deciding.get(municipalityId) ?? Promise.resolve())
				.catch(() => undefined) // its own request reports the failure
				.then(() => decide(askerId, params.id, scope, body.decision))
			deciding.set(municipalityId, decided)
			try {
				return await decided
			} finally {
				if (deciding.get(municipalityId) === decided) deciding.delete(municipalityId)
			}
		}
	)

	/** All edits are of one document. Null: one of them is unknown, or the person does not oversee the programme. */
	async function findLateEdits(
		sittingId: string,
		scope: OversightScope
	): Promise<{ edits: ReviewUpdate[]; programId: string } | null> {
		const edits: ReviewUpdate[] = []
		for (const id of editIdsOf(sittingId)) {
			const edit = await review.find(id)
			if (edit === null || edit.documentId !== (edits[0] ?? edit).documentId) return null
			edits.push(edit)
		}
		const programId = parseDocumentId(edits[0]?.documentId ?? '')?.ownerId
		if (programId === undefined) return null
		const owner = await findOwner(registry, programId)
		if (owner === null || !isOverseen(owner.kind)) return null
		return (await isAnsweredFor(registry, scope, owner)) ? { edits, programId } : null
	}

	async function decide(
		askerId: string,
		id: string,
		scope: OversightScope,
		outcome: 'accepted' | 'set-aside'
	): Promise<Reply<null>> {
		const found = await findLateEdits(id, scope)
		if (found === null) return refuse('not_found')
		const isIn = ({ state }: ReviewUpdate) => state === 'accepted' || state === 'entered'
		if (outcome === 'set-aside' && found.edits.some(isIn)) return refuse('conflict')
		const undecided = found.edits.filter((edit) => edit.state !== outcome && !isIn(edit))
		if (undecided.length === 0) return null
		const made = { state: outcome, decidedBy: askerId, decidedAt: now().toISOString() }
		const refusal =
			outcome === 'accepted'
				? await accept(undecided, made.decidedBy, (edit) => review.decide(edit.id, made))
				: await setAside()
		await board.markChanged(found.programId)
		return refusal

		/** An edit that has entered meanwhile stays entered. */
		async function setAside(): Promise<Refusal | null> {
			let isDone = true
			for (const edit of undecided) isDone = (await review.decide(edit.id, made)) && isDone
			return isDone ? null : refuse('conflict')
		}
	}

	/**
	 * Stores each edit before it marks it. After a crash in between it still waits; accepting it again stores nothing twice.
	 */
	async function accept(
		edits: readonly ReviewUpdate[],
		acceptedBy: string,
		mark: (edit: ReviewUpdate) => Promise<unknown>
	): Promise<Refusal | null> {
		// Every reader of the document would skip an edit that cannot be applied, and would lose what came with it.
		const read = await readLateEdit(edits)
		if (read === null) return refuse('not_found')
		if (read.acceptable.length === 0) return refuse('invalid')
		for (const edit of read.acceptable) {
			const { documentId, personId, deviceId, bytes } = edit
			switch (await relay.store(documentId, { personId, deviceId, acceptedBy }, bytes)) {
				case 'stored':
					await mark(edit)
					break
				case 'too-large':
					return refuse('too_large')
				case 'malformed':
					return refuse('invalid')
				case 'gone':
					return refuse('not_found')
			}
		}
		return null
	}
}

const MOST_LISTED = 200

type Options = Pick<ApiOptions, 'registry' | 'review'>

/** Edits under review come before decided ones, each newest first. */
async function listLateEdits(
	{ registry, review }: Options,
	{ municipalityId, organisationIds }: OversightScope
): Promise<LateEdit[]> {
	const titles = await listTitles(registry, municipalityId)
	const only = organisationIds && (await programIdsOf(registry, organisationIds))
	for (const programId of titles.keys()) if (only?.has(programId) === false) titles.delete(programId)
	const documentIds = [...titles.keys()].flatMap(documentIdsOf)
	const listed = await review.list(documentIds, MOST_LISTED)
	const people = new Map<string, Person>()
	const returned = new Map<string, boolean>()

	async function personOf(id: string): Promise<Person> {
		const unknown = { id, name: '', familyName: '', givenName: '', patronymic: '' }
		const person = people.get(id) ?? (await listPeople(registry, new Set([id])))[0] ?? unknown
		people.set(id, person)
		return person
	}

	async function isAccessBack({ documentId, personId }: ReviewListing): Promise<boolean> {
		const key = JSON.stringify([documentId, personId])
		const known = returned.get(key)
		if (known !== undefined) return known
		const admission = await admitTo(registry, personId, documentId)
		const isBack = admission.outcome === 'admitted' && admission.right === 'edit'
		returned.set(key, isBack)
		return isBack
	}

	async function toEdit(entry: ReviewListing, sitting: readonly ReviewListing[]): Promise<LateEdit> {
		const programId = parseDocumentId(entry.documentId)?.ownerId ?? ''
		return {
			id: sittingIdOf(sitting),
			count: sitting.length,
			programId,
			programTitle: titles.get(programId) ?? '',
			author: await personOf(entry.personId),
			receivedAt: entry.receivedAt,
			state: entry.state,
			decidedBy: entry.decidedBy === null ? null : await personOf(entry.decidedBy),
			decidedAt: entry.decidedAt,
			enteredAt: entry.enteredAt,
			isAccessBack: entry.state === 'set-aside' && (await isAccessBack(entry))
		}
	}

	const edits: LateEdit[] = []
	for (const sitting of groupLateEdits(listed)) {
		const [newest] = sitting
		if (newest !== undefined) edits.push(await toEdit(newest, sitting))
	}
	return edits
}

/** A longer pause begins another sitting. */
const PAUSE_MS = 15 * 60 * 1000
/** Occurs in no id of an edit. */
const BETWEEN_IDS = '.'
/** As many as are listed. */
const MOST_EDITS = 200

/**
 * `listed` is newest first; so are the sittings, and the edits of each. Edits that were decided or entered separately stay separate.
 */
function groupLateEdits(listed: readonly ReviewListing[]): ReviewListing[][] {
	const sittings: ReviewListing[][] = []
	const lastOf = new Map<string, ReviewListing[]>()
	for (const edit of listed) {
		const key = JSON.stringify([
			edit.documentId,
			edit.personId,
			edit.deviceId,
			edit.state,
			edit.decidedBy,
			edit.decidedAt,
			edit.enteredAt
		])
		const last = lastOf.get(key)
		const next = last?.at(-1)
		if (last !== undefined && next !== undefined && pauseBetween(edit, next) <= PAUSE_MS) last.push(edit)
		else {
			const begun = [edit]
			lastOf.set(key, begun)
			sittings.push(begun)
		}
	}
	return sittings
}

/** The id names the listed edits, so that later ones are not decided with them. */
function sittingIdOf(edits: readonly ReviewListing[]): string {
	return edits.map(({ id }) => id).join(BETWEEN_IDS)
}

/** Oldest first, the order in which they are read. */
function editIdsOf(sittingId: string): string[] {
	return [...new Set(sittingId.split(BETWEEN_IDS, MOST_EDITS))].reverse()
}

function pauseBetween(earlier: ReviewListing, later: ReviewListing): number {
	return Date.parse(later.receivedAt) - Date.parse(earlier.receivedAt)
}
