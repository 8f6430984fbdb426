import { findPlanReach } from '../programs/admit.ts'
import { readEdition } from '../programs/ledger/ledger-log.ts'
import { refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { requireSession } from './serve/require-session.ts'

/** For whoever may read the plan, those of its past only until then; 404 for everybody else. */
export function addEditions(api: Api, parts: ApiParts): void {
	const { registry } = parts

	/** The plan as it was put forward under this hash, as one Yjs update in V1; it never changes. */
	api.get('/programs/:programId/editions/:hash', requireSession(parts), async (context) => {
		const { programId, hash } = context.req.param()
		const reach = await findPlanReach(registry, context.get('personId'), programId)
		const edition = reach === null ? null : await readEdition(registry, programId, hash)
		if (reach === null || edition === null) return refuse(context, 'not_found')
		if (reach.until !== null && edition.at > reach.until) return refuse(context, 'not_found')
		return context.body(edition.snapshot.slice().buffer, 200, { 'content-type': 'application/octet-stream' })
	})
}
