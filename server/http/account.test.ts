/** The person's own ways in and devices, against the real server: passwords, passkeys, sessions. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { OwnAccount } from '#protocol/api/account.ts'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import { createAuthenticator, type Authenticator, type Lie } from '../../tests/support/authenticator.ts'
import { ageSignIns } from '../../tests/support/sign-in-age.ts'
import { openTown, type Town } from '../../tests/support/town.ts'
import { createVisitor, OFFICE, type Visitor } from '../../tests/support/visitor.ts'

let town: Town
let zina: Visitor
beforeEach(async () => {
	town = await openTown()
	zina = createVisitor(town.server.address)
	const { token } = await invite()
	expect((await zina.send('POST', `/api/invitations/by-token/${token}/accept`, account)).status).toBe(200)
})
afterEach(() => town.stop())

const account = { login: 'zina', password: 'три старых трамвая' }
const another = 'новые синие ставни'

async function invite(): Promise<{ token: string }> {
	const invited = { familyName: 'Зимина', givenName: 'Зинаида', role: 'mentor' }
	const { link } = (await (await town.post('elena', '/api/invitations', invited)).json()) as CreatedInvitation
	return { token: link.split('/').at(-1) ?? '' }
}

async function own(visitor = zina): Promise<OwnAccount> {
	return (await (await visitor.send('GET', '/api/account')).json()) as OwnAccount
}

async function signIn(password: string, userAgent?: string): Promise<Visitor> {
	const visitor = createVisitor(town.server.address, userAgent === undefined ? {} : { userAgent })
	const answer = await visitor.send('POST', '/api/sign-in', { login: account.login, password })
	expect(answer.status).toBe(200)
	return visitor
}

async function statusOf(visitor: Visitor): Promise<number> {
	return (await visitor.send('GET', '/api/me')).status
}

describe('the devices one has signed in on', () => {
	it('are told by their kind, this one apart, and no more is kept of them', async () => {
		const office = await signIn(account.password, OFFICE)
		const { sessions } = await own(office)
		expect(sessions.map(({ device, isThisDevice }) => ({ ...device, isThisDevice }))).toEqual([
			{ system: 'windows', browser: 'firefox', isThisDevice: true },
			{ system: 'android', browser: 'chrome', isThisDevice: false }
		])
		expect(JSON.stringify(sessions)).not.toMatch(/140|Gecko|10\.7\./)
	})

	it('are signed out one by one, which they learn at once when they are connected', async () => {
		const office = await signIn(account.password, OFFICE)
		const socket = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/plan:program-1?v=1`, {
			headers: { cookie: office.cookies() }
		})
		const closed = new Promise((resolve) => socket.on('close', resolve))
		const { sessions } = await own()
		const there = sessions.find(({ isThisDevice }) => !isThisDevice)?.id
		expect((await zina.send('DELETE', `/api/account/sessions/${there}`)).status).toBe(204)
		await closed
		expect([await statusOf(office), await statusOf(zina)]).toEqual([401, 200])
		expect((await zina.send('DELETE', `/api/account/sessions/${there}`)).status).toBe(404)
	})

	it('are all signed out but this one', async () => {
		const others = [await signIn(account.password), await signIn(account.password)]
		expect((await zina.send('POST', '/api/account/sessions/end-others')).status).toBe(204)
		expect(await Promise.all([...others, zina].map(statusOf))).toEqual([401, 401, 200])
		expect((await own()).sessions).toHaveLength(1)
	})

	it('are nobody else’s business', async () => {
		const [mine] = (await own()).sessions
		const oleg = createVisitor(town.server.address, { cookie: town.cookieOf('oleg') })
		expect((await oleg.send('DELETE', `/api/account/sessions/${mine?.id}`)).status).toBe(404)
		expect(await statusOf(zina)).toBe(200)
	})
})

describe('changing the password', () => {
	const change = (present: string, password: string, visitor = zina) =>
		visitor.send('POST', '/api/account/password', { present, password })

	it('asks the present one, ends the other sessions and the calendar’s address, and gives this one anew', async () => {
		const office = await signIn(account.password)
		const before = zina.cookies()
		const { token } = (await (await zina.send('POST', '/api/account/calendar', {})).json()) as { token: string }
		expect((await change('не тот пароль', another)).status).toBe(403)
		expect((await change(account.password, another)).status).toBe(204)
		expect(zina.cookies()).not.toBe(before)
		expect([await statusOf(zina), await statusOf(office)]).toEqual([200, 401])
		expect(await statusOf(createVisitor(town.server.address, { cookie: before }))).toBe(401)
		expect((await town.get('stranger', `/api/calendars/${token}`)).status).toBe(404)
		expect((await town.post('stranger', '/api/sign-in', account)).status).toBe(401)
		await signIn(another)
	})

	it.each([
		['a short one', 'девять бук'.slice(1)],
		['one that is tried first', 'пароль2026'],
		['one’s own name', 'Зинаида1979'],
		['one’s own login', 'zina_1979_19']
	])('refuses %s', async (_what, password) => {
		const answer = await change(account.password, password)
		expect(answer.status).toBe(400)
		expect(await answer.json()).toEqual({ error: { code: 'invalid', field: 'password' } })
	})

	it('lets whoever found the phone guess ten times', async () => {
		const statuses: number[] = []
		for (let guess = 0; guess < 11; guess++) statuses.push((await change(`догадка ${guess} раз`, another)).status)
		expect(statuses).toEqual([...Array<number>(10).fill(403), 429])
	})
})

describe('a passkey', () => {
	const here = () => new URL(town.server.address).origin

	async function add(authenticator: Authenticator, visitor = zina, lie?: Lie): Promise<number> {
		const started = await visitor.send('POST', '/api/account/passkeys/options', {})
		expect(started.status).toBe(200)
		const response = authenticator.create((await started.json()) as object, here(), lie)
		return (await visitor.send('POST', '/api/account/passkeys', { response })).status
	}

	async function use(
		authenticator: Authenticator,
		lie?: Lie
	): Promise<{ status: number; visitor: Visitor; response: object }> {
		const visitor = createVisitor(town.server.address)
		const options = (await (await visitor.send('POST', '/api/sign-in/passkey/options', {})).json()) as object
		const response = authenticator.get(options, here(), lie)
		const { status } = await visitor.send('POST', '/api/sign-in/passkey', { response })
		return { status, visitor, response }
	}

	it('is added, opens the account on any device that has it, and is removed', async () => {
		const phone = createAuthenticator()
		expect(await add(phone)).toBe(204)
		const [passkey] = (await own()).passkeys ?? []
		expect(passkey).toMatchObject({ device: { system: 'android', browser: 'chrome' } })
		const { status, visitor } = await use(phone)
		expect(status).toBe(200)
		expect((await own(visitor)).login).toBe('zina')
		expect((await zina.send('DELETE', `/api/account/passkeys/${passkey?.id}`)).status).toBe(204)
		expect((await use(phone)).status).toBe(401)
	})

	it('is asked for without naming anybody: the phone knows whose it is', async () => {
		await add(createAuthenticator())
		const options = await (
			await createVisitor(town.server.address).send('POST', '/api/sign-in/passkey/options', {})
		).json()
		expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
		expect(options).not.toHaveProperty('allowCredentials')
	})

	it.each<[string, Lie]>([
		['for another site', { origin: 'https://tandem.example.evil.example' }],
		['to an older question', { challenge: Buffer.from('an older question').toString('base64url') }],
		['without a finger or a PIN', { isUnverified: true }]
	])('made or used %s is refused', async (_what, lie) => {
		expect(await add(createAuthenticator(), zina, lie)).toBe(400)
		expect((await own()).passkeys).toEqual([])
		const phone = createAuthenticator()
		await add(phone)
		expect((await use(phone, lie)).status).toBe(401)
	})

	it('answers a question once', async () => {
		const phone = createAuthenticator()
		await add(phone)
		const { visitor, response } = await use(phone)
		expect((await visitor.send('POST', '/api/sign-in/passkey', { response })).status).toBe(401)
		expect((await use(createAuthenticator())).status).toBe(401)
	})

	it('that was begun for one person is not kept for another who signs in at that browser meanwhile', async () => {
		const options = (await (await zina.send('POST', '/api/account/passkeys/options', {})).json()) as object
		const challenge =
			zina
				.cookies()
				.split('; ')
				.find((cookie) => cookie.includes('passkey')) ?? ''
		const oleg = createVisitor(town.server.address, { cookie: challenge })
		const [name, value] = town.cookieOf('oleg').split(/=(.*)/s)
		const both = createVisitor(town.server.address, { cookie: `${name}=${value}; ${oleg.cookies()}` })
		const response = createAuthenticator().create(options, here())
		expect((await both.send('POST', '/api/account/passkeys', { response })).status).toBe(400)
		expect([(await own()).passkeys, (await own(both)).passkeys]).toEqual([[], []])
	})

	describe('that is all there is', () => {
		let phone: Authenticator
		let nina: Visitor
		beforeEach(async () => {
			phone = createAuthenticator()
			nina = createVisitor(town.server.address)
			const { token } = await invite()
			const path = `/api/invitations/by-token/${token}`
			const options = (await (await nina.send('POST', `${path}/passkey`, {})).json()) as object
			const response = phone.create(options, here())
			expect((await nina.send('POST', `${path}/accept/passkey`, { response })).status).toBe(200)
		})

		it('opens the account the invitation made, and cannot be removed', async () => {
			expect((await use(phone)).status).toBe(200)
			const { login, passkeys } = await own(nina)
			expect(login).toBeNull()
			expect((await nina.send('DELETE', `/api/account/passkeys/${passkeys?.[0]?.id}`)).status).toBe(409)
			expect((await use(phone)).status).toBe(200)
		})

		it('can go once there is a password, which needs a login nobody has', async () => {
			const put = (login: string) => nina.send('PUT', '/api/account/password', { login, password: another })
			const taken = await put('ZINA')
			expect(taken.status).toBe(409)
			expect(await taken.json()).toEqual({ error: { code: 'conflict', field: 'login' } })
			expect((await put('nina')).status).toBe(204)
			expect((await put('nina2')).status).toBe(409)
			const { login, passkeys } = await own(nina)
			expect(login).toBe('nina')
			expect((await nina.send('DELETE', `/api/account/passkeys/${passkeys?.[0]?.id}`)).status).toBe(204)
			expect((await use(phone)).status).toBe(401)
		})

		it('but one: of two removed at the same moment, one stays', async () => {
			expect(await add(createAuthenticator(), nina)).toBe(204)
			const ids = ((await own(nina)).passkeys ?? []).map(({ id }) => id)
			const answers = await Promise.all(ids.map((id) => nina.send('DELETE', `/api/account/passkeys/${id}`)))
			expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
			expect((await own(nina)).passkeys).toHaveLength(1)
		})
	})
})

describe('another way in', () => {
	const additions = [
		['a passkey', 'POST', '/api/account/passkeys/options', {}],
		['the passkey that was asked for before', 'POST', '/api/account/passkeys', { response: {} }],
		['a first password', 'PUT', '/api/account/password', { login: 'finder', password: another }],
		['an identity', 'POST', '/api/account/oidc', {}]
	] as const

	it.each(additions)('%s is not for whoever finds the phone unlocked', async (_what, method, path, body) => {
		ageSignIns(town.config.dataDirectory, 16)
		const answer = await zina.send(method, path, body)
		expect(answer.status).toBe(403)
		expect(await answer.json()).toEqual({ error: { code: 'unauthorized', field: 'signIn' } })
		expect(await own()).toMatchObject({ login: 'zina', passkeys: [] })
	})

	it('is for who signs in again there; signing in elsewhere does not count here', async () => {
		ageSignIns(town.config.dataDirectory, 16)
		await signIn(account.password)
		expect((await zina.send('POST', '/api/account/passkeys/options', {})).status).toBe(403)
		expect((await zina.send('POST', '/api/sign-in', account)).status).toBe(200)
		expect((await zina.send('POST', '/api/account/passkeys/options', {})).status).toBe(200)
		expect((await own()).sessions).toHaveLength(2)
		ageSignIns(town.config.dataDirectory, 14)
		expect((await zina.send('POST', '/api/account/passkeys/options', {})).status).toBe(200)
	})
})
