import { afterEach, expect, it, vi } from 'vitest'
import { m } from '#lib/paraglide/messages.js'
import { Acceptance } from './acceptance.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

const preview = {
	personName: null,
	role: 'administrator' as const,
	municipality: 'Город',
	timeZone: 'Asia/Tomsk',
	expiresAt: '2026-12-01T00:00:00Z'
}
const endings = { onaccepted: () => Promise.resolve(), onvoid: () => {} }

it('the first administrator is called by letters, before the server is asked', async () => {
	const asked = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')))
	vi.stubGlobal('fetch', asked)
	const acceptance = new Acceptance('token', preview, endings, 'Asia/Tomsk')
	Object.assign(acceptance.fields, { login: 'irina', password: 'nine apples', familyName: '123', patronymic: '7' })
	await acceptance.withPassword()
	expect(acceptance.errorOf('familyName')).toBe(m.name_spelling())
	expect(acceptance.errorOf('givenName')).toBe(m.home_field_missing())
	expect(acceptance.errorOf('patronymic')).toBe(m.name_spelling())
	expect(asked).not.toHaveBeenCalled()

	Object.assign(acceptance.fields, { familyName: 'Громова', givenName: 'Ирина', patronymic: '' })
	await acceptance.withPassword()
	expect(asked).toHaveBeenCalledOnce()
})

it('what is too long is said also where a passkey is the way in, and no form is sent', async () => {
	const asked = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')))
	vi.stubGlobal('fetch', asked)
	const acceptance = new Acceptance('token', { ...preview, municipality: null }, endings, 'Asia/Tomsk')
	Object.assign(acceptance.fields, { familyName: 'Г'.repeat(101), givenName: 'Ирина', municipality: 'Г'.repeat(201) })
	await acceptance.withPasskey()
	expect(acceptance.errorOf('familyName')).toBe(m.text_long({ most: 100, count: 101 }))
	expect(acceptance.errorOf('municipality')).toBe(m.text_long({ most: 200, count: 201 }))
	expect(asked).not.toHaveBeenCalled()
})

it('a login that is taken is said to be until Irina writes another', async () => {
	const refusal = { error: { code: 'conflict', field: 'login' } }
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(refusal, { status: 409 })))
	const acceptance = new Acceptance('token', { ...preview, personName: 'Громова Ирина' }, endings, 'Asia/Tomsk')
	Object.assign(acceptance.fields, { login: 'irina', password: 'nine apples' })
	await acceptance.withPassword()
	expect(acceptance.errorOf('login')).toBe(m.home_login_taken())
	acceptance.fields.login = 'irina.gromova'
	expect(acceptance.errorOf('login')).toBeNull()
})

it('a login that Irina changed while the server looked at the former one is not said to be taken', async () => {
	const answer = Promise.withResolvers<Response>()
	vi.stubGlobal('fetch', () => answer.promise)
	const acceptance = new Acceptance('token', { ...preview, personName: 'Громова Ирина' }, endings, 'Asia/Tomsk')
	Object.assign(acceptance.fields, { login: 'irina', password: 'nine apples' })
	const accepted = acceptance.withPassword()
	acceptance.fields.login = 'irina.gromova'
	answer.resolve(Response.json({ error: { code: 'conflict', field: 'login' } }, { status: 409 }))
	await accepted
	expect(acceptance.errorOf('login')).toBeNull()
	expect(acceptance.failure).toBe(m.refused_before_change())
	acceptance.fields.login = 'irina'
	expect(acceptance.errorOf('login')).toBe(m.home_login_taken())
})

it('Irina, who founds the municipality, sends it whole, and requisites only with the name of the authority', async () => {
	const sent: unknown[] = []
	vi.stubGlobal('fetch', (_: string, init: { body: string }) => {
		sent.push(JSON.parse(init.body))
		return Promise.reject(new TypeError('Failed to fetch'))
	})
	const regulations = [
		{ id: 'tomsk-city', title: 'Положение', inForce: { from: '2024-02-20', until: null } },
		{ id: 'surgut', title: 'Положение', inForce: { from: '2022-09-12', until: null } }
	]
	const acceptance = new Acceptance('token', { ...preview, municipality: null, regulations }, endings, 'Asia/Tomsk')
	Object.assign(acceptance.fields, {
		login: 'irina',
		password: 'nine apples',
		familyName: 'Громова',
		givenName: 'Ирина'
	})
	acceptance.fields.municipality = 'Город Сургут'
	acceptance.timeZone = 'Asia/Yekaterinburg'
	acceptance.requisites.address = 'ул. Гагарина, 11'
	await acceptance.withPassword()
	expect([sent, acceptance.authorityError]).toEqual([[], m.papers_authority_missing()])

	acceptance.regulationId = 'surgut'
	acceptance.requisites.authority = 'Департамент образования'
	await acceptance.withPassword()
	expect(sent).toMatchObject([
		{
			municipality: 'Город Сургут',
			timeZone: 'Asia/Yekaterinburg',
			regulationId: 'surgut',
			requisites: { authority: 'Департамент образования', address: 'ул. Гагарина, 11', place: '' }
		}
	])
})
