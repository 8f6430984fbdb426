/** Elena keeps the events of the municipality's mentors, and ticks who attended (domain.md T48). */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type MentorEvent, mentorEventDays } from '#domain/people/mentor-event.ts'
import type { LedgerReading } from '#protocol/api/ledger.ts'
import type { Incentives, MentorEvents } from '#protocol/api/region.ts'
import { pairOf } from './testing/made-for-askers.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

const forum: MentorEvent = { kind: 'forum', title: 'Форум «Молодые – молодым»', on: '2026-09-20', place: 'Дом учителя' }

const save = (attendedIds: string[], version: number | null = null, event = forum, by: Townsperson = 'elena') =>
	town.put(by, '/api/mentor-events/forum', { version, event, attendedIds })

const read = async <Answer>(answer: Promise<Response>) => (await (await answer).json()) as Answer
const list = (by: Townsperson = 'elena') => read<MentorEvents>(town.get(by, '/api/mentor-events'))

it('[T48] a forum is kept with who attended it, corrected and deleted', async () => {
	expect((await save(['viktor'])).status).toBe(204)
	const { events, mentorIds, people } = await list()
	expect(events).toEqual([{ id: 'forum', event: forum, attendedIds: ['viktor'], version: 0 }])
	expect(mentorIds.toSorted()).toEqual(['oleg', 'viktor'])
	expect(people.map(({ id }) => id).toSorted()).toEqual(['oleg', 'viktor'])
	expect((await save(['oleg'], 0, { ...forum, title: 'Форум' })).status).toBe(204)
	expect((await list('arkady')).events).toMatchObject([
		{ event: { title: 'Форум' }, attendedIds: ['oleg'], version: 1 }
	])
	expect((await town.delete('elena', '/api/mentor-events/forum')).status).toBe(204)
	expect((await list()).events).toEqual([])
	expect((await town.delete('elena', '/api/mentor-events/forum')).status).toBe(404)
	expect((await save([], 1)).status).toBe(404)
})

it('[T48] of two curators who change it at once, the second is told', async () => {
	await save([])
	expect((await save(['viktor'], 0, forum, 'galina')).status).toBe(204)
	const refused = await save(['oleg'], 0)
	expect([refused.status, await refused.json()]).toEqual([409, { error: { code: 'conflict' } }])
	expect((await save(['oleg'])).status).toBe(409)
	// Also when she moves it ahead with marks that the other has taken away.
	expect((await save(['oleg'], 0, { ...forum, on: '2026-10-01' })).status).toBe(409)
	expect((await list()).events).toMatchObject([{ attendedIds: ['viktor'] }])
})

it.each([
	['somebody who is no mentor', ['irina'], forum, 'attendedIds'],
	['somebody of another town', ['pyotr'], forum, 'attendedIds'],
	['a mentor at an event still to come', ['viktor'], { ...forum, on: '2026-10-01' }, 'attendedIds'],
	['a day that does not exist', [], { ...forum, on: '2026-02-30' }, 'event'],
	['a day of another century', [], { ...forum, on: '1999-01-01' }, 'on'],
	['a day decades ahead', [], { ...forum, on: '2090-01-01' }, 'on'],
	['an event without a title', [], { ...forum, title: ' ' }, 'event']
])('[T48] nothing is kept of %s', async (_, attendedIds, event, field) => {
	const refused = await save(attendedIds, null, event)
	expect(refused.status).toBe(400)
	expect(JSON.stringify(await refused.json())).toContain(field)
	expect((await list()).events).toEqual([])
})

it('[T48] an event still to come is kept without anybody', async () => {
	expect((await save([], null, { ...forum, on: '2026-10-01' })).status).toBe(204)
})

it('[T48] who attended stays when the event is moved ahead by mistake, counts for nothing meanwhile, and nobody can be added', async () => {
	await save(['viktor'])
	const ahead = { ...forum, on: '2026-10-01' }
	const { programId } = await pairOf(town)
	const attended = async () =>
		(await read<LedgerReading>(town.get('viktor', `/api/programs/${programId}/ledger`))).reader.attended
	expect((await save(['viktor', 'oleg'], 0, ahead)).status).toBe(400)
	expect((await save(['viktor'], 0, ahead)).status).toBe(204)
	expect((await list()).events).toEqual([{ id: 'forum', event: ahead, attendedIds: ['viktor'], version: 1 }])
	expect(await attended()).toEqual([])
	expect((await save(['viktor'], 1)).status).toBe(204)
	expect(await attended()).toEqual([{ id: 'forum', title: forum.title, on: forum.on }])
})

it('[T48] an old event keeps its day when its title is corrected', () => {
	expect(mentorEventDays('2026-09-15', null)).toEqual({ min: '2021-09-15', max: '2028-09-15' })
	expect(mentorEventDays('2026-09-15', '2019-05-20')).toEqual({ min: '2019-05-20', max: '2028-09-15' })
	expect(mentorEventDays('2026-09-15', '2031-05-20')).toEqual({ min: '2021-09-15', max: '2031-05-20' })
})

it('[T48] another town neither sees nor changes it', async () => {
	await save(['viktor'])
	expect((await list('pyotr')).events).toEqual([])
	expect((await save([], 0, forum, 'pyotr')).status).toBe(404)
	expect((await save([], null, forum, 'pyotr')).status).toBe(409)
	expect((await town.delete('pyotr', '/api/mentor-events/forum')).status).toBe(404)
	expect((await list()).events).toMatchObject([{ attendedIds: ['viktor'] }])
})

it('[T48] it stands behind the incentive of the mentor who attended, also in a programme older than the ledgers', async () => {
	await save(['viktor'])
	const { schemes } = await read<Incentives>(town.get('elena', '/api/incentives'))
	const events = schemes.flatMap(({ mentors }) =>
		mentors.flatMap(({ mentorId, lines }) =>
			lines.flatMap(({ grounds }) =>
				grounds.flatMap(({ id, evidence }) => (id === 'events' ? [[mentorId, evidence]] : []))
			)
		)
	)
	const found = [{ title: forum.title, on: forum.on, source: { type: 'event', id: 'forum' } }]
	expect(events).toContainEqual(['viktor', expect.objectContaining({ found, held: 1 })])
	expect(events).toContainEqual(['oleg', expect.objectContaining({ found: [], held: 1 })])
})

it('[T48] the mentor reads with each ledger which events they attended, and nobody else does', async () => {
	await save(['viktor'])
	const { programId } = await pairOf(town)
	const attendedBy = async (person: Townsperson) =>
		(await read<LedgerReading>(town.get(person, `/api/programs/${programId}/ledger`))).reader.attended
	expect(await attendedBy('viktor')).toEqual([{ id: 'forum', title: forum.title, on: forum.on }])
	expect(await attendedBy('darya')).toEqual([])
})
