/** The way through a region's identity system and back, against a real one on loopback. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InvitedPeople, OwnAccount, SignInWays } from '#protocol/api/account.ts'
import type { CreatedInvitation, Me } from '#protocol/api/program.ts'
import { freePort } from '../../tests/support/free-port.ts'
import { CLIENT, startOidcProvider, type OidcProvider } from '../../tests/support/oidc-provider.ts'
import { openTown, townFoundedAt, type Town } from '../../tests/support/town.ts'
import { createVisitor, type Visitor } from '../../tests/support/visitor.ts'

let provider: OidcProvider
let town: Town
beforeEach(async () => {
	provider = await startOidcProvider()
	town = await openTownWith({ TANDEM_OIDC_ISSUER: provider.issuer })
})
afterEach(async () => {
	await town.stop()
	await provider.close()
})

async function openTownWith(env: Record<string, string>): Promise<Town> {
	const port = String(await freePort())
	return openTown(() => townFoundedAt, {
		PORT: port,
		TANDEM_ORIGIN: `http://127.0.0.1:${port}`,
		TANDEM_OIDC_CLIENT_ID: CLIENT.id,
		TANDEM_OIDC_CLIENT_SECRET: CLIENT.secret,
		TANDEM_OIDC_LABEL: 'ЕСИА',
		TANDEM_OIDC_OWNER: 'russian',
		...env
	})
}

const newVisitor = (cookie = '') => createVisitor(town.server.address, { cookie })

async function goThere(visitor: Visitor, from = '/api/sign-in/oidc'): Promise<string> {
	const started = await visitor.send('POST', from, {})
	expect(started.status).toBe(200)
	const { url } = (await started.json()) as { url: string }
	const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
	expect(back.startsWith(town.server.address)).toBe(true)
	return back
}

/** The address to which the browser is led in the end. */
async function comeBack(visitor: Visitor, back: string): Promise<string | null> {
	const answer = await visitor.send('GET', back)
	expect(answer.status).toBe(303)
	return answer.headers.get('location')
}

async function roundTrip(visitor: Visitor, from?: string): Promise<string | null> {
	return comeBack(visitor, await goThere(visitor, from))
}

async function me(visitor: Visitor): Promise<Me | null> {
	const answer = await visitor.send('GET', '/api/me')
	return answer.ok ? ((await answer.json()) as Me) : null
}

async function invite(): Promise<string> {
	const invited = { familyName: 'Зимина', givenName: 'Зинаида', role: 'mentor' }
	const { link } = (await (await town.post('elena', '/api/invitations', invited)).json()) as CreatedInvitation
	return `/api/invitations/by-token/${link.split('/').at(-1)}/oidc`
}

describe('the region’s identity system', () => {
	it('has a button of its own, and who is known by it comes in', async () => {
		expect((await (await newVisitor().send('GET', '/api/sign-in/ways')).json()) as SignInWays).toMatchObject({
			oidc: { label: 'ЕСИА' }
		})
		const zina = newVisitor()
		expect(await roundTrip(zina, await invite())).toBe('/sign-in?oidc=entered')
		expect((await me(zina))?.person.name).toBe('Зимина Зинаида')
		const later = newVisitor()
		expect(await roundTrip(later)).toBe('/sign-in?oidc=entered')
		expect((await me(later))?.person.id).toBe((await me(zina))?.person.id)
	})

	it('makes nobody of a stranger', async () => {
		const stranger = newVisitor()
		expect(await roundTrip(stranger)).toBe('/sign-in?oidc=unknown')
		expect(await me(stranger)).toBeNull()
	})

	it('uses an invitation up once, and gives one person one account', async () => {
		const [first, second] = [await invite(), await invite()]
		const [zina, late] = [newVisitor(), newVisitor()]
		const [zinas, lates] = [await goThere(zina, first), await goThere(late, first)]
		expect(await comeBack(zina, zinas)).toBe('/sign-in?oidc=entered')
		expect(await comeBack(late, lates)).toBe('/sign-in?oidc=void')
		// The other invitation stays open for the person it is meant for.
		expect(await roundTrip(newVisitor(), second)).toBe('/sign-in?oidc=taken')
		provider.somebody = 'somebody else'
		expect(await roundTrip(newVisitor(), second)).toBe('/sign-in?oidc=entered')
	})

	it('is bound to one’s own account while signed in to it, and to no second one', async () => {
		const irina = newVisitor(town.cookieOf('irina'))
		expect(await roundTrip(irina, '/api/account/oidc')).toBe('/settings/access?oidc=bound')
		const later = newVisitor()
		expect(await roundTrip(later)).toBe('/sign-in?oidc=entered')
		expect((await me(later))?.person.id).toBe('irina')
		const oleg = newVisitor(town.cookieOf('oleg'))
		expect(await roundTrip(oleg, '/api/account/oidc')).toBe('/settings/access?oidc=taken')
		const account = (await (await irina.send('GET', '/api/account')).json()) as OwnAccount
		expect(account.oidc).toEqual({ label: 'ЕСИА', isBound: true })
		// Irina has no password and no passkey.
		expect((await irina.send('DELETE', '/api/account/oidc')).status).toBe(409)
		await irina.send('PUT', '/api/account/password', { login: 'irina', password: 'три старых трамвая' })
		expect((await irina.send('DELETE', '/api/account/oidc')).status).toBe(204)
		expect((await irina.send('DELETE', '/api/account/oidc')).status).toBe(404)
		expect(await roundTrip(newVisitor())).toBe('/sign-in?oidc=unknown')
	})

	it('is not bound to whoever signs in at that browser meanwhile', async () => {
		const irina = newVisitor(town.cookieOf('irina'))
		const back = await goThere(irina, '/api/account/oidc')
		const [session] = irina.cookies().split('; ')
		const olegs = irina.cookies().replace(session ?? '', town.cookieOf('oleg'))
		expect(await comeBack(newVisitor(olegs), back)).toBe('/sign-in?oidc=failed')
		expect(await roundTrip(newVisitor())).toBe('/sign-in?oidc=unknown')
	})

	it('of a person whose access is reset opens nothing any more', async () => {
		await roundTrip(newVisitor(town.cookieOf('irina')), '/api/account/oidc')
		const reset = await town.post('elena', '/api/invitations/for-people', { personIds: ['irina'], reset: true })
		expect(((await reset.json()) as InvitedPeople).created).toHaveLength(1)
		expect(await roundTrip(newVisitor())).toBe('/sign-in?oidc=unknown')
	})

	it('whose person says no leaves everything as it was', async () => {
		const path = await invite()
		provider.somebody = null
		expect(await roundTrip(newVisitor(), path)).toBe('/sign-in?oidc=declined')
		provider.somebody = 'somebody'
		expect(await roundTrip(newVisitor(), path)).toBe('/sign-in?oidc=entered')
	})
})

describe('nobody is let in', () => {
	const bound = () => roundTrip(newVisitor(town.cookieOf('irina')), '/api/account/oidc')

	it('by an answer that another browser asked for, that was used, or that nobody asked for', async () => {
		await bound()
		const asker = newVisitor()
		const back = await goThere(asker)
		expect(await comeBack(newVisitor(), back)).toBe('/sign-in?oidc=failed')
		expect(await comeBack(asker, back)).toBe('/sign-in?oidc=entered')
		expect(await comeBack(asker, back)).toBe('/sign-in?oidc=failed')
		expect(await comeBack(newVisitor(), '/api/sign-in/oidc/return?state=made-up&code=made-up')).toBe(
			'/sign-in?oidc=failed'
		)
		expect(await comeBack(newVisitor(), '/api/sign-in/oidc/return')).toBe('/sign-in?oidc=failed')
	})

	it('by a code that is not the one given for the question', async () => {
		await bound()
		const asker = newVisitor()
		const back = new URL(await goThere(asker))
		const stolen = new URL(await goThere(newVisitor())).searchParams.get('code') ?? ''
		back.searchParams.set('code', stolen)
		expect(await comeBack(asker, back.href)).toBe('/sign-in?oidc=failed')
	})

	it.each<[string, NonNullable<OidcProvider['lie']>]>([
		['for another client', { claims: { aud: 'another' } }],
		['by another issuer', { claims: { iss: 'https://evil.example' } }],
		['to another question', { claims: { nonce: 'another' } }],
		['that has expired', { claims: { exp: 1_700_000_000 } }],
		['of nobody', { claims: { sub: '' } }],
		['signed with another key', { key: true }],
		['that is not there', { token: 'none' }]
	])('by a token %s', async (_what, lie) => {
		await bound()
		provider.lie = lie
		const visitor = newVisitor()
		expect(await roundTrip(visitor)).toBe('/sign-in?oidc=failed')
		expect(await me(visitor)).toBeNull()
	})
})

describe('an identity system that cannot be had', () => {
	it('is said so, and is used when it can be again', async () => {
		await town.stop()
		provider.isAway = true
		town = await openTownWith({ TANDEM_OIDC_ISSUER: provider.issuer })
		expect((await newVisitor().send('POST', '/api/sign-in/oidc', {})).status).toBe(409)
		provider.isAway = false
		expect(await roundTrip(newVisitor())).toBe('/sign-in?oidc=unknown')
	})

	it('that calls itself otherwise than it was configured is not asked', async () => {
		const other = await openTownWith({ TANDEM_OIDC_ISSUER: provider.issuer.replace('127.0.0.1', 'localhost') })
		try {
			const visitor = createVisitor(other.server.address)
			expect((await visitor.send('POST', '/api/sign-in/oidc', {})).status).toBe(409)
		} finally {
			await other.stop()
		}
	})

	it('that is not configured has no button and no way in', async () => {
		const plain = await openTown()
		try {
			const visitor = createVisitor(plain.server.address)
			expect(await (await visitor.send('GET', '/api/sign-in/ways')).json()).toMatchObject({ oidc: null })
			expect((await visitor.send('POST', '/api/sign-in/oidc', {})).status).toBe(404)
			expect((await visitor.send('GET', '/api/sign-in/oidc/return?state=x&code=y')).headers.get('location')).toBe(
				'/sign-in?oidc=failed'
			)
		} finally {
			await plain.stop()
		}
	})
})
