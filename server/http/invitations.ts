import { z } from 'zod'
import { canAdminister } from '#domain/access.ts'
import type { CreatedInvitation, InvitationListing, InvitationPreview } from '#protocol/api.ts'
import { newCredentials } from '../accounts/credentials.ts'
import {
	acceptInvitation,
	createInvitation,
	findInvitation,
	listInvitations,
	missingField,
	previewInvitation,
	withdrawInvitation
} from '../registry/invitations.ts'
import { standingOf } from '../registry/standing.ts'
import { readBody, refuse, type ApiContext } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { municipalityToInvite } from './own-municipality.ts'
import { requireSession } from './require-session.ts'
import { startSession } from './start-session.ts'

const MAX_NAME = 100
const name = z.string().trim().min(1).max(MAX_NAME)

const newInvitation = z.object({
	familyName: name,
	givenName: name,
	patronymic: z.string().trim().max(MAX_NAME).default(''),
	role: z.enum(['mentor', 'mentee', 'curator', 'head', 'region'])
})

const accept = newCredentials.extend({
	familyName: name.optional(),
	givenName: name.optional(),
	patronymic: z.string().trim().max(MAX_NAME).optional(),
	municipality: z.string().trim().min(1).max(200).optional(),
	timeZone: z.string().max(64).refine(isTimeZone).optional()
})

export function addInvitations(api: Api, parts: ApiParts): void {
	const { registry, accounts, now } = parts
	/** Tokens being accepted right now: hashing a password takes a while, and a link works once. */
	const accepting = new Set<string>()

	api.get('/invitations', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const invitations = await listInvitations(registry, municipalityId)
		return context.json<{ invitations: InvitationListing[] }>({ invitations })
	})

	api.post('/invitations', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newInvitation)
		if (!input.isValid) return input.refusal
		const isForRegion = input.value.role === 'region'
		if (isForRegion && !canAdminister(await standingOf(registry, context.get('personId')))) {
			return refuse(context, 'unauthorized', { status: 403 })
		}
		const { invitation, token } = await createInvitation(registry, municipalityId, input.value, now())
		return context.json<CreatedInvitation>({ invitation, link: invitationLink(originOf(context, parts), token) }, 201)
	})

	/** 204. 409: accepted already. */
	api.delete('/invitations/:id', requireSession(parts), async (context) => {
		const municipalityId = await municipalityToInvite(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		switch (await withdrawInvitation(registry, municipalityId, context.req.param('id'))) {
			case 'withdrawn':
				return context.body(null, 204)
			case 'accepted':
				return refuse(context, 'conflict')
			case 'unknown':
				return refuse(context, 'not_found')
		}
	})

	api.get('/invitations/by-token/:token', async (context) => {
		const found = await findInvitation(registry, context.req.param('token'), now())
		if (found.type !== 'open') return refuseClosed(context, found.type)
		return context.json<InvitationPreview>(await previewInvitation(registry, found.row))
	})

	/** 200 and signed in. 409 with field `login`: that login is taken. */
	api.post('/invitations/by-token/:token/accept', async (context) => {
		// Read first: a body takes as long as its sender likes, and the link may be used up meanwhile.
		const input = await readBody(context, accept)
		if (!input.isValid) return input.refusal
		const token = context.req.param('token')
		if (accepting.has(token)) return refuseClosed(context, 'accepted')
		accepting.add(token)
		try {
			const found = await findInvitation(registry, token, now())
			if (found.type !== 'open') return refuseClosed(context, found.type)
			const missing = missingField(found.row, input.value)
			if (missing !== null) return refuse(context, 'invalid', { field: missing })
			const { person_id: personId } = found.row
			// Left by a server that was killed between account and person: the link is open, so nobody owns it.
			if (await accounts.hasAccount(personId)) await accounts.removeAccount(personId)
			if (!(await accounts.createAccount(personId, input.value))) {
				return refuse(context, 'conflict', { field: 'login' })
			}
			const timeZone = input.value.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
			if (!acceptInvitation(registry, found.row, input.value, timeZone, now())) {
				await accounts.removeAccount(personId)
				return refuseClosed(context, 'unknown')
			}
			return await startSession(context, parts, personId, await accounts.openSession(personId))
		} finally {
			accepting.delete(token)
		}
	})
}

/** 404: forged, or void. 409: accepted already, or, with the field `expiresAt`, too late. */
function refuseClosed(context: ApiContext, type: 'unknown' | 'accepted' | 'expired'): Response {
	switch (type) {
		case 'unknown':
			return refuse(context, 'not_found')
		case 'accepted':
			return refuse(context, 'conflict')
		case 'expired':
			return refuse(context, 'conflict', { field: 'expiresAt' })
	}
}

/** `origin` without a slash at its end. */
export function invitationLink(origin: string, token: string): string {
	return `${origin}/invite/${token}`
}

function originOf(context: ApiContext, { origin }: ApiParts): string {
	return origin ?? new URL(context.req.url).origin
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name })
		return true
	} catch {
		// Intl says no by throwing.
		return false
	}
}
