/** Registers the endpoints of the contract: what surrounds a handler, in the order in which it refuses. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '#protocol/api/endpoints.ts'
import {
	type ApiContext,
	type ApiOptions,
	type ApiEnv,
	type Api,
	readBody,
	readQuery,
	forbid,
	refuseTooMany,
	Refusal,
	answerRefusal
} from './answers.ts'
import { requireRecentSignIn, requireSession } from './guards.ts'

/** Whether the schema takes what the contract says is sent. Where it says nothing, an empty object is sent. */
type Takes<Schema, Sent> = Schema extends z.ZodType
	? Sent extends z.input<Schema> | undefined
		? unknown
		: never
	: unknown

type Checked<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

interface Rules<Of extends Endpoint, Scope, Query, Body> {
	/** Nobody has to be signed in, and `askerId` is empty. */
	isPublic?: true
	/** Answered with `?or=nobody` when nobody is signed in, instead of 401. */
	nobody?: AnswerOf<Of> & object
	/** 403 with the field `signIn` unless the sign-in is recent. */
	isRecent?: true
	/** Of a reading (`readingCosts`); by default that of a listing. */
	cost?: number
	/** What the asking person may reach here; null: 403. */
	may?: (options: ApiOptions, askerId: string) => Promise<Scope | null>
	/** The seconds until it may be tried again; 0: go on. */
	wait?: (context: ApiContext) => number
	query?: Query & Takes<Query, QueryOf<Of>>
	body?: Body & Takes<Body, BodyOf<Of>>
	mostBytes?: number
	/** Of a success; by default 200, or 204 without an answer. */
	status?: ContentfulStatusCode
}

export interface Asked<Of extends Endpoint, Scope = undefined, Query = undefined, Body = undefined> {
	context: ApiContext
	askerId: string
	scope: Scope
	params: ParamsOf<Of>
	query: Query
	body: Body
}

/** A Response is what is not JSON. */
export type Reply<Answer> = Answer | Refusal | Response

export type Serve = ReturnType<typeof serveOn>

export function serveOn(api: Api, options: ApiOptions) {
	return function serve<
		Of extends Endpoint,
		Scope = undefined,
		Query extends z.ZodType | undefined = undefined,
		Body extends z.ZodType | undefined = undefined
	>(
		endpoint: Of,
		rules: Rules<Of, Scope, Query, Body>,
		answer: (
			asked: Asked<Of, Scope, Checked<Query>, Checked<Body>>
		) => Reply<AnswerOf<Of>> | Promise<Reply<AnswerOf<Of>>>
	): void {
		const [method = '', path = ''] = endpoint.split(' /api')
		const guards: MiddlewareHandler<ApiEnv>[] = []
		if (!rules.isPublic) guards.push(requireSession(options, rules.cost, rules.nobody))
		if (rules.isRecent) guards.push(requireRecentSignIn(options))
		api.on(method, [path], ...guards, async (context) => {
			const askerId = rules.isPublic ? '' : context.get('personId')
			const scope = await rules.may?.(options, askerId)
			if (scope === null) return answerRefusal(context, forbid())
			const waitSeconds = rules.wait?.(context) ?? 0
			if (waitSeconds > 0) return answerRefusal(context, refuseTooMany(waitSeconds))
			const query: unknown = rules.query && readQuery(context, rules.query as z.ZodType)
			if (query instanceof Refusal) return answerRefusal(context, query)
			const body: unknown = rules.body && (await readBody(context, rules.body as z.ZodType, rules.mostBytes))
			if (body instanceof Refusal) return answerRefusal(context, body)
			const params = context.req.param() as ParamsOf<Of>
			const asked = { context, askerId, scope, params, query, body }
			const reply = await answer(asked as Asked<Of, Scope, Checked<Query>, Checked<Body>>)
			if (reply instanceof Refusal) return answerRefusal(context, reply)
			if (reply instanceof Response) return reply
			return reply === null ? context.body(null, 204) : answerJson(context, reply as object, rules.status)
		})
	}
}

/** Smaller answers fit into one packet anyway. */
const COMPRESSED_BYTES = 1024
const compress = promisify(gzip)

function answerJson(context: ApiContext, reply: object, status?: ContentfulStatusCode): Promise<Response> {
	return answerCompressed(context, 'application/json; charset=utf-8', JSON.stringify(reply), status)
}

/** `type`: its content type. Compressed where the device takes that, and it is worth it. */
export async function answerCompressed(
	context: ApiContext,
	type: string,
	body: string | Uint8Array<ArrayBuffer>,
	status?: ContentfulStatusCode
): Promise<Response> {
	const isCompressed =
		body.length > COMPRESSED_BYTES && context.req.header('accept-encoding')?.includes('gzip') === true
	context.header('content-type', type)
	context.header('vary', 'accept-encoding')
	if (!isCompressed) return context.body(body, status)
	context.header('content-encoding', 'gzip')
	return context.body(await compress(body), status)
}
