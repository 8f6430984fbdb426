/** What an invitation is in the database. Its token and its code are in none of it: only what they hash to. */
import { createHash, randomBytes } from 'node:crypto'
import { nanoid } from 'nanoid'
import type { Selectable } from 'kysely'
import type { InvitationListing, NewInvitation } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import type { InvitationCodes } from './invitation-code.ts'
import { fullName, listPeople } from './people.ts'
import type { Tables } from '../database/tables.ts'

const INVITATION_HOURS = 14 * 24

export type InvitationRow = Selectable<Tables['invitations']>

/** Who makes it, for where, and when. */
export interface Inviting {
	municipalityId: string
	/** Null: the server itself. */
	madeBy: string | null
	now: Date
	/** Two weeks by default. */
	lastsHours?: number
}

/** The row of one for the first administrator, who is nobody yet. */
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

/** The row of one and what opens it, not stored yet. `personId`: of somebody in the registry; null: of somebody new. */
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
		order_number: invited.order?.number ?? null,
		order_on: invited.order?.date ?? null,
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
