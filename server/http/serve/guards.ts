/** Guards of the endpoints: rate limits, sessions, and the municipality that a person oversees or invites to. */
import type { MiddlewareHandler } from 'hono'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { z } from 'zod'
import { canAdminister, canInvite, canOversee, canSupport, rolesInOrganisations } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { ORDER_NUMBER_LETTERS } from '#domain/text.ts'
import type { Order } from '#protocol/api/program.ts'
import { isLoopback } from '../../config.ts'
import type { Registry } from '../../database/database.ts'
import { networkOf } from '../../network.ts'
import type { OversightScope } from '../../people/programs.ts'
import { readGrants } from '../../people/grants.ts'
import {
	type ApiContext,
	type ApiOptions,
	type ApiEnv,
	type Readings,
	addCookies,
	refuse,
	forbid,
	refuseTooMany,
	answerRefusal
} from './answers.ts'
import { givenDay } from '#domain/given.ts'

/**
 * Limits how often something may be done under one name: an address, a login, a person. Each name may do `most` at once, and gets one
 * more every `perMs / most`. Kept in memory: a restart forgets it. When `MOST_NAMES` are known, a new name waits and no name with a
 * used try is forgotten. Otherwise many made-up names would displace the one that is counted.
 */
export interface RateLimit {
	/** Counts one, or `count`. 0: go on. Otherwise the seconds until it may be tried again; then nothing is counted. */
	take(name: string, count?: number): number
	/** Gives back one that turned out not to count. */
	giveBack(name: string): void
}

export interface RateLimitRule {
	most: number
	perMs: number
}

const MOST_NAMES = 10_000

export function createRateLimit({ most, perMs }: RateLimitRule, now: () => Date): RateLimit {
	/** How many a name has left, and since when. A name that is not here has all of them. */
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

	function hasSpaceFor(name: string, nowMs: number): boolean {
		if (names.size < MOST_NAMES || names.has(name)) return true
		for (const known of names.keys()) if (leftTo(known, nowMs) === most) names.delete(known)
		return names.size < MOST_NAMES
	}

	return {
		take(name, count = 1) {
			const nowMs = now().getTime()
			const left = hasSpaceFor(name, nowMs) ? leftTo(name, nowMs) : 0
			if (left < count) return Math.max(1, Math.ceil(((count - left) * perMs) / most / 1000))
			leave(name, left - count, nowMs)
			return 0
		},

		giveBack(name) {
			const nowMs = now().getTime()
			leave(name, Math.min(most, leftTo(name, nowMs) + 1), nowMs)
		}
	}
}

/** Counts one in each limit, or in none when one of them is used up. Answers like `take`; the first limit that is used up decides. */
export function takeTogether(counted: readonly (readonly [RateLimit, name: string])[]): number {
	for (const [index, [limit, name]] of counted.entries()) {
		const waitSeconds = limit.take(name)
		if (waitSeconds === 0) continue
		giveBackTogether(counted.slice(0, index))
		return waitSeconds
	}
	return 0
}

/** Takes back what `takeTogether` counted, once it is known that the try does not count. */
export function giveBackTogether(counted: readonly (readonly [RateLimit, name: string])[]): void {
	for (const [limit, name] of counted) limit.giveBack(name)
}

/**
 * Answers the address of the person's device. Every proxy appends the address that it saw: those that trusted proxies saw count, the
 * newest first. Trusted are proxies on this machine, and `trustedProxies`: addresses and networks.
 */
export function createAddressReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
	const trusted = new BlockList()
	for (const proxy of trustedProxies) {
		const [address = '', prefix] = proxy.split('/')
		const family = isIPv6(address) ? 'ipv6' : 'ipv4'
		if (prefix === undefined) trusted.addAddress(address, family)
		else trusted.addSubnet(address, Number(prefix), family)
	}
	const isTrusted = (address: string) =>
		isLoopback(address) || (isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))

	return (request) => {
		const direct = plain(request.socket.remoteAddress ?? '')
		const forwarded = (request.headers['x-forwarded-for'] ?? '').toString().split(',').map(plain)
		let address = direct
		while (isTrusted(address)) {
			const before = forwarded.pop()
			if (before === undefined || before === '') break
			address = before
		}
		return address
	}
}

/** An IPv4 address is written as such, also where the system writes it as IPv6. */
function plain(address: string): string {
	return address.trim().replace(/^::ffff:/, '')
}

/**
 * The first step of a way in leaves a row for some minutes and needs no account, so it is limited per network. A class that tries it
 * out shares one network.
 */
const BEGINNINGS: RateLimitRule = { most: 60, perMs: 60_000 }

/** Answers the seconds until it may be tried again; 0: go on. */
export function limitBeginnings({
	now,
	addressOf
}: Pick<ApiOptions, 'now' | 'addressOf'>): (context: ApiContext) => number {
	const rate = createRateLimit(BEGINNINGS, now)
	return (context) => rate.take(networkNameOf(addressOf(context.env.incoming)))
}

/** The name that counts as one address: a network, or the address itself. */
export function networkNameOf(address: string): string {
	return networkOf(address) ?? address
}

/** An order of the authority: its number and day. */
export const order = z
	.strictObject({ number: z.string().trim().min(1).max(ORDER_NUMBER_LETTERS), date: givenDay })
	.nullable()

/** Whether the order is dated later than today: nothing can rest on it yet. `today`: in the municipality. */
export function isOrderAhead(order: Order | null, today: IsoDate): boolean {
	return order !== null && order.date > today
}

/** The municipality whose board the person opens; null for everybody else. */
export async function municipalityToOversee(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canOversee)
}

/** The same; for staff of organisations, the organisations whose programmes their board shows. */
export async function scopeToOversee(registry: Registry, personId: string): Promise<OversightScope | null> {
	const municipalityId = await municipalityToOversee(registry, personId)
	if (municipalityId !== null) return { municipalityId, organisationIds: null }
	const own = rolesInOrganisations(await readGrants(registry, personId))
	if (own[0] === undefined) return null
	return {
		municipalityId: own[0].municipalityId,
		organisationIds: [...new Set(own.flatMap(({ organisationId }) => organisationId ?? []))].sort()
	}
}

export function isSameScope(one: OversightScope | null, other: OversightScope | null): boolean {
	return (
		one?.municipalityId === other?.municipalityId && one?.organisationIds?.join() === other?.organisationIds?.join()
	)
}

/** The municipality to which the person invites people; null for everybody else. */
export async function municipalityToInvite(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canInvite)
}

async function municipalityWhere(registry: Registry, personId: string, can: typeof canOversee): Promise<string | null> {
	const grants = await readGrants(registry, personId)
	return grants.assignments.find(({ municipalityId }) => can(grants, municipalityId))?.municipalityId ?? null
}

/** The gates of endpoints (`may` in endpoint.ts): each answers what the person may reach, or null. */
export const overseers = ({ registry }: ApiOptions, personId: string) => municipalityToOversee(registry, personId)
export const overseersOfAny = ({ registry }: ApiOptions, personId: string) => scopeToOversee(registry, personId)
export const inviters = ({ registry }: ApiOptions, personId: string) => municipalityToInvite(registry, personId)
export const supporters = ({ registry }: ApiOptions, personId: string) =>
	municipalityWhere(registry, personId, canSupport)
export const administrators = async ({ registry }: ApiOptions, personId: string) =>
	canAdminister(await readGrants(registry, personId)) || null

/**
 * 403 with the field `signIn` unless the sign-in is at most 15 minutes old; use it behind `requireSession`. Somebody who finds an
 * unlocked phone must not add a way in of their own, which would outlast the phone's return (ASVS 7.5.1).
 */
export function requireRecentSignIn({ accounts }: Pick<ApiOptions, 'accounts'>): MiddlewareHandler<ApiEnv> {
	return async (context, next) => {
		const isRecent = await accounts.isRecent(context.get('personId'), context.get('sessionId'))
		if (!isRecent) return answerRefusal(context, forbid('signIn'))
		await next()
	}
}

/** What one person may read: 200 listings at once, for many tabs that open together, then five in three seconds. */
const READINGS: RateLimitRule = { most: 1000, perMs: 120_000 }

/** What a reading costs. A listing reads a bank or all programmes of a municipality: with a thousand programmes 20–50 ms of work. */
export const readingCosts = {
	/** One programme's own rows, which devices read for each of their programmes; or an event stream. */
	small: 1,
	listing: 5,
	/** Every ledger of a municipality; or a whole document. */
	everything: 25
}

/** One for all endpoints, so that a person's readings count together and wait for each other. */
export function createReadings(now: () => Date): Readings {
	const rate = createRateLimit(READINGS, now)
	const lastByPerson = new Map<string, Promise<void>>()

	return {
		take: rate.take,

		async inTurn(personId, read) {
			const before = lastByPerson.get(personId)
			const { promise: ended, resolve } = Promise.withResolvers<void>()
			lastByPerson.set(personId, ended)
			await before
			try {
				await read()
			} finally {
				if (lastByPerson.get(personId) === ended) lastByPerson.delete(personId)
				// Reading the database is synchronous: without this, no edit would be read before the whole queue is empty.
				setImmediate(resolve)
			}
		}
	}
}

/**
 * 401 unless a person is signed in; each GET also counts as a reading of theirs, and waits for the one before it. Extends their
 * session. 429, code `conflict`, when they read too much. `nobody`: answered instead of 401 to whoever asks with `?or=nobody`.
 */
export function requireSession(
	{ accounts, readings }: ApiOptions,
	cost = readingCosts.listing,
	nobody: object | null = null
): MiddlewareHandler<ApiEnv> {
	return async (context, next) => {
		const { personId, sessionId, cookies } = await accounts.continueSession(context.req.raw.headers)
		addCookies(context, cookies)
		if (personId === null && nobody !== null && context.req.query('or') === 'nobody') return context.json(nobody)
		if (personId === null) return answerRefusal(context, refuse('unauthorized'))
		context.set('personId', personId)
		context.set('sessionId', sessionId)
		if (context.req.method !== 'GET' && context.req.method !== 'HEAD') return next()
		const waitSeconds = readings.take(personId, cost)
		if (waitSeconds > 0) return answerRefusal(context, refuseTooMany(waitSeconds))
		await readings.inTurn(personId, next)
	}
}
