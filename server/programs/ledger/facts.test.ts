/** The facts besides the ledger that a statement is checked against: the municipality's regulation, and the plan. */
import * as Y from 'yjs'
import { describe, expect, it } from 'vitest'
import { elena, irina, orderFor, proposal, raise, request, viktor } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { editActivity } from '#domain/plan/edit.ts'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { writeSections } from '../../../tests/support/write-sections.ts'
import { saveCopy } from '../regulation-copies.ts'
import { chooseRegulation } from '../../people/regulations.ts'
import { editionHash, readStoredPlan } from './facts.ts'
import { begin, consentAll, councilDay, openCouncil, type Council } from './testing/council.ts'

describe('a municipality’s own copy of a regulation', () => {
	it('judges the programmes requested since it was chosen', async () => {
		const council = await openCouncil()
		const { registry } = council
		const copy = copyRegulation(tomskCity, 'tomsk-short', 'Томск: год')
		const programTerm = tomskCity.programTerm && { ...tomskCity.programTerm, value: { minMonths: 12, maxMonths: 12 } }
		const regulation = { ...copy, programTerm }
		await saveCopy(registry, 'town', { regulation, base: null, byId: 'elena' }, '2026-09-01')
		expect(await chooseRegulation(registry, 'town', 'tomsk-short', 'tomsk-city')).toBe(true)
		expect(await council.say(irina, request)).toMatchObject({
			refusal: { reason: 'not-in-regulation', field: 'regulation' }
		})
		const proposalId = await council.sayAll([irina, { ...request, regulationId: 'tomsk-short' }], [elena, proposal])
		await consentAll(council)
		const order = (termMonths: number) => raise(orderFor(proposalId, { termMonths }))
		expect(await council.say(elena, order(24))).toMatchObject({ refusal: { reason: 'term', maxMonths: 12 } })
		expect(await council.say(elena, order(12))).toMatchObject({ outcome: 'entered' })
	})
})

describe('an edition', () => {
	it('is the plan as it was put forward, kept under its hash; one that has changed meanwhile is refused', async () => {
		const council = await openCouncil()
		await begin(council)
		const plan = await readStoredPlan(council.storage, 'program-a')
		if (plan === null) throw new Error('There is no plan')
		await edit(council, plan, writeSections)
		const hash = editionHash(plan)
		const edition = raise({ type: 'edition', hash })
		expect(await council.say(irina, edition)).toMatchObject({ outcome: 'entered' })
		const [kept] = await council.registry.query.selectFrom('editions').selectAll().execute()
		const read = new Y.Doc()
		Y.applyUpdate(read, kept?.snapshot ?? new Uint8Array())
		expect([kept?.hash, editionHash(read)]).toEqual([hash, hash])

		await edit(council, plan, (doc) =>
			editActivity(doc, 'a1-1', { title: 'Другое' }, { personId: 'irina', at: councilDay.toISOString() })
		)
		expect(await council.say(irina, edition)).toMatchObject({ refusal: { reason: 'plan-changed' } })
		expect(await council.registry.query.selectFrom('editions').selectAll().execute()).toHaveLength(1)
	})

	it('[T9] without what the regulation wants in it is refused, and nothing of it is kept; once it is written it is heard', async () => {
		const council = await openCouncil()
		await begin(council)
		const plan = await readStoredPlan(council.storage, 'program-a')
		if (plan === null) throw new Error('There is no plan')
		const putForward = () => council.say(irina, raise({ type: 'edition', hash: editionHash(plan) }))
		// The difficulties are those of the request, the activities those of the roadmap.
		expect(await putForward()).toEqual({
			outcome: 'refused',
			refusal: { reason: 'content-missing', missing: ['form', 'direction', 'strength'] }
		})
		expect(await council.registry.query.selectFrom('editions').selectAll().execute()).toEqual([])
		await edit(council, plan, writeSections)
		expect(await putForward()).toMatchObject({ outcome: 'entered' })
	})

	it('[T35] is accepted activity by activity, of those the plan has', async () => {
		const council = await openCouncil()
		await begin(council)
		const accept = (activityId: string): Statement => ({ type: 'accept-activity', activityId, title: 'Встреча' })
		expect(await council.say(viktor, accept('a1-1'))).toMatchObject({ outcome: 'entered' })
		expect(await council.say(viktor, accept('a9-9'))).toMatchObject({ refusal: { reason: 'unknown-subject' } })
	})
})

/** As Irina's phone does it. */
async function edit({ storage }: Council, plan: Y.Doc, change: (doc: Y.Doc) => void): Promise<void> {
	const before = Y.encodeStateVector(plan)
	change(plan)
	const bytes = Y.encodeStateAsUpdate(plan, before)
	await storage.append('plan:program-a', { bytes, personId: 'irina', deviceId: 'phone', at: councilDay.toISOString() })
}
