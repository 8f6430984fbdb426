/**
 * Typed fetch over the endpoints of programmes: the ledger and its commands, editions and history of the plan, the
 * staff's board and late edits, papers, and the region's numbers.
 */
import * as Y from 'yjs'
import type { Command } from '#domain/ledger/statement.ts'
import type { TemplateKind } from '#domain/papers/kinds.ts'
import type { PastPlan } from '#domain/plan/history/restore.ts'
import type { MenteeAssessments } from '#protocol/api/bank.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import type { Board, ReviewOutcome, LateEdits, LateEditReading, HistoryPage } from '#protocol/api/program.ts'
import type { Incentives, RegionNumbers } from '#protocol/api/region.ts'
import type { NewOwnForms, NewRequisites, NewTemplate, PaperReading, PaperTexts } from '#protocol/api/regulations.ts'
import { type ApiResult, type FailureCode, fetchInTime, get, post, put, queryString, remove } from './api.ts'

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
	const result = await get<LedgerReading>(`/api/programs/${encodeURIComponent(programId)}/ledger?after=${after}`)
	return result.ok && !Array.isArray(result.value?.entries) ? { ok: false, code: 'offline' } : result
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

/** The bank's assessments of a programme's mentees. The device keeps no copy. */
export function fetchAssessments(programId: string): Promise<ApiResult<MenteeAssessments>> {
	return get<MenteeAssessments>(`/api/programs/${encodeURIComponent(programId)}/assessments`)
}

export interface BoardQuery {
	q?: string
	attention?: 'overdue' | 'silent' | 'reports' | 'behind'
	/** Only closed programmes. Without it, only those that are not closed. */
	phase?: 'closed'
	/** Only programmes that this unit answers for. */
	unit?: string
	page?: number
	pageSize?: number
}

export const boardApi = {
	board: (query: BoardQuery) => get<Board>(`/api/board${queryString(query)}`),
	lateEdits: () => get<LateEdits>('/api/held'),
	lateEditReading: (id: string) => get<LateEditReading>(`/api/held/${encodeURIComponent(id)}`),
	decideLateEdit: (id: string, body: ReviewOutcome) => post<unknown>(`/api/held/${encodeURIComponent(id)}`, body),
	/** For curator and head, like the two below. From now on the participant's edits go under review. */
	endAccess: (programId: string, personId: string) => post<unknown>(participantPath(programId, personId, 'end'), {}),
	returnAccess: (programId: string, personId: string) =>
		post<unknown>(participantPath(programId, personId, 'return'), {}),
	/** Deletes it for everybody; this cannot be undone. */
	deleteProgram: (programId: string) => remove<unknown>(`/api/programs/${encodeURIComponent(programId)}`)
}

function participantPath(programId: string, personId: string, action: 'end' | 'return'): string {
	return `/api/programs/${encodeURIComponent(programId)}/participants/${encodeURIComponent(personId)}/${action}`
}

/** The newest entries, or those before the sequence `before`. From the server only: the device keeps no history. */
export function fetchHistory(programId: string, before: number | null): Promise<ApiResult<HistoryPage>> {
	return get<HistoryPage>(`${pathOf(programId)}${before === null ? '' : `?before=${before}`}`)
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

/** `on` null: today in the municipality's time zone. Slow: the server reads thousands of programmes. */
export function fetchIncentives(on: string | null): Promise<ApiResult<Incentives>> {
	return get(`/api/incentives${on === null ? '' : `?on=${on}`}`)
}

export const papersApi = {
	facts: (programId: string) => get<PaperReading>(`/api/programs/${encodeURIComponent(programId)}/paper-facts`),
	texts: () => get<PaperTexts>('/api/paper-texts'),
	saveRequisites: (body: NewRequisites) => put<PaperTexts>('/api/paper-texts/requisites', body),
	saveOwnForms: (body: NewOwnForms) => put<PaperTexts>('/api/paper-texts/own-forms', body),
	saveTemplate: (kind: TemplateKind, body: NewTemplate) => put<PaperTexts>(`/api/paper-texts/${kind}`, body),
	resetTemplate: (kind: TemplateKind, after: string) =>
		remove<unknown>(`/api/paper-texts/${kind}${queryString({ after })}`)
}

/** Only for the person of the region. */
export function fetchRegion(): Promise<ApiResult<RegionNumbers>> {
	return get('/api/region')
}
