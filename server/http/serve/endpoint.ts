/** Registers the endpoints of the contract: what surrounds a handler, in the order in which it refuses. */
import type { MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '#protocol/api/endpoints.ts'
import {
	type Api,
	type ApiOptions,
	type ApiContext,
	type ApiEnv,
	checkInput,
	readBody,
	refuse,
	refuseTooMany
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

/** A Response is a refusal, or what is not JSON. */
export type Reply<Answer> = Answer | Response

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
		if (!rules.isPublic) guards.push(requireSession(options, rules.cost))
		if (rules.isRecent) guards.push(requireRecentSignIn(options))
		api.on(method, [path], ...guards, async (context) => {
			const askerId = rules.isPublic ? '' : context.get('personId')
			const scope = await rules.may?.(options, askerId)
			if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
			const waitSeconds = rules.wait?.(context) ?? 0
			if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
			const query = rules.query && checkInput(context, rules.query as z.ZodType, context.req.query())
			if (query?.isValid === false) return query.refusal
			const body = rules.body && (await readBody(context, rules.body as z.ZodType, rules.mostBytes))
			if (body?.isValid === false) return body.refusal
			const params = context.req.param() as ParamsOf<Of>
			const asked = { context, askerId, scope, params, query: query?.value, body: body?.value }
			const reply = await answer(asked as Asked<Of, Scope, Checked<Query>, Checked<Body>>)
			if (reply instanceof Response) return reply
			return reply === null ? context.body(null, 204) : context.json(reply as object, rules.status)
		})
	}
}
