/**
 * What a guesser learns from the time of an answer. Passwords cost the full work here; in unit tests they cost none
 * (tests/support/cheap-passwords.ts).
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import { openTown, type Town } from '../../tests/support/town.ts'

let town: Town
let lastNetwork = 0
beforeAll(async () => {
	town = await openTown()
	const darya = { familyName: 'Новикова', givenName: 'Дарья', role: 'mentee' }
	const { link } = (await (await town.post('elena', '/api/invitations', darya)).json()) as CreatedInvitation
	const account = { login: 'darya', password: 'десять букв' }
	await town.post('stranger', `/api/invitations/by-token/${link.split('/').at(-1)}/accept`, account)
})
afterAll(() => town.stop())

/** Each try comes from another network. */
function signIn(login: string, password: string): Promise<Response> {
	return town.post('stranger', '/api/sign-in', { login, password }, { 'x-forwarded-for': `10.9.0.${++lastNetwork}` })
}

it('guessing does not tell by the time it takes whether there is such an account', async () => {
	const fastest = { darya: Infinity, maria: Infinity }
	// In turn, so that other load on the machine affects both.
	for (const login of Array.from({ length: 6 }, () => ['darya', 'maria'] as const).flat()) {
		const startedAt = performance.now()
		await signIn(login, 'одиннадцать букв')
		fastest[login] = Math.min(fastest[login], performance.now() - startedAt)
	}
	// Without the work of a password it would be about twenty times faster; a busy machine may double either time.
	expect(fastest.maria).toBeGreaterThan(fastest.darya / 4)
	expect(fastest.darya).toBeGreaterThan(fastest.maria / 4)
})
