/** The history of a programme's plan, and the plan as it was. Asks the server only: nothing of it is kept on the device. */
import * as Y from 'yjs'
import type { HistoryPage } from '#protocol/api/program.ts'
import type { PastPlan } from '#domain/plan/history/restore.ts'
import { get, type ApiResult, type FailureCode } from './api.ts'

const TIMEOUT_MS = 30_000

/** The newest entries, or those before a sequence. */
export function fetchHistory(programId: string, before: number | null): Promise<ApiResult<HistoryPage>> {
	return get<HistoryPage>(`${pathOf(programId)}${before === null ? '' : `?before=${before}`}`)
}

/** Whoever asked destroys its document. */
export async function fetchPastPlan(programId: string, sequence: number): Promise<ApiResult<PastPlan>> {
	const result = await fetchMoment(programId, sequence)
	if (!result.ok) return result
	const { update, at } = result.value
	const doc = new Y.Doc()
	Y.applyUpdate(doc, update)
	return { ok: true, value: { doc, at } }
}

/** The newest the asker may read, as one update. */
export async function fetchNewestPlan(programId: string): Promise<ApiResult<Uint8Array>> {
	const result = await fetchMoment(programId, 'newest')
	return result.ok ? { ok: true, value: result.value.update } : result
}

async function fetchMoment(
	programId: string,
	sequence: number | 'newest'
): Promise<ApiResult<{ update: Uint8Array; at: string }>> {
	try {
		const response = await fetch(`${pathOf(programId)}/${sequence}`, {
			credentials: 'same-origin',
			signal: AbortSignal.timeout(TIMEOUT_MS)
		})
		if (!response.ok) return { ok: false, code: codeByStatus[response.status] ?? 'internal' }
		const update = new Uint8Array(await response.arrayBuffer())
		const at = new Date(response.headers.get('last-modified') ?? '').toISOString()
		Y.decodeUpdate(update)
		return { ok: true, value: { update, at } }
	} catch {
		// No answer, or one that is no plan: a school's gateway answers any address with a page of its own.
		return { ok: false, code: 'offline' }
	}
}

const codeByStatus: Readonly<Record<number, FailureCode>> = {
	400: 'invalid',
	401: 'unauthorized',
	404: 'not_found',
	// It is starting.
	503: 'offline'
}

function pathOf(programId: string): string {
	return `/api/programs/${encodeURIComponent(programId)}/history`
}
