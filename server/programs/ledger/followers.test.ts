import { expect, it } from 'vitest'
import type { Speaker } from '#domain/ledger/ledger.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { arkady, elena, irina, raise, request, sign, submitReport, viktor } from '#domain/ledger/testing/story.ts'
import { endDueMemberships } from './followers.ts'
import { listOpenLedgers } from './ledger-log.ts'
import { replayLedgers } from './testing/replay-ledgers.ts'
import { ledgersToAcquaint } from './start-ledgers.ts'
import { begin, councilDay, openCouncil, type Council } from './testing/council.ts'

const closure = { type: 'closure', reasonId: 'early-refusal', ground: null, conclusion: 'Отказ' } as const
const notice = raise({ ...closure, lastDay: '2026-09-10' })

/** Tomsk is seven hours ahead: its tenth of September ends at 17:00 UTC. */
const midnight = new Date('2026-09-10T17:00:00.000Z')
const ended = {
	programId: 'program-a',
	municipalityId: 'town',
	endedIds: ['irina', 'viktor'],
	concernedIds: ['viktor', 'irina']
}

/** The curator enters an order into the journal. */
const numberOf = (matterId: string) => ({ type: 'register', matterId, number: '12-к', on: '2026-09-11' }) as const

const endings = ({ registry }: Council) =>
	registry.query.selectFrom('memberships').select(['person_id', 'ended_at', 'until_day']).execute()

it('[L1] a notice ends programme and parts with its last day where the municipality is, once, though nobody has signed it', async () => {
	const council = await openCouncil()
	const { registry } = council
	await begin(council)
	await council.sayAll([viktor, notice])
	expect(await endings(council)).toMatchObject([
		{ ended_at: null, until_day: '2026-09-10' },
		{ ended_at: null, until_day: '2026-09-10' }
	])

	expect(await endDueMemberships(registry, new Date('2026-09-10T16:59:59.000Z'))).toEqual([])
	expect((await council.ledger()).phase).toBe('active')
	expect(await endDueMemberships(registry, midnight)).toEqual([ended])
	expect(await endings(council)).toMatchObject([
		{ ended_at: midnight.toISOString(), until_day: null },
		{ ended_at: midnight.toISOString(), until_day: null }
	])
	expect(await council.ledger()).toMatchObject({ phase: 'closed', closure: { lastDay: '2026-09-10' } })
	expect(await replayLedgers(registry, midnight)).toEqual([])
	expect(await endDueMemberships(registry, new Date('2026-09-11T05:00:00.000Z'))).toEqual([])
})

it('[L1] what is stated on the day after finds the programme closed, whether or not its end was noticed by then', async () => {
	const council = await openCouncil()
	await begin(council)
	const noticeId = await council.sayAll([viktor, notice])
	council.reopen({ now: () => midnight })
	expect(await council.say(irina, { type: 'remark', about: null, text: 'Спасибо' })).toEqual({
		outcome: 'refused',
		refusal: { reason: 'wrong-phase', phase: 'closed' }
	})
	await council.sayAll([elena, sign(noticeId)], [arkady, sign(noticeId)])
	expect(await council.ledger()).toMatchObject({ phase: 'closed', closure: { lastDay: '2026-09-10' } })
	expect(await endDueMemberships(council.registry, midnight)).toMatchObject([{ endedIds: ['irina', 'viktor'] }])
	expect(await replayLedgers(council.registry, midnight)).toEqual([])
})

it('[L1] who is guided in a programme with a notice asks for another one when it is over', async () => {
	const council = await openCouncil()
	await begin(council)
	await council.sayAll([viktor, notice])
	const again = () => council.say(irina, request, { programId: 'program-b' })
	expect(await again()).toMatchObject({ refusal: { reason: 'open-program', personId: 'irina' } })
	await endDueMemberships(council.registry, midnight)
	expect(await again()).toMatchObject({ outcome: 'entered' })
})

it('[L1] a notice that is taken back ends nothing, and one that was given ends a part that is suspended, too', async () => {
	const council = await openCouncil()
	await begin(council)
	const noticeId = await council.sayAll([viktor, notice])
	await council.sayAll([viktor, { type: 'withdraw-matter', matterId: noticeId }])
	expect(await endings(council)).toMatchObject([{ until_day: null }, { until_day: null }])
	await council.sayAll([arkady, notice])
	for (const { personId } of [viktor, irina]) await council.sayAll([elena, { type: 'suspend', personId }])
	expect(await endDueMemberships(council.registry, midnight)).toEqual([{ ...ended, concernedIds: [] }])
	expect((await council.ledger()).phase).toBe('closed')
	const at = councilDay.toISOString()
	expect(await endings(council)).toMatchObject([{ ended_at: at }, { ended_at: at }])
})

it('a programme that has ended stays in the list of those to decide on until it is signed, numbered and its reports are accepted', async () => {
	const council = await openCouncil()
	const { registry } = council
	const orderId = await begin(council)
	const submissionId = await council.sayAll([viktor, submitReport('2026-12-10')])
	const decisionId = await council.sayAll([viktor, notice])
	await endDueMemberships(registry, midnight)
	council.reopen({ now: () => midnight })
	const left: [Speaker, Statement][] = [
		[elena, { type: 'accept-report', submissionId }],
		[elena, numberOf(orderId)],
		[elena, sign(decisionId)],
		[arkady, sign(decisionId)],
		[elena, numberOf(decisionId)]
	]
	const isListed = async () => (await listOpenLedgers(registry, { municipalityId: 'town' }, '', 10)).length > 0
	for (const said of left) {
		expect(await isListed()).toBe(true)
		await council.sayAll(said)
	}
	expect(await isListed()).toBe(false)
})

it('[L3] a programme that has ended stays in the list of those to decide on until a withdrawn consent to data is settled', async () => {
	const council = await openCouncil()
	const { registry } = council
	const orderId = await begin(council)
	const withdrawalId = await council.sayAll([irina, { type: 'withdraw-consent', kind: 'personal-data' }])
	const noticeId = await council.sayAll([viktor, notice])
	await endDueMemberships(registry, midnight)
	const listed = async () =>
		(await listOpenLedgers(registry, { municipalityId: 'town' }, '', 10)).map(({ phase, programId }) => [
			programId,
			phase
		])
	council.reopen({ now: () => midnight })
	await council.sayAll([elena, sign(noticeId)], [arkady, sign(noticeId)])
	await council.sayAll([elena, numberOf(orderId)], [elena, numberOf(noticeId)])
	expect(await listed()).toEqual([['program-a', 'closed']])
	const settled = {
		type: 'settle-consent-withdrawal',
		withdrawalId,
		personId: 'irina',
		decision: 'stopped',
		ground: 'Удалено'
	} as const
	await council.sayAll([elena, settled])
	expect(await listed()).toEqual([])
	// Also a consent that is withdrawn only then.
	await council.sayAll([viktor, { type: 'withdraw-consent', kind: 'personal-data' }])
	expect(await listed()).toEqual([['program-a', 'closed']])
})

it('[L1] whose programme has ended is asked to acquaint themselves with its end and its beginning, until they have', async () => {
	const council = await openCouncil()
	const { registry } = council
	const orderId = await begin(council)
	const decisionId = await council.sayAll([viktor, notice])
	await endDueMemberships(registry, midnight)
	const listed = async () => {
		const ended = await ledgersToAcquaint(registry, 'irina')
		return (await listOpenLedgers(registry, { personId: 'irina', ended }, '', 10)).map(({ programId }) => programId)
	}
	council.reopen({ now: () => midnight })
	await council.sayAll([elena, sign(decisionId)], [arkady, sign(decisionId)])
	await council.sayAll([elena, numberOf(orderId)], [elena, numberOf(decisionId)])
	expect(await listed()).toEqual(['program-a'])
	await council.sayAll([irina, { type: 'acquaint', matterId: decisionId }])
	expect(await listed()).toEqual(['program-a'])
	await council.sayAll([irina, { type: 'acquaint', matterId: orderId }])
	expect(await listed()).toEqual([])
})
