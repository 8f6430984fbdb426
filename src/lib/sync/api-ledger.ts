/** The ledger over HTTPS: what a person states, what others stated, and the plan as it was put forward. */
import * as Y from 'yjs'
import type { Command } from '#domain/ledger/statement.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import { get, type ApiResult } from './api.ts'

const TIMEOUT_MS = 30_000

export type SentCommands =
	| { outcome: 'answered'; answers: readonly LedgerAnswer[] }
	/** No answer from our server: it may have heard them all the same. */
	| { outcome: 'offline' }
	/** Somebody else, or nobody, is signed in on this device. */
	| { outcome: 'not-theirs' }
	/** It answers, but not to them; `afterSeconds`: not before. */
	| { outcome: 'later'; afterSeconds: number | null }

/** `line`: once it is aborted, no answer is waited for any longer. */
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
		// No answer, or one that is not of our server: a school's gateway answers any address with a page of its own.
		return { outcome: 'offline' }
	} finally {
		clearTimeout(timer)
		line?.removeEventListener('abort', hangUp)
	}
}

/** `after`: only entries beyond this sequence. */
export async function fetchLedger(programId: string, after: number): Promise<ApiResult<LedgerReading>> {
	const result = await get<LedgerReading>(`/api/programs/${encodeURIComponent(programId)}/ledger?after=${after}`)
	return result.ok && !Array.isArray(result.value?.entries) ? { ok: false, code: 'offline' } : result
}

/** The plan as it was put forward under this hash; whoever asked destroys it. Null: there is no answer, or none to have. */
export async function fetchEdition(programId: string, hash: string): Promise<Y.Doc | null> {
	const doc = new Y.Doc()
	try {
		const response = await fetch(`/api/programs/${encodeURIComponent(programId)}/editions/${hash}`, {
			credentials: 'same-origin',
			signal: AbortSignal.timeout(TIMEOUT_MS)
		})
		if (!response.ok) return null
		Y.applyUpdate(doc, new Uint8Array(await response.arrayBuffer()))
		return doc
	} catch {
		// No answer, or one that is no plan.
		doc.destroy()
		return null
	}
}
