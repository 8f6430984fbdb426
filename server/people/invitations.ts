/**
 * Invitations: a link and a short code that open one account, once, within two weeks. They create the person, or give a person of the
 * registry a way in. Only the link contains the token; the database keeps its SHA-256.
 */
import { nanoid } from 'nanoid'
import type { InvitedRole } from '#domain/access.ts'
import type { AcceptInvitation, InvitationListing, InvitationPreview, NewInvitation } from '#protocol/api/program.ts'
import type { Registry } from '../database/database.ts'
import {
	draftFirstInvitation,
	draftInvitation,
	drawToken,
	hashToken,
	type InvitationCodes,
	type InvitationRow,
	type Inviting,
	listingsOf
} from './invitation-rows.ts'
import { findMunicipality, insertMunicipality, storeRequisites } from './municipalities.ts'
import { fullName, insertPerson, toOrder } from './people.ts'
import { listShippedRegulations } from './regulations.ts'

/** An invitation that can be accepted now, or the reason why it cannot. */
export type FoundInvitation = { type: 'open'; row: InvitationRow } | ClosedInvitation
/** `closed`: the municipality is closed. */
export type ClosedInvitation = { type: 'accepted' | 'expired' | 'unknown' | 'closed' }

/** What the accepting person enters about themselves and the municipality, where the invitation does not say it. */
export type Given = Omit<AcceptInvitation, 'login' | 'password'>

/** The only place with the token and the code. */
export interface MadeInvitation {
	row: InvitationRow
	token: string
	code: string
}

export async function createInvitation(
	{ query }: Registry,
	codes: InvitationCodes,
	invited: NewInvitation,
	inviting: Inviting
): Promise<MadeInvitation> {
	const made = draftInvitation(codes, { ...invited, personId: null }, inviting)
	await query.insertInto('invitations').values(made.row).execute()
	return made
}

/**
 * Replaces the open invitation of a person who is not in the registry yet; the former one becomes void. Null, changing nothing: it
 * was accepted meanwhile, or is gone.
 */
export async function renewInvitation(
	registry: Registry,
	codes: InvitationCodes,
	{ id, ...invited }: NewInvitation & { id: string },
	inviting: Inviting
): Promise<MadeInvitation | null> {
	const made = draftInvitation(codes, { ...invited, personId: null }, inviting)
	const { query } = registry
	const former = query.deleteFrom('invitations').where('person_id', '=', id).where('accepted_at', 'is', null)
	const isMade = await registry.commitIf(former, [query.insertInto('invitations').values(made.row)])
	return isMade ? made : null
}

/** Resolves with the token of the first administrator's link; a former link becomes void. Null: there is an administrator. */
export async function inviteAdministrator(registry: Registry, now: Date): Promise<string | null> {
	const { query } = registry
	const existing = await query
		.selectFrom('assignments')
		.select('person_id')
		.where('role', '=', 'administrator')
		.executeTakeFirst()
	if (existing !== undefined) return null
	const { row, token } = draftFirstInvitation(now)
	await registry.commitTogether([
		query.deleteFrom('invitations').where('role', '=', 'administrator').where('accepted_at', 'is', null),
		query.insertInto('invitations').values(row)
	])
	return token
}

/** Newest first. */
export async function listInvitations(registry: Registry, municipalityId: string): Promise<InvitationListing[]> {
	const rows = await registry.query
		.selectFrom('invitations')
		.selectAll()
		.where('municipality_id', '=', municipalityId)
		.orderBy('created_at', 'desc')
		.execute()
	return listingsOf(registry, rows)
}

/** By the token of the link, or by the last token given for the code. */
export async function findInvitation(registry: Registry, token: string, now: Date): Promise<FoundInvitation> {
	const hash = hashToken(token)
	const row = await registry.query
		.selectFrom('invitations')
		.selectAll()
		.where((row) => row.or([row('token_hash', '=', hash), row('entry_hash', '=', hash)]))
		.executeTakeFirst()
	return found(registry, row, now)
}

export async function findInvitationById(registry: Registry, id: string, now: Date): Promise<FoundInvitation> {
	const row = await registry.query.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
	return found(registry, row, now)
}

/** A token for somebody who knows the code. The link's token stays valid; the former token of the code does not. */
export async function enterByCode(
	registry: Registry,
	codeHash: string,
	now: Date
): Promise<{ type: 'open'; token: string } | ClosedInvitation> {
	const { query } = registry
	const row = await query.selectFrom('invitations').selectAll().where('code_hash', '=', codeHash).executeTakeFirst()
	const invitation = await found(registry, row, now)
	if (invitation.type !== 'open') return invitation
	const token = drawToken()
	const entry = { entry_hash: hashToken(token) }
	await query.updateTable('invitations').set(entry).where('id', '=', invitation.row.id).execute()
	return { type: 'open', token }
}

export async function previewInvitation(registry: Registry, row: InvitationRow): Promise<InvitationPreview> {
	const municipality = row.municipality_id === null ? null : await findMunicipality(registry, row.municipality_id)
	return {
		personName: fullName(row) || null,
		role: row.role,
		municipality: municipality?.name ?? null,
		timeZone: municipality?.timeZone ?? null,
		regulations: row.municipality_id === null ? listShippedRegulations() : [],
		expiresAt: row.expires_at
	}
}

/** What the accepting person still has to enter; null: nothing. */
export function missingField(row: InvitationRow, given: Given): keyof Given | null {
	if (row.municipality_id === null && !given.municipality) return 'municipality'
	if (fullName(row) !== '') return null
	if (!given.familyName) return 'familyName'
	return given.givenName ? null : 'givenName'
}

/** The link opens nothing from now on. `may`: whether the asker may withdraw an invitation to this role. */
export async function withdrawInvitation(
	{ query }: Registry,
	municipalityId: string,
	id: string,
	may: (role: InvitedRole) => boolean
): Promise<'withdrawn' | 'accepted' | 'unknown' | 'forbidden'> {
	const own = query
		.selectFrom('invitations')
		.select('role')
		.where('id', '=', id)
		.where('municipality_id', '=', municipalityId)
	const role = (await own.executeTakeFirst())?.role
	if (role === undefined) return 'unknown'
	if (!may(role)) return 'forbidden'
	const { numDeletedRows } = await query
		.deleteFrom('invitations')
		.where('id', '=', id)
		.where('accepted_at', 'is', null)
		.executeTakeFirst()
	if (numDeletedRows > 0) return 'withdrawn'
	return (await own.executeTakeFirst()) === undefined ? 'unknown' : 'accepted'
}

/**
 * Creates the person with their role, unless the registry has them, and the municipality if there is none yet. The account with the
 * id `row.person_id` exists already. False, changing nothing: the invitation was withdrawn meanwhile, or the municipality is closed.
 */
export function acceptInvitation(
	registry: Registry,
	row: InvitationRow,
	given: Given,
	timeZone: string,
	now: Date
): Promise<boolean> {
	const { query } = registry
	const at = now.toISOString()
	const municipalityId = row.municipality_id ?? nanoid()
	const isNamed = fullName(row) !== ''
	const { municipality: name = '', regulationId, requisites } = given
	const founding = { id: municipalityId, name, timeZone, isDemo: false, ...(regulationId && { regulationId }) }
	const by = { personId: row.person_id, at }
	const isFounded = row.municipality_id === null
	const person = {
		id: row.person_id,
		municipalityId,
		familyName: isNamed ? row.family_name : (given.familyName ?? ''),
		givenName: isNamed ? row.given_name : (given.givenName ?? ''),
		patronymic: isNamed ? row.patronymic : (given.patronymic ?? ''),
		roles: [row.role],
		organisationId: row.organisation_id,
		order: toOrder(row),
		appointedBy: row.made_by
	}
	const use = query
		.updateTable('invitations')
		.set({ accepted_at: at })
		.where('id', '=', row.id)
		.where('accepted_at', 'is', null)
		.where(({ exists, not }) => not(exists(selectClosed(registry, municipalityId))))
	return registry.commitIf(use, [
		...(isFounded ? [insertMunicipality(registry, founding, at)] : []),
		...(row.is_for_known === 1 ? [] : insertPerson(registry, person, at)),
		...(isFounded && requisites ? [storeRequisites(registry, municipalityId, requisites, by)] : [])
	])
}

async function found(registry: Registry, row: InvitationRow | undefined, now: Date): Promise<FoundInvitation> {
	if (row === undefined) return { type: 'unknown' }
	if (row.accepted_at !== null) return { type: 'accepted' }
	if (row.expires_at <= now.toISOString()) return { type: 'expired' }
	const isClosed = (await selectClosed(registry, row.municipality_id).executeTakeFirst()) !== undefined
	return isClosed ? { type: 'closed' } : { type: 'open', row }
}

function selectClosed({ query }: Registry, municipalityId: string | null) {
	return query
		.selectFrom('municipalities')
		.select('municipalities.id')
		.where('municipalities.id', '=', municipalityId ?? '')
		.where('closed_at', 'is not', null)
}
