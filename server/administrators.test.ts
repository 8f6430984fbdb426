/** Anna, the administrator, has forgotten her password; the person who runs the server helps her while it runs. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OwnAccount } from '#protocol/api/account.ts'
import type { InvitationPreview, Me } from '#protocol/api/program.ts'
import { runServerCommand, type Ended } from '../tests/support/run-server-command.ts'
import { freshConfig, removeData } from '../tests/support/settle.ts'
import { openTown, type Town } from '../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	// The command's day is that of the machine's clock.
	town = await openTown(() => new Date())
})
afterEach(() => town.stop())

function administrators(words: string[], directory = town.config.dataDirectory): Promise<Ended> {
	return runServerCommand('server/administrators.ts', words, directory)
}

function tokenOf({ stdout }: Ended): string {
	return /^https:\/\/tandem\.example\/invite\/(\S+)$/m.exec(stdout)?.[1] ?? ''
}

async function accept(token: string, body: object): Promise<string | null> {
	const answer = await town.post('stranger', `/api/invitations/by-token/${token}/accept`, body)
	return answer.status === 200 ? (answer.headers.getSetCookie()[0]?.split(';')[0] ?? '') : null
}

async function as<Answer>(cookie: string | null, path: string): Promise<Answer> {
	return (await (await fetch(town.server.address + path, { headers: { cookie: cookie ?? '' } })).json()) as Answer
}

const account = { login: 'belova', password: 'три старых трамвая' }

describe('an administrator without a way in', () => {
	it('is listed, and the link for them opens their account once, in place of what opened it before', async () => {
		expect((await administrators([])).stdout).toBe('anna\tБелова Имя\tГород\n')
		const token = tokenOf(await administrators(['restore', 'anna']))
		expect((await town.get('anna', '/api/me')).status).toBe(200)

		const cookie = await accept(token, account)
		const me = await as<Me>(cookie, '/api/me')
		expect([me.person.id, me.roles]).toEqual(['anna', ['administrator']])
		expect((await town.get('anna', '/api/me')).status).toBe(401)
		expect(await accept(token, { ...account, login: 'another' })).toBeNull()
		expect((await as<OwnAccount>(cookie, '/api/account')).lastReset).toMatchObject({ by: null })
	})

	it('keeps what opens their account while a new way in is refused: a login that is taken, a passkey of somewhere else', async () => {
		const other = tokenOf(await administrators(['add']))
		await accept(other, { ...account, familyName: 'Савельев', givenName: 'Лев' })
		const token = tokenOf(await administrators(['restore', 'anna']))
		expect(await accept(token, account)).toBeNull()
		const credential = { id: 'a', rawId: 'a', type: 'public-key', clientExtensionResults: {} }
		const response = { ...credential, response: { clientDataJSON: 'a', attestationObject: 'a' } }
		const passkey = await town.post('stranger', `/api/invitations/by-token/${token}/accept/passkey`, { response })
		expect([passkey.status, await passkey.json()]).toEqual([400, { error: { code: 'invalid', field: 'passkey' } }])
		expect((await town.get('anna', '/api/me')).status).toBe(200)
		expect(await accept(token, { ...account, login: 'anna' })).not.toBeNull()
		expect((await town.get('anna', '/api/me')).status).toBe(401)
	})

	it('has a day to follow it, and only the newest one', async () => {
		const first = tokenOf(await administrators(['restore', 'anna']))
		const second = tokenOf(await administrators(['restore', 'anna']))
		expect((await town.get('stranger', `/api/invitations/by-token/${first}`)).status).toBe(404)
		const preview = (await (
			await town.get('stranger', `/api/invitations/by-token/${second}`)
		).json()) as InvitationPreview
		const hours = (Date.parse(preview.expiresAt) - Date.now()) / 3_600_000
		expect(hours).toBeGreaterThan(23.9)
		expect(hours).toBeLessThanOrEqual(24)
		await town.restart(() => new Date(Date.now() + 25 * 3_600_000))
		expect(await accept(second, account)).toBeNull()
	})

	it('who is gone for good is followed by somebody new', async () => {
		const token = tokenOf(await administrators(['add']))
		const cookie = await accept(token, { ...account, familyName: 'Савельев', givenName: 'Лев' })
		expect(await as<Me>(cookie, '/api/me')).toMatchObject({
			person: { name: 'Савельев Лев' },
			roles: ['administrator'],
			municipality: { id: 'town' }
		})
	})
})

describe('the command', () => {
	it.each([
		['for a curator, whom others help', ['restore', 'elena'], 'Такого администратора нет'],
		['for nobody', ['restore'], 'Команды:'],
		['that there is not', ['remove', 'anna'], 'Команды:'],
		['with a word too many', ['add', 'anna'], 'Команды:']
	])('%s says so and makes nothing', async (_what, words, text) => {
		const ended = await administrators(words)
		expect([ended.code, ended.stdout]).toEqual([1, ''])
		expect(ended.stderr).toContain(text)
		const { invitations } = (await (await town.get('anna', '/api/invitations')).json()) as { invitations: unknown[] }
		expect(invitations).toEqual([])
	})

	it('without an origin begins its links with the address at which the server last started', async () => {
		const { stdout } = await runServerCommand('server/administrators.ts', ['add'], town.config.dataDirectory, {})
		expect(stdout).toContain(`${town.server.address}/invite/`)
	})

	it('in a directory without data makes none', async () => {
		const empty = freshConfig()
		const ended = await administrators(['add'], empty.dataDirectory)
		expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('данных нет')])
		expect((await administrators([], empty.dataDirectory)).stderr).toContain('данных нет')
		new DatabaseSync(join(empty.dataDirectory, 'tandem.sqlite')).close()
		expect((await administrators([], empty.dataDirectory)).stderr).toContain('другой версии')
		removeData(empty)
	})
})
