/**
 * The way through the region's own identity system and back, for three purposes: to sign in, to accept an invitation, or to bind the
 * identity to the own account.
 */
import { z } from 'zod'
import type { OidcEnding, OidcStart } from '#protocol/api/account.ts'
import { oidcAnswer, type OidcPurpose } from '../people/accounts/oidc.ts'
import { findInvitationById } from '../people/invitations.ts'
import { answerRemoval } from './account.ts'
import type { Accept } from './invited.ts'
import { type ApiContext, type ApiOptions, addCookies, readQuery, refuse, Refusal } from './serve/answers.ts'
import type { Serve, Reply } from './serve/endpoint.ts'
import { limitBeginnings } from './serve/guards.ts'
import { takeSession } from './sign-in.ts'

// A provider may send more than we need.
const answer = z.looseObject(oidcAnswer.shape)

export function addOidc(serve: Serve, options: ApiOptions, acceptBy: Accept): void {
	const { registry, accounts, now } = options
	const waitToBegin = limitBeginnings(options)

	/** 404: no identity system is configured. 409: it cannot be reached. */
	serve('POST /api/sign-in/oidc', { isPublic: true, wait: waitToBegin }, ({ context }) =>
		start(context, { type: 'sign-in' })
	)

	/** Binds an identity to the account of the signed-in person; refuses as above. */
	serve('POST /api/account/oidc', { isRecent: true, wait: waitToBegin }, ({ context, askerId: personId }) =>
		start(context, { type: 'bind', personId })
	)

	/** 204. 409: it is the last way in. 404: no identity is bound. */
	serve('DELETE /api/account/oidc', {}, async ({ askerId }) => answerRemoval(await accounts.unbind(askerId)))

	/** The browser itself opens this address, so every outcome leads to a screen. */
	serve('GET /api/sign-in/oidc/return', { isPublic: true }, async ({ context }) => {
		const input = readQuery(context, answer)
		if (input instanceof Refusal || accounts.oidc === null) return leadOn(context, '/sign-in', 'failed')
		const outcome = await accounts.oidc.finish(input, context.req.raw.headers)
		if (outcome.type === 'refused') return leadOn(context, '/sign-in', 'failed')
		if (outcome.type === 'declined') {
			return leadOn(context, outcome.purpose.type === 'bind' ? '/settings/access' : '/sign-in', 'declined')
		}
		const { subject, purpose } = outcome
		switch (purpose.type) {
			case 'sign-in':
				return signIn(context, await accounts.findBound(subject))
			case 'bind':
				return bind(context, subject, purpose.personId)
			case 'invitation':
				return accept(context, subject, purpose.invitationId)
		}
	})

	async function start(context: ApiContext, purpose: OidcPurpose): Promise<Reply<OidcStart>> {
		if (accounts.oidc === null) return refuse('not_found')
		const started = await accounts.oidc.start(purpose)
		if (started === null) return refuse('conflict')
		addCookies(context, started.cookies)
		return { url: started.url }
	}

	async function signIn(context: ApiContext, personId: string | null): Promise<Response> {
		if (personId === null) return leadOn(context, '/sign-in', 'unknown')
		const cookies = await accounts.openSession(personId, context.req.raw.headers)
		return leadOn(context, '/sign-in', (await takeSession(context, options, cookies)) ? 'entered' : 'closed')
	}

	/** Somebody else may have signed in at this browser meanwhile: the identity must not be bound to their account. */
	async function bind(context: ApiContext, subject: string, personId: string): Promise<Response> {
		if ((await accounts.findSession(context.req.raw.headers)) !== personId) return leadOn(context, '/sign-in', 'failed')
		return leadOn(context, '/settings/access', (await accounts.bind(personId, subject)) ? 'bound' : 'taken')
	}

	async function accept(context: ApiContext, subject: string, invitationId: string): Promise<Response> {
		const found = await findInvitationById(registry, invitationId, now())
		if (found.type !== 'open') return leadOn(context, '/sign-in', found.type === 'closed' ? 'closed' : 'void')
		// An invitation does not make a second person of somebody who has an account; the screen says so.
		if ((await accounts.findBound(subject)) !== null) return leadOn(context, '/sign-in', 'taken')
		const accepted = await acceptBy(found.row, {}, { type: 'identity', subject })
		if (accepted.type === 'made') return signIn(context, accepted.personId)
		return leadOn(context, '/sign-in', accepted.type === 'refused' ? 'taken' : 'void')
	}
}

function leadOn(context: ApiContext, screen: '/sign-in' | '/settings/access', ending: OidcEnding): Response {
	return context.redirect(`${screen}?oidc=${ending}`, 303)
}
