import { expect, it } from 'vitest'
import { arkady, elena, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { endDueMemberships } from '../programs/ledger/followers.ts'
import { begin, openCouncil } from '../programs/ledger/testing/council.ts'
import { countActiveMentees, isIn, listGuidedMentees, readPersonPrograms } from './open-programs.ts'

it('[V8] a pair at work has no approved programme until an edition is in force, and rests on its registered order', async () => {
	const council = await openCouncil()
	const { registry } = council
	const orderId = await begin(council)
	const read = async (personId: string) =>
		(await readPersonPrograms(registry, 'town', [personId], tomskCity)).get(personId) ?? []
	expect(await read('viktor')).toMatchObject([{ role: 'mentor', phase: 'active', isToApprove: true, order: null }])

	await council.sayAll([elena, { type: 'register', matterId: orderId, number: '41-к', on: '2026-09-02' }])
	expect((await read('viktor'))[0]?.order).toEqual({ number: '41-к', date: '2026-09-02' })
	expect((await read('irina'))[0]?.order).toEqual({ number: '41-к', date: '2026-09-02' })
	expect(await readPersonPrograms(registry, 'town', ['irina'], { ...tomskCity, programRequired: null })).toMatchObject(
		new Map([['irina', [{ isToApprove: false }]]])
	)
	expect(await read('oleg')).toEqual([])
})

it('[T20] who is guided counts for the load until the programme is closed', async () => {
	const council = await openCouncil()
	const { registry } = council
	await begin(council)
	const load = async () => [
		await countActiveMentees(registry, 'town'),
		await listGuidedMentees(registry, 'town'),
		await countActiveMentees(registry, 'other')
	]
	expect(await load()).toEqual([new Map([['viktor', 1]]), new Set(['irina']), new Map()])

	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	const closureId = await council.sayAll([viktor, raise({ ...closure, lastDay: '2026-09-10' })])
	await council.sayAll([elena, sign(closureId)], [arkady, sign(closureId)])
	expect(await load()).toEqual([new Map([['viktor', 1]]), new Set(['irina']), new Map()])
	await endDueMemberships(registry, new Date('2026-09-10T17:00:00.000Z'))
	expect(await load()).toEqual([new Map(), new Set(), new Map()])
	const programs = (await readPersonPrograms(registry, 'town', ['viktor'], tomskCity)).get('viktor') ?? []
	expect(isIn(programs, 'mentor')).toEqual([])
	expect(programs).toMatchObject([{ phase: 'closed', isToApprove: false }])
})

it('Viktor’s programme keeps the regulation it was formed under, and is told by it once another one is current', async () => {
	const council = await openCouncil()
	const { registry } = council
	await begin(council)
	const others = async (regulation: typeof tomskCity) =>
		(await readPersonPrograms(registry, 'town', ['viktor', 'oleg'], regulation))
			.get('viktor')
			?.map(({ otherRegulation }) => otherRegulation)
	expect(await others(tomskCity)).toEqual([null])
	expect(await others(dinskoy)).toEqual([tomskCity.title])

	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	const closureId = await council.sayAll([viktor, raise({ ...closure, lastDay: '2026-09-10' })])
	await council.sayAll([elena, sign(closureId)], [arkady, sign(closureId)])
	await endDueMemberships(registry, new Date('2026-09-10T17:00:00.000Z'))
	expect(await others(dinskoy)).toEqual([null])
})
