/** Papers over HTTP: who gets the facts for which papers, and how a municipality words them. Viktor and Darya are the pair. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { consentOf, orderFor, proposal, raise, request, sign } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { fullName } from '#domain/papers/decline-name.ts'
import { makePaper, type PaperChoice } from '#domain/papers/make-paper.ts'
import { offerPapers } from '#domain/papers/offers.ts'
import { paperText } from '#domain/papers/paper.ts'
import { shippedTemplates } from '#domain/papers/shipped-templates.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import type { ApiError } from '#protocol/api/program.ts'
import type { LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import type { PaperReading, PaperTexts } from '#protocol/api/regulations.ts'
import { openTown, townFoundedAt, townspeople, type Town, type Townsperson } from '../../tests/support/town.ts'

let town: Town
let minutes: number
let count: number
beforeEach(async () => {
	minutes = 0
	count = 0
	town = await openTown(() => new Date(townFoundedAt.getTime() + minutes * 60_000))
})
afterEach(() => town.stop())

const FACTS = '/api/programs/one/paper-facts'
const LETTER = '/api/paper-texts/letter'
const OWN_FORMS = '/api/paper-texts/own-forms'

function reset(person: Townsperson, after = townFoundedAt.toISOString()): Promise<Response> {
	return town.delete(person, `${LETTER}?after=${after}`)
}

async function say(person: Townsperson, role: Signatory, statement: Statement): Promise<string> {
	minutes += 1
	const id = `c${++count}`
	const command = { id, programId: 'one', role, saidAt: townFoundedAt.toISOString(), statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	expect(((await answer.json()) as LedgerAnswers).answers).toMatchObject([{ outcome: 'entered' }])
	return id
}

/** Resolves with the order's id. */
async function formPair(): Promise<string> {
	await say('darya', 'mentee', { ...request, menteeIds: ['darya'] })
	const proposalId = await say('elena', 'curator', proposal)
	for (const kind of ['duties', 'personal-data'] as const) {
		await say('viktor', 'mentor', consentOf(kind))
		await say('darya', 'mentee', consentOf(kind))
	}
	const orderId = await say('elena', 'curator', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
	await say('arkady', 'head', sign(orderId))
	return orderId
}

async function readFacts(person: Townsperson): Promise<PaperReading> {
	const answer = await town.get(person, FACTS)
	expect(answer.status).toBe(200)
	return (await answer.json()) as PaperReading
}

function textOf(reading: PaperReading, choice: PaperChoice): string {
	const paper = makePaper({ ...reading, origin: '' }, choice)
	return paper === null ? '' : paperText(paper).replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')
}

async function readTexts(person: Townsperson): Promise<PaperTexts> {
	return (await (await town.get(person, '/api/paper-texts')).json()) as PaperTexts
}

describe('the facts of papers', () => {
	it('are for those whom the programme concerns', async () => {
		await formPair()
		for (const person of townspeople) {
			const isConcerned = ['viktor', 'darya', 'elena', 'galina', 'arkady', 'raisa', 'semyon'].includes(person)
			expect([person, (await town.get(person, FACTS)).status]).toEqual([person, isConcerned ? 200 : 404])
		}
		expect((await town.get('stranger', FACTS)).status).toBe(401)
		expect((await town.get('elena', '/api/programs/none/paper-facts')).status).toBe(404)
		// A programme from before there were ledgers.
		expect((await town.get('elena', '/api/programs/program-1/paper-facts')).status).toBe(404)
	})

	it('name the people with their posts, the head and the curator', async () => {
		const orderId = await formPair()
		await say('elena', 'curator', { type: 'register', matterId: orderId, number: '12-к', on: '2026-09-30' })
		const facts = await readFacts('elena')
		expect(facts).toMatchObject({
			today: '2026-09-30',
			timeZone: 'Asia/Tomsk',
			curatorId: 'elena',
			headId: 'arkady',
			requisites: { authority: 'Департамент образования города', address: 'пр. Мира, 1' },
			regulation: { id: 'tomsk-city' },
			organisationKinds: ['school'],
			reader: { personId: 'elena', isStaff: true }
		})
		expect(facts.ledger.registrations).toEqual([{ matterId: orderId, number: '12-к', on: '2026-09-30' }])
		const people = new Map(facts.people.map((person) => [person.id, person]))
		expect([...people.keys()].toSorted()).toEqual(['arkady', 'darya', 'elena', 'viktor'])
		expect(people.get('darya')).toMatchObject({ familyName: 'Новикова', post: 'Директор', organisation: 'Школа № 4' })
	})

	it('[T35] a mentor’s release has a number of the journal of its own', async () => {
		const orderId = await formPair()
		const release = { type: 'release', mentorId: 'viktor', ground: 'Перехожу на другую работу' } as const
		const releaseId = await say('viktor', 'mentor', raise(release))
		await say('elena', 'curator', sign(releaseId))
		await say('arkady', 'head', sign(releaseId))
		await say('elena', 'curator', { type: 'register', matterId: orderId, number: '12-к', on: '2026-09-30' })
		await say('elena', 'curator', { type: 'register', matterId: releaseId, number: '31-к', on: '2026-09-30' })
		const facts = await readFacts('elena')
		const text = textOf(facts, { kind: 'order-release', subjectId: releaseId })
		expect(text).toContain('30.09.2026\n31-к')
		expect(text).toContain('от 30.09.2026 № 12-к')
	})

	it('[T44] a petition bears the curator who signed it, also after her role has ended', async () => {
		await formPair()
		const extension = { type: 'extend', termMonths: 30, ground: 'Долгая болезнь наставляемого' } as const
		const subjectId = await say('viktor', 'mentor', raise(extension))
		await say('darya', 'mentee', sign(subjectId))
		await say('elena', 'curator', sign(subjectId))
		const paperOf = async (reader: Townsperson) =>
			textOf(await readFacts(reader), { kind: 'petition-extend', subjectId })
		const signed = /И\. Воронцова\s+Подписано в системе «Тандем»/
		expect(await paperOf('elena')).toMatch(signed)
		const ending = { personId: 'elena', role: 'curator', on: '2026-09-30', order: null }
		expect((await town.post('arkady', '/api/staff/endings', ending)).status).toBe(201)
		expect(await paperOf('galina')).toMatch(signed)
	})

	it('[T16] [T44] what is signed stays as it was, whatever is renamed later; what is not says today’s', async () => {
		const orderId = await formPair()
		const order = { kind: 'order-pairs', subjectId: orderId } as const
		const signed = textOf(await readFacts('elena'), order)
		expect(signed).toMatch(/^Департамент образования города\n[^]*Новикова Имя, директор Школы № 4/)
		const change = { type: 'change', what: 'Две стажировки', forms: null, ground: 'По просьбе школы' } as const
		const changeId = await say('viktor', 'mentor', raise(change))

		const renamed = { authority: 'Комитет', address: '', site: '', place: 'г. Томск', headPost: 'Председатель' }
		const names = { familyName: 'Гордеева', givenName: 'Имя', patronymic: '', post: 'Заведующий' }
		const { version } = (await (await town.get('elena', '/api/people/darya')).json()) as { version: number }
		const answers = [
			await town.put('elena', '/api/paper-texts/requisites', { value: renamed, after: townFoundedAt.toISOString() }),
			await town.put('elena', '/api/paper-texts/order-pairs', { text: 'Указ {место}', after: null }),
			await town.put('elena', '/api/people/darya', { ...names, organisationId: null, version }),
			await town.put('elena', OWN_FORMS, {
				value: [{ nominative: 'Комитет', forms: { genitive: 'Комитету' } }],
				after: null
			})
		]
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
		for (const person of ['elena', 'darya'] as const) expect(textOf(await readFacts(person), order)).toBe(signed)
		const ofChange = { kind: 'order-change', subjectId: changeId } as const
		expect(textOf(await readFacts('elena'), ofChange)).toMatch(/^Комитет\n[^]*Гордеева Имя, заведующий/)
		// Consents, remarks and numbers make no further paper.
		await say('darya', 'mentee', { type: 'remark', about: null, text: 'Спасибо' })
		await say('elena', 'curator', { type: 'register', matterId: orderId, number: '12-к', on: '2026-09-30' })
		expect(Object.keys((await readFacts('elena')).settings)).toHaveLength(1)
	})

	it('the feedback of a mentee stays as it was written; the newest is offered to her, her mentor and staff', async () => {
		await formPair()
		const closure = { type: 'closure', reasonId: 'curator', ground: 'Итог', lastDay: null } as const
		const closureId = await say('elena', 'curator', raise({ ...closure, conclusion: 'Завершена' }))
		const feedback = { type: 'feedback', achieved: 'Общий план', notAchieved: null, helped: null } as const
		const formerId = await say('darya', 'mentee', feedback)
		await say('arkady', 'head', sign(closureId))
		const subjectId = await say('darya', 'mentee', { ...feedback, helped: 'Стажировка\nРазбор уроков' })
		const choice = { kind: 'feedback', subjectId } as const
		const written = textOf(await readFacts('elena'), choice)
		expect(written).toMatch(/Наставляемый: Новикова Имя, директор Школы № 4\.\nЧто удалось:\nОбщий план/)
		expect(written).toMatch(/Что помогло:\nСтажировка\nРазбор уроков\nДиректор.*Подписано в системе «Тандем»/)

		const { version } = (await (await town.get('elena', '/api/people/darya')).json()) as { version: number }
		const names = { familyName: 'Гордеева', givenName: 'Имя', patronymic: '', post: 'Заведующий' }
		await town.put('elena', '/api/people/darya', { ...names, organisationId: null, version })
		await town.put('elena', '/api/paper-texts/feedback', { text: 'Отзыв: {программа}', after: null })
		for (const person of ['viktor', 'darya', 'elena', 'arkady'] as const) {
			const facts = await readFacts(person)
			expect([person, textOf(facts, choice)]).toEqual([person, written])
			expect([person, textOf(facts, { kind: 'feedback', subjectId: formerId })]).toEqual([person, ''])
			const offered = offerPapers({ ...facts, origin: '' }).filter(
				(one) => 'choice' in one && one.choice.kind === 'feedback'
			)
			expect([person, offered.map((one) => 'choice' in one && one.choice)]).toEqual([person, [choice]])
		}
	})

	it('[L3] a participant gets the consents of nobody else; staff get each as it was signed', async () => {
		await formPair()
		const byPerson = async (person: Townsperson) => {
			const { consents, entries, ledger } = await readFacts(person)
			expect(entries.map(({ statement }) => statement.type)).toEqual(['request', 'propose', 'raise', 'sign'])
			expect(ledger.consents.map(({ id }) => id).toSorted()).toEqual(consents.map(({ id }) => id).toSorted())
			return consents.map(({ personId, kind, text }) => [personId, kind, text === consentOf('duties').text])
		}
		expect(await byPerson('viktor')).toEqual([
			['viktor', 'duties', true],
			['viktor', 'personal-data', true]
		])
		expect(await byPerson('darya')).toHaveLength(2)
		expect(await byPerson('elena')).toHaveLength(4)
	})

	it('whose part has ended reads no further than up to then', async () => {
		await formPair()
		minutes += 1
		await town.post('elena', '/api/programs/one/participants/viktor/end', {})
		const change = { type: 'change', what: 'Две стажировки', forms: null, ground: 'По просьбе школы' } as const
		await say('elena', 'curator', raise(change))
		expect((await readFacts('elena')).ledger.matters).toHaveLength(2)
		expect((await readFacts('viktor')).ledger.matters).toHaveLength(1)
	})
})

describe('how a municipality words its papers', () => {
	const text = 'Уважаем{наставник|ый|ая} {наставник.имя}!'

	it('is for its curator and head', async () => {
		const asked = [...townspeople, 'stranger' as const]
		const { value, saved: before } = (await readTexts('elena')).requisites
		minutes += 1
		for (const person of asked) {
			const may = ['elena', 'galina', 'arkady', 'pyotr'].includes(person)
			const refused = person === 'stranger' ? 401 : 403
			expect([person, (await town.get(person, '/api/paper-texts')).status]).toEqual([person, may ? 200 : refused])
			// Everybody after the first saves against another's version, except Pyotr of the other town.
			const isFirst = person === 'elena' || person === 'pyotr'
			const saved = may ? (isFirst ? 200 : 409) : refused
			expect([person, (await town.put(person, LETTER, { text, after: null })).status]).toEqual([person, saved])
			const requisites = { value, after: person === 'pyotr' ? null : (before?.at ?? null) }
			const answer = await town.put(person, '/api/paper-texts/requisites', requisites)
			expect([person, answer.status]).toEqual([person, saved])
		}
		for (const person of asked) {
			const may = ['elena', 'galina', 'arkady', 'pyotr'].includes(person)
			const { status } = await reset(person, new Date(townFoundedAt.getTime() + 60_000).toISOString())
			expect([person, status]).toEqual([person, may ? 204 : person === 'stranger' ? 401 : 403])
		}
	})

	it('tells who changed what and when, and goes into the papers of its programmes only', async () => {
		await formPair()
		const answer = await town.put('galina', LETTER, { text, after: null })
		expect(((await answer.json()) as PaperTexts).templates).toMatchObject([
			{ kind: 'letter', text, saved: { by: { id: 'galina', familyName: 'Седова' } } }
		])
		expect((await readFacts('elena')).templates).toEqual({ letter: text })
		const [saved] = (await readTexts('elena')).templates
		expect((await readTexts('pyotr')).templates).toEqual([])
		expect((await reset('elena', saved?.saved.at)).status).toBe(204)
		expect((await readTexts('elena')).templates).toEqual([])
	})

	it('declines names as the curator has put them right, and tells nobody the names of others', async () => {
		await formPair()
		const forms = (await readFacts('elena')).people.map((person) => ({
			nominative: fullName(person),
			forms: { dative: `${person.familyName} (верно)` }
		}))
		const value = [...forms, { nominative: 'Гусь Пётр Ильич', forms: { dative: 'Гусю Петру Ильичу' } }]
		const answer = await town.put('elena', OWN_FORMS, { value, after: null })
		expect(answer.status).toBe(200)
		expect((await readTexts('galina')).ownForms).toMatchObject({ value, saved: { by: { id: 'elena' } } })
		expect((await readTexts('pyotr')).ownForms).toEqual({ value: [], saved: null })
		for (const person of ['elena', 'viktor'] as const) {
			expect((await readFacts(person)).ownForms).toEqual(forms)
		}
		expect((await town.put('galina', OWN_FORMS, { value: [], after: null })).status).toBe(409)
		expect((await readTexts('elena')).ownForms.value).toEqual(value)
	})

	it('of two curators at once the second is told, and nothing of the first is lost', async () => {
		const first = await town.put('elena', LETTER, { text, after: null })
		const [saved] = ((await first.json()) as PaperTexts).templates
		minutes += 1
		const other = `${text}\nВы молодец!`
		expect((await town.put('galina', LETTER, { text: other, after: null })).status).toBe(409)
		expect((await readTexts('elena')).templates).toMatchObject([{ text }])
		expect((await town.put('galina', LETTER, { text: other, after: saved?.saved.at ?? null })).status).toBe(200)
		expect((await town.put('elena', LETTER, { text, after: saved?.saved.at ?? null })).status).toBe(409)
		const late = await reset('elena', saved?.saved.at)
		expect([late.status, await late.json()]).toEqual([409, { error: { code: 'conflict', field: 'after' } }])
		expect((await readTexts('elena')).templates).toMatchObject([{ text: other, saved: { by: { id: 'galina' } } }])
	})

	it.each([
		['an unknown placeholder', LETTER, { text: 'Уважаемый {директор}!', after: null }, 400, 'text'],
		['a brace that is not closed', LETTER, { text: 'Уважаемый {наставник', after: null }, 400, 'text'],
		['an empty text', LETTER, { text: ' \n', after: null }, 400, 'text'],
		['a text of 21 thousand letters', LETTER, { text: 'а'.repeat(21_000), after: null }, 400, 'text'],
		['what is no moment', LETTER, { text, after: 'вчера' }, 400, 'after'],
		['a paper that does not exist', '/api/paper-texts/poem', { text, after: null }, 404, undefined],
		['a consent', '/api/paper-texts/consent-duties', { text, after: null }, 404, undefined],
		[
			'a form in a case that there is none of',
			OWN_FORMS,
			{ value: [{ nominative: 'Гусь', forms: { vocative: 'Гусе' } }], after: null },
			400,
			'value'
		],
		['a form of nothing', OWN_FORMS, { value: [{ nominative: ' ', forms: {} }], after: null }, 400, 'value'],
		[
			'an enormous form',
			OWN_FORMS,
			{ value: [{ nominative: 'Гусь', forms: { dative: 'у'.repeat(700) } }], after: null },
			400,
			'value'
		],
		[
			'requisites without a name',
			'/api/paper-texts/requisites',
			{ value: { authority: '' }, after: null },
			400,
			'value'
		]
	])('%s is refused', async (_, path, body, status, field) => {
		const answer = await town.put('elena', path, body)
		expect(answer.status).toBe(status)
		expect(((await answer.json()) as ApiError).error.field).toBe(field)
		expect((await readTexts('elena')).templates).toEqual([])
	})

	it('takes every shipped text as a text of its own', async () => {
		for (const [kind, shipped] of Object.entries(shippedTemplates)) {
			const answer = await town.put('elena', `/api/paper-texts/${kind}`, { text: shipped, after: null })
			expect([kind, answer.status]).toEqual([kind, 200])
		}
	})
})

it('[L1] [L4] the consent sheet learns from the requisites what the authority states of signatures and databases', async () => {
	await formPair()
	const operator = async () => {
		const answer = await town.get('viktor', '/api/programs/one/ledger')
		return ((await answer.json()) as LedgerReading).reader?.operator
	}
	expect(Object.keys((await operator()) ?? {})).toEqual(['name', 'address', 'site'])
	const { value, saved } = ((await (await town.get('elena', '/api/paper-texts')).json()) as PaperTexts).requisites
	const agreed = { value: { ...value, hasSignatureAgreement: true, isDataInRussia: true }, after: saved?.at ?? null }
	expect((await town.put('viktor', '/api/paper-texts/requisites', agreed)).status).toBe(403)
	expect((await town.put('elena', '/api/paper-texts/requisites', agreed)).status).toBe(200)
	expect(await operator()).toMatchObject({ hasSignatureAgreement: true, isDataInRussia: true })
})
