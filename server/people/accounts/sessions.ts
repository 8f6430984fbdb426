/** Sessions: a signed cookie names a row; ending the row ends the session wherever its cookie is. */
import type { DeviceKind } from '#protocol/api/account.ts'
import type { Auth } from './auth.ts'
import { readDevice } from './auth.ts'

/** A year, however much it is used (ASVS 7.3.2): the summer holidays are the time to sign in anew. Idle ones end after 180 days. */
export const SESSION_DAYS = 365

/** How long a sign-in tells that it is the person who holds the device. */
const RECENT_MS = 15 * 60_000

export interface OwnSession {
	id: string
	device: DeviceKind
	signedInAt: Date
	/** To the day: it moves once a day at most. */
	usedAt: Date
}

/** `cookies` are Set-Cookie values that belong into the answer. */
export interface Sessions {
	/** Whose session cookie it is; null without a valid one. Changes nothing. */
	findSession(headers: Headers): Promise<string | null>
	/** The same, and moves the session's end on, at most once a day. */
	continueSession(headers: Headers): Promise<{ personId: string | null; sessionId: string; cookies: string[] }>
	/**
	 * Ends the session the cookie is of. With a `sessionId`, only the one it names and only if it is the same person's,
	 * and touches no cookie: the browser may have another one by the time it hears the answer. `endedOf`: whose session has
	 * ended; null: none has.
	 */
	signOut(headers: Headers, sessionId: string | null): Promise<{ endedOf: string | null; cookies: string[] }>
	/** Ends the cookie's session, touching no cookie: another takes its place. Resolves with whose it was; null: there was none. */
	leaveSession(headers: Headers): Promise<string | null>
	/** A session for somebody who has proved otherwise who they are; of the headers only the kind of device is kept. Throws without an account. */
	openSession(personId: string, headers?: Headers): Promise<string[]>
	/** Whether the person has signed in to this session just now. */
	isRecent(personId: string, sessionId: string): Promise<boolean>
	/** Last used first. */
	listSessions(personId: string): Promise<OwnSession[]>
	endOtherSessions(personId: string, keptSessionId: string): Promise<void>
}

interface SessionRow {
	id: string
	token: string
	userAgent?: string | null
	createdAt: Date
	updatedAt: Date
	expiresAt: Date
}

export async function createSessions(auth: Auth): Promise<Sessions> {
	const { internalAdapter, adapter } = await auth.$context

	/** The library knows idle sessions only: one that is too old ends here. */
	async function read(headers: Headers, disableRefresh: boolean) {
		const answer = await auth.api.getSession({
			headers: cookieOf(headers),
			query: { disableRefresh },
			returnHeaders: true
		})
		const found = answer.response
		if (found === null) return { found, cookies: answer.headers.getSetCookie() }
		if (!isTooOld(found.session)) return { found, cookies: answer.headers.getSetCookie() }
		await internalAdapter.deleteSession(found.session.token)
		return { found: null, cookies: [] }
	}

	return {
		async findSession(headers) {
			if (!headers.has('cookie')) return null
			return (await read(headers, true)).found?.user.id ?? null
		},

		async continueSession(headers) {
			if (!headers.has('cookie')) return { personId: null, sessionId: '', cookies: [] }
			const { found, cookies } = await read(headers, false)
			return { personId: found?.user.id ?? null, sessionId: found?.session.id ?? '', cookies }
		},

		async signOut(headers, sessionId) {
			const personId = (await read(headers, true)).found?.user.id ?? null
			if (sessionId === null) {
				const answer = await auth.api.signOut({ headers: cookieOf(headers), returnHeaders: true })
				return { endedOf: personId, cookies: answer.headers.getSetCookie() }
			}
			if (personId === null) return { endedOf: null, cookies: [] }
			const where = [
				{ field: 'id', value: sessionId },
				{ field: 'userId', value: personId }
			]
			const named = await adapter.findOne<SessionRow>({ model: 'session', where })
			if (named !== null) await internalAdapter.deleteSession(named.token)
			return { endedOf: named === null ? null : personId, cookies: [] }
		},

		async leaveSession(headers) {
			const { found } = await read(headers, true)
			if (found === null) return null
			await internalAdapter.deleteSession(found.session.token)
			return found.user.id
		},

		async openSession(personId, headers = new Headers()) {
			const answer = await auth.api.openSession({
				body: { personId },
				headers: deviceOf(headers),
				returnHeaders: true
			})
			return answer.headers.getSetCookie()
		},

		async isRecent(personId, sessionId) {
			const where = [
				{ field: 'id', value: sessionId },
				{ field: 'userId', value: personId }
			]
			const row = await adapter.findOne<SessionRow>({ model: 'session', where })
			return row !== null && Date.now() - row.createdAt.getTime() < RECENT_MS
		},

		async listSessions(personId) {
			const where = [{ field: 'userId', value: personId }]
			const rows = await adapter.findMany<SessionRow>({ model: 'session', where })
			return rows
				.filter((row) => row.expiresAt.getTime() > Date.now() && !isTooOld(row))
				.sort((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime())
				.map(({ id, userAgent, createdAt, updatedAt }) => ({
					id,
					device: readDevice(userAgent),
					signedInAt: createdAt,
					usedAt: updatedAt
				}))
		},

		async endOtherSessions(personId, keptSessionId) {
			await adapter.deleteMany({
				model: 'session',
				where: [
					{ field: 'userId', value: personId },
					{ field: 'id', operator: 'ne', value: keptSessionId }
				]
			})
		}
	}
}

/** Nothing else of a request is the library's business: what browsers and proxies add it would judge by its own rules. */
export function cookieOf(headers: Headers): Headers {
	return new Headers({ cookie: headers.get('cookie') ?? '' })
}

/** What auth.ts makes the kind of device of. */
export function deviceOf(headers: Headers): Headers {
	return new Headers({ 'user-agent': headers.get('user-agent') ?? '' })
}

function isTooOld({ createdAt }: Pick<SessionRow, 'createdAt'>): boolean {
	return Date.now() - createdAt.getTime() >= SESSION_DAYS * 24 * 60 * 60 * 1000
}
