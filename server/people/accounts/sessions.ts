/** Sessions: a signed cookie names a row. When the row is deleted, the session ends wherever its cookie is. */
import type { DeviceKind } from '#protocol/api/account.ts'
import { type Auth, readDevice } from './auth.ts'

/**
 * A year, even if the session is in use (ASVS 7.3.2): people then sign in again, for example after the summer holidays. Unused
 * sessions end after 180 days.
 */
export const SESSION_DAYS = 365

/** How long a sign-in proves that the person holds the device. */
const RECENT_MS = 15 * 60_000

export interface OwnSession {
	id: string
	device: DeviceKind
	signedInAt: Date
	/** Exact to the day: it changes once a day at most. */
	usedAt: Date
}

/** `cookies` are Set-Cookie values for the answer. */
export interface Sessions {
	/** The person of the session cookie; null without a valid one. Changes nothing. */
	findSession(headers: Headers): Promise<string | null>
	/** The same, and extends the session, at most once a day. */
	continueSession(headers: Headers): Promise<{ personId: string | null; sessionId: string; cookies: string[] }>
	/**
	 * Ends the cookie's session. With a `sessionId`: ends only that session, only if it is the same person's, and changes no cookie,
	 * because the browser may have another one by the time the answer arrives. `endedOf`: the person whose session has ended; null:
	 * none.
	 */
	signOut(headers: Headers, sessionId: string | null): Promise<{ endedOf: string | null; cookies: string[] }>
	/**
	 * Ends the cookie's session and changes no cookie, because another session replaces it. Resolves with its person; null: there was
	 * none.
	 */
	leaveSession(headers: Headers): Promise<string | null>
	/**
	 * Opens a session for somebody who has proved who they are in another way. Of the headers only the kind of device is kept. Throws
	 * without an account.
	 */
	openSession(personId: string, headers?: Headers): Promise<string[]>
	/** Whether the person signed in to this session within `RECENT_MS`. */
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

	/** The library ends only unused sessions; one that is too old ends here. */
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

/** The library gets nothing else of a request: it would apply its own rules to what browsers and proxies add. */
export function cookieOf(headers: Headers): Headers {
	return new Headers({ cookie: headers.get('cookie') ?? '' })
}

/** The header from which auth.ts derives the kind of device. */
export function deviceOf(headers: Headers): Headers {
	return new Headers({ 'user-agent': headers.get('user-agent') ?? '' })
}

function isTooOld({ createdAt }: Pick<SessionRow, 'createdAt'>): boolean {
	return Date.now() - createdAt.getTime() >= SESSION_DAYS * 24 * 60 * 60 * 1000
}
