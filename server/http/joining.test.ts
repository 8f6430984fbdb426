/** A group that goes on, over HTTP: a person who is to join reads what concerns them, and a person who has left reads nothing later. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { consentOf, orderFor, proposal, raise, request, sign } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { MenteeAssessments } from '#protocol/api/bank.ts'
import type { LedgerAnswers, LedgerListings, LedgerReading } from '#protocol/api/ledger.ts'
import type { PaperReading } from '#protocol/api/regulations.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'
import { createSqliteRegistry } from '../database/sqlite/registry.ts'
import { assignWorkplace, storeOrganisation } from '../people/organisations.ts'

const roles = { viktor: 'mentor', oleg: 'mentor', elena: 'curator', arkady: 'head' } as const satisfies Partial<
	Record<Townsperson, string>
>
const ground = 'Перехожу в другую школу'

let town: Town
let count = 0
beforeEach(async () => {
	town = await openTown()
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	for (const id of ['anna', 'tamara', 'galina']) {
		database.exec(`insert into bank (person_id, municipality_id, role) values ('${id}', 'town', 'mentee')`)
	}
	database.exec(`delete from assignments where person_id in ('anna', 'tamara', 'galina')`)
	database.close()
	// Viktor is the mentor of Anna, Galina and Darya; Tamara is in the bank.
	await say('elena', { ...request, menteeIds: ['darya', 'anna', 'galina'], mainRequest: 'Сплотить завучей' })
	const proposalId = await say('elena', { ...proposal, forms: ['group'] })
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of ['viktor', 'darya', 'anna', 'galina'] as const) await say(person, consentOf(kind))
	}
	await say(
		'arkady',
		sign(await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01', pay: 'Четыре оклада' }))))
	)
	await say('anna', { type: 'remark', about: null, text: 'Где же встречи?' })
})
afterEach(() => town.stop())

async function say(person: Townsperson, statement: Statement): Promise<string> {
	const id = `c${++count}`
	const role = person in roles ? roles[person as keyof typeof roles] : 'mentee'
	const command = { id, programId: 'group', role, saidAt: '2026-09-29T09:00:00.000Z', statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	if (result?.outcome !== 'entered') throw new Error(`${person}: ${JSON.stringify(result)}`)
	return result.entry.id
}

async function read<Answer>(person: Townsperson, path: string): Promise<Answer> {
	return (await (await town.get(person, path)).json()) as Answer
}
const readLedger = (person: Townsperson) => read<LedgerReading>(person, '/api/programs/group/ledger')
const listings = async (person: Townsperson) => (await read<LedgerListings>(person, '/api/ledgers')).ledgers

it('[T13] [T40] somebody proposed to a group reads their own joining only, in the ledger, on lists and on papers', async () => {
	expect((await town.get('tamara', '/api/programs/group/ledger')).status).toBe(404)
	const decisionId = await say('elena', raise({ type: 'join', menteeId: 'tamara', mainRequest: 'Команда' }))
	await say('tamara', consentOf('personal-data'))
	const reading = await readLedger('tamara')
	expect(reading.entries.map(({ statement }) => statement.type)).toEqual(['raise', 'consent'])
	expect(reading.bare).toMatchObject({ term: { months: 24 }, forms: ['group'], members: [{ personId: 'viktor' }] })
	expect(reading.people.map(({ id }) => id).toSorted()).toEqual(['elena', 'tamara', 'viktor'])
	const [listing] = await listings('tamara')
	expect(listing).toMatchObject({
		mentees: [{ id: 'tamara' }],
		mentors: [{ id: 'viktor' }],
		openMatters: [{ id: decisionId }],
		missingConsents: [{ personId: 'tamara', kind: 'duties' }],
		awaited: [
			{ type: 'consent', kind: 'duties' },
			{ type: 'sign', matterId: decisionId }
		]
	})
	const papers = await read<PaperReading>('tamara', '/api/programs/group/paper-facts')
	const others = /"(anna|darya|galina)"|Белова|Новикова|Седова|Четыре оклада|Сплотить|встречи/
	expect(JSON.stringify([reading, listing, papers])).not.toMatch(others)
})

it('reads all of it from the day of the order on, and nothing more when nothing came of it', async () => {
	const first = await say('elena', raise({ type: 'join', menteeId: 'tamara', mainRequest: 'Команда' }))
	await say('viktor', { type: 'decline', matterId: first, ground })
	expect((await town.get('tamara', '/api/programs/group/ledger')).status).toBe(404)
	expect(await listings('tamara')).toEqual([])
	const second = await say('elena', raise({ type: 'join', menteeId: 'tamara', mainRequest: 'Команда' }))
	expect((await readLedger('tamara')).entries.map(({ statement }) => statement.type)).toEqual([
		'raise',
		'decline',
		'raise'
	])
	for (const kind of ['duties', 'personal-data'] as const) await say('tamara', consentOf(kind))
	for (const person of ['viktor', 'tamara', 'arkady'] as const) await say(person, sign(second))
	const { entries, bare } = await readLedger('tamara')
	expect(bare).toBeNull()
	expect(entries).toHaveLength((await readLedger('elena')).entries.length)
})

it('[T35] who was released or left finds the orders up to the one that ended it listed until acknowledged, and nobody who came after', async () => {
	const leaving = await say('anna', raise({ type: 'leave', menteeId: 'anna', forms: null, ground }))
	for (const person of ['elena', 'arkady'] as const) await say(person, sign(leaving))
	const release = await say('viktor', raise({ type: 'release', mentorId: 'viktor', ground }))
	for (const person of ['elena', 'arkady'] as const) await say(person, sign(release))
	await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
	const { entries } = await readLedger('elena')
	const insteadOf = entries.find(({ statement }) => statement.type === 'propose')?.id ?? null
	await say('elena', { ...proposal, insteadOf, mentorIds: ['oleg'], title: 'Второй год', forms: ['group'] })
	for (const person of ['anna', 'viktor'] as const) {
		const [listing] = await listings(person)
		expect(listing).toMatchObject({ programId: 'group', title: proposal.title })
		const asked = listing?.awaited.flatMap((one) => (one.type === 'acquaint' ? [one.matterId] : [])) ?? []
		const orderId = entries.find(({ statement }) => statement.type === 'raise')?.id ?? ''
		expect(asked).toEqual(person === 'anna' ? [orderId, leaving] : [orderId, leaving, release])
		expect(listing?.awaited).toHaveLength(asked.length)
		expect(JSON.stringify(listing)).not.toMatch(/oleg|Рябинин|Второй год/)
		for (const matterId of asked) await say(person, { type: 'acquaint', matterId })
		expect(await listings(person)).toEqual([])
	}
})

it('tells whoever was replaced or left of nobody who came later: in the papers of their order, in appointments', async () => {
	const leaving = await say('anna', raise({ type: 'leave', menteeId: 'anna', forms: null, ground }))
	for (const person of ['elena', 'arkady'] as const) await say(person, sign(leaving))
	const replacement = await say('darya', raise({ type: 'replace', mentorId: 'viktor', ground: 'Далеко' }))
	for (const person of ['galina', 'elena', 'arkady'] as const) await say(person, sign(replacement))
	await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
	const { entries } = await readLedger('elena')
	const insteadOf = entries.find(({ statement }) => statement.type === 'propose')?.id ?? null
	const proposalId = await say('elena', { ...proposal, insteadOf, mentorIds: ['oleg'], forms: ['group'] })
	await say('elena', { type: 'register', matterId: replacement, number: '17', on: '2026-09-30' })
	const settings = Object.values((await read<PaperReading>('viktor', '/api/programs/group/paper-facts')).settings)
	const people = settings.flatMap((setting) => setting?.people.map(({ id }) => id) ?? [])
	expect(people).toEqual(expect.arrayContaining(['viktor', 'darya', 'galina', 'elena', 'arkady']))
	for (const kind of ['duties', 'personal-data'] as const) await say('oleg', consentOf(kind))
	for (const person of ['darya', 'galina'] as const) await say(person, consentOf('duties'))
	await say('arkady', sign(await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))))
	expect((await readLedger('elena')).appointments).toMatchObject([{ personId: 'oleg' }])
	for (const person of ['anna', 'viktor'] as const) {
		const papers = await read<PaperReading>(person, '/api/programs/group/paper-facts')
		expect(JSON.stringify([await readLedger(person), papers])).not.toMatch(/oleg|Рябинин/)
	}
})

it('[T2] tells whoever was replaced of the organisations of their group alone, in the ledger and in the papers', async () => {
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	const registry = createSqliteRegistry(database)
	const kindergarten = { id: 'kindergarten-9', name: 'Детский сад № 9', kind: 'preschool', unit: null } as const
	const unknown = { level: 'municipal' as const, isAdvanced: false, place: null, standings: null, years: [] }
	await registry.commitTogether([
		...storeOrganisation(registry, 'town', { ...kindergarten, ...unknown }),
		assignWorkplace(registry, 'tamara', kindergarten.id, '')
	])
	database.close()
	const replacement = await say('darya', raise({ type: 'replace', mentorId: 'viktor', ground: 'Далеко' }))
	for (const person of ['anna', 'galina', 'elena', 'arkady'] as const) await say(person, sign(replacement))
	await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
	const { entries } = await readLedger('elena')
	const insteadOf = entries.find(({ statement }) => statement.type === 'propose')?.id ?? null
	const proposalId = await say('elena', { ...proposal, insteadOf, mentorIds: ['oleg'], forms: ['group'] })
	for (const kind of ['duties', 'personal-data'] as const) await say('oleg', consentOf(kind))
	for (const person of ['darya', 'anna', 'galina'] as const) await say(person, consentOf('duties'))
	await say('arkady', sign(await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))))
	const joining = await say('elena', raise({ type: 'join', menteeId: 'tamara', mainRequest: 'Команда' }))
	for (const kind of ['duties', 'personal-data'] as const) await say('tamara', consentOf(kind))
	for (const person of ['oleg', 'tamara', 'arkady'] as const) await say(person, sign(joining))

	const readAs = async (person: Townsperson) => {
		const { units, organisationKinds } = await readLedger(person)
		const papers = await read<PaperReading>(person, '/api/programs/group/paper-facts')
		expect(papers.organisationKinds).toEqual(organisationKinds)
		return { units, organisationKinds }
	}
	const schools = 'Комитет по общему образованию'
	expect(await readAs('viktor')).toEqual({ units: [schools], organisationKinds: ['school'] })
	expect(await readAs('darya')).toEqual({
		units: expect.arrayContaining([schools, 'Комитет по дошкольному образованию']) as string[],
		organisationKinds: ['preschool', 'school']
	})
})

it('enters a consent that was taken back once, however often somebody says so whose part is over', async () => {
	const leaving = await say('anna', raise({ type: 'leave', menteeId: 'anna', forms: null, ground }))
	for (const person of ['elena', 'arkady'] as const) await say(person, sign(leaving))
	const takenBack = await say('anna', { type: 'withdraw-consent', kind: 'personal-data' })
	expect(await say('anna', { type: 'withdraw-consent', kind: 'personal-data' })).toBe(takenBack)
})

it('[T35] of specialists, whoever has left reads what was said until then, and whoever is to join nothing', async () => {
	const involve = (name: string) =>
		say('viktor', {
			type: 'involve-specialist',
			name,
			post: 'Экономист',
			task: 'Разбор бюджета школы',
			activity: { id: 'a1-1', title: 'Встреча' },
			consentedOn: '2026-09-29'
		})
	const specialistId = await involve('Орлова Ольга Игоревна')
	const leaving = await say('anna', raise({ type: 'leave', menteeId: 'anna', forms: null, ground }))
	for (const person of ['elena', 'arkady'] as const) await say(person, sign(leaving))
	await town.restart(() => new Date(townFoundedAt.getTime() + 60_000))
	await involve('Ким Павел Юрьевич')
	await say('elena', {
		type: 'release-specialist',
		specialistId,
		name: 'Орлова Ольга Игоревна',
		ground: 'Помощь больше не нужна'
	})
	await say('elena', raise({ type: 'join', menteeId: 'tamara', mainRequest: 'Команда' }))
	const readAs = async (person: Townsperson) => JSON.stringify(await readLedger(person))
	expect(await readAs('darya')).toMatch(/Орлова.*Ким.*больше не нужна/)
	expect(await readAs('anna')).toContain('Орлова')
	expect(await readAs('anna')).not.toMatch(/Ким|больше не нужна/)
	expect(await readAs('tamara')).not.toMatch(/Орлова|Ким|больше не нужна/)
})

it('[T35] a second tap involves nobody twice; an activity the plan does not have yet, or any more, stands in the way of nobody', async () => {
	const statement: Statement = {
		type: 'involve-specialist',
		name: 'Орлова Ольга Игоревна',
		post: null,
		task: 'Разбор бюджета школы',
		activity: null,
		consentedOn: '2026-09-29'
	}
	const submit = async (id: string, said: Statement) => {
		const command = { id, programId: 'group', role: 'mentor', saidAt: '2026-09-29T09:00:00.000Z', statement: said }
		const answer = await town.post('viktor', '/api/ledger', { personId: 'viktor', commands: [command] })
		return ((await answer.json()) as LedgerAnswers).answers[0]
	}
	for (const id of ['first', 'first', 'second']) {
		expect(await submit(id, statement)).toMatchObject({ outcome: 'entered', entry: { id: 'first' } })
	}
	expect(await submit('third', { ...statement, task: 'Другое' })).toMatchObject({
		refusal: { reason: 'specialist-involved', name: 'Орлова Ольга Игоревна' }
	})
	const other = { ...statement, name: 'Ким Павел Юрьевич' }
	// Added offline: the plan reaches the server separately, and may come later.
	const activity = { id: 'a9-9', title: 'Встреча' }
	expect(await submit('fourth', { ...other, activity })).toMatchObject({
		outcome: 'entered',
		entry: { statement: { activity } }
	})
	const { entries } = await readLedger('elena')
	expect(entries.filter(({ statement: { type } }) => type === 'involve-specialist')).toHaveLength(2)
})

it('[T35] in a group each reads their own assessment only; whoever is to join it, or is proposed to mentor it, nobody’s', async () => {
	await say('elena', raise({ type: 'join', menteeId: 'tamara', mainRequest: 'Команда' }))
	const seenBy = async (person: Townsperson) => {
		const answer = await town.get(person, '/api/programs/group/assessments')
		if (!answer.ok) return answer.status
		return ((await answer.json()) as MenteeAssessments).mentees.map(({ personId }) => personId)
	}
	expect(await seenBy('viktor')).toEqual(['anna', 'darya', 'galina'])
	for (const person of ['anna', 'darya', 'galina'] as const) expect(await seenBy(person)).toEqual([person])
	expect(await seenBy('tamara')).toBe(404)
	const replacement = await say('darya', raise({ type: 'replace', mentorId: 'viktor', ground: 'Далеко' }))
	for (const person of ['galina', 'anna', 'elena', 'arkady'] as const) await say(person, sign(replacement))
	const insteadOf = (await readLedger('elena')).entries.find(({ statement }) => statement.type === 'propose')?.id
	await say('elena', { ...proposal, insteadOf: insteadOf ?? null, mentorIds: ['oleg'], forms: ['group'] })
	for (const person of ['viktor', 'oleg'] as const) expect(await seenBy(person)).toBe(404)
})

it('what a mentee of the group writes at the end is read by her, the mentor and staff, and not by the other mentees', async () => {
	const closure = { type: 'closure', reasonId: 'curator', ground, lastDay: null, conclusion: 'Завершена' } as const
	const closureId = await say('elena', raise(closure))
	await say('anna', { type: 'feedback', achieved: null, notAchieved: 'Встречи бывали редко', helped: null })
	await say('arkady', sign(closureId))
	await say('darya', { type: 'feedback', achieved: 'Общий план', notAchieved: null, helped: null })
	const writers = async (person: Townsperson) => {
		const { entries } = await readLedger(person)
		const { ledger } = await read<PaperReading>(person, '/api/programs/group/paper-facts')
		const written = entries.filter(({ statement }) => statement.type === 'feedback').map(({ by }) => by.personId)
		expect(ledger.feedback.map(({ by }) => by.personId)).toEqual(written)
		return written
	}
	for (const person of ['elena', 'arkady', 'viktor'] as const) expect(await writers(person)).toEqual(['anna', 'darya'])
	expect(await writers('anna')).toEqual(['anna'])
	expect(await writers('darya')).toEqual(['darya'])
	expect(await writers('galina')).toEqual([])
})
