/** Who may state what: every kind of statement and of decision by every role, in the course of one programme. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consentOf, orderFor, proposal, raise, request, sign, submitReport } from '#domain/ledger/testing/story.ts'
import {
	decision as decisionSchema,
	statement as statementSchema,
	type Decision,
	type Statement
} from '#domain/ledger/statement.ts'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { signatories } from '#domain/regulation/choices.ts'
import type { Regulation, Signatory } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import { createExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, townFoundedAt, type Town, type Townsperson } from '../../tests/support/town.ts'
import { writeSections } from '../../tests/support/write-sections.ts'
import { editionHash } from '../programs/ledger/facts.ts'

/**
 * Viktor and Darya are the pair. Oleg and Irina are in another programme, Pyotr in another town. By the town’s regulation curator and
 * head belong to the municipality, so Raisa and Semyon of Darya's school may state nothing, and nor may Nina and Pavel of another
 * school.
 */
const ownRoles = {
	viktor: 'mentor',
	darya: 'mentee',
	elena: 'curator',
	arkady: 'head',
	oleg: 'mentor',
	irina: 'mentee',
	pyotr: 'curator',
	anna: null,
	raisa: null,
	semyon: null,
	nina: null,
	pavel: null
} as const satisfies Partial<Record<Townsperson, Signatory | null>>
type Somebody = keyof typeof ownRoles

/** The town’s own regulation, which has consultations, too. */
const regulation: Regulation = {
	...copyRegulation(tomskCity, 'own', 'Город: с консультациями'),
	consultations: dinskoy.consultations
}

let town: Town
let steps = 0
let count = 0
beforeAll(async () => {
	// One minute for each step, so that no rate limit is reached.
	town = await openTown(() => new Date(townFoundedAt.getTime() + steps * 60_000))
	await town.post('elena', `/api/regulations/${regulation.id}`, { base: null, regulation })
	await town.post('elena', '/api/regulations/current', { id: regulation.id, was: 'tomsk-city' })
})
afterAll(() => town.stop())

/** The id of the newest statement of each step. */
const ids = new Map<string, string>()
const idOf = (name: string) => ids.get(name) ?? 'none'
const decision = (one: Decision) => () => raise(one)
const ground = 'По обстоятельствам'
const about = { mentorId: 'viktor', ground }
const specialist = 'Орлова Анна Игоревна'

/**
 * Everybody states in their own role; `others` is for those who are left out. Pyotr may not see the programme, and Anna may state
 * nothing.
 */
type Expected = Partial<Record<Somebody, string>> & { others: string }

const pair = { viktor: 'yes', darya: 'yes' }
const all = { ...pair, elena: 'yes', arkady: 'yes' }
const strangers = { oleg: 'not-your-programme', irina: 'not-your-programme' }
/** Either of them may; the second one repeats it. */
const staff = { elena: 'yes', arkady: 'already-said', others: 'not-your-role' }
const onlyHead = { arkady: 'yes', others: 'not-your-role' }
const onlyCurator = { elena: 'yes', others: 'not-your-role' }
const onlyMentor = { viktor: 'yes', oleg: 'not-your-programme', others: 'not-your-role' }

const life: readonly [name: string, statement: () => Statement | Promise<Statement>, expected: Expected][] = [
	[
		// Pyotr's town has this regulation, but Darya is in another town; Viktor's town has its own instead.
		'request under the shipped regulation',
		() => ({ ...request, menteeIds: ['darya'], regulationId: tomskCity.id }),
		{ darya: 'not-in-regulation', elena: 'not-in-regulation', pyotr: 'not-a-mentee', others: 'not-your-role' }
	],
	[
		'request',
		() => ({ ...request, menteeIds: ['darya'], regulationId: regulation.id }),
		{ darya: 'yes', elena: 'already-said', pyotr: 'not-in-regulation', others: 'not-your-role' }
	],
	['propose what is refused', () => proposal, { elena: 'yes', others: 'not-your-role' }],
	[
		'refuse-proposal',
		() => ({ type: 'refuse-proposal', proposalId: idOf('propose what is refused'), ground }),
		{ viktor: 'yes', darya: 'already-said', ...strangers, others: 'not-your-role' }
	],
	[
		'propose',
		() => ({ ...proposal, insteadOf: idOf('propose what is refused') }),
		{ elena: 'yes', others: 'not-your-role' }
	],
	['consent', () => consentOf('personal-data'), { ...pair, ...strangers, others: 'not-your-role' }],
	[
		'withdraw-consent',
		() => ({ type: 'withdraw-consent', kind: 'personal-data' }),
		{ ...pair, ...strangers, others: 'not-your-role' }
	],
	[
		'settle-consent-withdrawal',
		() => ({
			type: 'settle-consent-withdrawal',
			withdrawalId: idOf('withdraw-consent'),
			personId: 'darya',
			decision: 'other-ground',
			ground
		}),
		{ elena: 'yes', others: 'not-your-role' }
	],
	['consent again', () => consentOf('personal-data'), { ...pair, ...strangers, others: 'not-your-role' }],
	['consent to the duties', () => consentOf('duties'), { ...pair, ...strangers, others: 'not-your-role' }],
	[
		'raise order',
		() => raise(orderFor(idOf('propose'), { startsOn: '2026-10-01' })),
		{ elena: 'yes', ...strangers, others: 'not-your-role' }
	],
	[
		'sign order',
		() => sign(idOf('raise order')),
		{ arkady: 'yes', elena: 'already-said', ...strangers, others: 'not-your-role' }
	],
	[
		'register',
		() => ({ type: 'register', matterId: idOf('raise order'), number: '12-к', on: '2026-09-30' }),
		{ elena: 'yes', others: 'not-your-role' }
	],
	[
		'acquaint',
		() => ({ type: 'acquaint', matterId: idOf('raise order') }),
		{ ...pair, ...strangers, others: 'not-your-role' }
	],
	['remark', () => ({ type: 'remark', about: null, text: 'Замечание' }), { ...all, others: 'not-your-programme' }],
	[
		'answer',
		() => ({ type: 'answer', remarkId: idOf('remark'), text: 'Ответ' }),
		{ ...all, others: 'not-your-programme' }
	],
	[
		'feedback before a closure',
		() => ({ type: 'feedback', achieved: null, notAchieved: null, helped: 'Стажировка' }),
		{ darya: 'not-ending', irina: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'accept-activity',
		() => ({ type: 'accept-activity', activityId: 'a1-1', title: 'Встреча' }),
		{ viktor: 'yes', oleg: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'ask-consultation',
		() => ({ type: 'ask-consultation', about: 'Расписание', mode: 'remote' }),
		{ darya: 'yes', irina: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'refer-consultation before the mentor',
		() => referred(idOf('ask-consultation')),
		{ elena: 'mentor-first', others: 'not-your-role' }
	],
	[
		'answer-consultation',
		() => ({
			type: 'answer-consultation',
			consultationId: idOf('ask-consultation'),
			answer: { kind: 'pass', ground }
		}),
		{ viktor: 'yes', oleg: 'not-your-programme', others: 'not-your-role' }
	],
	['refer-consultation', () => referred(idOf('ask-consultation')), { elena: 'yes', others: 'not-your-role' }],
	[
		'ask-consultation again',
		() => ({ type: 'ask-consultation', about: 'Бюджет', mode: 'in-person' }),
		{ darya: 'yes', irina: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'withdraw-consultation',
		() => ({ type: 'withdraw-consultation', consultationId: idOf('ask-consultation again') }),
		{ darya: 'yes', irina: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'raise extend',
		decision({ type: 'extend', termMonths: 30, ground }),
		{ ...all, arkady: 'not-your-role', others: 'not-your-programme' }
	],
	// Elena raised it last, and so has signed it.
	['sign extend', () => sign(idOf('raise extend')), { ...all, elena: 'already-said', others: 'not-your-programme' }],
	[
		'raise change',
		decision({ type: 'change', what: 'Две стажировки', forms: null, ground }),
		{ ...all, arkady: 'not-your-role', others: 'not-your-programme' }
	],
	[
		'decline',
		() => ({ type: 'decline', matterId: idOf('raise change'), ground }),
		{ arkady: 'yes', ...strangers, others: 'declined' }
	],
	[
		'raise edition',
		async () => raise({ type: 'edition', hash: await hashOfPlan() }),
		{ ...all, arkady: 'not-your-role', others: 'not-your-programme' }
	],
	[
		'present',
		() => ({
			type: 'present',
			matterId: idOf('raise edition'),
			presentedOn: '2026-09-30',
			isPositive: true,
			conclusion: 'Обсудили'
		}),
		// As in Tomsk city, no presentation is required.
		{ elena: 'not-in-regulation', others: 'not-your-role' }
	],
	[
		'withdraw-matter',
		() => ({ type: 'withdraw-matter', matterId: idOf('raise edition') }),
		{ elena: 'yes', ...strangers, others: 'not-your-role' }
	],
	[
		'withdraw-request',
		() => ({ type: 'withdraw-request', ground }),
		{ darya: 'wrong-phase', elena: 'wrong-phase', others: 'not-your-role' }
	],
	[
		'involve-specialist',
		() => ({
			type: 'involve-specialist',
			name: specialist,
			post: 'Экономист',
			task: 'Разбор бюджета школы',
			activity: { id: 'a1-1', title: 'Встреча' },
			consentedOn: '2026-09-29'
		}),
		{ viktor: 'yes', oleg: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'release-specialist',
		() => ({
			type: 'release-specialist',
			specialistId: idOf('involve-specialist'),
			name: specialist,
			ground: null
		}),
		{ viktor: 'yes', elena: 'already-said', oleg: 'not-your-programme', others: 'not-your-role' }
	],
	['suspend', () => ({ type: 'suspend', personId: 'viktor' }), staff],
	['reinstate', () => ({ type: 'reinstate', personId: 'viktor' }), staff],
	[
		'record-evidence',
		() => ({
			type: 'record-evidence',
			mentorId: 'viktor',
			evidence: { kind: 'material', title: 'Памятка', address: 'https://edu.example/memo' },
			on: '2026-09-30'
		}),
		{ viktor: 'yes', elena: 'yes', oleg: 'not-your-programme', others: 'not-your-role' }
	],
	[
		'withdraw-evidence',
		() => ({ type: 'withdraw-evidence', evidenceId: idOf('record-evidence') }),
		{ viktor: 'unknown-subject', elena: 'yes', oleg: 'not-your-programme', others: 'not-your-role' }
	],
	['submit-report', () => submitReport('2026-12-10', { menteeIds: ['darya'] }), onlyMentor],
	[
		'return-report',
		() => ({ type: 'return-report', submissionId: idOf('submit-report'), remarks: 'Нет встреч' }),
		onlyCurator
	],
	[
		'submit-report once more',
		() => submitReport('2026-12-10', { menteeIds: ['darya'], insteadOf: idOf('submit-report') }),
		onlyMentor
	],
	['accept-report', () => ({ type: 'accept-report', submissionId: idOf('submit-report once more') }), onlyCurator],
	['cancel-incentive', () => ({ type: 'cancel-incentive', ...about, groundIds: ['reports'] }), onlyHead],
	['restore-incentive', () => ({ type: 'restore-incentive', ...about }), onlyHead],
	[
		'raise release',
		decision({ type: 'release', ...about }),
		{ viktor: 'yes', elena: 'yes', ...strangers, others: 'not-your-role' }
	],
	[
		'raise replace',
		decision({ type: 'replace', ...about }),
		{ darya: 'yes', elena: 'yes', ...strangers, others: 'not-your-role' }
	],
	[
		// The pair is not a group. Only those who may raise this learn so.
		'raise leave',
		decision({ type: 'leave', menteeId: 'darya', forms: null, ground }),
		{ viktor: 'last-mentee', darya: 'last-mentee', elena: 'last-mentee', ...strangers, others: 'not-your-role' }
	],
	[
		'raise join',
		decision({ type: 'join', menteeId: 'irina', mainRequest: 'Команда' }),
		{ elena: 'not-a-group', ...strangers, others: 'not-your-role' }
	],
	[
		'raise closure',
		decision({ type: 'closure', reasonId: 'participants', ground, lastDay: null, conclusion: 'Завершена' }),
		{ ...pair, ...strangers, others: 'not-your-role' }
	],
	[
		'feedback',
		() => ({ type: 'feedback', achieved: 'Команда работает', notAchieved: null, helped: null }),
		{ darya: 'yes', irina: 'not-your-programme', others: 'not-your-role' }
	]
]

function referred(consultationId: string): Statement {
	const to = { kind: 'other', name: 'Методист' } as const
	return { type: 'refer-consultation', consultationId, to, on: null, words: 'Позвоните' }
}

async function hashOfPlan(): Promise<string> {
	const phone = createExchangeDevice(() => town, 'darya', 'plan:one')
	await phone.exchange()
	writeSections(phone.doc)
	await phone.exchange()
	return editionHash(phone.doc)
}

/** `yes`, or why not. */
async function say(person: Somebody, role: Signatory, statement: Statement, name: string): Promise<string> {
	const id = `c${++count}`
	const command = { id, programId: 'one', role, saidAt: '2026-09-29T09:00:00.000Z', statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	const [result] = ((await answer.json()) as LedgerAnswers).answers
	if (result?.outcome === 'refused') return result.refusal.reason
	ids.set(name, id)
	return 'yes'
}

function expectedOf(person: Somebody, { others, ...named }: Expected): string {
	if (person in named) return named[person] ?? others
	return person === 'pyotr' ? 'unknown-subject' : others
}

/** Refused tries come before allowed ones: an allowed one changes the answers after it. */
const turn = ['', 'yes', 'already-said', 'declined']

describe('who may state what', () => {
	it.each(life)('%s', async (name, makeStatement, expected) => {
		steps += 1
		const statement = await makeStatement()
		const people = Object.keys(ownRoles) as Somebody[]
		for (const person of people) {
			for (const role of signatories) {
				if (role === ownRoles[person]) continue
				expect([person, role, await say(person, role, statement, name)]).toEqual([person, role, 'not-your-role'])
			}
		}
		const results: [Somebody, string][] = []
		const inTurn = people
			.filter((person) => ownRoles[person] !== null)
			.toSorted((one, other) => turnOf(one) - turnOf(other))
		for (const person of inTurn) {
			results.push([person, await say(person, ownRoles[person] ?? 'head', statement, name)])
		}
		expect(results).toEqual(inTurn.map((person) => [person, expectedOf(person, expected)]))

		function turnOf(person: Somebody): number {
			return Math.max(0, turn.indexOf(expectedOf(person, expected)))
		}
	})

	it('names every kind of statement and of matter', () => {
		const types = life.map(([name]) => name.split(' ')[0])
		const raised = life.filter(([name]) => name.startsWith('raise ')).map(([name]) => name.split(' ')[1])
		const statementTypes = statementSchema.options.map(({ shape }) => shape.type.value)
		const decisionTypes = decisionSchema.options.map(({ shape }) => shape.type.value)
		expect([...new Set(types)].toSorted()).toEqual(statementTypes.toSorted())
		expect([...new Set(raised)].toSorted()).toEqual(decisionTypes.toSorted())
	})

	it('nobody who is not signed in', async () => {
		const answer = await town.post('stranger', '/api/ledger', { personId: 'stranger', commands: [{ id: 'c0' }] })
		expect(answer.status).toBe(401)
	})
})

describe('who may read what was stated', () => {
	it.each<[Townsperson, number, string[]]>([
		['viktor', 200, ['one']],
		['darya', 200, ['one']],
		['elena', 200, ['one']],
		['galina', 200, ['one']],
		['arkady', 200, ['one']],
		['raisa', 200, ['one']],
		['semyon', 200, ['one']],
		['nina', 404, []],
		['pavel', 404, []],
		['oleg', 404, []],
		['irina', 404, []],
		['anna', 404, []],
		['pyotr', 404, []]
	])('%s: %i', async (person, status, listed) => {
		steps += 1
		const answer = await town.get(person, '/api/programs/one/ledger')
		expect(answer.status).toBe(status)
		const edition = await town.get(person, `/api/programs/one/editions/${await hashOfPlan()}`)
		expect(edition.status).toBe(status)
		expect((await town.get(person, '/api/programs/one/editions/none')).status).toBe(404)
		if (status === 200) expect(((await answer.json()) as LedgerReading).entries.length).toBeGreaterThan(20)
		const { ledgers } = (await (await town.get(person, '/api/ledgers')).json()) as { ledgers: { programId: string }[] }
		expect(ledgers.map(({ programId }) => programId)).toEqual(listed)
	})

	it('nobody who is not signed in', async () => {
		for (const path of ['/api/programs/one/ledger', '/api/programs/one/editions/none', '/api/ledgers']) {
			expect((await town.get('stranger', path)).status).toBe(401)
		}
	})
})
