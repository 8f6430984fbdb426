/** The history of a plan: its stretches, and the plan at one moment. */
import { planOf } from '#domain/owner.ts'
import { z } from 'zod'
import type { HistoryEntry } from '#protocol/api/program.ts'
import { findPlanReach } from '../programs/admit.ts'
import { editorIdsOf } from '../people/grants.ts'
import { findOwner, listMembersEver } from '../people/programs.ts'
import { listPeople } from '../people/people.ts'
import { type ApiOptions, readQuery, refuse, Refusal } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'

const historyQuery = z.object({ before: z.coerce.number().int().min(1).optional() })

/** A pair has two; a plan can be made to name any number. */
const MOST_NAMED = 200

/**
 * For a person who may read the plan, or could once: they get nothing that came later. 404 for everybody else, so that nobody learns
 * which programmes exist.
 */
export function addHistory(serve: Serve, options: ApiOptions): void {
	const { registry, history } = options

	serve('GET /api/programs/:programId/history', {}, async ({ context, askerId, params: { programId } }) => {
		const found = await findReach(askerId, programId)
		if (found instanceof Refusal) return found
		const query = readQuery(context, historyQuery)
		if (query instanceof Refusal) return query
		const documentId = planOf(programId)
		const stretch = await history.readPage(documentId, Math.min(query.before ?? Infinity, found.newest + 1))
		// The server knows these people itself. People named in the plan may be invented by its writer, so only those count who took
		// part in the programme, or edit the plan.
		const known = stretch.entries.flatMap(({ authorIds, acceptedBy }) => [...authorIds, ...acceptedBy])
		const named = namedInPlan(stretch.entries)
		const owner = await findOwner(registry, programId)
		const editors = owner === null || named.length === 0 ? [] : await editorIdsOf(registry, owner)
		const counted = [
			...(await listMembersEver(registry, programId, named)),
			...editors.filter((id) => named.includes(id))
		]
		const people = await listPeople(registry, new Set([...known, ...counted]))
		return { ...stretch, people }
	})

	/** The plan right after this update, or the newest plan, as one Yjs update in V1. `last-modified` says when that was. */
	serve('GET /api/programs/:programId/history/:sequence', {}, async ({ context, askerId, params }) => {
		const { programId, sequence } = params
		const found = await findReach(askerId, programId)
		if (found instanceof Refusal) return found
		if (!/^([1-9]\d{0,14}|newest)$/.test(sequence)) return refuse('invalid', 'sequence')
		const asked = sequence === 'newest' ? found.newest : Number(sequence)
		const moment = asked > found.newest ? null : await history.readMoment(planOf(programId), asked)
		if (moment === null) return refuse('not_found')
		return context.body(moment.update.slice().buffer, 200, {
			'content-type': 'application/octet-stream',
			'last-modified': new Date(moment.at).toUTCString()
		})
	})

	/** `newest`: the last sequence that the person may read. */
	async function findReach(askerId: string, programId: string): Promise<Refusal | { newest: number }> {
		const reach = await findPlanReach(registry, askerId, programId)
		if (reach === null) return refuse('not_found')
		return { newest: await history.findNewest(planOf(programId), reach.until) }
	}
}

/** The authors of transfer files, as the importing device names them. */
function namedInPlan(entries: readonly HistoryEntry[]): string[] {
	const named = entries.flatMap(({ file, events }) => [
		...(file === null ? [] : [file.from]),
		...events.flatMap((event) => (event.type === 'brought' ? [event.from] : []))
	])
	return [...new Set(named)].slice(0, MOST_NAMED)
}
