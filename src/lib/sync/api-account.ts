/**
 * Typed fetch over the endpoints of #protocol/api/account.ts, and over those of invitations in
 * #protocol/api/program.ts: how a person signs in, and their own ways to sign in.
 */
import type {
	AcceptWithPasskey,
	AccessListing,
	AccessPage,
	AddPassword,
	ChangePassword,
	InvitationToken,
	InvitedPeople,
	InvitePeople,
	OidcStart,
	OwnAccount,
	PasskeyAnswer,
	PasskeyOptions,
	SignInWays,
	StartedSession
} from '#protocol/api/account.ts'
import type {
	AcceptInvitation,
	CreatedInvitation,
	InvitationListing,
	InvitationPreview,
	NewInvitation
} from '#protocol/api/program.ts'
import { get, post, put, queryString, remove } from './api.ts'

export interface AccessQuery {
	q?: string | undefined
	state?: AccessListing['state'] | undefined
	page?: number | undefined
}

const invitation = (token: string) => `/api/invitations/by-token/${encodeURIComponent(token)}`

export const accountApi = {
	signInWays: () => get<SignInWays>('/api/sign-in/ways'),
	startPasskeySignIn: () => post<PasskeyOptions>('/api/sign-in/passkey/options', {}),
	finishPasskeySignIn: (body: PasskeyAnswer) => post<StartedSession>('/api/sign-in/passkey', body),
	startOidcSignIn: () => post<OidcStart>('/api/sign-in/oidc', {}),
	invitations: () => get<{ invitations: InvitationListing[] }>('/api/invitations'),
	invite: (body: NewInvitation) => post<CreatedInvitation>('/api/invitations', body),
	withdrawInvitation: (id: string) => remove<unknown>(`/api/invitations/${encodeURIComponent(id)}`),
	invitation: (token: string) => get<InvitationPreview>(invitation(token)),
	acceptInvitation: (token: string, body: AcceptInvitation) => post<unknown>(`${invitation(token)}/accept`, body),
	enterCode: (code: string) => post<InvitationToken>('/api/invitations/by-code', { code }),
	startInvitedPasskey: (token: string) => post<PasskeyOptions>(`${invitation(token)}/passkey`, {}),
	acceptWithPasskey: (token: string, body: AcceptWithPasskey) =>
		post<unknown>(`${invitation(token)}/accept/passkey`, body),
	startInvitedOidc: (token: string) => post<OidcStart>(`${invitation(token)}/oidc`, {}),
	/** The answer contains links and codes. The server does not give them a second time. */
	invitePeople: (body: InvitePeople) => post<InvitedPeople>('/api/invitations/for-people', body),
	access: (query: AccessQuery) => get<AccessPage>(`/api/access${queryString(query)}`),
	own: () => get<OwnAccount>('/api/account'),
	changePassword: (body: ChangePassword) => post<unknown>('/api/account/password', body),
	addPassword: (body: AddPassword) => put<unknown>('/api/account/password', body),
	startPasskey: () => post<PasskeyOptions>('/api/account/passkeys/options', {}),
	addPasskey: (body: PasskeyAnswer) => post<unknown>('/api/account/passkeys', body),
	removePasskey: (id: string) => remove<unknown>(`/api/account/passkeys/${encodeURIComponent(id)}`),
	startBinding: () => post<OidcStart>('/api/account/oidc', {}),
	unbind: () => remove<unknown>('/api/account/oidc'),
	endSession: (id: string) => remove<unknown>(`/api/account/sessions/${encodeURIComponent(id)}`),
	endOtherSessions: () => post<unknown>('/api/account/sessions/end-others', {})
}
