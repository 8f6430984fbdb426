/** Requests that are more than one call of an endpoint: commands of a ledger, all its pages, and plans as bytes. */
import * as Y from 'yjs'
import type { Command } from '#domain/ledger/statement.ts'
import type { PastPlan } from '#domain/plan/history/restore.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerListing, LedgerListings, LedgerReading } from '#protocol/api/ledger.ts'
import { type ApiResult, call, type FailureCode, fetchInTime } from './api.ts'

const TIMEOUT_MS = 30_000

export type SentCommands =
	| { outcome: 'answered'; answers: readonly LedgerAnswer[] }
	/** No answer from our server. It may have received the commands. */
	| { outcome: 'offline' }
	/** Another person is signed in on this device, or nobody is. */
	| { outcome: 'not-theirs' }
	/** The server answers with another error. `afterSeconds`: wait at least so long (Retry-After). */
	| { outcome: 'later'; afterSeconds: number | null }

/** `line`: when it is aborted, the call stops waiting for the answer. */
export async function postCommands(
	personId: string,
	commands: readonly Command[],
	line?: AbortSignal
): Promise<SentCommands> {
	const patience = new AbortController()
	const hangUp = () => patience.abort()
	const timer = setTimeout(hangUp, TIMEOUT_MS)
	// Not `AbortSignal.any`: phones of 2023 do not have it.
	line?.addEventListener('abort', hangUp)
	if (line?.aborted === true) hangUp()
	try {
		const response = await fetch('/api/ledger', {
			method: 'POST',
			credentials: 'same-origin',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ personId, commands }),
			signal: patience.signal
		})
		if (response.status === 401 || response.status === 409) return { outcome: 'not-theirs' }
		if (!response.ok) return { outcome: 'later', afterSeconds: Number(response.headers.get('retry-after')) || null }
		const { answers } = (await response.json()) as Partial<LedgerAnswers>
		return Array.isArray(answers) ? { outcome: 'answered', answers } : { outcome: 'offline' }
	} catch {
		// No answer, or not our server's: a school's gateway answers any address with its own page.
		return { outcome: 'offline' }
	} finally {
		clearTimeout(timer)
		line?.removeEventListener('abort', hangUp)
	}
}

/** `after`: only entries with a higher sequence. */
export async function fetchLedger(programId: string, after: number): Promise<ApiResult<LedgerReading>> {
	const result = await call('GET /api/programs/:programId/ledger', { programId, query: { after } })
	return result.ok && !Array.isArray(result.value?.entries) ? { ok: false, code: 'offline' } : result
}

/** Reads all pages. The rules for what it lists are at `LedgerListings`. */
export async function fetchLedgers(): Promise<ApiResult<LedgerListing[]>> {
	const ledgers: LedgerListing[] = []
	for (let after: string | null = ''; after !== null;) {
		const page: ApiResult<LedgerListings> = await call('GET /api/ledgers', { query: { after } })
		if (!page.ok) return page
		ledgers.push(...page.value.ledgers)
		after = page.value.nextAfter
	}
	return { ok: true, value: ledgers }
}

/** The plan of the edition with this hash. The caller destroys the document. Null: no answer, or no such edition to read. */
export async function fetchEdition(programId: string, hash: string): Promise<Y.Doc | null> {
	const doc = new Y.Doc()
	try {
		const path = `/api/programs/${encodeURIComponent(programId)}/editions/${hash}`
		const response = await fetchInTime(path, {}, TIMEOUT_MS)
		if (!response.ok) return null
		Y.applyUpdate(doc, new Uint8Array(await response.arrayBuffer()))
		return doc
	} catch {
		// No answer, or the answer is not a plan.
		doc.destroy()
		return null
	}
}

/** The plan as it was at `sequence`. The caller destroys the document. */
export async function fetchPastPlan(programId: string, sequence: number): Promise<ApiResult<PastPlan>> {
	const result = await fetchMoment(programId, sequence)
	if (!result.ok) return result
	const { update, at } = result.value
	const doc = new Y.Doc()
	Y.applyUpdate(doc, update)
	return { ok: true, value: { doc, at } }
}

/** The newest plan that the person may read, as one update. */
export async function fetchNewestPlan(programId: string): Promise<ApiResult<Uint8Array>> {
	const result = await fetchMoment(programId, 'newest')
	return result.ok ? { ok: true, value: result.value.update } : result
}

async function fetchMoment(
	programId: string,
	sequence: number | 'newest'
): Promise<ApiResult<{ update: Uint8Array; at: string }>> {
	try {
		const response = await fetchInTime(`${pathOf(programId)}/${sequence}`, {}, TIMEOUT_MS)
		if (!response.ok) return { ok: false, code: codeByStatus[response.status] ?? 'internal' }
		const update = new Uint8Array(await response.arrayBuffer())
		const at = new Date(response.headers.get('last-modified') ?? '').toISOString()
		Y.decodeUpdate(update)
		return { ok: true, value: { update, at } }
	} catch {
		// No answer, or not a plan: a school's gateway answers any address with its own page.
		return { ok: false, code: 'offline' }
	}
}

const codeByStatus: Readonly<Record<number, FailureCode>> = {
	400: 'invalid',
	401: 'unauthorized',
	404: 'not_found',
	429: 'offline',
	// The server is starting.
	503: 'offline'
}

function pathOf(programId: string): string {
	return `/api/programs/${encodeURIComponent(programId)}/history`
}
