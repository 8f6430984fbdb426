import { z } from 'zod'
import { permissionFor } from '#domain/access.ts'
import type { HistoryPage } from '#protocol/api.ts'
import { findProgram, planOf } from '../registry/programs.ts'
import { standingOf } from '../registry/standing.ts'
import { readQuery, refuse, type ApiContext } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { requireSession } from './require-session.ts'

const historyQuery = z.object({ before: z.coerce.number().int().min(1).optional() })

/** For whoever may read the plan; 404 for everybody else, so that nobody learns which programmes there are. */
export function addHistory(api: Api, parts: ApiParts): void {
	const { registry, history } = parts

	api.get('/programs/:programId/history', requireSession(parts), async (context) => {
		if (!(await mayRead(context))) return refuse(context, 'not_found')
		const query = readQuery(context, historyQuery)
		if (!query.isValid) return query.refusal
		const documentId = planOf(context.req.param('programId'))
		return context.json<HistoryPage>(await history.readPage(documentId, query.value.before ?? null))
	})

	/** The plan right after the update, as one Yjs update in V1; `last-modified` says when that was. */
	api.get('/programs/:programId/history/:sequence', requireSession(parts), async (context) => {
		if (!(await mayRead(context))) return refuse(context, 'not_found')
		const { programId, sequence } = context.req.param()
		if (!/^[1-9]\d{0,14}$/.test(sequence)) return refuse(context, 'invalid', { field: 'sequence' })
		const moment = await history.readMoment(planOf(programId), Number(sequence))
		if (moment === null) return refuse(context, 'not_found')
		return context.body(moment.update.slice().buffer, 200, {
			'content-type': 'application/octet-stream',
			'last-modified': new Date(moment.at).toUTCString()
		})
	})

	async function mayRead(context: ApiContext): Promise<boolean> {
		const programId = context.req.param('programId') ?? ''
		const program = await findProgram(registry, programId)
		if (program === null) return false
		const standing = await standingOf(registry, context.get('personId'))
		return permissionFor(standing, { kind: 'plan', programId, ...program }) !== 'none'
	}
}
