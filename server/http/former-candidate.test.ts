/** People who were proposed or asked and never took part, over HTTP: they can find, read and withdraw what they consented to. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { consentOf, orderFor, proposal, raise, request, sign } from '#domain/ledger/testing/story.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import type { PaperReading } from '#protocol/api/regulations.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerListing, LedgerListings, LedgerReading } from '#protocol/api/ledger.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'
import { writeSections } from '../../tests/support/write-sections.ts'
import { editionHash } from '../programs/ledger/facts.ts'

const LEDGER = '/api/programs/new-one/ledger'
const roles: Partial<Record<Townsperson, Command['role']>> = {
	viktor: 'mentor',
	oleg: 'mentor',
	elena: 'curator',
	arkady: 'head'
}
const withdrawal: Statement = { type: 'withdraw-consent', kind: 'personal-data' }
/** People and words that Viktor must not see. */
const others = /darya|oleg|Новикова|Рябинин|Школа № 4|Второй год|выстроить команду|Почему не раньше/

let town: Town
let count = 0
/** The proposal of Oleg in place of Viktor. */
let proposalId: string
beforeEach(async () => {
	town = await openTown()
	await say('darya', { ...request, menteeIds: ['darya'] })
	const insteadOf = await say('elena', proposal)
	for (const kind of ['duties', 'personal-data'] as const) await say('viktor', consentOf(kind))
	proposalId = await say('elena', { ...proposal, insteadOf, mentorIds: ['oleg'], title: 'Второй год' })
	await say('darya', { type: 'remark', about: null, text: 'Почему не раньше?' })
})
afterEach(() => town.stop())

async function send(person: Townsperson, statement: Statement, role = roles[person] ?? 'mentee') {
	const command = { id: `c${++count}`, programId: 'new-one', role, saidAt: '2026-09-29T09:00:00.000Z', statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	return result as LedgerAnswer
}

async function say(person: Townsperson, statement: Statement): Promise<string> {
	const result = await send(person, statement)
	if (result.outcome !== 'entered') throw new Error(`${person}: ${JSON.stringify(result)}`)
	return result.entry.id
}

/** Begins the programme with Oleg. Resolves with the hash of the edition that Darya submits. */
async function begin(): Promise<string> {
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of ['oleg', 'darya'] as const) await say(person, consentOf(kind))
	}
	const orderId = await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
	await say('arkady', sign(orderId))
	const phone = createExchangeDevice(() => town, 'darya', 'plan:new-one')
	await phone.exchange()
	writeSections(phone.doc)
	await phone.exchange()
	const hash = editionHash(phone.doc)
	await say('darya', raise({ type: 'edition', hash }))
	return hash
}

async function read(person: Townsperson): Promise<LedgerReading> {
	return (await (await town.get(person, LEDGER)).json()) as LedgerReading
}

async function listings(person: Townsperson): Promise<LedgerListing[]> {
	return ((await (await town.get(person, '/api/ledgers')).json()) as LedgerListings).ledgers
}

it('[L3] a replaced mentor finds where they consented, reads their own word there, and nobody else', async () => {
	const reading = await read('viktor')
	expect(reading.entries.map(({ by, statement }) => [by.personId, statement.type])).toEqual([
		['viktor', 'consent'],
		['viktor', 'consent']
	])
	expect(reading.bare).toMatchObject({ isApart: true, title: proposal.title, members: [] })
	expect(reading.people.map(({ id }) => id)).toEqual(['viktor'])
	const [listing, ...more] = await listings('viktor')
	expect(more).toEqual([])
	expect(listing).toMatchObject({ programId: 'new-one', title: proposal.title, ownConsent: 'stands', mentees: [] })
	// Two proposals with one title differ by what the person themselves said.
	expect(listing?.ownConsentSaid).toEqual({ role: 'mentor', on: '2026-09-30' })
	const papers = (await (await town.get('viktor', '/api/programs/new-one/paper-facts')).json()) as PaperReading
	expect(JSON.stringify([reading, listing, papers])).not.toMatch(others)
	expect(papers.consents.map(({ kind, ended }) => [kind, ended])).toEqual([
		['duties', { by: 'proposal' }],
		['personal-data', null]
	])
})

it('[L3] once it goes on without them, they read its plan as little as before', async () => {
	const hash = await begin()
	for (const path of ['history', 'history/newest', `editions/${hash}`]) {
		const statuses = (['oleg', 'viktor'] as const).map(
			async (person) => (await town.get(person, `/api/programs/new-one/${path}`)).status
		)
		expect([path, ...(await Promise.all(statuses))]).toEqual([path, 200, 404])
	}
	expect(JSON.stringify(await read('viktor'))).not.toMatch(others)
})

it('[L3] takes it back once, the curator settles it, and they read how', async () => {
	const withdrawalId = await say('viktor', withdrawal)
	expect(await listings('viktor')).toMatchObject([{ ownConsent: 'withdrawn' }])
	expect(await listings('elena')).toMatchObject([
		{
			awaited: [{ type: 'settle-consent-withdrawal', withdrawalId }, { type: 'answer' }],
			ownConsent: null,
			ownConsentSaid: null
		}
	])
	const settlement = { type: 'settle-consent-withdrawal', withdrawalId, personId: 'viktor' } as const
	await say('elena', { ...settlement, decision: 'stopped', ground: 'Данные удалены' })
	expect(await listings('viktor')).toMatchObject([{ ownConsent: 'over', ownConsentSaid: { role: 'mentor' } }])
	const { entries, people } = await read('viktor')
	expect(entries.at(-1)).toMatchObject({ by: { personId: 'elena' }, statement: settlement })
	expect(people.map(({ id }) => id).toSorted()).toEqual(['elena', 'viktor'])
	// A second tap, from a phone that received no answer.
	expect(await say('viktor', withdrawal)).toBe(withdrawalId)
})

it('[L3] also when they are in no bank any more, in their own role alone', async () => {
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	database.exec(`delete from bank where person_id = 'viktor'`)
	database.close()
	expect(await send('viktor', withdrawal, 'mentee')).toMatchObject({ refusal: { reason: 'not-your-role' } })
	expect(await send('viktor', withdrawal)).toMatchObject({ outcome: 'entered' })
})

it.each(['town', 'other'])('[L3] also as a curator, of this town or of another one: %s', async (municipalityId) => {
	await say('darya', { type: 'withdraw-request', ground: 'Справлюсь сама' })
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	database
		.prepare(`insert into assignments (person_id, municipality_id, role) values ('viktor', ?, 'curator')`)
		.run(municipalityId)
	database.close()
	const found = async () => (await listings('viktor')).filter(({ programId }) => programId === 'new-one')
	expect(await found()).toMatchObject([{ phase: 'closed', ownConsent: 'stands' }])
	if (municipalityId === 'other') expect(JSON.stringify(await found())).not.toMatch(others)
	await say('viktor', withdrawal)
	expect(await found()).toMatchObject([{ ownConsent: 'withdrawn' }])
	expect((await listings('galina')).map(({ ownConsent }) => ownConsent)).toEqual([null])
})

it('[L3] a mentee whose request came to nothing finds it, too; who has consented to nothing is told of nothing', async () => {
	await say('darya', consentOf('personal-data'))
	expect(await listings('darya')).toMatchObject([{ phase: 'proposed', ownConsent: null }])
	await say('darya', { type: 'withdraw-request', ground: 'Справлюсь сама' })
	expect(await listings('darya')).toMatchObject([{ phase: 'closed', ownConsent: 'stands' }])
	await say('darya', withdrawal)
	expect(await listings('darya')).toMatchObject([{ phase: 'closed', ownConsent: 'withdrawn' }])
	expect(await listings('elena')).toMatchObject([{ phase: 'closed', awaited: [{ type: 'settle-consent-withdrawal' }] }])
	expect((await town.get('oleg', LEDGER)).status).toBe(404)
	expect(await listings('oleg')).toEqual([])
	expect((await town.get('viktor', LEDGER)).status).toBe(200)
})

it('[L3] is nobody else’s to take back', async () => {
	expect(await send('irina', withdrawal)).toMatchObject({ refusal: { reason: 'not-your-programme' } })
	expect((await town.get('irina', LEDGER)).status).toBe(404)
})
