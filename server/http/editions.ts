import { admitTo } from '../admission.ts'
import { readEdition } from '../ledger/ledger-log.ts'
import { planOf } from '../registry/programs.ts'
import { refuse } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { requireSession } from './require-session.ts'

/** For whoever may read the plan; 404 for everybody else. */
export function addEditions(api: Api, parts: ApiParts): void {
	const { registry } = parts

	/** The plan as it was put forward under this hash, as one Yjs update in V1; it never changes. */
	api.get('/programs/:programId/editions/:hash', requireSession(parts), async (context) => {
		const { programId, hash } = context.req.param()
		const { outcome } = await admitTo(registry, context.get('personId'), planOf(programId))
		if (outcome === 'refused') return refuse(context, 'not_found')
		const snapshot = await readEdition(registry, programId, hash)
		if (snapshot === null) return refuse(context, 'not_found')
		return context.body(snapshot.slice().buffer, 200, { 'content-type': 'application/octet-stream' })
	})
}
