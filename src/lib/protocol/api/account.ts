/** The part of the JSON API by which people get in, and look after their own ways in. */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { AcceptInvitation, CreatedInvitation, Page, Person } from './program.ts'

/** GET /api/sign-in/ways: beside login and password, which are always there. */
export interface SignInWays {
	/** Whether browsers keep passkeys for this address. */
	passkey: boolean
	/** The region's own identity system, by the words of its button. */
	oidc: { label: string } | null
}

/** Answer to POST /api/sign-in, /api/sign-in/passkey, …/accept: who is signed in by it. The browser's session before has ended. */
export interface StartedSession {
	person: string
}

/** Answer to POST /api/sign-in/passkey/options, …/account/passkeys/options, …/by-token/:token/passkey: for WebAuthn, as it writes them in JSON. */
export type PasskeyOptions = object

/** POST /api/sign-in/passkey, /api/account/passkeys: what the browser answered, as WebAuthn writes it in JSON. */
export interface PasskeyAnswer {
	response: object
}

/** POST /api/sign-in/oidc, …/account/oidc, …/by-token/:token/oidc: where to send the browser. */
export interface OidcStart {
	url: string
}

/**
 * How the way through the provider ended, as `?oidc=` on the address it comes back to: /sign-in, or /settings/access for one's own.
 * `entered`: there is a session now. `unknown`: nobody here has this identity.
 */
export type OidcEnding = 'entered' | 'unknown' | 'declined' | 'failed' | 'taken' | 'void' | 'closed' | 'bound'

/** POST /api/invitations/by-code → the token of the invitation's address. 404: no such code. 429: too many wrong ones. */
export interface InvitationCode {
	code: string
}
export interface InvitationToken {
	token: string
}

/** POST /api/invitations/by-token/:token/accept/passkey: a passkey in place of login and password. */
export type AcceptWithPasskey = Omit<AcceptInvitation, 'login' | 'password'> & PasskeyAnswer

/**
 * POST /api/invitations/for-people: invitations for people who are in the registry. With `reset` what opened their accounts
 * until now ends first: passwords, passkeys, identities, sessions; it is recorded who did it.
 */
export interface InvitePeople {
	/** At most 100. */
	personIds: string[]
	reset: boolean
}
export interface InvitedPeople {
	created: CreatedInvitation[]
	/** `unknown`: not of this municipality. `forbidden`: may do as much as you, or more. `hasAccount`: gets in already; `reset` would end that. */
	refused: { personId: string; why: 'unknown' | 'forbidden' | 'hasAccount' }[]
}

/** What a browser calls itself, in its kind. */
export interface DeviceKind {
	system: 'android' | 'ios' | 'windows' | 'macos' | 'linux' | 'other'
	browser: 'yandex' | 'chrome' | 'safari' | 'firefox' | 'edge' | 'opera' | 'samsung' | 'other'
}

/**
 * GET /api/account: the ways in of the person who asks. Times are ISO instants.
 * What adds one (PUT /api/account/password, POST /api/account/passkeys, /api/account/oidc) answers 403 with the field `signIn` when the person
 * signed in more than 15 minutes ago: signing in again, in the same browser, is the proof that it is still them.
 * DELETE /api/account/passkeys/:id, /api/account/oidc: 409: it is the last way in.
 * DELETE /api/account/sessions/:id signs that device out; POST /api/account/sessions/end-others: all but this one.
 */
export interface OwnAccount {
	/** Null: no password opens the account. */
	login: string | null
	/** Null: browsers keep none for this address. */
	passkeys: { id: string; device: DeviceKind; createdAt: string }[] | null
	/** Null: there is no identity system. */
	oidc: { label: string; isBound: boolean } | null
	/** Last used first. `usedAt` is exact to the day. */
	sessions: { id: string; device: DeviceKind; signedInAt: string; usedAt: string; isThisDevice: boolean }[]
	/** Who made a new way in for the person, the last time, `by` null: whoever runs the server; null: nobody has. */
	lastReset: { at: string; by: string | null } | null
}

/**
 * POST /api/account/password: ends all other sessions. 401 with the field `present`: another password is the present one.
 * PUT /api/account/password: the first one, with a login; 409 with the field `login`: it is taken.
 */
export interface ChangePassword {
	present: string
	password: string
}
export interface AddPassword {
	login: string
	password: string
}

/** GET /api/access?q=&state=none|invited|open&page=1: who of the municipality gets in or is invited to, by family name, 100 a page; for those who invite. */
export interface AccessPage extends Page<AccessListing> {
	/** Of all: those without a way in and without an invitation that would be one, whom the asking person may make one. */
	uninvited: number
}
export interface AccessListing {
	/** With the id they will have, as long as they are nobody but who is invited by a link. */
	person: Person
	roles: (ProgramRole | StaffRole)[]
	/** `open`: gets in. `invited`: has an invitation that waits. */
	state: 'none' | 'invited' | 'open'
	/** Whether the asking person may make them a way in, ending those they have. */
	canReset: boolean
}
