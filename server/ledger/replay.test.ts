/** Whatever people state in whatever order: the ledgers played anew from their entries are the kept ones. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { currentMembers, type Ledger, type Speaker } from '#domain/ledger/ledger.ts'
import type { Matter, Statement } from '#domain/ledger/statement.ts'
import {
	arkady,
	consentOf,
	darya,
	elena,
	HASH,
	irina,
	oleg,
	orderFor,
	proposal,
	raise,
	request,
	viktor
} from '#domain/ledger/testing/story.ts'
import { replayLedgers } from './ledger-log.ts'
import { openCouncil, type Council } from './testing/council.ts'

type Say = [Speaker, Statement]
/** What somebody says, knowing the ledger; `pick` chooses among what there is. */
type Move = (ledger: Ledger, pick: number) => Say

const ground = 'По обстоятельствам'
const everybody = [viktor, oleg, irina, darya, elena, arkady]
const closure = { type: 'closure', reasonId: 'participants', ground, lastDay: null, conclusion: 'Завершена' } as const

const moves: readonly Move[] = [
	() => [irina, request],
	() => [elena, { ...request, menteeIds: ['irina', 'darya'] }],
	() => [elena, proposal],
	() => [elena, { ...proposal, mentorIds: ['oleg'], title: 'Второй год директора' }],
	() => [elena, { ...proposal, form: 'group' }],
	() => [irina, { type: 'prefer', aboutId: 'viktor', preference: 'wanted' }],
	() => [arkady, { type: 'except', mentorId: 'oleg', conditionIds: ['years-as-head'], ground }],
	(_, pick) => [one(everybody, pick), consentOf('duties')],
	(_, pick) => [one(everybody, pick), consentOf('personal-data')],
	(_, pick) => [one(everybody, pick), { type: 'withdraw-consent', kind: 'duties' }],
	({ proposal: newest }) => [elena, raise(orderFor(newest?.id ?? 'none'))],
	(_, pick) => [one(everybody, pick), raise(one(matters, pick))],
	(ledger, pick) => [one(everybody, pick), { type: 'sign', matterId: openMatter(ledger) }],
	(ledger, pick) => [one(everybody, pick), { type: 'sign', matterId: openMatter(ledger) }],
	(ledger, pick) => [one(everybody, pick), { type: 'decline', matterId: openMatter(ledger), ground }],
	(ledger, pick) => [one(everybody, pick), { type: 'withdraw', matterId: openMatter(ledger) }],
	(ledger, pick) => [one(everybody, pick), { type: 'acquaint', matterId: one(ledger.matters, pick)?.id ?? 'none' }],
	(_, pick) => [one(everybody, pick), { type: 'remark', about: null, text: 'Прошу уточнить' }],
	({ remarks }, pick) => [
		one(everybody, pick),
		{ type: 'answer', remarkId: one(remarks, pick)?.id ?? 'none', text: 'Уточнили' }
	],
	() => [viktor, { type: 'accept-activity', activityId: 'a1-1', title: 'Встреча' }],
	() => [arkady, { type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['reports'], ground }],
	() => [arkady, { type: 'restore-incentive', mentorId: 'viktor', ground }]
]

const matters: readonly Matter[] = [
	{ type: 'extend', termMonths: 30, ground },
	{ type: 'change', what: 'Две стажировки', form: 'virtual', ground },
	{ type: 'release', mentorId: 'viktor', ground },
	{ type: 'replace', mentorId: 'viktor', ground },
	{ type: 'edition', hash: HASH },
	closure
]

function one<Item>(items: readonly Item[], pick: number): Item {
	return items[pick % items.length] as Item
}

function openMatter({ matters: raised }: Ledger): string {
	return raised.find(({ outcome }) => outcome === 'open')?.id ?? 'none'
}

/** So that much of what is drawn is said in an active programme. */
async function begin(council: Council): Promise<void> {
	const proposalId = await council.tell([irina, request], [elena, proposal])
	for (const by of [viktor, irina]) await council.tell([by, consentOf('duties')], [by, consentOf('personal-data')])
	const orderId = await council.tell([elena, raise(orderFor(proposalId))])
	await council.tell([arkady, { type: 'sign', matterId: orderId }])
}

const drawn = fc.record({
	hasBegun: fc.boolean(),
	said: fc.array(fc.tuple(fc.nat(moves.length - 1), fc.nat(1000), fc.boolean()), { minLength: 1, maxLength: 60 })
})

it('replaying all ledgers from nothing gives the same state, and the registry follows it', async () => {
	const reached = new Set<string>()
	await fc.assert(
		fc.asyncProperty(drawn, async ({ hasBegun, said }) => {
			const council = openCouncil()
			const { registry } = council
			if (hasBegun) await begin(council)
			for (const [move, pick, isOther] of said) {
				const programId = isOther ? 'program-b' : 'program-a'
				const [by, statement] = moves[move]?.(await council.ledger(programId), pick) ?? [elena, proposal]
				const heard = await council.say(by, statement, { programId })
				if (heard.outcome === 'entered') reached.add(statement.type)
			}
			const kept = await stateOf(council)
			expect(await replayLedgers(registry)).toEqual([])
			registry.commitTogether([
				registry.query.updateTable('ledgers').set({ state: '{}', phase: 'requested', sequence: 0 }),
				registry.query.deleteFrom('ledger_people')
			])
			const ids = kept.ledgers.map(({ program_id }) => program_id)
			expect(await replayLedgers(registry)).toEqual(ids)
			expect(await stateOf(council)).toEqual(kept)
			for (const programId of ids) await expectMembers(council, programId)
			council.database.close()
		}),
		{ numRuns: 40 }
	)
	// What the moves can reach at all was reached, so that the property says something of each.
	expect(reached.size).toBeGreaterThan(12)
})

async function stateOf({ registry }: Council) {
	return {
		ledgers: await registry.query.selectFrom('ledgers').selectAll().orderBy('program_id').execute(),
		people: await registry.query.selectFrom('ledger_people').selectAll().execute()
	}
}

async function expectMembers({ registry, ledger }: Council, programId: string): Promise<void> {
	const rows = await registry.query
		.selectFrom('memberships')
		.select('person_id')
		.where('program_id', '=', programId)
		.where('ended_at', 'is', null)
		.where('until_day', 'is', null)
		.execute()
	const members = currentMembers(await ledger(programId)).map(({ personId }) => personId)
	expect(rows.map(({ person_id }) => person_id).toSorted()).toEqual(members.toSorted())
}
