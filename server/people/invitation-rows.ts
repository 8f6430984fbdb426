/** An invitation as a database row. The row never contains the token or the code, only their hashes. */
import type { Selectable } from 'kysely'
import { nanoid } from 'nanoid'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { InvitationListing, NewInvitation } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { fullName, listPeople, orderColumns } from './people.ts'

const INVITATION_HOURS = 14 * 24

export type InvitationRow = Selectable<Tables['invitations']>

/** Who makes the invitation, for which municipality, and when. */
export interface Inviting {
	municipalityId: string
	/** Null: the server itself. */
	madeBy: string | null
	now: Date
	/** Two weeks by default. */
	lastsHours?: number
}

/** The row of an invitation for the first administrator, who is not in the registry yet. */
export function draftFirstInvitation(now: Date, lastsHours = INVITATION_HOURS): { row: InvitationRow; token: string } {
	const token = drawToken()
	const row: InvitationRow = {
		id: nanoid(),
		token_hash: hashToken(token),
		municipality_id: null,
		person_id: nanoid(),
		role: 'administrator',
		family_name: '',
		given_name: '',
		patronymic: '',
		created_at: now.toISOString(),
		expires_at: new Date(now.getTime() + lastsHours * 60 * 60 * 1000).toISOString(),
		accepted_at: null,
		code_hash: null,
		entry_hash: null,
		is_for_known: 0,
		made_by: null,
		organisation_id: null,
		order_number: null,
		order_on: null
	}
	return { row, token }
}

/** An invitation's row and its secrets, not stored yet. `personId`: a person of the registry; null: a new person. */
export function draftInvitation(
	codes: InvitationCodes,
	invited: NewInvitation & { personId: string | null },
	{ municipalityId, madeBy, now, lastsHours }: Inviting
): { row: InvitationRow; token: string; code: string } {
	const { row: first, token } = draftFirstInvitation(now, lastsHours)
	const code = codes.draw()
	const row: InvitationRow = {
		...first,
		municipality_id: municipalityId,
		person_id: invited.personId ?? first.person_id,
		role: invited.role,
		organisation_id: invited.organisationId ?? null,
		...orderColumns(invited.order),
		family_name: invited.familyName,
		given_name: invited.givenName,
		patronymic: invited.patronymic,
		code_hash: codes.hashOf(code),
		is_for_known: invited.personId === null ? 0 : 1,
		made_by: madeBy
	}
	return { row, token, code }
}

export async function listingsOf(registry: Registry, rows: readonly InvitationRow[]): Promise<InvitationListing[]> {
	const ids = new Set(rows.flatMap(({ made_by }) => (made_by === null ? [] : [made_by])))
	const makers = new Map((await listPeople(registry, ids)).map(({ id, name }) => [id, name]))
	return rows.map((row) => ({
		id: row.id,
		personName: fullName(row),
		role: row.role,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		acceptedAt: row.accepted_at,
		personId: row.person_id,
		isForKnown: row.is_for_known === 1,
		madeBy: makers.get(row.made_by ?? '') ?? null
	}))
}

export function drawToken(): string {
	return randomBytes(24).toString('base64url')
}

export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex')
}

/**
 * The short code of an invitation, for the telephone: ten characters in two groups, «АВ234-КМ567». Its letters exist in both
 * alphabets and have names that sound different; none looks like a digit of the code.
 *
 * Why it cannot be guessed: 16 characters at ten places are 2⁴⁰, 1.1·10¹² codes. A network has ten wrong guesses at once and one more
 * every 90 s: 13,450 in the fourteen days of an invitation. All networks together have 200 at once and 19,200 a day: 269,000 in that
 * time. If 1,000 invitations are open all the time, somebody who never pauses and owns any number of networks hits one of them with a
 * chance of 269,000 · 1,000 / 2⁴⁰, one to 4,000 in a fortnight; from one network, one to 80,000. (The limits are in http/invited.ts.)
 * The stored hash uses the server's secret, because a reader of the database could try 2⁴⁰ plain hashes in an hour.
 */
const CHARACTERS = 'АВЕКМРСТУ2345679'
const GROUP = 5

/** What people type for these letters on a Latin keyboard. */
const latin: Readonly<Record<string, string>> = {
	A: 'А',
	B: 'В',
	E: 'Е',
	K: 'К',
	M: 'М',
	P: 'Р',
	C: 'С',
	T: 'Т',
	Y: 'У'
}

export interface InvitationCodes {
	/** A new code, as it is shown. */
	draw(): string
	/** Null: not a code. Spaces, hyphens, case and the keyboard's layout do not matter. */
	hashOf(typed: string): string | null
}

export function createInvitationCodes(secret: string): InvitationCodes {
	return {
		draw() {
			const code = [...randomBytes(2 * GROUP)].map((byte) => CHARACTERS[byte % CHARACTERS.length]).join('')
			return `${code.slice(0, GROUP)}-${code.slice(GROUP)}`
		},

		hashOf(typed) {
			const code = [...typed.normalize('NFKC').toUpperCase()]
				.filter((character) => /[\p{L}\p{N}]/u.test(character))
				.map((character) => latin[character] ?? character)
			const isCode = code.length === 2 * GROUP && code.every((character) => CHARACTERS.includes(character))
			return isCode ? createHmac('sha256', `invitation code ${secret}`).update(code.join('')).digest('hex') : null
		}
	}
}
