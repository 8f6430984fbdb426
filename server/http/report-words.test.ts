/** What the pair of teachers wrote for a report, for the curator who signs it (domain.md L2). Viktor and Darya are the pair. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { consentOf, orderFor, proposal, raise, request, sign, submitReport } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { reportConclusions, reportRemark, setOwnLine } from '#domain/plan/notes.ts'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import type { Regulation, Signatory } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { LedgerAnswers, LedgerListings } from '#protocol/api/ledger.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, townspeople, type Town, type Townsperson } from '../../tests/support/town.ts'

const regulation: Regulation = {
	...copyRegulation(tomskCity, 'own', 'Город: отчёт подписывает куратор'),
	reports: tomskCity.reports.map((report) => ({ ...report, signedBy: 'curator' as const }))
}
const KEY = 'mentor-half-year 2026-12-10 viktor'
const wordsAt = (key: string) => `/api/programs/one/report-words?of=${encodeURIComponent(key)}`

let now: Date
let town: Town
let count = 0
beforeEach(async () => {
	now = new Date('2026-09-30T05:00:00.000Z')
	town = await openTown(() => now)
})
afterEach(() => town.stop())

/** The pair begins under that regulation, and Darya writes for their first report. */
async function beginAndWrite(): Promise<void> {
	await town.post('elena', '/api/regulations/own', { base: null, regulation })
	await town.post('elena', '/api/regulations/current', { id: 'own', was: 'tomsk-city' })
	await say('darya', 'mentee', { ...request, menteeIds: ['darya'], regulationId: 'own' })
	const proposalId = await say('elena', 'curator', proposal)
	for (const kind of ['duties', 'personal-data'] as const) {
		await say('viktor', 'mentor', consentOf(kind))
		await say('darya', 'mentee', consentOf(kind))
	}
	const orderId = await say('elena', 'curator', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
	await say('arkady', 'head', sign(orderId))
	now = new Date('2026-10-05T05:00:00.000Z')
	const forum = { kind: 'forum', title: 'Форум наставников', on: '2026-09-20', place: 'Дом учителя' }
	await town.put('elena', '/api/mentor-events/forum', { version: null, event: forum, attendedIds: ['viktor'] })
	const phone = createExchangeDevice(() => town, 'darya', 'notes:one')
	await phone.exchange()
	setOwnLine(phone.doc, KEY, 'planned', 'Намечали три урока', { personId: 'darya', at: now.toISOString() })
	reportConclusions(phone.doc, KEY).insert(0, 'Уроки стали живее')
	reportRemark(phone.doc, KEY).insert(0, 'Нужны ещё встречи')
	await phone.exchange()
}

async function say(person: Townsperson, role: Signatory, statement: Statement): Promise<string> {
	const id = `c${++count}`
	const command = { id, programId: 'one', role, saidAt: now.toISOString(), statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	expect(((await answer.json()) as LedgerAnswers).answers).toMatchObject([{ outcome: 'entered' }])
	return id
}

async function asked(person: Townsperson) {
	const { ledgers } = (await (await town.get(person, '/api/ledgers')).json()) as LedgerListings
	return ledgers.flatMap(({ awaited }) => awaited.filter(({ type }) => type === 'report'))
}

it('[L2] the words are for the curator alone, only when the report is to be signed, and only of that report', async () => {
	await beginAndWrite()
	expect((await town.get('elena', wordsAt(KEY))).status).toBe(404)
	expect(await asked('elena')).toEqual([])
	now = new Date('2026-12-01T05:00:00.000Z')
	for (const person of townspeople) {
		const may = person === 'elena' || person === 'galina'
		expect([person, (await town.get(person, wordsAt(KEY))).status]).toEqual([person, may ? 200 : 404])
	}
	expect((await town.get('stranger', wordsAt(KEY))).status).toBe(401)
	expect(await (await town.get('elena', wordsAt(KEY))).json()).toEqual({
		lines: { planned: 'Намечали три урока' },
		conclusions: 'Уроки стали живее',
		remark: 'Нужны ещё встречи',
		attended: [{ id: 'forum', title: 'Форум наставников', on: '2026-09-20' }]
	})
	for (const other of [
		'mentor-half-year 2027-06-10 viktor',
		'mentor-half-year 2026-12-10 oleg',
		'result a1-1',
		'none'
	]) {
		expect([other, (await town.get('elena', wordsAt(other))).status]).toEqual([other, 404])
	}
	expect(await asked('elena')).toMatchObject([{ reportId: 'mentor-half-year', mentorId: 'viktor' }])
	expect(await asked('viktor')).toEqual([])
	// The curator opens no notes.
	expect(await createExchangeDevice(() => town, 'elena', 'notes:one').exchange()).toMatchObject({
		closed: 'no-right'
	})

	await say('elena', 'curator', { ...submitReport('2026-12-10', { menteeIds: ['darya'] }), mentorId: 'viktor' })
	expect(await asked('elena')).toEqual([])
	expect((await town.get('elena', wordsAt(KEY))).status).toBe(404)
})
