import { z } from 'zod'
import type { HistoryEntry, HistoryPage } from '#protocol/api/program.ts'
import { findPlanReach } from '../programs/admit.ts'
import { listWhoTookPart, planOf } from '../people/programs.ts'
import { listPeople } from '../people/people.ts'
import { readQuery, refuse, refuseTooMany, type ApiContext } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { createRateLimit, requireSession } from './serve/guards.ts'

const historyQuery = z.object({ before: z.coerce.number().int().min(1).optional() })

/** Of one person: each may cost a reading of the whole log. A way back of two years takes some twenty. */
const RATE = { most: 60, perMs: 60_000 }

/** A pair has two; a plan can be made to name any number. */
const MOST_NAMED = 200

/**
 * For whoever may read the plan, or read it once: they are told of nothing that came after. 404 for everybody else, so that nobody learns
 * which programmes there are. 429, code
 * `conflict`: too many by that person; Retry-After in seconds.
 */
export function addHistory(api: Api, parts: ApiParts): void {
	const { registry, history, now } = parts
	const rate = createRateLimit(RATE, now)

	api.get('/programs/:programId/history', requireSession(parts), async (context) => {
		const found = await findReach(context)
		if ('refusal' in found) return found.refusal
		const query = readQuery(context, historyQuery)
		if (!query.isValid) return query.refusal
		const programId = context.req.param('programId')
		const documentId = planOf(programId)
		const stretch = await history.readPage(documentId, Math.min(query.value.before ?? Infinity, found.newest + 1))
		// Whom the server knows of itself; whom a plan names, its writer may have made up, unless they took part in the programme.
		const known = stretch.entries.flatMap(({ authorIds, acceptedBy }) => [...authorIds, ...acceptedBy])
		const named = await listWhoTookPart(registry, programId, namedInPlan(stretch.entries))
		const people = await listPeople(registry, new Set([...known, ...named]))
		return context.json<HistoryPage>({ ...stretch, people })
	})

	/** The plan right after the update, or the newest, as one Yjs update in V1; `last-modified` says when that was. */
	api.get('/programs/:programId/history/:sequence', requireSession(parts), async (context) => {
		const found = await findReach(context)
		if ('refusal' in found) return found.refusal
		const { programId, sequence } = context.req.param()
		if (!/^([1-9]\d{0,14}|newest)$/.test(sequence)) return refuse(context, 'invalid', { field: 'sequence' })
		const asked = sequence === 'newest' ? found.newest : Number(sequence)
		const moment = asked > found.newest ? null : await history.readMoment(planOf(programId), asked)
		if (moment === null) return refuse(context, 'not_found')
		return context.body(moment.update.slice().buffer, 200, {
			'content-type': 'application/octet-stream',
			'last-modified': new Date(moment.at).toUTCString()
		})
	})

	/** `newest`: of the updates the person may read of. */
	async function findReach(context: ApiContext): Promise<{ refusal: Response } | { newest: number }> {
		const personId = context.get('personId')
		const programId = context.req.param('programId') ?? ''
		const waitSeconds = rate.take(personId)
		if (waitSeconds > 0) return { refusal: refuseTooMany(context, waitSeconds) }
		const reach = await findPlanReach(registry, personId, programId)
		if (reach === null) return { refusal: refuse(context, 'not_found') }
		return { newest: await history.findNewest(planOf(programId), reach.until) }
	}
}

/** The authors of files, as whoever took them in says. */
function namedInPlan(entries: readonly HistoryEntry[]): string[] {
	const named = entries.flatMap(({ file, events }) => [
		...(file === null ? [] : [file.from]),
		...events.flatMap((event) => (event.type === 'brought' ? [event.from] : []))
	])
	return [...new Set(named)].slice(0, MOST_NAMED)
}
