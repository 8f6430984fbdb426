import { z } from 'zod'
import type { HeldEdit, HeldEdits, HeldReading, Person } from '#protocol/api/program.ts'
import { parseDocumentId } from '#protocol/close-codes.ts'
import type { HeldListing, HeldUpdate } from '../documents/storage/review-log.ts'
import { findPerson } from '../people/people.ts'
import {
	findProgram,
	isAnsweredFor,
	listTitles,
	notesOf,
	type OverseenPlace,
	planOf,
	programIdsOf
} from '../people/programs.ts'
import { admitTo } from '../programs/admit.ts'
import { createHeldReading } from './review-reading.ts'
import { type ApiContext, readBody, refuse, refuseTooMany } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { createRateLimit, placeToOversee, requireSession } from './serve/guards.ts'

/** Lists and readings of one person; the screen reads ten edits at once, and those of a programme again after a decision. */
const READINGS = { most: 120, perMs: 60_000 }

const heldDecision = z.object({ decision: z.enum(['accepted', 'set-aside']) })

/** Edits that wait for a curator or head of the programme's municipality or organisation (sync.md R3), by sitting. */
export function addHeld(api: Api, parts: ApiParts): void {
	const { registry, holding, relay, board, now } = parts
	/** By municipality: two curators who press at once are heard one after the other. */
	const deciding = new Map<string, Promise<unknown>>()
	const readings = createRateLimit(READINGS, now)
	const readHeld = createHeldReading(parts)

	/** 429, here and below: too many readings; Retry-After in seconds. */
	api.get('/held', requireSession(parts), async (context) => {
		const place = await placeToOversee(registry, context.get('personId'))
		if (place === null) return refuse(context, 'unauthorized', { status: 403 })
		const waitSeconds = readings.take(context.get('personId'))
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		return context.json<HeldEdits>({ held: await listHeld(parts, place) })
	})

	api.get('/held/:id', requireSession(parts), async (context) => {
		const place = await placeToOversee(registry, context.get('personId'))
		if (place === null) return refuse(context, 'unauthorized', { status: 403 })
		const waitSeconds = readings.take(context.get('personId'))
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const found = await findHeld(context.req.param('id'), place)
		const read = found === null ? null : await readHeld(found.edits)
		return read === null ? refuse(context, 'not_found') : context.json<HeldReading>(read.reading)
	})

	/**
	 * 204, also when it was decided so before, and for accepting what has entered by itself. Accepted edits are in the document
	 * before the answer, in their author's name; those of them that cannot be applied to it as it is stay as they are, and when that
	 * is all of them, it is 400. 409: setting aside what is in the document already.
	 */
	api.post('/held/:id', requireSession(parts), async (context) => {
		const place = await placeToOversee(registry, context.get('personId'))
		if (place === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, heldDecision)
		if (!input.isValid) return input.refusal
		const { municipalityId } = place
		const decided = (deciding.get(municipalityId) ?? Promise.resolve())
			.catch(() => undefined) // its own asker hears of the failure
			.then(() => decide(context, context.req.param('id'), place, input.value.decision))
		deciding.set(municipalityId, decided)
		try {
			return await decided
		} finally {
			if (deciding.get(municipalityId) === decided) deciding.delete(municipalityId)
		}
	})

	/** Of one document. Null when one of them is unknown, or of a programme answered for elsewhere. */
	async function findHeld(
		sittingId: string,
		place: OverseenPlace
	): Promise<{ edits: HeldUpdate[]; programId: string } | null> {
		const edits: HeldUpdate[] = []
		for (const id of editIdsOf(sittingId)) {
			const edit = await holding.find(id)
			if (edit === null || edit.documentId !== (edits[0] ?? edit).documentId) return null
			edits.push(edit)
		}
		const programId = parseDocumentId(edits[0]?.documentId ?? '')?.programId
		if (programId === undefined) return null
		const program = await findProgram(registry, programId)
		if (program === null) return null
		return (await isAnsweredFor(registry, place, { ...program, id: programId })) ? { edits, programId } : null
	}

	async function decide(
		context: ApiContext,
		id: string,
		place: OverseenPlace,
		decision: 'accepted' | 'set-aside'
	): Promise<Response> {
		const found = await findHeld(id, place)
		if (found === null) return refuse(context, 'not_found')
		const isIn = ({ state }: HeldUpdate) => state === 'accepted' || state === 'entered'
		if (decision === 'set-aside' && found.edits.some(isIn)) return refuse(context, 'conflict')
		const undecided = found.edits.filter((edit) => edit.state !== decision && !isIn(edit))
		if (undecided.length === 0) return context.body(null, 204)
		const made = { state: decision, decidedBy: context.get('personId'), decidedAt: now().toISOString() }
		const refusal =
			decision === 'accepted'
				? await accept(context, undecided, made.decidedBy, (edit) => holding.decide(edit.id, made))
				: await setAside()
		await board.markChanged(found.programId)
		return refusal ?? context.body(null, 204)

		/** What has entered since it was found stays so. */
		async function setAside(): Promise<Response | null> {
			let isDone = true
			for (const edit of undecided) isDone = (await holding.decide(edit.id, made)) && isDone
			return isDone ? null : refuse(context, 'conflict')
		}
	}

	/**
	 * Each is stored before it is marked. After a crash in between, or when it is looked for just then, its row tells who accepted it
	 * (held-acceptance.ts), and it is marked by that; accepting it again stores nothing twice.
	 */
	async function accept(
		context: ApiContext,
		edits: readonly HeldUpdate[],
		acceptedBy: string,
		mark: (edit: HeldUpdate) => Promise<unknown>
	): Promise<Response | null> {
		// Stored, what cannot be applied would be passed over by whoever reads the document, and what came with it lost to them.
		const read = await readHeld(edits)
		if (read === null) return refuse(context, 'not_found')
		if (read.acceptable.length === 0) return refuse(context, 'invalid')
		for (const edit of read.acceptable) {
			const { documentId, personId, deviceId, bytes } = edit
			switch (await relay.store(documentId, { personId, deviceId, acceptedBy }, bytes)) {
				case 'stored':
					await mark(edit)
					break
				case 'too-large':
					return refuse(context, 'too_large')
				case 'malformed':
					return refuse(context, 'invalid')
				case 'gone':
					return refuse(context, 'not_found')
			}
		}
		return null
	}
}

/** The held edits of a municipality, or of organisations in it, by sitting. */
const MOST_LISTED = 200

type Parts = Pick<ApiParts, 'registry' | 'holding'>

/** What waits before what is decided, each newest first. */
async function listHeld(
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

/**
 * Held edits → what a person brought from one device in one sitting. Somebody whose right ends while they type brings a burst
 * of edits, each built on the one before: they are read and decided on as one.
 */
const PAUSE_MS = 15 * 60 * 1000
/** In no id of an edit. */
const BETWEEN_IDS = '.'
/** As many as are listed. */
const MOST_EDITS = 200

/** `held` newest first, as the sittings then are, and the edits of each. What was decided on or entered apart stays apart. */
function groupHeld(held: readonly HeldListing[]): HeldListing[][] {
	const sittings: HeldListing[][] = []
	const lastOf = new Map<string, HeldListing[]>()
	for (const edit of held) {
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

/** Names the edits that were listed: what comes later is not decided on with them. */
function sittingIdOf(edits: readonly HeldListing[]): string {
	return edits.map(({ id }) => id).join(BETWEEN_IDS)
}

/** Oldest first, as they are to be read. */
function editIdsOf(sittingId: string): string[] {
	return [...new Set(sittingId.split(BETWEEN_IDS, MOST_EDITS))].reverse()
}

function pauseBetween(earlier: HeldListing, later: HeldListing): number {
	return Date.parse(later.receivedAt) - Date.parse(earlier.receivedAt)
}
