import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import type { Board, Me } from '#protocol/api/program.ts'
import { decodeFrame, parseRelayHello } from '#protocol/frames.ts'
import { knock } from '../../tests/support/knock.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'
import { watchLedgers } from '../../tests/support/watch-ledgers.ts'

vi.setConfig({ testTimeout: 30_000 })

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const plan = 'plan:program-1'

async function programsOf(person: Townsperson) {
	return ((await (await town.get(person, '/api/me')).json()) as Me).programs
}

async function boardOf(person: Townsperson): Promise<Board> {
	return (await (await town.get(person, '/api/board')).json()) as Board
}

/** Opens the document; resolves once the relay has sent its first frame. */
async function open(person: Townsperson, documentId: string) {
	const socket = new WebSocket(`${town.server.address.replace('http', 'ws')}/sync/${documentId}?v=1`, {
		headers: { cookie: town.cookieOf(person) }
	})
	const participantLists: string[][] = []
	socket.on('message', (data: Buffer) => {
		const frame = decodeFrame(new Uint8Array(data))
		const hello = frame?.type === 'hello' ? parseRelayHello(frame.json) : null
		if (hello !== null) participantLists.push(hello.participants.map(({ personId }) => personId).sort())
	})
	const closed = new Promise<number>((resolve) => socket.once('close', resolve))
	await expect.poll(() => participantLists.length).toBeGreaterThan(0)
	return { socket, participantLists, closed }
}

function end(person: Townsperson, whose = 'irina', programId = 'program-1'): Promise<Response> {
	return town.post(person, `/api/programs/${programId}/participants/${whose}/end`, {})
}

function giveBack(person: Townsperson, whose = 'irina', programId = 'program-1'): Promise<Response> {
	return town.post(person, `/api/programs/${programId}/participants/${whose}/return`, {})
}

it('whoever asks so is told that nobody is signed in, which a browser does not report as an error of the page', async () => {
	const asked = await town.get('stranger', '/api/me?or=nobody')
	expect([asked.status, await asked.json()]).toEqual([200, { isNobody: true }])
	expect(await (await town.get('irina', '/api/me?or=nobody')).json()).toMatchObject({ person: { id: 'irina' } })
})

describe('a part in a programme', () => {
	it('[R11] ends at once: Irina’s open connection closes, and she may open neither document', async () => {
		const phone = await open('irina', plan)
		const notes = await open('irina', 'notes:program-1')
		expect((await end('elena')).status).toBe(204)
		await Promise.all([phone.closed, notes.closed])
		expect(await knock(town, 'irina', plan)).toBe(4403)
		expect(await knock(town, 'irina', 'notes:program-1')).toBe(4403)
		expect(await knock(town, 'viktor', plan)).toBe('edit')
	})

	it('that has ended is still found by Irina, with what her device needs to reach its copy, and nothing of what came after', async () => {
		await end('elena')
		const [listed] = await programsOf('irina')
		expect(listed).toMatchObject({
			id: 'program-1',
			role: 'mentee',
			endedAt: '2026-09-30T05:00:00.000Z',
			documents: { plan, notes: 'notes:program-1' },
			summary: null
		})
		expect(listed?.participants.map(({ person }) => person.id)).toEqual(['viktor', 'irina'])
	})

	it('that has ended is no part for the others: neither in lists nor among those who have the document', async () => {
		const viktor = await open('viktor', plan)
		expect(viktor.participantLists[0]).toEqual(['irina', 'viktor'])
		await end('elena')
		await expect.poll(() => viktor.participantLists.at(-1)).toEqual(['viktor'])
		viktor.socket.close()
		const [listed] = await programsOf('viktor')
		expect(listed).toMatchObject({ endedAt: null })
		expect(listed?.participants.map(({ person }) => person.id)).toEqual(['viktor'])
	})

	it('begins again when she returns', async () => {
		await end('arkady')
		expect((await giveBack('elena')).status).toBe(204)
		expect(await knock(town, 'irina', plan)).toBe('edit')
		expect(await programsOf('irina')).toMatchObject([{ endedAt: null, documents: { notes: 'notes:program-1' } }])
	})

	it('ended twice ended when it first did; returning twice changes nothing', async () => {
		await end('elena')
		await town.restart(() => new Date('2026-10-05T05:00:00.000Z'))
		expect((await end('elena')).status).toBe(204)
		expect(await programsOf('irina')).toMatchObject([{ endedAt: '2026-09-30T05:00:00.000Z' }])
		expect((await giveBack('elena')).status).toBe(204)
		expect((await giveBack('elena')).status).toBe(204)
		expect(await programsOf('irina')).toMatchObject([{ endedAt: null }])
	})

	it.each([end, giveBack])('cannot end or begin again for somebody who never had it: %o', async (change) => {
		const answer = await change('elena', 'oleg')
		expect(answer.status).toBe(409)
		expect(await answer.json()).toEqual({ error: { code: 'conflict', field: 'personId' } })
		expect(await knock(town, 'oleg', plan)).toBe(4403)
	})
})

describe('[R15] a deleted programme', () => {
	it('is gone for everybody, also for those who have it open', async () => {
		const phone = await open('irina', plan)
		expect((await town.delete('elena', '/api/programs/program-1')).status).toBe(204)
		expect(await phone.closed).toBe(4404)
		for (const documentId of [plan, 'notes:program-1']) expect(await knock(town, 'irina', documentId)).toBe(4404)
		expect(await knock(town, 'elena', plan)).toBe(4404)
		expect(await programsOf('irina')).toEqual([])
		expect((await boardOf('elena')).rows.map(({ programId }) => programId)).toEqual(['program-2'])
	})

	it('is told of at once to those who took part and to their curator, and to nobody else', async () => {
		const watches = await Promise.all(
			(['irina', 'galina', 'darya'] as const).map((person) => watchLedgers(town, person))
		)
		await town.delete('elena', '/api/programs/program-1')
		await expect.poll(() => watches.map((one) => one.hasChanged())).toEqual([true, true, false])
		await Promise.all(watches.map((one) => one.stop()))
	})

	it('stays deleted, and deleting it again is nothing special', async () => {
		await boardOf('elena')
		await town.delete('elena', '/api/programs/program-1')
		await town.restart()
		expect(await knock(town, 'viktor', plan)).toBe(4404)
		expect((await town.delete('arkady', '/api/programs/program-1')).status).toBe(204)
		expect((await end('elena')).status).toBe(404)
		expect((await boardOf('elena')).totals.programs).toBe(1)
	})
})
