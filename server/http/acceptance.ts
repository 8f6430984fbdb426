/** Accepting an invitation, whichever way in the person takes: once, and wholly or not at all. */
import type { ErrorCode } from '#protocol/api/program.ts'
import { isCommonPassword } from '../people/accounts/common-passwords.ts'
import type { Credentials } from '../people/accounts/credentials.ts'
import type { Attestation } from '../people/accounts/passkey-answers.ts'
import type { InvitationRow } from '../people/invitation-rows.ts'
import {
	acceptInvitation,
	findInvitationById,
	missingField,
	type ClosedInvitation,
	type Given
} from '../people/invitations.ts'
import type { ApiParts } from './serve/api-parts.ts'

export type WayIn =
	| { type: 'password'; credentials: Credentials }
	| { type: 'passkey'; response: Attestation; headers: Headers }
	| { type: 'identity'; subject: string }

export type Acceptance =
	{ type: 'made'; personId: string } | ClosedInvitation | { type: 'refused'; code: ErrorCode; field: string }

export type Accept = (row: InvitationRow, given: Given, way: WayIn) => Promise<Acceptance>

export function createAcceptance({
	registry,
	accounts,
	relay,
	now
}: Pick<ApiParts, 'registry' | 'accounts' | 'relay' | 'now'>): Accept {
	/** Invitations being accepted right now: hashing a password takes a while, and an invitation works once. */
	const accepting = new Set<string>()

	return async (row, given, way) => {
		if (accepting.has(row.id)) return { type: 'accepted' }
		accepting.add(row.id)
		try {
			const found = await findInvitationById(registry, row.id, now())
			return found.type === 'open' ? await accept(found.row, given, way) : found
		} finally {
			accepting.delete(row.id)
		}
	}

	async function accept(row: InvitationRow, given: Given, way: WayIn): Promise<Acceptance> {
		const { person_id: personId } = row
		const missing = missingField(row, given)
		if (missing !== null) return { type: 'refused', code: 'invalid', field: missing }
		const names = [row.family_name, row.given_name, row.patronymic, given.familyName, given.givenName, given.patronymic]
		const ownWords = names.map((name) => name ?? '')
		if (way.type === 'password' && isCommonPassword(way.credentials.password, [way.credentials.login, ...ownWords])) {
			return { type: 'refused', code: 'invalid', field: 'password' }
		}
		// Of whoever is given a way back from the server's command line; or left by a server that was killed between account and
		// person, or between an invitation and the end of what was before it. A way in that is refused ends nothing.
		const putBack = (await accounts.hasAccount(personId)) ? accounts.setAside(personId) : null
		let isRefused = true
		try {
			const refusal = await open(personId, way)
			if (refusal !== null) return refusal
			const timeZone = given.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
			const isMade = acceptInvitation(registry, row, given, timeZone, now())
			isRefused = false
			if (!isMade) await accounts.removeAccount(personId)
			return isMade ? { type: 'made', personId } : { type: 'unknown' }
		} finally {
			if (isRefused) {
				await accounts.removeAccount(personId)
				putBack?.()
			} else if (putBack !== null) relay.readmit({ personId })
		}
	}

	/** Makes the account and its way in. */
	async function open(personId: string, way: WayIn): Promise<Acceptance | null> {
		if (way.type === 'password') {
			const isMade = await accounts.createAccount(personId, way.credentials)
			return isMade ? null : { type: 'refused', code: 'conflict', field: 'login' }
		}
		await accounts.createAccount(personId, null)
		const isOpen =
			way.type === 'passkey'
				? ((await accounts.passkeys?.finishRegistration(personId, way.response, way.headers)) ?? false)
				: await accounts.bind(personId, way.subject)
		if (isOpen) return null
		return way.type === 'passkey'
			? { type: 'refused', code: 'invalid', field: 'passkey' }
			: { type: 'refused', code: 'conflict', field: 'identity' }
	}
}
