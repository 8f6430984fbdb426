/** The JSON API of signing in, and of a person's own ways to sign in. Types only. */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type {
	AcceptInvitation,
	CreatedInvitation,
	DemoSignIn,
	InvitationListing,
	InvitationPreview,
	NewInvitation,
	Page,
	Person,
	SignIn,
	SignOut
} from './program.ts'

/** GET /api/sign-in/ways: the ways besides login and password, which always exist. */
export interface SignInWays {
	/** Whether browsers keep passkeys for this address. */
	passkey: boolean
	/** The region's own identity system, with the text of its button. */
	oidc: { label: string } | null
}

/** Answer to POST /api/sign-in, /api/sign-in/passkey, …/accept: who is signed in now. The browser's previous session has ended. */
export interface StartedSession {
	person: string
}

/** Answer to POST /api/sign-in/passkey/options, …/account/passkeys/options, …/by-token/:token/passkey: WebAuthn's JSON form. */
export type PasskeyOptions = object

/** POST /api/sign-in/passkey, /api/account/passkeys: the browser's answer, in WebAuthn's JSON form. */
export interface PasskeyAnswer {
	response: object
}

/** POST /api/sign-in/oidc, …/account/oidc, …/by-token/:token/oidc: the address to send the browser to. */
export interface OidcStart {
	url: string
}

/**
 * How the sign-in at the provider ended. It is `?oidc=` in the address to which the browser returns: /sign-in, or /settings/access
 * when a person binds their own identity. `entered`: there is a session now. `unknown`: nobody here has this identity.
 */
export type OidcEnding = 'entered' | 'unknown' | 'declined' | 'failed' | 'taken' | 'void' | 'closed' | 'bound'

/** POST /api/invitations/by-code → the token of the invitation's address. 404: no such code. 429: too many wrong codes. */
export interface InvitationCode {
	code: string
}
export interface InvitationToken {
	token: string
}

/** POST /api/invitations/by-token/:token/accept/passkey: a passkey instead of login and password. */
export type AcceptWithPasskey = Omit<AcceptInvitation, 'login' | 'password'> & PasskeyAnswer

/**
 * POST /api/invitations/for-people: invitations for people who are in the registry. With `reset`, their present ways in end first:
 * passwords, passkeys, identities, sessions. The server records who did it.
 */
export interface InvitePeople {
	/** At most 100. */
	personIds: string[]
	reset: boolean
}
export interface InvitedPeople {
	created: CreatedInvitation[]
	/** `unknown`: not of this municipality. `forbidden`: has as many rights as you, or more. `hasAccount`: needs `reset`. */
	refused: { personId: string; why: 'unknown' | 'forbidden' | 'hasAccount' }[]
}

/** Read from what the browser calls itself. */
export interface DeviceKind {
	system: 'android' | 'ios' | 'windows' | 'macos' | 'linux' | 'other'
	browser: 'yandex' | 'chrome' | 'safari' | 'firefox' | 'edge' | 'opera' | 'samsung' | 'other'
}

/**
 * GET /api/account: the ways in of the asking person. Times are ISO instants.
 * A request that adds one (PUT /api/account/password, POST /api/account/passkeys, /api/account/oidc) is answered 403 with the field
 * `signIn` if the person signed in more than 15 minutes ago: a new sign-in in the same browser proves that it is still them.
 * DELETE /api/account/passkeys/:id, /api/account/oidc: 409: it is the last way in.
 * DELETE /api/account/sessions/:id signs that device out; POST /api/account/sessions/end-others signs out all others.
 */
export interface OwnAccount {
	/** Null: the account has no password. */
	login: string | null
	/** Null: browsers keep no passkeys for this address. */
	passkeys: { id: string; device: DeviceKind; createdAt: string }[] | null
	/** Null: there is no identity system. */
	oidc: { label: string; isBound: boolean } | null
	/** Last used first. `usedAt` is exact to the day. */
	sessions: { id: string; device: DeviceKind; signedInAt: string; usedAt: string; isThisDevice: boolean }[]
	/** Who last made a new way in for the person; `by` null: the operator of the server. Null: nobody did. */
	lastReset: { at: string; by: string | null } | null
}

/**
 * POST /api/account/password: ends all other sessions. 401 with the field `present`: the present password is wrong.
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

/** GET /api/access?q=&state=none|invited|open&page=1, for inviters: the municipality's people and its invited ones, by family name, 100 a page. */
export interface AccessPage extends Page<AccessListing> {
	/** Whatever the filters: how many have neither a way in nor an open invitation, and may be invited by the asking person. */
	uninvited: number
}
export interface AccessListing {
	/** Has the future id if the person exists only as an invitation so far. */
	person: Person
	roles: (ProgramRole | StaffRole)[]
	/** `open`: can sign in. `invited`: has an open invitation. */
	state: 'none' | 'invited' | 'open'
	/** Whether the asking person may end their ways in and make a new one. */
	canReset: boolean
}

export interface AccessQuery {
	q?: string | undefined
	state?: AccessListing['state'] | undefined
	page?: number | undefined
}

/**
 * The address at which a calendar outside reads the times and places of the person's meetings (domain.md L4). POST /api/account/calendar
 * makes it and ends the one before; its token is told only then. DELETE revokes it.
 */
export interface CalendarAddress {
	/** ISO instant; null: there is none. */
	since: string | null
}

export interface AccountEndpoints {
	'GET /api/sign-in/ways': { answer: SignInWays }
	'POST /api/sign-in': { body: SignIn; answer: StartedSession }
	'POST /api/sign-in/passkey/options': { answer: PasskeyOptions }
	'POST /api/sign-in/passkey': { body: PasskeyAnswer; answer: StartedSession }
	'POST /api/sign-in/oidc': { answer: OidcStart }
	'POST /api/demo/sign-in': { body: DemoSignIn; answer: StartedSession }
	/** The browser itself opens it, and is led on to a screen. */
	'GET /api/sign-in/oidc/return': { answer: never }
	'POST /api/sign-out': { body: SignOut }
	'GET /api/account': { answer: OwnAccount }
	'POST /api/account/password': { body: ChangePassword }
	'PUT /api/account/password': { body: AddPassword }
	'POST /api/account/passkeys/options': { answer: PasskeyOptions }
	'POST /api/account/passkeys': { body: PasskeyAnswer }
	'DELETE /api/account/passkeys/:id': object
	'POST /api/account/oidc': { answer: OidcStart }
	'DELETE /api/account/oidc': object
	'DELETE /api/account/sessions/:id': object
	'POST /api/account/sessions/end-others': object
	'GET /api/account/calendar': { answer: CalendarAddress }
	'POST /api/account/calendar': { answer: { token: string } }
	'DELETE /api/account/calendar': object
	/** An iCalendar file, to whoever has the token. 404: it is revoked, or never was. */
	'GET /api/calendars/:token': { answer: never }
	'GET /api/access': { query: AccessQuery; answer: AccessPage }
	'GET /api/invitations': { answer: { invitations: InvitationListing[] } }
	'POST /api/invitations': { body: NewInvitation; answer: CreatedInvitation }
	'POST /api/invitations/for-people': { body: InvitePeople; answer: InvitedPeople }
	'DELETE /api/invitations/:id': object
	'POST /api/invitations/by-code': { body: InvitationCode; answer: InvitationToken }
	'GET /api/invitations/by-token/:token': { answer: InvitationPreview }
	'POST /api/invitations/by-token/:token/passkey': { answer: PasskeyOptions }
	'POST /api/invitations/by-token/:token/oidc': { answer: OidcStart }
	'POST /api/invitations/by-token/:token/accept': { body: AcceptInvitation; answer: StartedSession }
	'POST /api/invitations/by-token/:token/accept/passkey': { body: AcceptWithPasskey; answer: StartedSession }
}
