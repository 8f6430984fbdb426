/**
 * An invented kind of owner: a club (кружок) of a school. Who answers for the school edits the club's plan; the municipality's curator
 * and head, and the person of the region, read it. Only `ownerKinds` knows of it: everything else is the product's own. Nina and Pavel
 * are the curator and the head of Irina's school; Raisa and Semyon of another one (town.ts).
 */
import 'fake-indexeddb/auto'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ownerKinds } from '#domain/owner.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { addActivity } from '#domain/plan/position.ts'
import { request } from '#domain/ledger/testing/story.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import type { Board, HistoryPage, LateEdits, Me, ProgramListing } from '#protocol/api/program.ts'
import type { MunicipalityNumbers } from '#protocol/api/region.ts'
import { createProgramContext } from '#lib/state/program.svelte.ts'
import { Toasts } from '#lib/state/toasts.svelte.ts'
import { Today } from '#lib/state/today.svelte.ts'
import { openProgramSession, type ProgramSession } from '#lib/sync/document/session.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { readStored } from '#lib/sync/stored/stored-programs.ts'
import { makeTransferFile, readTransferFile } from '#lib/sync/stored/transfer.ts'
import { createProgram } from '../../server/programs/create-program.ts'
import { createExchangeDevice } from '../support/exchange-device.ts'
import { eventually } from '../support/eventually.ts'
import { knock } from '../support/knock.ts'
import { settle } from '../support/settle.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../support/town.ts'

const PLAN = 'plan:club-1'
const author = (personId: string) => ({ personId, at: townFoundedAt.toISOString() })

let town: Town
beforeAll(async () => {
	ownerKinds.set('club', { isOfPeople: false, documents: { plan: { edit: ['answer'], read: ['oversee', 'compare'] } } })
	town = await openTown()
	await town.server.stop()
	await settle(town.config, ({ registry, storage }) => {
		const club = {
			id: 'club-1',
			municipalityId: 'town',
			title: 'Кружок юных техников',
			roadmap: findRoadmap('tomsk-beginner-head')!,
			organisation: 'Школа № 14',
			startsOn: '2026-09-01',
			termMonths: 12,
			members: [],
			owner: { kind: 'club', organisationId: 'school-14' }
		}
		return createProgram(registry, storage, club, townFoundedAt)
	})
	await town.restart()
})
afterAll(async () => {
	await town.stop()
	ownerKinds.delete('club')
})
afterEach(() => vi.unstubAllGlobals())

async function read<Answer>(person: Townsperson, path: string): Promise<Answer> {
	const answer = await town.get(person, path)
	expect([path, answer.status]).toEqual([path, 200])
	return (await answer.json()) as Answer
}

async function listed(person: Townsperson): Promise<ProgramListing | undefined> {
	return (await read<Me>(person, '/api/me')).programs.find(({ id }) => id === 'club-1')
}

const device = (person: Townsperson) => createExchangeDevice(() => town, person, PLAN)
const titlesIn = (doc: Y.Doc) => readActivities(doc).map(({ title }) => title)

/** What somebody else's device receives now. */
async function titlesFor(person: Townsperson): Promise<string[]> {
	const own = device(person)
	await own.exchange()
	return titlesIn(own.doc)
}

/** The app's own session on Nina's phone, over a real socket to the real server. */
function openOnNinasPhone({ documents }: ProgramListing): ProgramSession {
	const cookie = town.cookieOf('nina')
	vi.stubGlobal('location', { protocol: 'http:', host: new URL(town.server.address).host })
	vi.stubGlobal(
		'WebSocket',
		class extends WebSocket {
			constructor(address: string) {
				super(address, { headers: { cookie } })
			}
		}
	)
	return openProgramSession({ personId: 'nina', deviceId: 'phone', programId: 'club-1', documents, appVersion: '1' })
}

const everybody: readonly [Townsperson, plan: string | number, notes: number, history: number][] = [
	['nina', 'edit', 4403, 200],
	['pavel', 'edit', 4403, 200],
	['elena', 'read', 4403, 200],
	['arkady', 'read', 4403, 200],
	['tamara', 'read', 4403, 200],
	['raisa', 4403, 4403, 404],
	['semyon', 4403, 4403, 404],
	['viktor', 4403, 4403, 404],
	['irina', 4403, 4403, 404],
	['anna', 4403, 4403, 404],
	['pyotr', 4403, 4403, 404],
	['stranger', 4401, 4401, 401]
]

describe('[R14] at the door of the club', () => {
	it.each(everybody)('%s: plan %s, notes %i, history %i', async (person, plan, notes, history) => {
		expect(await knock(town, person, PLAN)).toBe(plan)
		// A club has none.
		expect(await knock(town, person, 'notes:club-1')).toBe(notes)
		expect((await town.get(person, '/api/programs/club-1/history')).status).toBe(history)
		expect((await town.get(person, `/api/documents/${PLAN}/check`)).status).toBe(history)
		expect((await town.get(person, '/api/programs/club-1')).status).toBe(history)
		if (person !== 'stranger') expect((await listed(person)) !== undefined).toBe(plan === 'edit')
	})
})

describe('the plan of the club', () => {
	it('is edited by Nina on her phone, shown to her, kept there, and handed over as a file', async () => {
		createFakeDevice('nina')
		const { person: me } = await read<Me>('nina', '/api/me')
		const listing = (await listed('nina'))!
		expect(listing).toMatchObject({
			role: 'organisation-curator',
			documents: { plan: PLAN },
			participants: [],
			editors: [{ id: 'nina' }, { id: 'pavel' }]
		})
		expect(listing.documents).not.toHaveProperty('notes')
		const session = openOnNinasPhone(listing)
		const today = new Today(() => 'Asia/Tomsk')
		const program = createProgramContext({ listing, me, session, today, toasts: new Toasts() })
		await eventually(() => expect(session.snapshot()).toMatchObject({ isSynced: true, localStore: 'ready' }))
		expect(program).toMatchObject({ canEdit: true, isEnded: false, plan: { meta: { title: 'Кружок юных техников' } } })
		expect(program.nameOf('pavel')).toBe('Имя Данилов')

		const [stage] = program.plan.stages
		const activity = { id: 'boat', stageId: stage!.id, title: 'Собрать модель катера' }
		addActivity(session.plan.doc, activity, program.author())
		expect(program.plan.activity('boat')).toMatchObject({ title: 'Собрать модель катера' })
		await eventually(() => expect(session.snapshot()).toMatchObject({ unsent: 0, partners: [{ personId: 'pavel' }] }))
		await session.close()

		expect((await readStored('nina', PLAN))?.snapshot.unsent).toBe(0)
		const file = await makeTransferFile({ personId: 'nina', appVersion: '1' }, listing)
		const reading = await readTransferFile(file!, [listing])
		expect(reading).toMatchObject({ ok: true, file: { documents: [{ documentId: PLAN }] } })
	})

	it('is read by Elena, who is refused when she edits it', async () => {
		const elenas = device('elena')
		await elenas.exchange()
		expect(titlesIn(elenas.doc)).toContain('Собрать модель катера')
		const activity = { id: 'mine', stageId: readActivities(elenas.doc)[0]!.stageId, title: 'Не моё' }
		addActivity(elenas.doc, activity, author('elena'))
		expect((await elenas.exchange()).nacks).toMatchObject([{ reason: 'read-only' }])
		expect(await titlesFor('pavel')).not.toContain('Не моё')
	})

	it('is kept over a restart, and goes on', async () => {
		await town.restart()
		const pavels = device('pavel')
		await pavels.exchange()
		expect(titlesIn(pavels.doc)).toContain('Собрать модель катера')
		const stageId = readActivities(pavels.doc)[0]!.stageId
		addActivity(pavels.doc, { id: 'show', stageId, title: 'Показать катер родителям' }, author('pavel'))
		expect((await pavels.exchange()).nacks).toEqual([])
		expect(await titlesFor('nina')).toContain('Показать катер родителям')
	})

	it('is summed up on the boards of those who answer for it, and counts as no programme of mentoring', async () => {
		const total = (await titlesFor('elena')).length
		for (const person of ['elena', 'pavel'] as const) {
			await eventually(async () => {
				const { rows } = await read<Board>(person, '/api/board')
				expect(rows.find(({ programId }) => programId === 'club-1')).toMatchObject({ phase: 'running', total })
			})
		}
		const { rows } = await read<Board>('raisa', '/api/board')
		expect(rows.map(({ programId }) => programId)).not.toContain('club-1')
		expect((await listed('pavel'))?.summary).toMatchObject({ stages: expect.any(Array) })
		const region = await read<{ municipalities: MunicipalityNumbers[] }>('tamara', '/api/region')
		expect(region.municipalities.find(({ id }) => id === 'town')).toMatchObject({ active: 2 })
	})

	it('has a history, and each moment of it can be had', async () => {
		const { entries, people } = await read<HistoryPage>('elena', '/api/programs/club-1/history')
		expect(entries.map(({ authorIds }) => authorIds)).toEqual([['pavel'], ['nina'], []])
		expect(people.map(({ id }) => id).sort()).toEqual(['nina', 'pavel'])
		const moment = await town.get('tamara', `/api/programs/club-1/history/${entries[1]!.sequence}`)
		const doc = new Y.Doc()
		Y.applyUpdate(doc, new Uint8Array(await moment.arrayBuffer()))
		expect(titlesIn(doc)).toContain('Собрать модель катера')
		expect(titlesIn(doc)).not.toContain('Показать катер родителям')
	})

	it('has no ledger: nobody can make it a programme of people', async () => {
		const statement = { ...request, menteeIds: ['irina'] }
		const command = { id: 'ask', programId: 'club-1', role: 'curator', saidAt: townFoundedAt.toISOString(), statement }
		const answer = await town.post('elena', '/api/ledger', { personId: 'elena', commands: [command] })
		expect(await answer.json()).toMatchObject({ answers: [{ outcome: 'refused' }] })
	})
})

it('[R3] what Nina wrote before her role ended goes under review, and Elena accepts it', async () => {
	const phone = device('nina')
	await phone.exchange()
	const stageId = readActivities(phone.doc)[0]!.stageId
	addActivity(phone.doc, { id: 'late', stageId, title: 'Купить краску' }, author('nina'))
	const ending = { personId: 'nina', role: 'organisation-curator', on: '2026-09-30', order: null }
	expect((await town.post('elena', '/api/staff/endings', ending)).status).toBe(201)
	expect(await knock(town, 'nina', PLAN)).toBe(4403)
	expect(await listed('nina')).toMatchObject({ endedAt: expect.any(String), editors: [{ id: 'nina' }], summary: null })

	expect((await phone.exchange()).nacks).toMatchObject([{ review: 'waiting' }])
	const { held } = await read<LateEdits>('elena', '/api/held')
	expect(held).toMatchObject([{ programId: 'club-1', programTitle: 'Кружок юных техников', author: { id: 'nina' } }])
	expect((await town.post('elena', `/api/held/${held[0]!.id}`, { decision: 'accepted' })).status).toBe(204)
	expect(await titlesFor('pavel')).toContain('Купить краску')
})

it('a club whose plan only the region reads is on no board of the town', async () => {
	const kind = ownerKinds.get('club')!
	const shown = async () => (await read<Board>('elena', '/api/board')).rows.map(({ programId }) => programId)
	expect(await shown()).toContain('club-1')
	ownerKinds.set('club', { isOfPeople: false, documents: { plan: { edit: ['compare'], read: [] } } })
	await town.restart()
	expect(await shown()).not.toContain('club-1')
	ownerKinds.set('club', kind)
	await town.restart()
})

it('[R15] the plan that Elena deletes is gone for everybody', async () => {
	expect((await town.delete('elena', '/api/programs/club-1')).status).toBe(204)
	for (const person of ['pavel', 'elena'] as const) {
		expect(await knock(town, person, PLAN)).toBe(4404)
		expect(await listed(person)).toBeUndefined()
	}
})
