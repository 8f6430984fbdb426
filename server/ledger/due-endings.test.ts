import { expect, it } from 'vitest'
import { arkady, elena, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { endDueParts } from './due-endings.ts'
import { begin, openCouncil } from './testing/council.ts'

it('[L1] a part with a last day lasts through that day where the municipality is, and ends with it, once', async () => {
	const council = openCouncil()
	const { registry } = council
	await begin(council)
	const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
	const closureId = await council.tell([viktor, raise({ ...closure, lastDay: '2026-09-10' })])
	await council.tell([elena, sign(closureId)], [arkady, sign(closureId)])
	const endings = () =>
		registry.query.selectFrom('memberships').select(['person_id', 'ended_at', 'until_day']).execute()
	expect(await endings()).toMatchObject([
		{ ended_at: null, until_day: '2026-09-10' },
		{ ended_at: null, until_day: '2026-09-10' }
	])

	// Tomsk is seven hours ahead: its tenth of September ends at 17:00 UTC.
	expect(await endDueParts(registry, new Date('2026-09-10T16:59:59.000Z'))).toEqual([])
	const midnight = new Date('2026-09-10T17:00:00.000Z')
	expect(await endDueParts(registry, midnight)).toEqual([
		{ programId: 'program-a', personId: 'irina' },
		{ programId: 'program-a', personId: 'viktor' }
	])
	expect(await endings()).toMatchObject([
		{ ended_at: midnight.toISOString(), until_day: null },
		{ ended_at: midnight.toISOString(), until_day: null }
	])
	expect(await endDueParts(registry, new Date('2026-09-11T05:00:00.000Z'))).toEqual([])
})
