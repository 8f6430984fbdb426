import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreatedInvitation, InvitationListing } from '#protocol/api/program.ts'
import { openTown, townFoundedAt, type Town } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const darya = { familyName: 'Новикова', givenName: 'Дарья', patronymic: 'Олеговна', role: 'curator' }
const account = { login: 'darya', password: 'long enough' }

async function invite(body: object = darya): Promise<{ token: string; listed: InvitationListing }> {
	const { link, invitation } = (await (await town.post('arkady', '/api/invitations', body)).json()) as CreatedInvitation
	expect(link.startsWith(`${town.server.address}/invite/`)).toBe(true)
	return { token: link.split('/').at(-1) ?? '', listed: invitation }
}

function accept(token: string, body: object = account): Promise<Response> {
	return town.post('stranger', `/api/invitations/by-token/${token}/accept`, body)
}

/** Sends the head and half of the body, then runs `meanwhile`, then sends the rest. Resolves with the status. */
async function sendSlowly(token: string, body: object, meanwhile: () => Promise<void>): Promise<number | undefined> {
	const { hostname, port } = new URL(town.server.address)
	const path = `/api/invitations/by-token/${token}/accept`
	const sending = request({ hostname, port, path, method: 'POST', headers: { 'content-type': 'application/json' } })
	const answered = once(sending, 'response') as Promise<[IncomingMessage]>
	const text = JSON.stringify(body)
	sending.write(text.slice(0, 9))
	// Answered after the server has received the head above: it takes requests in the order of arrival.
	await town.get('stranger', `/api/invitations/by-token/${token}`)
	await meanwhile()
	sending.end(text.slice(9))
	const [answer] = await answered
	answer.resume()
	return answer.statusCode
}

async function listed(): Promise<InvitationListing[]> {
	const answer = (await (await town.get('elena', '/api/invitations')).json()) as { invitations: InvitationListing[] }
	return answer.invitations
}

describe('an invitation', () => {
	it('tells Darya who invites her, and accepting it makes her a curator who is signed in', async () => {
		const { token } = await invite()
		const preview = await town.get('stranger', `/api/invitations/by-token/${token}`)
		expect(await preview.json()).toEqual({
			personName: 'Новикова Дарья Олеговна',
			role: 'curator',
			municipality: 'Город',
			timeZone: 'Asia/Tomsk',
			regulations: [],
			expiresAt: '2026-10-14T05:00:00.000Z'
		})

		const accepted = await accept(token)
		expect(accepted.status).toBe(200)
		const cookie = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		const board = await fetch(`${town.server.address}/api/board`, { headers: { cookie } })
		expect(board.status).toBe(200)
		expect((await town.post('stranger', '/api/sign-in', account)).status).toBe(200)
		expect(await listed()).toMatchObject([{ personName: 'Новикова Дарья Олеговна', acceptedAt: expect.any(String) }])
	})

	it('is used once: the second person is told so, also when both tap at the same moment', async () => {
		const { token } = await invite()
		const answers = await Promise.all([accept(token), accept(token, { ...account, login: 'somebody' })])
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
		const late = await accept(token, { ...account, login: 'late' })
		expect(late.status).toBe(409)
		expect(await late.json()).toEqual({ error: { code: 'conflict' } })
		expect((await town.get('stranger', `/api/invitations/by-token/${token}`)).status).toBe(409)
	})

	it('is used up for somebody whose answer was long under way when another accepted', async () => {
		const { token } = await invite()
		const slow = await sendSlowly(token, { ...account, login: 'slow' }, async () => {
			expect((await accept(token)).status).toBe(200)
		})
		expect(slow).toBe(409)
		expect((await town.post('stranger', '/api/sign-in', account)).status).toBe(200)
	})

	it('ends after two weeks', async () => {
		const { token } = await invite()
		await town.restart(() => new Date(townFoundedAt.getTime() + 14 * 24 * 60 * 60 * 1000))
		const answer = await accept(token)
		expect(answer.status).toBe(409)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'expiresAt' } })
	})

	it('cannot be forged', async () => {
		const { token, listed } = await invite()
		for (const forged of [`${token.slice(0, -1)}!`, listed.id, '', '%00', '../me']) {
			const answer = await accept(encodeURIComponent(forged))
			expect(answer.status).toBe(404)
		}
	})

	it.each([
		['a short password', { password: 'nine char' }, 'password'],
		['a login with a space', { login: 'da rya' }, 'login'],
		['a login of two letters', { login: 'da' }, 'login']
	])('stays open after %s', async (_what, wrong, field) => {
		const { token } = await invite()
		const answer = await accept(token, { ...account, ...wrong })
		expect(answer.status).toBe(400)
		expect(await answer.json()).toEqual({ error: { code: 'invalid', field } })
		expect((await accept(token)).status).toBe(200)
	})

	it('stays open when the login is taken', async () => {
		const first = await invite()
		await accept(first.token)
		const second = await invite({ ...darya, familyName: 'Серова' })
		const answer = await accept(second.token, { ...account, login: 'DARYA' })
		expect(answer.status).toBe(409)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'login' } })
		expect((await accept(second.token, { ...account, login: 'serova' })).status).toBe(200)
	})

	it('does not take the login that another takes at the same moment', async () => {
		const [one, other] = [await invite(), await invite({ ...darya, familyName: 'Серова' })]
		const answers = await Promise.all([accept(one.token), accept(other.token)])
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
		const [late] = answers.filter(({ status }) => status === 409)
		expect(await late?.json()).toEqual({ error: { code: 'conflict', field: 'login' } })
		const open = answers[0]?.status === 409 ? one : other
		expect((await accept(open.token, { ...account, login: 'another' })).status).toBe(200)
	})

	it('that is withdrawn opens nothing any more', async () => {
		const { token, listed: invitation } = await invite()
		expect((await town.delete('arkady', `/api/invitations/${invitation.id}`)).status).toBe(204)
		expect((await accept(token)).status).toBe(404)
		expect((await town.get('stranger', `/api/invitations/by-token/${token}`)).status).toBe(404)
		expect(await listed()).toEqual([])
		expect((await town.delete('arkady', `/api/invitations/${invitation.id}`)).status).toBe(404)
	})

	it('that is withdrawn while it is being accepted makes nobody', async () => {
		const { token, listed: invitation } = await invite()
		const accepting = accept(token)
		// Hashing the password takes long enough that the invitation may be withdrawn meanwhile, or may be accepted already.
		const withdrawn = await town.delete('arkady', `/api/invitations/${invitation.id}`)
		const signsIn = (await accepting).status === 200
		expect(withdrawn.status).toBe(signsIn ? 409 : 204)
		expect((await town.post('stranger', '/api/sign-in', account)).status).toBe(signsIn ? 200 : 401)
	})

	it('that is accepted stays so', async () => {
		const { token, listed: invitation } = await invite()
		await accept(token)
		expect((await town.delete('arkady', `/api/invitations/${invitation.id}`)).status).toBe(409)
		expect((await town.post('stranger', '/api/sign-in', account)).status).toBe(200)
	})

	it.each([
		['elena', 'curator'],
		['elena', 'head'],
		['elena', 'region'],
		['elena', 'administrator'],
		['arkady', 'head'],
		['arkady', 'region'],
		['arkady', 'administrator']
	] as const)('of %s makes nobody %s: it takes more rights than that gives', async (person, role) => {
		const answer = await town.post(person, '/api/invitations', { ...darya, role })
		expect(answer.status).toBe(403)
		expect(await answer.json()).toEqual({ error: { code: 'unauthorized', field: 'role' } })
		expect(await listed()).toEqual([])
	})

	it('of the administrator makes a second one, who stays when the first has lost every way in', async () => {
		const made = await town.post('anna', '/api/invitations', { ...darya, role: 'administrator' })
		const { link } = (await made.json()) as CreatedInvitation
		const accepted = await accept(link.split('/').at(-1) ?? '')
		const cookie = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? ''
		const again = await fetch(`${town.server.address}/api/invitations/for-people`, {
			method: 'POST',
			headers: { cookie, 'content-type': 'application/json' },
			body: JSON.stringify({ personIds: ['anna'], reset: true })
		})
		expect(await again.json()).toMatchObject({ created: [{ invitation: { personId: 'anna', role: 'administrator' } }] })
	})

	it('is taken back only by who could hand it out: the curator cannot keep a head or a colleague away', async () => {
		const { token, listed: invitation } = await invite()
		const made = await town.post('anna', '/api/invitations', { ...darya, role: 'head' })
		const { invitation: ofHead } = (await made.json()) as CreatedInvitation
		expect((await town.delete('elena', `/api/invitations/${invitation.id}`)).status).toBe(403)
		expect((await town.delete('elena', `/api/invitations/${ofHead.id}`)).status).toBe(403)
		expect((await accept(token)).status).toBe(200)
		expect((await town.delete('anna', `/api/invitations/${ofHead.id}`)).status).toBe(204)
	})

	it('is not in the database: only its hash', async () => {
		const { token, listed } = await invite()
		expect(JSON.stringify(listed)).not.toContain(token)
		expect(JSON.stringify(await (await town.get('elena', '/api/invitations')).json())).not.toContain(token)
	})
})
