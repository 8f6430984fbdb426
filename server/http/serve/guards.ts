import type { MiddlewareHandler } from 'hono'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { canInvite, canOversee, rolesInOrganisations } from '#domain/access.ts'
import { type IsoDate } from '#domain/calendar.ts'
import { ORDER_NUMBER_LETTERS } from '#domain/text.ts'
import type { Order } from '#protocol/api/program.ts'
import { isLoopback } from '../../config.ts'
import type { Registry } from '../../database/database.ts'
import { networkOf } from '../../network.ts'
import type { OverseenPlace } from '../../people/programs.ts'
import { standingOf } from '../../people/standing.ts'
import { addCookies, type ApiContext, type ApiEnv, refuse } from './answers.ts'
import type { ApiParts } from './api-parts.ts'
import { givenDay } from '#domain/given-day.ts'

/**
 * How often something may be done under one name: an address, a login, a person. Each name may do `most` at once, and gets one
 * more every `perMs / most`. Kept in memory: a restart forgives. Of `MOST_NAMES` none is forgotten that has something to wait for,
 * or many made-up names would wash out the one that is counted: a new name waits instead.
 */
export interface RateLimit {
	/** Counts one. 0: go on; otherwise seconds until it may be tried again, and nothing is counted. */
	take(name: string): number
	/** Takes one back that turned out not to count. */
	giveBack(name: string): void
}

export interface RateLimitRule {
	most: number
	perMs: number
}

const MOST_NAMES = 10_000

export function createRateLimit({ most, perMs }: RateLimitRule, now: () => Date): RateLimit {
	/** What is left to a name, and since when. A name that is not here has all of it. */
	const names = new Map<string, { left: number; atMs: number }>()

	function leftTo(name: string, nowMs: number): number {
		const known = names.get(name)
		if (known === undefined) return most
		const waitedMs = Math.max(0, nowMs - known.atMs)
		return Math.min(most, known.left + (waitedMs * most) / perMs)
	}

	function leave(name: string, left: number, atMs: number): void {
		if (left < most) names.set(name, { left, atMs })
		else names.delete(name)
	}

	function hasPlaceFor(name: string, nowMs: number): boolean {
		if (names.size < MOST_NAMES || names.has(name)) return true
		for (const known of names.keys()) if (leftTo(known, nowMs) === most) names.delete(known)
		return names.size < MOST_NAMES
	}

	return {
		take(name) {
			const nowMs = now().getTime()
			const left = hasPlaceFor(name, nowMs) ? leftTo(name, nowMs) : 0
			if (left < 1) return Math.max(1, Math.ceil(((1 - left) * perMs) / most / 1000))
			leave(name, left - 1, nowMs)
			return 0
		},

		giveBack(name) {
			const nowMs = now().getTime()
			leave(name, Math.min(most, leftTo(name, nowMs) + 1), nowMs)
		}
	}
}

/** Of the person's device. A proxy is believed only when it runs on this machine: it appends whom it saw. */
export function clientAddressOf(request: IncomingMessage): string {
	const direct = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
	const forwarded = request.headers['x-forwarded-for']
	if (!isLoopback(direct) || forwarded === undefined) return direct
	return forwarded.toString().split(',').at(-1)?.trim() || direct
}

/**
 * What a way in begins with leaves a row for some minutes, and needs no account: so many from one network. A class that tries it
 * out shares one.
 */
const BEGINNINGS: RateLimitRule = { most: 60, perMs: 60_000 }

/** Seconds until it may be tried again; 0: go on. */
export function limitBeginnings(now: () => Date): (context: ApiContext) => number {
	const rate = createRateLimit(BEGINNINGS, now)
	return (context) => rate.take(networkNameOf(context))
}

/** What is counted as one address. */
export function networkNameOf(context: ApiContext): string {
	const address = clientAddressOf(context.env.incoming)
	return networkOf(address) ?? address
}

/** What every endpoint that takes in an order asks of it. */

/** Of the authority: its number and day. */
export const order = z
	.strictObject({ number: z.string().trim().min(1).max(ORDER_NUMBER_LETTERS), date: givenDay })
	.nullable()

/** An order is given before anything rests on it. `today`: where the municipality is. */
export function isOrderAhead(order: Order | null, today: IsoDate): boolean {
	return order !== null && order.date > today
}

/** The municipality whose board the person opens; null for everybody else. */
export async function municipalityToOversee(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canOversee)
}

/** The same, or the organisations whose programmes the board shows them. */
export async function placeToOversee(registry: Registry, personId: string): Promise<OverseenPlace | null> {
	const municipalityId = await municipalityToOversee(registry, personId)
	if (municipalityId !== null) return { municipalityId, organisationIds: null }
	const own = rolesInOrganisations(await standingOf(registry, personId))
	if (own[0] === undefined) return null
	return {
		municipalityId: own[0].municipalityId,
		organisationIds: [...new Set(own.flatMap(({ organisationId }) => organisationId ?? []))].sort()
	}
}

export function isSamePlace(one: OverseenPlace | null, other: OverseenPlace | null): boolean {
	return (
		one?.municipalityId === other?.municipalityId && one?.organisationIds?.join() === other?.organisationIds?.join()
	)
}

/** The municipality the person invites people to; null for everybody else. */
export async function municipalityToInvite(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canInvite)
}

async function municipalityWhere(registry: Registry, personId: string, can: typeof canOversee): Promise<string | null> {
	const standing = await standingOf(registry, personId)
	return standing.assignments.find(({ municipalityId }) => can(standing, municipalityId))?.municipalityId ?? null
}

/**
 * 403 with the field `signIn` unless the session is of the last quarter of an hour; behind `requireSession`. Whoever finds a phone
 * unlocked makes no way in of their own, which would outlast the phone's return (ASVS 7.5.1).
 */
export function requireRecentSignIn({ accounts }: Pick<ApiParts, 'accounts'>): MiddlewareHandler<ApiEnv> {
	return async (context, next) => {
		const isRecent = await accounts.isRecent(context.get('personId'), context.get('sessionId'))
		if (!isRecent) return refuse(context, 'unauthorized', { field: 'signIn', status: 403 })
		await next()
	}
}

/** 401 unless a person is signed in; moves the end of their session on. */
export function requireSession({ accounts }: ApiParts): MiddlewareHandler<ApiEnv> {
	return async (context, next) => {
		const { personId, sessionId, cookies } = await accounts.continueSession(context.req.raw.headers)
		addCookies(context, cookies)
		if (personId === null) return refuse(context, 'unauthorized')
		context.set('personId', personId)
		context.set('sessionId', sessionId)
		await next()
	}
}
