/** The curator and the head of one organisation (domain.md V2, R8, S5, S7): they oversee its programmes, and nothing else. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replayEntries } from '#domain/ledger/statements/all.ts'
import { consentOf, orderFor, proposal, raise, request, sign } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { markActivity } from '#domain/plan/edit.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import type { ApiError, Board, CreatedInvitation, LateEdits, Me } from '#protocol/api/program.ts'
import type { LedgerAnswers, LedgerListings, LedgerReading } from '#protocol/api/ledger.ts'
import type { Staff } from '#protocol/api/staff.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
let minutes: number
let count: number
beforeEach(async () => {
	minutes = 0
	count = 0
	town = await openTown(() => new Date(townFoundedAt.getTime() + minutes * 60_000))
})
afterEach(() => town.stop())

async function read<Answer>(person: Townsperson, path: string): Promise<Answer> {
	const answer = await town.get(person, path)
	expect([path, answer.status]).toEqual([path, 200])
	return (await answer.json()) as Answer
}

async function boardOf(
	person: Townsperson,
	query = ''
): Promise<[ids: string[], programs: number, underReview: number]> {
	const { rows, totals } = await read<Board>(person, `/api/board${query}`)
	return [rows.map(({ programId }) => programId), totals.programs + (totals.ahead ?? 0), totals.held]
}

/** `yes`, or why it was refused. */
async function say(person: Townsperson, role: Signatory, statement: Statement, id = `c${++count}`): Promise<string> {
	minutes += 1
	const command = { id, programId: 'one', role, saidAt: townFoundedAt.toISOString(), statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	return result?.outcome === 'refused' ? result.refusal.reason : 'yes'
}

const daryas = { ...request, menteeIds: ['darya'] }

async function moveTo(personId: string, organisationId: string | null): Promise<void> {
	const { person, version } = await read<{ person: object; version: number }>('elena', `/api/people/${personId}`)
	const { familyName, givenName, patronymic } = person as Record<string, string>
	const saved = { familyName, givenName, patronymic, organisationId, post: '', version }
	expect((await town.put('elena', `/api/people/${personId}`, saved)).status).toBe(200)
}

async function planRight(person: Townsperson, documentId = 'plan:program-1'): Promise<string> {
	const { closed, hello } = await createExchangeDevice(() => town, person, documentId).exchange()
	return closed ?? hello?.right ?? ''
}

describe('what is theirs', () => {
	it('[V2] [R8] the board shows them the programmes of their school, with its numbers, and no other', async () => {
		for (const person of ['nina', 'pavel'] as const) {
			expect(await boardOf(person)).toEqual([['program-1'], 1, 0])
			expect(await boardOf(person, '?q=резервист')).toEqual([[], 1, 0])
			expect(await planRight(person)).toBe('read')
			expect(await planRight(person, 'notes:program-1')).toBe('no-right')
			expect(await planRight(person, 'plan:program-2')).toBe('no-right')
		}
		for (const person of ['raisa', 'semyon'] as const) {
			expect(await boardOf(person)).toEqual([[], 0, 0])
			expect(await planRight(person)).toBe('no-right')
		}
	})

	it('with the mentee the programme leaves their school, and of two schools it is neither’s', async () => {
		await moveTo('irina', 'school-4')
		expect([await boardOf('nina'), await boardOf('raisa')]).toEqual([
			[[], 0, 0],
			[['program-1'], 1, 0]
		])
		expect([await planRight('nina'), await planRight('raisa')]).toEqual(['no-right', 'read'])
		await moveTo('irina', null)
		expect([await boardOf('nina'), await boardOf('raisa')]).toEqual([
			[[], 0, 0],
			[[], 0, 0]
		])
		expect((await read<Me>('raisa', '/api/me')).programs).toEqual([])
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'tomsk-city' })
		const zoya = { familyName: 'Зуева', givenName: 'Зоя', patronymic: '', organisationId: 'school-14', post: '' }
		const added = await town.post('elena', '/api/people', { ...zoya, role: 'mentee', isNamesake: false })
		const { personId } = (await added.json()) as { personId: string }
		const both = { ...daryas, menteeIds: ['darya', personId], regulationId: 'surgut' }
		expect(await say('elena', 'curator', { ...both, categoryId: 'young-teacher', forms: ['group'] })).toBe('yes')
		for (const person of ['nina', 'raisa'] as const) {
			expect((await town.get(person, '/api/programs/one/ledger')).status).toBe(404)
			expect((await read<LedgerListings>(person, '/api/ledgers')).ledgers).toEqual([])
		}
	})

	it('[V2] whoever is the curator of one school and the head of another has both before them', async () => {
		await moveTo('raisa', 'school-14')
		const appointed = { personId: 'raisa', role: 'organisation-head', order: { number: '7', date: '2026-09-01' } }
		expect((await town.post('elena', '/api/staff', appointed)).status).toBe(204)
		expect(await say('darya', 'mentee', daryas)).toBe('yes')
		expect(await boardOf('raisa')).toEqual([['program-1'], 1, 0])
		const { ledgers } = await read<LedgerListings>('raisa', '/api/ledgers')
		expect(ledgers.map(({ programId }) => programId)).toContain('one')
		expect((await read<Me>('raisa', '/api/me')).organisation?.name).toBe('Школа № 4, Школа № 14')
		expect(await boardOf('semyon')).toEqual([[], 0, 0])
	})

	it('held edits wait for them, too, and for those of no other school', async () => {
		const phone = createExchangeDevice(() => town, 'irina')
		await phone.exchange()
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		markActivity(
			phone.doc,
			'a1-1',
			{ markId: 'm1', status: 'done', doneOn: '2026-09-29' },
			{ personId: 'irina', at: townFoundedAt.toISOString() }
		)
		await phone.exchange()
		const [edit] = (await read<LateEdits>('nina', '/api/held')).held
		expect(edit).toMatchObject({ programId: 'program-1', state: 'waiting' })
		expect(await boardOf('nina')).toEqual([['program-1'], 1, 1])
		expect((await read<LateEdits>('raisa', '/api/held')).held).toEqual([])
		expect((await town.get('raisa', `/api/held/${edit?.id}`)).status).toBe(404)
		expect((await town.post('raisa', `/api/held/${edit?.id}`, { decision: 'accepted' })).status).toBe(404)
		expect((await town.post('nina', `/api/held/${edit?.id}`, { decision: 'accepted' })).status).toBe(204)
	})

	it('their streams tell of changes of their school only', async () => {
		const streams = new Map<Townsperson, string>()
		for (const person of ['nina', 'raisa'] as const) {
			const answer = await town.get(person, '/api/board/events')
			void answer.body
				?.pipeThrough(new TextDecoderStream())
				.pipeTo(new WritableStream({ write: (chunk) => void streams.set(person, (streams.get(person) ?? '') + chunk) }))
		}
		await town.post('elena', '/api/programs/program-1/participants/irina/end', {})
		await expect.poll(() => streams.get('nina')).toContain('event: changed')
		expect(streams.get('raisa')).not.toContain('event: changed')
	})
})

describe('their word', () => {
	const surguts = {
		...daryas,
		regulationId: 'surgut',
		categoryId: 'young-teacher',
		forms: ['traditional' as const]
	}
	const offer = { ...proposal, relation: 'teacher-teacher' as const }

	it('[V2] [S5] [S7] counts where the regulation has curator and head in the organisation, as the municipality’s does', async () => {
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'tomsk-city' })
		expect(await say('raisa', 'curator', surguts)).toBe('not-your-role')
		expect(await say('darya', 'mentee', surguts)).toBe('yes')
		expect(await say('nina', 'curator', offer)).toBe('not-your-role')
		expect(await say('raisa', 'head', offer)).toBe('not-your-role')
		expect(await say('raisa', 'curator', offer, 'offer')).toBe('yes')
		for (const kind of ['duties', 'personal-data'] as const) {
			await say('viktor', 'mentor', consentOf(kind))
			await say('darya', 'mentee', consentOf(kind))
		}
		const order = raise(orderFor('offer', { startsOn: '2026-10-01', termMonths: 12 }))
		expect(await say('raisa', 'curator', order, 'order')).toBe('yes')
		expect(await say('pavel', 'head', sign('order'))).toBe('not-your-role')
		expect(await say('semyon', 'head', sign('order'))).toBe('yes')
		expect(await say('arkady', 'head', sign('order'))).toBe('already-said')
		// Only the municipality may shut people out.
		for (const type of ['suspend', 'reinstate'] as const) {
			expect(await say('raisa', 'curator', { type, personId: 'darya' })).toBe('not-your-role')
		}
		expect(await boardOf('raisa')).toEqual([['one'], 1, 0])
		const { entries } = await read<LedgerReading>('raisa', '/api/programs/one/ledger')
		expect(entries.some(({ statement }) => statement.type === 'consent' && statement.text !== '')).toBe(true)
	})

	it('[T44] has beside each signature who appointed the signer, and when, also when the role has ended since', async () => {
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'tomsk-city' })
		await moveTo('oleg', 'school-4')
		const appointed = { personId: 'oleg', role: 'organisation-curator', order: null }
		const at = new Date(townFoundedAt.getTime() + minutes * 60_000).toISOString()
		expect((await town.post('elena', '/api/staff', appointed)).status).toBe(204)
		await say('darya', 'mentee', surguts)
		await say('oleg', 'curator', offer, 'offer')
		for (const kind of ['duties', 'personal-data'] as const) {
			await say('viktor', 'mentor', consentOf(kind))
			await say('darya', 'mentee', consentOf(kind))
		}
		const order = raise(orderFor('offer', { startsOn: '2026-10-01', termMonths: 12 }))
		expect(await say('oleg', 'curator', order, 'order')).toBe('yes')
		expect(await say('semyon', 'head', sign('order'))).toBe('yes')
		const ended = { personId: 'oleg', role: 'organisation-curator', on: '2026-09-30', order: null }
		expect((await town.post('elena', '/api/staff/endings', ended)).status).toBe(201)
		const { entries } = await read<LedgerReading>('darya', '/api/programs/one/ledger')
		const [first, second] = replayEntries('one', entries).matters[0]?.signatures ?? []
		expect(first).toMatchObject({ by: { personId: 'oleg' }, appointment: { by: 'Воронцова Имя', at } })
		// Nobody recorded who appointed Semyon.
		expect(second).toEqual({ by: expect.objectContaining({ personId: 'semyon' }) as object, at: second?.at })
	})

	it('[T44] tells everybody that nobody can sign while the only head is the mentor of the pair, until there is a deputy', async () => {
		const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
		database.exec(`update assignments set person_id = 'viktor' where person_id = 'arkady' and role = 'head'`)
		await say('darya', 'mentee', daryas)
		await say('elena', 'curator', proposal, 'offer')
		for (const kind of ['duties', 'personal-data'] as const) {
			await say('viktor', 'mentor', consentOf(kind))
			await say('darya', 'mentee', consentOf(kind))
		}
		const unsignable = async () => {
			const people = ['viktor', 'darya', 'elena'] as const
			const all = people.map((person) => read<LedgerReading>(person, '/api/programs/one/ledger'))
			return (await Promise.all(all)).map((reading) => reading.unsignable)
		}
		expect(await unsignable()).toEqual([[], [], []])
		expect(await say('elena', 'curator', raise(orderFor('offer', { startsOn: '2026-10-01' })), 'order')).toBe('yes')
		expect(await say('viktor', 'head', sign('order'))).toBe('own-pair')
		const waiting = [{ matterId: 'order', role: 'head' }]
		expect(await unsignable()).toEqual([waiting, waiting, waiting])
		database.exec(`insert into assignments (person_id, municipality_id, role) values ('arkady', 'town', 'head')`)
		expect(await unsignable()).toEqual([[], [], []])
		expect(await say('arkady', 'head', sign('order'))).toBe('yes')
		database.close()
	})

	it('[V2] is told of each programme by itself: whose word elsewhere counts is here a mentor, and learns of no withdrawal', async () => {
		await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'tomsk-city' })
		await moveTo('viktor', 'school-14')
		const appointed = { personId: 'viktor', role: 'organisation-curator', order: { number: '7', date: '2026-09-01' } }
		expect((await town.post('elena', '/api/staff', appointed)).status).toBe(204)
		await say('darya', 'mentee', surguts)
		await say('raisa', 'curator', offer, 'offer')
		for (const kind of ['duties', 'personal-data'] as const) {
			await say('viktor', 'mentor', consentOf(kind))
			await say('darya', 'mentee', consentOf(kind))
		}
		await say('raisa', 'curator', raise(orderFor('offer', { startsOn: '2026-10-01', termMonths: 12 })), 'order')
		expect(await say('semyon', 'head', sign('order'))).toBe('yes')
		expect(await say('darya', 'mentee', { type: 'withdraw-consent', kind: 'personal-data' })).toBe('yes')
		// The programme began under another regulation than today's.
		await town.post('elena', '/api/regulations/current', { id: 'tomsk-city', was: 'surgut' })
		const readAs = async (person: Townsperson) => {
			const { speaksAs } = await read<LedgerReading>(person, '/api/programs/one/ledger')
			const { ledgers } = await read<LedgerListings>(person, '/api/ledgers')
			const listing = ledgers.find(({ programId }) => programId === 'one')
			expect(listing?.speaksAs).toEqual(speaksAs)
			return [person, speaksAs, listing?.awaited.some(({ type }) => type === 'settle-consent-withdrawal')]
		}
		const people = ['elena', 'arkady', 'raisa', 'semyon', 'viktor', 'darya'] as const
		expect(await Promise.all(people.map(readAs))).toEqual([
			['elena', ['curator'], true],
			['arkady', ['head'], false],
			['raisa', ['curator'], true],
			['semyon', ['head'], false],
			['viktor', [], false],
			['darya', [], false]
		])

		const notice = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
		expect(await say('viktor', 'mentor', raise({ ...notice, lastDay: '2026-10-05' }), 'notice')).toBe('yes')
		minutes += 10 * 24 * 60
		expect(await say('raisa', 'curator', sign('notice'))).toBe('yes')
		const listed = async (person: Townsperson) =>
			(await read<LedgerListings>(person, '/api/ledgers')).ledgers
				.filter(({ programId }) => programId === 'one')
				.map(({ phase }) => phase)
		expect(await Promise.all(people.map(listed))).toEqual([['closed'], ['closed'], ['closed'], ['closed'], [], []])
	})

	it('[T7] [T8] counts for nothing where they are the municipality’s: they read what its participants read', async () => {
		await say('darya', 'mentee', daryas)
		expect(await say('raisa', 'curator', proposal)).toBe('not-your-role')
		expect(await say('elena', 'curator', proposal)).toBe('yes')
		await say('viktor', 'mentor', consentOf('duties'))
		const { entries } = await read<LedgerReading>('raisa', '/api/programs/one/ledger')
		expect(entries.filter(({ statement }) => statement.type === 'consent').map(({ statement }) => statement)).toEqual([
			{ ...consentOf('duties'), text: '' }
		])
		const { ledgers } = await read<LedgerListings>('raisa', '/api/ledgers')
		expect(ledgers.map(({ programId, speaksAs }) => [programId, speaksAs])).toEqual([['one', []]])
		expect((await town.get('raisa', '/api/programs/one/shortlist')).status).toBe(404)
	})
})

describe('the role', () => {
	const appoint = (person: Townsperson, personId: string, date = '2026-09-01') =>
		town.post(person, '/api/staff', { personId, role: 'organisation-curator', order: { number: '7', date } })
	const staffOf = async () =>
		(await read<Staff>('elena', '/api/staff')).staff.filter(({ person }) => person.id === 'oleg')

	it('is given where somebody works, by an order, ended, and given back', async () => {
		expect((await appoint('elena', 'oleg')).status).toBe(409)
		await moveTo('oleg', 'school-14')
		for (const person of ['nina', 'oleg', 'tamara'] as const) expect((await appoint(person, 'oleg')).status).toBe(403)
		expect((await appoint('pyotr', 'oleg')).status).toBe(404)
		expect((await appoint('elena', 'oleg', '2026-10-01')).status).toBe(400)
		expect((await appoint('elena', 'oleg')).status).toBe(204)
		expect((await appoint('elena', 'oleg')).status).toBe(409)
		expect(await staffOf()).toMatchObject([
			{ role: 'organisation-curator', organisation: 'Школа № 14', order: { number: '7' }, canEnd: true }
		])
		expect(await boardOf('oleg')).toEqual([['program-1'], 1, 0])
		const ending = { personId: 'oleg', role: 'organisation-curator', on: '2026-09-30', order: null }
		const ended = await town.post('elena', '/api/staff/endings', ending)
		expect((await town.get('oleg', '/api/board')).status).toBe(403)
		const { id } = (await ended.json()) as { id: string }
		expect((await town.post('elena', `/api/staff/endings/${id}/return`, {})).status).toBe(204)
		expect(await boardOf('oleg')).toEqual([['program-1'], 1, 0])
		expect(await staffOf()).toMatchObject([{ organisation: 'Школа № 14', order: { number: '7' } }])
	})

	it('is refused to who may not give it, or not there, before anything is said of its order', async () => {
		const order = { number: '77-к', date: '2026-10-01' }
		const invite = async (person: Townsperson, role: string, organisationId: string | null) => {
			const named = { familyName: 'Котова', givenName: 'Вера', patronymic: '' }
			const answer = await town.post(person, '/api/invitations', { ...named, role, organisationId, order })
			return [answer.status, ((await answer.json()) as ApiError).error.field]
		}
		expect(await invite('nina', 'organisation-head', 'school-14')).toEqual([403, undefined])
		expect(await invite('elena', 'head', null)).toEqual([403, 'role'])
		expect(await invite('pyotr', 'organisation-head', 'school-4')).toEqual([400, 'organisationId'])
		expect(await invite('elena', 'organisation-head', 'school-14')).toEqual([400, 'order'])
	})

	it('is handed out by an invitation, which names an organisation of the municipality', async () => {
		const named = { familyName: 'Котова', givenName: 'Вера', patronymic: '', role: 'organisation-head' }
		const invite = (more: object, person: Townsperson = 'elena') =>
			town.post(person, '/api/invitations', { ...named, ...more })
		expect((await invite({})).status).toBe(400)
		expect((await invite({ organisationId: 'none' })).status).toBe(400)
		expect((await invite({ organisationId: 'school-4' }, 'pyotr')).status).toBe(400)
		expect((await invite({ role: 'mentor', organisationId: 'school-4' })).status).toBe(400)
		expect((await invite({ organisationId: 'school-14' }, 'nina')).status).toBe(403)
		const order = { number: '77-к', date: '2026-09-01' }
		expect((await invite({ role: 'mentor', order })).status).toBe(400)
		expect((await invite({ organisationId: 'school-14', order: { ...order, number: ' ' } })).status).toBe(400)
		const { link } = (await (await invite({ organisationId: 'school-14', order })).json()) as CreatedInvitation
		const accepted = await fetch(`${town.server.address}/api/invitations/by-token/${link.split('/').at(-1)}/accept`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ login: 'kotova', password: 'три старых трамвая' })
		})
		expect(accepted.status).toBe(200)
		const cookie = accepted.headers
			.getSetCookie()
			.map((one) => one.split(';')[0])
			.join('; ')
		const board = (await (await fetch(`${town.server.address}/api/board`, { headers: { cookie } })).json()) as Board
		expect(board.rows.map(({ programId }) => programId)).toEqual(['program-1'])
		const { staff } = await read<Staff>('elena', '/api/staff')
		expect(staff.find(({ person }) => person.familyName === 'Котова')).toMatchObject({
			organisation: 'Школа № 14',
			order
		})
	})
})
