/** A mentee's assessments in the bank, over HTTP: for their mentor as long as both take part, and for themselves. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { raise, sign } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { MenteeAssessments } from '#protocol/api/bank.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'
import { pairOf } from './testing/made-for-askers.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
	// Viktor is the mentor of Darya in «one», and of Irina in program-1.
	await pairOf(town)
})
afterEach(() => town.stop())

const earlier = { share: 46.5, on: '2025-03-15' }
const newest = { share: 58, on: '2026-03-14' }

async function assess(personId: Townsperson, assessments: object[]): Promise<void> {
	const card = (await (await town.get('elena', `/api/people/${personId}`)).json()) as PersonCard
	const answer = await town.put('elena', `/api/bank/mentees/${personId}`, {
		version: card.mentee?.version ?? null,
		entry: {
			personId,
			categoryId: 'beginner-head',
			mainRequest: 'Как собрать команду школы',
			difficulties: [],
			forms: [],
			assessments,
			bornOn: null,
			representative: null,
			enteredOn: '2026-09-01'
		}
	})
	expect(answer.status).toBe(200)
}

/** Assessments by family name, or the status of a refusal. */
async function seenBy(person: Townsperson, programId = 'one') {
	const answer = await town.get(person, `/api/programs/${programId}/assessments`)
	if (!answer.ok) return answer.status
	expect(answer.headers.get('cache-control')).toBe('no-store')
	const { mentees } = (await answer.json()) as MenteeAssessments
	return Object.fromEntries(mentees.map(({ name, assessments }) => [name.split(' ')[0], assessments]))
}

async function say(person: Townsperson, role: string, statement: Statement): Promise<string> {
	const id = crypto.randomUUID()
	const command = { id, programId: 'one', role, saidAt: '2026-09-30T05:00:00.000Z', statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	expect(result).toMatchObject({ outcome: 'entered' })
	return id
}

it('[T35] the mentor reads the newest first, the mentee their own, and whoever keeps the bank', async () => {
	expect(await seenBy('viktor')).toEqual({ Новикова: [] })
	await assess('darya', [earlier, newest])
	await assess('irina', [{ share: 91, on: '2026-03-14' }])
	for (const person of ['viktor', 'darya', 'elena', 'arkady'] as const) {
		expect(await seenBy(person)).toEqual({ Новикова: [newest, earlier] })
	}
	// Staff of the school, the region and people of other programmes see nobody; nobody sees a programme that does not exist.
	for (const person of ['irina', 'oleg', 'raisa', 'semyon', 'nina', 'anna', 'tamara', 'pyotr'] as const) {
		expect([person, await seenBy(person)]).toEqual([person, 404])
	}
	expect(await seenBy('viktor', 'none')).toBe(404)
	expect(await seenBy('viktor', 'program-1')).toEqual({ Лаптева: [{ share: 91, on: '2026-03-14' }] })
})

it('[T35] nobody’s is told where the regulation goes by none', async () => {
	await assess('irina', [newest])
	expect(await seenBy('viktor', 'program-1')).toEqual({ Лаптева: [newest] })
	// For a programme from before there were ledgers the municipality's regulation decides; «one» was requested under Tomsk's.
	const chosen = await town.post('elena', '/api/regulations/current', { id: 'surgut', was: 'tomsk-city' })
	expect(chosen.status).toBe(200)
	expect([await seenBy('viktor', 'program-1'), await seenBy('viktor')]).toEqual([{}, { Новикова: [] }])
})

it('[T35] whoever is shut out or released sees it no more, and a mentee whose part has ended is seen by nobody', async () => {
	await assess('darya', [newest])
	const changeMembership = (person: Townsperson, what: 'end' | 'return') =>
		town.post('elena', `/api/programs/one/participants/${person}/${what}`, {})
	await changeMembership('viktor', 'end')
	expect([await seenBy('viktor'), await seenBy('darya')]).toEqual([404, { Новикова: [newest] }])
	await changeMembership('viktor', 'return')
	await changeMembership('darya', 'end')
	expect([await seenBy('viktor'), await seenBy('darya')]).toEqual([{}, 404])
	await changeMembership('darya', 'return')
	const releaseId = await say('viktor', 'mentor', raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' }))
	await say('elena', 'curator', sign(releaseId))
	expect(await seenBy('viktor')).toEqual({ Новикова: [newest] })
	await say('arkady', 'head', sign(releaseId))
	expect([await seenBy('viktor'), await seenBy('elena')]).toEqual([404, { Новикова: [newest] }])
})
