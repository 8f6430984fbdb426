import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { knock } from '../../tests/support/knock.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeAll(async () => {
	town = await openTown()
})
afterAll(() => town.stop())

const table: readonly [Townsperson, plan: string | number, notes: string | number][] = [
	['viktor', 'edit', 'edit'],
	['irina', 'edit', 'edit'],
	['oleg', 4403, 4403],
	['elena', 'read', 4403],
	['arkady', 'read', 4403],
	['anna', 4403, 4403],
	['pyotr', 4403, 4403],
	['stranger', 4401, 4401]
]

describe('[R10] at the door of program-1', () => {
	it.each(table)('%s: plan %s, notes %s', async (person, plan, notes) => {
		expect(await knock(town, person, 'plan:program-1')).toBe(plan)
		expect(await knock(town, person, 'notes:program-1')).toBe(notes)
	})

	it('a document that never was is gone', async () => {
		expect(await knock(town, 'viktor', 'plan:program-9')).toBe(4404)
	})

	it('a page of another origin gets no upgrade', async () => {
		await expect(knock(town, 'viktor', 'plan:program-1', { origin: 'https://evil.example' })).rejects.toThrow('403')
		expect(await knock(town, 'viktor', 'plan:program-1', { origin: town.server.address })).toBe('edit')
	})
})

describe('[R11] signing out', () => {
	it('closes the person’s connections, and they are not admitted again', async () => {
		const socket = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/plan:program-2?v=1`, {
			headers: { cookie: town.cookieOf('oleg') }
		})
		await new Promise((resolve) => socket.once('message', resolve))
		const closed = new Promise((resolve) => socket.once('close', resolve))
		await town.post('oleg', '/api/sign-out', {})
		await closed
		expect(await knock(town, 'oleg', 'plan:program-2')).toBe(4401)
	})
})
