/**
 * A link that makes one person with an account, once, within two weeks. The token is in the link only;
 * the database keeps its SHA-256.
 */
import { createHash, randomBytes } from 'node:crypto'
import { nanoid } from 'nanoid'
import type { AcceptInvitation, InvitationListing, InvitationPreview, NewInvitation } from '#protocol/api.ts'
import type { Selectable } from 'kysely'
import type { Registry } from './database.ts'
import { findMunicipality, insertMunicipality } from './municipalities.ts'
import { fullName, insertPerson } from './people.ts'
import type { Tables } from './tables.ts'

const INVITATION_DAYS = 14

/** An invitation that can be accepted now, or why it cannot. */
export type FoundInvitation = { type: 'open'; row: InvitationRow } | { type: 'accepted' | 'expired' | 'unknown' }
type InvitationRow = Selectable<Tables['invitations']>

export async function createInvitation(
	{ query }: Registry,
	municipalityId: string,
	invited: NewInvitation,
	now: Date
): Promise<{ invitation: InvitationListing; token: string }> {
	const { row, token } = makeInvitation(invited, municipalityId, now)
	await query.insertInto('invitations').values(row).execute()
	return { invitation: toListing(row), token }
}

/** The token of the link for the first administrator; the one given out before is void. Null when there is one already. */
export async function inviteAdministrator(registry: Registry, now: Date): Promise<string | null> {
	const { query } = registry
	const existing = await query
		.selectFrom('assignments')
		.select('person_id')
		.where('role', '=', 'administrator')
		.executeTakeFirst()
	if (existing !== undefined) return null
	const nobody = { familyName: '', givenName: '', patronymic: '' }
	const { row, token } = makeInvitation({ ...nobody, role: 'administrator' }, null, now)
	registry.commitTogether([
		query.deleteFrom('invitations').where('role', '=', 'administrator').where('accepted_at', 'is', null),
		query.insertInto('invitations').values(row)
	])
	return token
}

/** Newest first. */
export async function listInvitations({ query }: Registry, municipalityId: string): Promise<InvitationListing[]> {
	const rows = await query
		.selectFrom('invitations')
		.selectAll()
		.where('municipality_id', '=', municipalityId)
		.orderBy('created_at', 'desc')
		.execute()
	return rows.map(toListing)
}

export async function findInvitation({ query }: Registry, token: string, now: Date): Promise<FoundInvitation> {
	const row = await query
		.selectFrom('invitations')
		.selectAll()
		.where('token_hash', '=', hashOf(token))
		.executeTakeFirst()
	if (row === undefined) return { type: 'unknown' }
	if (row.accepted_at !== null) return { type: 'accepted' }
	return row.expires_at > now.toISOString() ? { type: 'open', row } : { type: 'expired' }
}

export async function previewInvitation(registry: Registry, row: InvitationRow): Promise<InvitationPreview> {
	const municipality = row.municipality_id === null ? null : await findMunicipality(registry, row.municipality_id)
	return {
		personName: fullName(row) || null,
		role: row.role,
		municipality: municipality?.name ?? null,
		expiresAt: row.expires_at
	}
}

/** What the accepting person must still say; null when nothing is missing. */
export function missingField(row: InvitationRow, given: AcceptInvitation): keyof AcceptInvitation | null {
	if (row.municipality_id === null && !given.municipality) return 'municipality'
	if (fullName(row) !== '') return null
	if (!given.familyName) return 'familyName'
	return given.givenName ? null : 'givenName'
}

/** Its link opens nothing from now on. */
export async function withdrawInvitation(
	{ query }: Registry,
	municipalityId: string,
	id: string
): Promise<'withdrawn' | 'accepted' | 'unknown'> {
	const own = query
		.selectFrom('invitations')
		.select('id')
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
	const { numDeletedRows } = await query
		.deleteFrom('invitations')
		.where('id', 'in', own)
		.where('accepted_at', 'is', null)
		.executeTakeFirst()
	if (numDeletedRows > 0) return 'withdrawn'
	return (await own.executeTakeFirst()) === undefined ? 'unknown' : 'accepted'
}

/**
 * Makes the person with their role, and the municipality where there is none yet. The account with the
 * id `row.person_id` has been made before. False, making nothing, for an invitation that was withdrawn meanwhile.
 */
export function acceptInvitation(
	registry: Registry,
	row: InvitationRow,
	given: AcceptInvitation,
	timeZone: string,
	now: Date
): boolean {
	const { query } = registry
	const at = now.toISOString()
	const municipalityId = row.municipality_id ?? nanoid()
	const isNamed = fullName(row) !== ''
	const founding = { id: municipalityId, name: given.municipality ?? '', timeZone, isDemo: false }
	const person = {
		id: row.person_id,
		municipalityId,
		familyName: isNamed ? row.family_name : (given.familyName ?? ''),
		givenName: isNamed ? row.given_name : (given.givenName ?? ''),
		patronymic: isNamed ? row.patronymic : (given.patronymic ?? ''),
		roles: [row.role]
	}
	const use = query
		.updateTable('invitations')
		.set({ accepted_at: at })
		.where('id', '=', row.id)
		.where('accepted_at', 'is', null)
	return registry.commitIf(use, [
		...(row.municipality_id === null ? [insertMunicipality(registry, founding, at)] : []),
		...insertPerson(registry, person, at)
	])
}

function makeInvitation(
	invited: Omit<NewInvitation, 'role'> & { role: InvitationRow['role'] },
	municipalityId: string | null,
	now: Date
): { row: InvitationRow; token: string } {
	const token = randomBytes(24).toString('base64url')
	const row: InvitationRow = {
		id: nanoid(),
		token_hash: hashOf(token),
		municipality_id: municipalityId,
		person_id: nanoid(),
		role: invited.role,
		family_name: invited.familyName,
		given_name: invited.givenName,
		patronymic: invited.patronymic,
		created_at: now.toISOString(),
		expires_at: new Date(now.getTime() + INVITATION_DAYS * 24 * 60 * 60 * 1000).toISOString(),
		accepted_at: null
	}
	return { row, token }
}

function toListing(row: InvitationRow): InvitationListing {
	return {
		id: row.id,
		personName: fullName(row),
		role: row.role,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		acceptedAt: row.accepted_at
	}
}

function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex')
}
