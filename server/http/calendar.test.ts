/** The address at which Viktor's phone calendar reads his meetings, against the real server. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CalendarAddress } from '#protocol/api/account.ts'
import { addMeeting } from '#domain/plan/edit.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
	const device = createExchangeDevice(() => town, 'viktor', 'plan:program-1')
	await device.exchange()
	const author = { personId: 'viktor', at: '2026-09-30T05:00:00.000Z' }
	const visit = { heldOn: '2026-10-12', startsAt: '10:30', place: 'Школа № 14', topic: 'Завуч против новшеств' }
	addMeeting(device.doc, 'm1', visit, author)
	await device.exchange()
})
afterEach(() => town.stop())

async function make(person: Townsperson): Promise<string> {
	const { token } = (await (await town.post(person, '/api/account/calendar', {})).json()) as { token: string }
	return `/api/calendars/${token}`
}

async function since(person: Townsperson): Promise<string | null> {
	return ((await (await town.get(person, '/api/account/calendar')).json()) as CalendarAddress).since
}

async function read(address: string): Promise<string> {
	const answer = await town.get('stranger', address)
	expect(answer.status).toBe(200)
	expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
	return answer.text()
}

it('[L4] tells times and places of both participants’ meetings, without names and topics, to whoever has the address', async () => {
	for (const person of ['viktor', 'irina'] as const) {
		const address = await make(person)
		await expect.poll(() => read(address)).toContain('DTSTART:20261012T033000Z')
		const calendar = await read(address)
		expect(calendar).toContain('LOCATION:Школа № 14')
		expect(calendar).not.toMatch(/Завуч|новшеств/)
		expect(calendar).not.toMatch(/Ковал|Лаптев|Виктор|Ирин/)
	}
})

it('is one at a time: a new one ends the one before, and a revoked one tells nothing', async () => {
	expect(await since('viktor')).toBeNull()
	const first = await make('viktor')
	const second = await make('viktor')
	expect(await since('viktor')).not.toBeNull()
	expect((await town.get('stranger', first)).status).toBe(404)
	await read(second)
	expect((await town.delete('viktor', '/api/account/calendar')).status).toBe(204)
	expect((await town.get('stranger', second)).status).toBe(404)
	expect(await since('viktor')).toBeNull()
})

it('[L4] ends when a curator gives the person new ways in: the lost phone may have shown it', async () => {
	const address = await make('viktor')
	await town.post('elena', '/api/invitations/for-people', { personIds: ['viktor'], reset: true })
	expect((await town.get('stranger', address)).status).toBe(404)
})

it('[L4] ends when the person signs out all other devices', async () => {
	const address = await make('viktor')
	expect((await town.post('viktor', '/api/account/sessions/end-others', {})).status).toBe(204)
	expect((await town.get('stranger', address)).status).toBe(404)
})

it('leaves out a meeting on a day of another century, and keeps the others', async () => {
	const phone = createExchangeDevice(() => town, 'irina', 'plan:program-1')
	await phone.exchange()
	const author = { personId: 'irina', at: '2026-09-30T05:00:00.000Z' }
	addMeeting(phone.doc, 'm0', { heldOn: '0000-01-01' }, author)
	addMeeting(phone.doc, 'm2', { heldOn: '2026-11-09' }, author)
	await phone.exchange()
	const address = await make('viktor')
	await expect.poll(() => read(address)).toContain('20261109')
	expect((await read(address)).match(/BEGIN:VEVENT/g)).toHaveLength(2)
})
