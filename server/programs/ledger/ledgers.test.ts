import * as Y from 'yjs'
import { expect, describe, it } from 'vitest'
import {
	arkady,
	consentOf,
	darya,
	elena,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	request,
	requisites,
	sign,
	viktor
} from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { SIGNED_BY_TAP } from '#domain/papers/consent-sheet.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { readPlanMeta } from '#domain/plan/layout.ts'
import { readProfile } from '#domain/plan/stage.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { createProgram } from '../create-program.ts'
import type { Registry } from '../../database/database.ts'
import { storeRequisites } from '../../people/municipalities.ts'
import { begin, consentAll, councilDay, openCouncil, raiseOrder, type Council } from './testing/council.ts'

const pyotr = { personId: 'pyotr', role: 'curator' } as const

async function rows(registry: Registry, table: 'programs' | 'memberships' | 'ledger_entries' | 'editions') {
	return registry.query.selectFrom(table).selectAll().execute()
}

async function planOf({ storage }: Council, programId = 'program-a'): Promise<Y.Doc> {
	const doc = new Y.Doc()
	for (const { bytes } of await storage.load(`plan:${programId}`)) Y.applyUpdate(doc, bytes)
	return doc
}

describe('a consent', () => {
	it('[L3] waits until the municipality has said who the operator is, where it is, and who signs its orders', async () => {
		const council = await openCouncil()
		const { registry } = council
		await council.sayAll([irina, request], [elena, proposal])
		const missing = async () => (await council.say(irina, consentOf('personal-data'))) as object

		await registry.query.deleteFrom('paper_texts').execute()
		expect(await missing()).toEqual({
			outcome: 'refused',
			refusal: { reason: 'requisites-missing', missing: ['authority', 'address', 'place', 'headPost'] }
		})
		const by = { personId: 'elena', at: councilDay.toISOString() }
		await registry.commitTogether([storeRequisites(registry, 'town', { ...requisites, address: '', headPost: '' }, by)])
		expect(await missing()).toMatchObject({ refusal: { missing: ['address', 'headPost'] } })
		await registry.commitTogether([storeRequisites(registry, 'town', { ...requisites, site: '' }, by)])
		expect(await missing()).toMatchObject({ outcome: 'entered' })
		const publication = () => council.say(irina, consentOf('publication'))
		expect(await publication()).toMatchObject({ refusal: { reason: 'requisites-missing', missing: ['site'] } })
		await registry.commitTogether([storeRequisites(registry, 'town', requisites, by)])
		expect(await publication()).toMatchObject({ outcome: 'entered' })
	})

	it('[L1] [L3] says that the tap signs it only where the authority has agreed to that', async () => {
		const council = await openCouncil()
		await council.sayAll([irina, request], [elena, proposal])
		const consent = consentOf('personal-data')
		const byTap = { ...consent, text: `${consent.text}\n${SIGNED_BY_TAP}` }
		expect(await council.say(irina, byTap)).toMatchObject({ refusal: { reason: 'superseded' } })
		const by = { personId: 'elena', at: councilDay.toISOString() }
		const agreed = { ...requisites, hasSignatureAgreement: true }
		await council.registry.commitTogether([storeRequisites(council.registry, 'town', agreed, by)])
		expect(await council.say(irina, byTap)).toMatchObject({ outcome: 'entered' })
	})

	it('that was given before anybody asked for the requisites stays valid', async () => {
		const council = await openCouncil()
		const orderId = await raiseOrder(council)
		await council.registry.query.deleteFrom('paper_texts').execute()
		council.reopen()
		await council.sayAll([arkady, sign(orderId)])
		expect((await council.ledger()).consents).toHaveLength(4)
	})
})

describe('a programme', () => {
	it('[T16] [T34] begins with the head’s signature: its row, its people and its plan, from the category’s roadmap', async () => {
		const council = await openCouncil()
		const orderId = await raiseOrder(council)
		expect(await rows(council.registry, 'programs')).toEqual([])
		await council.sayAll([arkady, sign(orderId)])
		expect(await rows(council.registry, 'programs')).toMatchObject([
			{
				id: 'program-a',
				title: proposal.title,
				roadmap_id: 'tomsk-beginner-head',
				starts_on: '2026-09-15',
				term_months: 24
			}
		])
		expect(await rows(council.registry, 'memberships')).toMatchObject([
			{ person_id: 'irina', role: 'mentee', ended_at: null },
			{ person_id: 'viktor', role: 'mentor', ended_at: null }
		])
		const plan = await planOf(council)
		expect(readPlanMeta(plan)).toMatchObject({ title: proposal.title, startsOn: '2026-09-15', termMonths: 24 })
		expect(readProfile(plan).difficulty.map(({ text }) => text)).toEqual(request.difficulties)
		expect(council.entered.at(-1)).toMatchObject({ hasBegun: true, touchedPersonIds: ['viktor', 'irina'] })
	})

	it('[T13] of speed mentoring is one meeting, and not the roadmap of the category', async () => {
		const council = await openCouncil()
		const orderId = await raiseOrder(council, ['speed'])
		await council.sayAll([arkady, sign(orderId)])
		expect(await rows(council.registry, 'programs')).toMatchObject([{ roadmap_id: 'speed-meeting' }])
		expect(readActivities(await planOf(council)).map(({ title }) => title)).toEqual([
			'Встреча наставника и наставляемого'
		])
	})

	it('is not ordered before the consents: who has not given which is named, and nothing is kept', async () => {
		const council = await openCouncil()
		const proposalId = await council.sayAll([irina, request], [elena, proposal])
		const result = await council.say(elena, raise(orderFor(proposalId)))
		expect(result).toMatchObject({ refusal: { reason: 'consents-missing' } })
		expect(await rows(council.registry, 'ledger_entries')).toHaveLength(2)
	})

	it('that was cut short between its documents and its row is nothing, and is completed when the command comes again', async () => {
		const council = await openCouncil()
		const orderId = await raiseOrder(council)
		const broken: Registry = {
			...council.registry,
			commitTogether() {
				throw new Error('The disk is full')
			}
		}
		council.reopen({ registry: broken })
		const again = { id: 'signature' }
		await expect(council.say(arkady, sign(orderId), again)).rejects.toThrow('The disk is full')
		expect(await council.storage.findDocument('plan:program-a')).not.toBeNull()
		expect(await rows(council.registry, 'programs')).toEqual([])
		expect(await council.ledger()).toMatchObject({ phase: 'proposed' })
		council.reopen()
		expect(await council.say(arkady, sign(orderId), again)).toMatchObject({ outcome: 'entered' })
		expect(await rows(council.registry, 'programs')).toHaveLength(1)
		expect(await council.storage.load('plan:program-a')).toHaveLength(1)
	})

	it('is the only open one of its mentee, also beside one from before there were ledgers', async () => {
		const council = await openCouncil()
		const roadmap = findRoadmap('tomsk-reservist')
		if (roadmap === null) throw new Error('The roadmap is gone')
		const old = { municipalityId: 'town', roadmap, organisation: '', startsOn: '2026-01-12', termMonths: 24 }
		const members = [{ personId: 'darya', role: 'mentee' as const }]
		await createProgram(
			council.registry,
			council.storage,
			{ ...old, id: 'old', title: 'Резервист', members },
			councilDay
		)
		expect(await council.say(darya, { ...request, menteeIds: ['darya'] })).toEqual({
			outcome: 'refused',
			refusal: { reason: 'open-program', personId: 'darya', title: 'Резервист' }
		})
		await begin(council)
		expect(await council.say(irina, request, { programId: 'program-b' })).toEqual({
			outcome: 'refused',
			refusal: { reason: 'open-program', personId: 'irina', title: proposal.title }
		})
	})

	it('is asked for once by a mentee, while the curator may ask again in their name', async () => {
		const council = await openCouncil()
		await council.sayAll([irina, request])
		const other = { programId: 'program-b' }
		expect(await council.say(irina, request, other)).toMatchObject({ refusal: { reason: 'already-said' } })
		expect(await council.say(elena, request, other)).toMatchObject({ outcome: 'entered' })
	})

	it('from before there were ledgers gets one for its own mentees, keeps its plan, and loses who is not in the order', async () => {
		const council = await openCouncil()
		const roadmap = findRoadmap('tomsk-reservist')
		if (roadmap === null) throw new Error('The roadmap is gone')
		const old = { municipalityId: 'town', roadmap, organisation: '', startsOn: '2026-01-12', termMonths: 24 }
		const members = [
			{ personId: 'irina', role: 'mentee' as const },
			{ personId: 'oleg', role: 'mentor' as const }
		]
		const program = { ...old, id: 'program-a', title: 'Резервист', members }
		await createProgram(council.registry, council.storage, program, councilDay)
		expect(await council.say(darya, { ...request, menteeIds: ['darya'] })).toMatchObject({
			refusal: { reason: 'unknown-subject' }
		})
		await begin(council)
		expect(await council.storage.load('plan:program-a')).toHaveLength(1)
		expect(await rows(council.registry, 'programs')).toMatchObject([{ title: proposal.title, starts_on: '2026-09-15' }])
		const memberships = await rows(council.registry, 'memberships')
		expect(memberships.filter((membership) => 'ended_at' in membership && membership.ended_at === null)).toMatchObject([
			{ person_id: 'irina' },
			{ person_id: 'viktor' }
		])
	})

	it('whose request was taken back is none, and its mentee may ask again', async () => {
		const council = await openCouncil()
		await raiseOrder(council)
		await council.sayAll([irina, { type: 'withdraw-request', ground: 'Перехожу в другую школу' }])
		expect(await rows(council.registry, 'programs')).toEqual([])
		expect(await council.say(irina, request, { programId: 'program-b' })).toMatchObject({ outcome: 'entered' })
	})

	it('that goes on since before there were ledgers is not taken back with its request', async () => {
		const council = await openCouncil()
		const roadmap = findRoadmap('tomsk-reservist')
		if (roadmap === null) throw new Error('The roadmap is gone')
		const old = { municipalityId: 'town', roadmap, organisation: '', startsOn: '2026-01-12', termMonths: 24 }
		const members = [{ personId: 'irina', role: 'mentee' as const }]
		await createProgram(council.registry, council.storage, { ...old, id: 'program-a', title: 'Р', members }, councilDay)
		await council.sayAll([irina, request])
		expect(await council.say(irina, { type: 'withdraw-request', ground: 'Раздумала' })).toMatchObject({
			refusal: { reason: 'unknown-subject' }
		})
	})

	it('that is deleted hears nothing more', async () => {
		const council = await openCouncil()
		await begin(council)
		council.database.exec(`update programs set deleted_at = '2026-09-02'`)
		expect(await council.say(irina, { type: 'remark', about: null, text: 'Есть кто?' })).toMatchObject({
			refusal: { reason: 'unknown-subject' }
		})
	})
})

describe('a command', () => {
	it('that comes again is told the same, also after a restart; under another’s words its id is used', async () => {
		const council = await openCouncil()
		const first = await council.say(irina, request, { id: 'once' })
		expect(await council.say(irina, request, { id: 'once' })).toEqual(first)
		council.reopen()
		expect(await council.say(irina, request, { id: 'once' })).toEqual(first)
		expect(await council.say(elena, request, { id: 'once' })).toMatchObject({ refusal: { reason: 'already-said' } })
		expect(await council.ledger()).toMatchObject({ sequence: 1 })
	})

	it('of a mentor whose part has ended is refused; one they had given before is still told to be in the ledger', async () => {
		const council = await openCouncil()
		await begin(council)
		const remark: Statement = { type: 'remark', about: null, text: 'Начинаем в понедельник' }
		const said = await council.say(viktor, remark, { id: 'monday' })
		const petition = await council.sayAll([viktor, raise({ type: 'release', mentorId: 'viktor', ground: 'Переезд' })])
		await council.sayAll([elena, sign(petition)], [arkady, sign(petition)])
		expect(await council.say(viktor, remark)).toMatchObject({ refusal: { reason: 'not-your-programme' } })
		expect(await council.say(viktor, remark, { id: 'monday' })).toEqual(said)
	})

	it('of a participant whose part a curator has ended by hand is refused', async () => {
		const council = await openCouncil()
		await begin(council)
		await council.sayAll([elena, { type: 'suspend', personId: 'viktor' }])
		expect(council.entered.at(-1)?.touchedPersonIds).toEqual(['viktor'])
		expect(await council.say(viktor, { type: 'remark', about: null, text: 'Я ещё здесь' })).toMatchObject({
			refusal: { reason: 'not-your-programme' }
		})
	})

	it('of another town’s curator finds no programme, and puts nobody into one that has no ledger yet', async () => {
		const council = await openCouncil()
		await begin(council)
		const unknown = { outcome: 'refused', refusal: { reason: 'unknown-subject' } }
		expect(await council.say(pyotr, { type: 'remark', about: null, text: 'Здравствуйте' })).toEqual(unknown)
		council.database.exec(`
			delete from ledger_entries; delete from ledger_people; delete from ledgers;
		`)
		for (const menteeIds of [['roman'], ['irina']]) {
			expect(await council.say(pyotr, { ...request, menteeIds })).toEqual(unknown)
		}
		expect(await council.ledger()).toMatchObject({ sequence: 0 })
	})

	it('in a role the person does not have is refused', async () => {
		const council = await openCouncil()
		await council.sayAll([irina, request])
		for (const role of ['mentor', 'curator', 'head'] as const) {
			expect(await council.say({ ...irina, role }, proposal)).toMatchObject({ refusal: { reason: 'not-your-role' } })
		}
	})

	it('[T29] about a mentor of whom the bank knows nothing names every condition', async () => {
		const council = await openCouncil()
		council.database.exec(`update bank set entry = null where person_id = 'viktor'`)
		const proposalId = await council.sayAll([irina, request], [elena, proposal])
		await consentAll(council)
		expect(await council.say(elena, raise(orderFor(proposalId)))).toMatchObject({
			refusal: {
				reason: 'not-eligible',
				personId: 'viktor',
				conditionIds: ['years-as-head', 'confirmed-results', 'contest-place', 'assessment', 'mentoring-course']
			}
		})
	})
})

it('a mentor who is replaced leaves on the day of the order, and the new one may come at once', async () => {
	const council = await openCouncil()
	await begin(council)
	const petition = await council.sayAll([
		irina,
		raise({ type: 'replace', mentorId: 'viktor', ground: 'Не находим времени' })
	])
	await council.sayAll([elena, sign(petition)], [arkady, sign(petition)])
	expect(council.entered.at(-1)?.touchedPersonIds).toEqual(['viktor'])
	const insteadOf = (await council.ledger()).proposal?.id ?? null
	const proposalId = await council.sayAll([
		elena,
		{ ...proposal, insteadOf, mentorIds: ['oleg'], title: 'Второй год директора' }
	])
	await council.sayAll([oleg, consentOf('duties')], [oleg, consentOf('personal-data')], [irina, consentOf('duties')])
	const orderId = await council.sayAll([elena, raise(orderFor(proposalId, { startsOn: '2026-10-01' }))])
	await council.sayAll([arkady, sign(orderId)])
	expect(council.entered.at(-1)).toMatchObject({ hasBegun: false, touchedPersonIds: ['oleg'] })
	// Its title is the new order's, its term the old one's (domain.md T44 changes that).
	const [program] = await rows(council.registry, 'programs')
	expect(program).toMatchObject({ title: 'Второй год директора', starts_on: '2026-09-15' })
	const memberships = await council.registry.query
		.selectFrom('memberships')
		.select(['person_id', 'ended_at'])
		.orderBy('person_id')
		.execute()
	expect(memberships).toEqual([
		{ person_id: 'irina', ended_at: null },
		{ person_id: 'oleg', ended_at: null },
		{ person_id: 'viktor', ended_at: councilDay.toISOString() }
	])
})

it('[L3] tells whoever consented and never took part of what comes of it, as it does the others', async () => {
	const council = await openCouncil()
	const insteadOf = await council.sayAll([irina, request], [elena, proposal])
	await council.sayAll([viktor, consentOf('personal-data')], [elena, { ...proposal, insteadOf, mentorIds: ['oleg'] }])
	const withdrawalId = await council.sayAll([viktor, { type: 'withdraw-consent', kind: 'personal-data' }])
	const concerned = () => council.entered.at(-1)?.concernedIds.toSorted()
	expect(concerned()).toEqual(['irina', 'oleg', 'viktor'])
	await council.sayAll([irina, { type: 'remark', about: null, text: 'Когда начнём?' }])
	expect(concerned()).toEqual(['irina', 'oleg'])
	const settlement = { type: 'settle-consent-withdrawal', withdrawalId, personId: 'viktor' } as const
	await council.sayAll([elena, { ...settlement, decision: 'stopped', ground: 'Данные удалены' }])
	expect(concerned()).toEqual(['irina', 'oleg', 'viktor'])
})
