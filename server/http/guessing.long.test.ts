/** What a guesser learns from the clock, with passwords of full work: the unit tests' cost none (tests/support/cheap-passwords.ts). */
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

/** Each try comes from a network nobody has come from yet. */
function signIn(login: string, password: string): Promise<Response> {
	return town.post('stranger', '/api/sign-in', { login, password }, { 'x-forwarded-for': `10.9.0.${++lastNetwork}` })
}

it('guessing does not tell by the time it takes whether there is such an account', async () => {
	const fastest = { darya: Infinity, maria: Infinity }
	// In turn, so that whatever else the machine does meanwhile falls on both.
	for (const login of Array.from({ length: 6 }, () => ['darya', 'maria'] as const).flat()) {
		const startedAt = performance.now()
		await signIn(login, 'одиннадцать букв')
		fastest[login] = Math.min(fastest[login], performance.now() - startedAt)
	}
	// Without the work of a password it would be some twenty times faster; a busy machine may double either.
	expect(fastest.maria).toBeGreaterThan(fastest.darya / 4)
	expect(fastest.darya).toBeGreaterThan(fastest.maria / 4)
})
