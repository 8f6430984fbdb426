/** Typed fetch over the endpoints of the contract. It never throws: an error is a code. */
import type { AnswerOf, Endpoint, InputOf } from '#protocol/api/endpoints.ts'
import type { ApiError, ErrorCode } from '#protocol/api/program.ts'
import { hearServerClock } from './clock.ts'
import { notifyAnswered } from './line/retry.ts'

export type ApiResult<Value> = { ok: true; value: Value } | ApiFailure

export interface ApiFailure {
	ok: false
	code: FailureCode
	field?: string
}

/** `offline`: our server did not answer within the timeout, or is still starting, or the person has read too much just now. */
export type FailureCode = ErrorCode | 'offline'

const TIMEOUT_MS = 15_000

/** For thousands of rows over a slow network. */
export const LONG_MS = 120_000

type Arguments<Of extends Endpoint> =
	unknown extends InputOf<Of> ? [input?: object, timeoutMs?: number] : [input: InputOf<Of>, timeoutMs?: number]

interface Input {
	query?: object
	body?: object
	[parameter: string]: unknown
}

/** Calls an endpoint of the contract: `call('PUT /api/people/:personId', { personId, body })`. `timeoutMs`: longer than the default. */
export function call<Of extends Endpoint>(endpoint: Of, ...given: Arguments<Of>): Promise<ApiResult<AnswerOf<Of>>> {
	const [input = {}, timeoutMs] = given as [Input?, number?]
	const [method = '', pattern = ''] = endpoint.split(' ')
	const { query = {}, body = {}, ...params } = input
	const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
	const hasBody = method === 'POST' || method === 'PUT'
	return send(path + queryString(query), hasBody ? withBody(method, body) : { method }, timeoutMs)
}

/** For what is no endpoint of the contract: bytes both ways. `signal`: gives it up. Null: our server did not answer. */
export async function postBytes(
	path: string,
	body: Uint8Array<ArrayBuffer>,
	timeoutMs: number,
	signal: AbortSignal | null
): Promise<{ status: number; bytes: Uint8Array } | null> {
	const headers = { 'content-type': 'application/octet-stream' }
	const ending = new AbortController()
	const end = () => ending.abort()
	const timer = setTimeout(end, timeoutMs)
	signal?.addEventListener('abort', end)
	const askedAt = Date.now()
	try {
		const response = await fetchInTime(path, { method: 'POST', headers, body, signal: ending.signal }, timeoutMs)
		const bytes = new Uint8Array(await response.arrayBuffer())
		// A school's gateway can answer any address with its own page, and any status.
		const expected = response.ok ? headers['content-type'] : 'application/json'
		if (response.headers.get('content-type')?.startsWith(expected) !== true) return null
		hearServerClock(response.headers.get('date'), askedAt)
		notifyAnswered()
		return { status: response.status, bytes }
	} catch {
		// fetch rejects only without an answer: no network, a cut connection, the timeout, or given up.
		return null
	} finally {
		clearTimeout(timer)
		signal?.removeEventListener('abort', end)
	}
}

function withBody(method: string, body: object): RequestInit {
	return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function send<Value>(path: string, init: RequestInit, timeoutMs = TIMEOUT_MS): Promise<ApiResult<Value>> {
	let response: Response
	let body: unknown
	const askedAt = Date.now()
	try {
		response = await fetchInTime(path, init, timeoutMs)
		const text = await response.text()
		body = text === '' ? null : parseJson(text)
	} catch {
		// fetch rejects only without an answer: no network, a cut connection, or the timeout.
		return { ok: false, code: 'offline' }
	}
	// Not JSON: a school's gateway can answer any address with its own page. 503: the server is starting.
	if (body === undefined || response.status === 503 || isToWait(response, init)) return { ok: false, code: 'offline' }
	hearServerClock(response.headers.get('date'), askedAt)
	notifyAnswered()
	if (response.ok) return { ok: true, value: body as Value }
	return failureOf(body)
}

/**
 * `fetch` with our cookie and a timeout. A reading that the server answers with 429 is asked again after the time it names: the person
 * notices only that it takes longer. If that time is not left, the result is the 429.
 */
export async function fetchInTime(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
	const startedAt = performance.now()
	const signal = init.signal ?? AbortSignal.timeout(timeoutMs)
	for (;;) {
		const response = await fetch(path, { ...init, credentials: 'same-origin', signal })
		if (!isToWait(response, init)) return response
		const waitMs = Number(response.headers.get('retry-after')) * 1000
		// A gateway may name no time, or a date.
		if (!(waitMs > 0)) return response
		if (performance.now() - startedAt + waitMs > timeoutMs) return response
		await new Promise((resolve) => setTimeout(resolve, waitMs))
	}
}

function isToWait({ status }: Response, { method = 'GET' }: RequestInit): boolean {
	return status === 429 && method === 'GET'
}

function failureOf(body: unknown): ApiResult<never> {
	const error = (body as Partial<ApiError> | null)?.error
	const code = errorCodes.find((known) => known === error?.code) ?? 'internal'
	return error?.field === undefined ? { ok: false, code } : { ok: false, code, field: error.field }
}

const errorCodes: readonly ErrorCode[] = ['invalid', 'unauthorized', 'not_found', 'conflict', 'too_large', 'internal']

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		// Not JSON, so the answer is not our server's.
		return undefined
	}
}

const PIECE = 0x8000

/** Bytes in JSON. Not lib0's own: it takes a service worker for Node and looks for Buffer there. */
export function toBase64(bytes: Uint8Array): string {
	let text = ''
	// In pieces: a call takes a limited number of arguments.
	for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
	return btoa(text)
}

/** Throws on invalid base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** `?…`, or an empty string. Leaves out undefined and empty values. */
function queryString(query: object): string {
	const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
	const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
	return text === '' ? '' : `?${text}`
}
