/** How every endpoint reads its input and refuses. */
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { ApiError, ErrorCode } from '#protocol/api.ts'

export interface ApiEnv {
	Bindings: HttpBindings
	Variables: {
		/** Only behind `requireSession`. */
		personId: string
	}
}

export type ApiContext = Context<ApiEnv>

/** 401: nobody is signed in. 403: somebody is, who may not. */
const statusByCode: Record<ErrorCode, ContentfulStatusCode> = {
	invalid: 400,
	unauthorized: 401,
	not_found: 404,
	conflict: 409,
	too_large: 413,
	internal: 500
}

export function refuse(
	context: ApiContext,
	code: ErrorCode,
	details: { field?: string; status?: ContentfulStatusCode } = {}
): Response {
	const body: ApiError = { error: { code, ...(details.field !== undefined && { field: details.field }) } }
	return context.json(body, details.status ?? statusByCode[code])
}

export type Input<Value> = { isValid: true; value: Value } | { isValid: false; refusal: Response }

/** A refusal names the first field that is wrong. */
export async function readBody<Schema extends z.ZodType>(
	context: ApiContext,
	schema: Schema
): Promise<Input<z.infer<Schema>>> {
	// A body that is not JSON is a wrong body like any other.
	const body: unknown = await context.req.json().catch(() => undefined)
	return check(context, schema, body)
}

export function readQuery<Schema extends z.ZodType>(context: ApiContext, schema: Schema): Input<z.infer<Schema>> {
	return check(context, schema, context.req.query())
}

function check<Schema extends z.ZodType>(context: ApiContext, schema: Schema, value: unknown): Input<z.infer<Schema>> {
	const parsed = schema.safeParse(value)
	if (parsed.success) return { isValid: true, value: parsed.data }
	const field = parsed.error.issues[0]?.path[0]
	return {
		isValid: false,
		refusal: refuse(context, 'invalid', field === undefined ? {} : { field: String(field) })
	}
}

export function addCookies(context: ApiContext, cookies: readonly string[]): void {
	for (const cookie of cookies) context.header('set-cookie', cookie, { append: true })
}
