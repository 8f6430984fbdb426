import { enteredRequisites, noRequisites, type Requisites } from '#domain/papers/facts.ts'
import { MUNICIPALITY_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { call, type ApiFailure, type ApiResult } from '#lib/sync/api.ts'
import { createPasskey } from '#lib/sync/passkey.ts'
import { nameProblem } from '#lib/ui/format.ts'
import { lengthProblem } from '#lib/ui/fields/text-length.ts'
import type { InvitationPreview, ShippedRegulation } from '#protocol/api/program.ts'
import { failureText } from '../../forms/failure.ts'
import { passkeyProblem, passwordProblem } from '../../sign-in/ways.ts'

type Field = 'familyName' | 'givenName' | 'patronymic' | 'municipality' | 'login' | 'password'
type Filled = Readonly<Record<Field, string>>

interface Endings {
	onaccepted: () => Promise<void>
	/** Called when the invitation has been withdrawn or used meanwhile. */
	onvoid: () => void
}

/** The fields of an invited person, and the ways to accept with them. */
export class Acceptance {
	fields = $state({ login: '', password: '', familyName: '', givenName: '', patronymic: '', municipality: '' })
	/** Of a municipality that is yet to be founded. */
	timeZone = $state('')
	/** Empty: the preview has none. */
	regulationId = $state('')
	requisites = $state<Requisites>({ ...noRequisites })
	busy = $state<'password' | 'passkey' | 'oidc' | null>(null)
	failure = $state<string | null>(null)
	/** The server itself invites the first administrator, without a name. */
	readonly isFirst: boolean
	readonly needsMunicipality: boolean
	readonly regulations: readonly ShippedRegulation[]
	#tried = $state.raw<readonly Field[]>([])
	/** The field that the server refused, with the value sent. */
	#wrong = $state.raw<{ field: Field; text: string; of: string } | null>(null)
	#token: string
	#endings: Endings

	/** `timeZone`: offered to whoever founds the municipality. */
	constructor(token: string, preview: InvitationPreview, endings: Endings, timeZone: string) {
		this.#token = token
		this.#endings = endings
		this.isFirst = preview.personName === null
		this.needsMunicipality = this.isFirst && preview.municipality === null
		this.regulations = preview.regulations ?? []
		this.regulationId = this.regulations[0]?.id ?? ''
		this.timeZone = timeZone
	}

	errorOf(field: Field): string | null {
		if (this.#wrong?.field === field && this.#wrong.of === this.fields[field]) return this.#wrong.text
		return this.#tried.includes(field) ? this.#problemOf(field) : null
	}

	get authorityError(): string | null {
		const isMissing = this.#tried.length > 0 && enteredRequisites(this.requisites) === 'authority-missing'
		return isMissing ? m.papers_authority_missing() : null
	}

	async withPassword(): Promise<void> {
		await this.#accept('password', ['login', 'password', ...this.#founding()], (sent) =>
			call('POST /api/invitations/by-token/:token/accept', {
				token: this.#token,
				body: {
					...this.#given(sent),
					login: sent.login.trim(),
					password: sent.password
				}
			})
		)
	}

	async withPasskey(): Promise<void> {
		await this.#accept('passkey', this.#founding(), async (sent) => {
			const started = await call('POST /api/invitations/by-token/:token/passkey', { token: this.#token })
			if (!started.ok) return started
			const made = await createPasskey(started.value)
			if (made.type === 'answered') {
				return call('POST /api/invitations/by-token/:token/accept/passkey', {
					token: this.#token,
					body: { ...this.#given(sent), response: made.response }
				})
			}
			this.failure = passkeyProblem(made)
			return null
		})
	}

	async withOidc(): Promise<void> {
		this.busy = 'oidc'
		const sent = { ...this.fields }
		const started = await call('POST /api/invitations/by-token/:token/oidc', { token: this.#token })
		if (started.ok) return location.assign(started.value.url)
		this.#refused(started, sent)
		this.busy = null
	}

	/** `accept` resolves with null if it sent nothing to the server; `failure` says why. */
	async #accept(
		way: 'password' | 'passkey',
		needed: readonly Field[],
		accept: (sent: Filled) => Promise<ApiResult<unknown> | null>
	): Promise<void> {
		this.failure = this.#wrong = null
		this.#tried = needed
		if (needed.some((field) => this.#problemOf(field) !== null) || this.authorityError !== null) return
		this.busy = way
		const sent = { ...this.fields }
		const result = await accept(sent)
		if (result?.ok) await this.#endings.onaccepted()
		else if (result !== null) this.#refused(result, sent)
		this.busy = null
	}

	#refused({ code, field }: ApiFailure, sent: Filled): void {
		const refuse = (of: Field, text: string) => {
			this.#wrong = { field: of, text, of: sent[of] }
			if (sent[of] !== this.fields[of]) this.failure = m.refused_before_change()
		}
		if (field === 'login') refuse(field, code === 'conflict' ? m.home_login_taken() : m.home_login_invalid())
		else if (field === 'password') refuse(field, passwordProblem(sent.password))
		else if (field === 'passkey') this.failure = m.account_passkey_failed()
		else if (field === 'retryAfter') this.failure = m.home_sign_in_too_often()
		else if (field === 'oidc') this.failure = m.account_oidc_unreachable()
		else if (field !== undefined && field in sent) refuse(field as Field, m.home_field_missing())
		else if (code === 'conflict' || code === 'not_found') this.#endings.onvoid()
		else this.failure = failureText(code)
	}

	/** The field's problem in words; null: none. */
	#problemOf(field: Field): string | null {
		const text = this.fields[field]
		if (field === 'patronymic') return nameProblem(text, null)
		if (field === 'familyName' || field === 'givenName') return nameProblem(text, m.home_field_missing())
		if (text.trim() === '') return m.home_field_missing()
		return lengthProblem(text, field === 'municipality' ? MUNICIPALITY_LETTERS : undefined)
	}

	/** The further fields of a first administrator that are checked: their name, and the municipality's. */
	#founding(): Field[] {
		return [
			...(this.isFirst ? (['familyName', 'givenName', 'patronymic'] as const) : []),
			...(this.needsMunicipality ? (['municipality'] as const) : [])
		]
	}

	#given({ familyName, givenName, patronymic, municipality }: Filled) {
		const requisites = enteredRequisites($state.snapshot(this.requisites))
		return {
			...(this.isFirst && {
				familyName: familyName.trim(),
				givenName: givenName.trim(),
				patronymic: patronymic.trim()
			}),
			...(this.needsMunicipality && {
				municipality: municipality.trim(),
				timeZone: this.timeZone,
				...(this.regulationId !== '' && { regulationId: this.regulationId }),
				...(requisites !== null && requisites !== 'authority-missing' && { requisites })
			})
		}
	}
}

/** Why a link cannot be used, in words. Null: it can, or the server did not answer. */
export function invitationProblem(
	result: ApiResult<InvitationPreview>,
	now: Date
): { title: string; text: string } | null {
	const unknown = { title: m.home_invite_unknown_title(), text: m.home_invite_unknown_text() }
	const used = { title: m.home_invite_used_title(), text: m.home_invite_used_text() }
	const expired = { title: m.home_invite_expired_title(), text: m.home_invite_expired_text() }
	const closed = { title: m.home_invite_closed_title(), text: m.home_invite_closed_text() }
	if (result.ok) return Date.parse(result.value.expiresAt) <= now.getTime() ? expired : null
	switch (result.code) {
		case 'not_found':
		case 'invalid':
		case 'too_large':
			return unknown
		case 'conflict':
			if (result.field === 'municipality') return closed
			return result.field === 'expiresAt' ? expired : used
		case 'unauthorized':
			return expired
		case 'offline':
		case 'internal':
			return null
	}
}
