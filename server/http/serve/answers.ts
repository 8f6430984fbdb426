/** What endpoints are made of: the parts of the server that they use, and how each of them reads its input and refuses. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { ApiError, ErrorCode } from '#protocol/api/program.ts'
import type { IncomingMessage } from 'node:http'
import type { Accounts } from '../../people/accounts/accounts.ts'
import type { History } from '../../documents/history/history.ts'
import type { ReadLateEdit } from '../../documents/review/reading.ts'
import type { Review } from '../../documents/review/state.ts'
import type { BoardReader } from '../../programs/board.ts'
import type { Registry } from '../../database/database.ts'
import type { InvitationCodes } from '../../people/invitation-rows.ts'
import type { StartedLedgers } from '../../programs/ledger/start-ledgers.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import type { DeviceStates } from '../../documents/storage/devices.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'

export interface ApiEnv {
	Bindings: HttpBindings
	Variables: {
		/** Only behind `requireSession`. */
		personId: string
		/** Names the session; it does not open it. */
		sessionId: string
	}
}

export type ApiContext = Context<ApiEnv>
export type Api = Hono<ApiEnv>

/** The readings of all people, for the whole API. */
export interface Readings {
	/** 0: go on. Otherwise the seconds until the person may read again. */
	take(personId: string, cost: number): number
	/** Readings of one person are made one after the other, and between two of them others get their turn. */
	inTurn(personId: string, read: () => Promise<void>): Promise<void>
}

export interface ApiOptions {
	version: string
	isDemo: boolean
	accounts: Accounts
	registry: Registry
	invitationCodes: InvitationCodes
	/** To be called after a deletion of what is known of people. Sessions and ways in are cut with the next one. */
	cutLog(): void
	storage: DocumentStorage
	devices: DeviceStates
	review: Review
	readLateEdit: ReadLateEdit
	board: BoardReader
	history: History
	ledgers: Pick<StartedLedgers, 'submit' | 'watch' | 'announce'>
	readings: Readings
	relay: Pick<Relay, 'readmit' | 'store' | 'read' | 'carry' | 'deleteDocument'>
	/** The public address, for links; null: the address to which the request came. */
	origin: string | null
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	/** The address of the person's device. */
	addressOf(request: IncomingMessage): string
	/** For the metrics. */
	answered(method: string, route: string, status: number): void
	/** Aborted when the server stops, so that endless answers end. */
	stopping: AbortSignal
	now(): Date
	log: { debug(details: object, message: string): void; error(details: object, message: string): void }
}

const statusByCode: Record<ErrorCode, ContentfulStatusCode> = {
	invalid: 400,
	unauthorized: 401,
	not_found: 404,
	conflict: 409,
	too_large: 413,
	internal: 500
}

/** Why a request is refused: `serve` answers with it, and so does `answerRefusal` outside of it. */
export class Refusal {
	readonly code: ErrorCode
	readonly field: string | undefined
	readonly status: ContentfulStatusCode
	/** Until it may be tried again. */
	readonly waitSeconds: number | null

	constructor(code: ErrorCode, field?: string, status = statusByCode[code], waitSeconds: number | null = null) {
		this.code = code
		this.field = field
		this.status = status
		this.waitSeconds = waitSeconds
	}
}

export function refuse(code: ErrorCode, field?: string): Refusal {
	return new Refusal(code, field)
}

/** 403: the signed-in person may not. */
export function forbid(field?: string): Refusal {
	return new Refusal('unauthorized', field, 403)
}

/** 429, code `conflict`. */
export function refuseTooMany(waitSeconds: number, field?: string): Refusal {
	return new Refusal('conflict', field, 429, waitSeconds)
}

export function answerRefusal(context: ApiContext, { code, field, status, waitSeconds }: Refusal): Response {
	if (waitSeconds !== null) context.header('retry-after', String(waitSeconds))
	const body: ApiError = { error: { code, ...(field !== undefined && { field }) } }
	return context.json(body, status)
}

/** The largest body is an invitation's answer. An endpoint that receives documents gives its own limit. */
const MAX_BODY_BYTES = 64 * 1024

/** A refusal names the first wrong field. */
export async function readBody<Schema extends z.ZodType>(
	context: ApiContext,
	schema: Schema,
	mostBytes = MAX_BODY_BYTES
): Promise<z.infer<Schema> | Refusal> {
	const bytes = await readBytes(context, mostBytes)
	if (bytes === null) return refuse('too_large')
	return checkInput(schema, parseJson(bytes.toString('utf8')))
}

export function readQuery<Schema extends z.ZodType>(context: ApiContext, schema: Schema): z.infer<Schema> | Refusal {
	return checkInput(schema, context.req.query())
}

/** For input that was read already. A refusal names the first wrong field. */
export function checkInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> | Refusal {
	const parsed = schema.safeParse(value)
	if (parsed.success) return parsed.data
	const field = parsed.error.issues[0]?.path[0]
	return refuse('invalid', field === undefined ? undefined : String(field))
}

export function addCookies(context: ApiContext, cookies: readonly string[]): void {
	for (const cookie of cookies) context.header('set-cookie', cookie, { append: true })
}

/**
 * Null: the body is too large. Hono's own limit makes a new Request of a body without a length, which proxies send; the adapter's
 * Request does not allow that.
 */
export async function readBytes({ req }: ApiContext, mostBytes: number): Promise<Buffer | null> {
	const chunks: Uint8Array[] = []
	let bytes = 0
	for await (const chunk of req.raw.body ?? []) {
		bytes += chunk.length
		if (bytes > mostBytes) return null
		chunks.push(chunk)
	}
	return Buffer.concat(chunks)
}

/** Undefined: there is no body, which some endpoints accept. */
function parseJson(text: string): unknown {
	if (text === '') return undefined
	try {
		return JSON.parse(text)
	} catch {
		// A body that is not JSON is refused like any other wrong body.
		return null
	}
}
