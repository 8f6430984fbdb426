import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { arkady, elena, irina, proposal, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { readPlanMeta, setPlanTerm } from '#domain/plan/layout.ts'
import { updatePlans, type FollowOptions } from './followers.ts'
import { readStoredPlan } from './facts.ts'
import { begin, councilDay, openCouncil, type Council } from './testing/council.ts'

async function extend(council: Council): Promise<void> {
	const id = await council.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Декретный отпуск' })])
	await council.sayAll([viktor, sign(id)], [elena, sign(id)], [arkady, sign(id)])
}

/** A relay that stores everything, and records the authors of the server's own updates. */
function openOptions({ registry, storage }: Council) {
	const authorIds: string[] = []
	const errors: object[] = []
	const options: FollowOptions = {
		registry,
		relay: {
			async read(documentId) {
				const doc = await readStoredPlan(storage, documentId.slice('plan:'.length))
				if (doc === null) return null
				const updates = [Y.encodeStateAsUpdate(doc)]
				return {
					epoch: 1,
					updates,
					sequence: 1,
					stateVector: Y.encodeStateVector(doc),
					snapshot: null,
					bytesLeft: null
				}
			},
			async store(documentId, author, bytes) {
				authorIds.push(author.personId)
				await storage.append(documentId, { ...author, bytes, at: councilDay.toISOString() })
				return 'stored'
			}
		},
		log: { error: (details) => errors.push(details) }
	}
	return { options, authorIds, errors }
}

async function termOf({ storage }: Council) {
	const plan = await readStoredPlan(storage, 'program-a')
	if (plan === null) throw new Error('There is no plan')
	return readPlanMeta(plan)
}

it('a new programme’s plan says already what its order says: nothing is brought', async () => {
	const council = await openCouncil()
	const { options, authorIds } = openOptions(council)
	await begin(council)
	await updatePlans(options)
	expect(authorIds).toEqual([])
})

it('[T44] an extension in force is brought into the plan once, in the server’s name', async () => {
	const council = await openCouncil()
	const { options, authorIds } = openOptions(council)
	await begin(council)
	await extend(council)
	for (let times = 0; times < 3; times++) await updatePlans(options)
	expect(authorIds).toEqual(['server'])
	expect(await termOf(council)).toMatchObject({ title: proposal.title, startsOn: '2026-09-15', termMonths: 30 })
})

it('what a crash or a full disk has kept from the plan is brought later, also beside a plan that fails', async () => {
	const council = await openCouncil()
	const { options, authorIds, errors } = openOptions(council)
	await begin(council)
	await extend(council)
	const store = () => Promise.reject(new Error('The disk is full'))
	await updatePlans({ ...options, relay: { ...options.relay, store } })
	expect(errors).toMatchObject([{ programId: 'program-a' }])
	expect(await termOf(council)).toMatchObject({ termMonths: 24 })
	await updatePlans(options)
	expect(authorIds).toEqual(['server'])
	expect(await termOf(council)).toMatchObject({ termMonths: 30 })
})

it('what a participant writes over it stays until the next decision', async () => {
	const council = await openCouncil()
	const { options, authorIds } = openOptions(council)
	await begin(council)
	await updatePlans(options)
	const plan = await readStoredPlan(council.storage, 'program-a')
	if (plan === null) throw new Error('There is no plan')
	setPlanTerm(plan, { title: 'Наш год', startsOn: '2026-09-15', termMonths: 24 })
	const author = { personId: 'irina', deviceId: 'phone', at: councilDay.toISOString() }
	await council.storage.append('plan:program-a', { ...author, bytes: Y.encodeStateAsUpdate(plan) })
	await updatePlans(options)
	expect(authorIds).toEqual([])
	await extend(council)
	await updatePlans(options)
	expect(await termOf(council)).toMatchObject({ title: proposal.title, termMonths: 30 })
})
