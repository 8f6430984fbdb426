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
import { missingSigners } from '#domain/ledger/signing.ts'
import { replayLedgers } from './ledger-log.ts'
import { begin, openCouncil, type Council } from './testing/council.ts'

type Say = [Speaker, Statement]
/** What somebody says, knowing the ledger; `pick` chooses among what there is. */
type Move = (ledger: Ledger, pick: number) => Say

const ground = 'По обстоятельствам'
const everybody = [viktor, oleg, irina, darya, elena, arkady]
const closure = { type: 'closure', reasonId: 'participants', ground, lastDay: null, conclusion: 'Завершена' } as const

const moves: readonly Move[] = [
	() => [irina, request],
	() => [darya, { ...request, menteeIds: ['darya'] }],
	() => [elena, { ...request, menteeIds: ['irina', 'darya'] }],
	(ledger) => [elena, { ...proposal, ...instead(ledger) }],
	(ledger) => [elena, { ...proposal, ...instead(ledger), mentorIds: ['oleg'], title: 'Второй год директора' }],
	(ledger) => [elena, { ...proposal, ...instead(ledger), form: 'group' }],
	(_, pick) => [one([irina, elena], pick), { type: 'withdraw-request', ground }],
	({ request: asked }, pick) => [
		viktor,
		{ type: 'prefer', aboutId: one(asked?.menteeIds ?? ['irina'], pick), preference: 'wanted' }
	],
	() => [arkady, { type: 'except', mentorId: 'viktor', conditionIds: ['years-as-head'], ground }],
	...often(4, (_, pick) => [one(everybody, pick), consentOf(pick % 7 < 3 ? 'duties' : 'personal-data')]),
	(_, pick) => [one(everybody, pick), { type: 'withdraw-consent', kind: 'personal-data' }],
	...often(2, ({ proposal: newest }) => [elena, raise(orderFor(newest?.id ?? 'none'))]),
	...often(3, (_, pick) => [one([viktor, irina, elena], pick), raise(one(matters, Math.floor(pick / 3)))]),
	...often(5, (ledger) => [nextSigner(ledger), { type: 'sign', matterId: openMatter(ledger) }]),
	(ledger, pick) => [one(everybody, pick), { type: 'sign', matterId: openMatter(ledger) }],
	(ledger) => [nextSigner(ledger), { type: 'decline', matterId: openMatter(ledger), ground }],
	(ledger, pick) => [one([viktor, irina, elena], pick), { type: 'withdraw', matterId: openMatter(ledger) }],
	(ledger, pick) => [one([viktor, irina], pick), { type: 'acquaint', matterId: ledger.matters.at(0)?.id ?? 'none' }],
	(_, pick) => [one(everybody, pick), { type: 'remark', about: null, text: 'Прошу уточнить' }],
	({ remarks }, pick) => [
		one(everybody, pick),
		{ type: 'answer', remarkId: remarks.at(-1)?.id ?? 'none', text: 'Уточнили' }
	],
	() => [viktor, { type: 'accept-activity', activityId: 'a1-1', title: 'Встреча' }],
	() => [arkady, { type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['reports'], ground }],
	() => [arkady, { type: 'restore-incentive', mentorId: 'viktor', ground }],
	(_, pick) => [one([elena, arkady], pick), { type: 'suspend', personId: one(everybody, pick).personId }],
	(_, pick) => [one([elena, arkady], pick), { type: 'reinstate', personId: one(everybody, pick).personId }]
]

/** As a curator says it who has seen what there is. */
function instead({ proposal }: Ledger): { insteadOf: string | null } {
	return { insteadOf: proposal?.id ?? null }
}

function often(times: number, move: Move): Move[] {
	return Array.from({ length: times }, () => move)
}

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

function nextSigner(ledger: Ledger): Speaker {
	const raised = ledger.matters.find(({ id }) => id === openMatter(ledger))
	const [next] = raised === undefined ? [] : missingSigners(ledger, raised).next
	const isNext = ({ role, personId }: Speaker) => role === next?.role && personId === (next.personId ?? personId)
	return everybody.find(isNext) ?? elena
}

// Drawn evenly: fast-check would rather try the first moves again and again.
const drawn = fc.noBias(
	fc.record({
		hasBegun: fc.boolean(),
		said: fc.array(fc.tuple(fc.nat(moves.length - 1), fc.nat(1000), fc.nat(3)), { minLength: 20, maxLength: 60 })
	})
)

it('replaying all ledgers from nothing gives the same state, and the registry follows it', async () => {
	const reached = new Set<string>()
	await fc.assert(
		fc.asyncProperty(drawn, async ({ hasBegun, said }) => {
			const council = openCouncil()
			const { registry } = council
			// So that much of what is drawn is said in an active programme.
			if (hasBegun) await begin(council)
			for (const [move, pick, place] of said) {
				const programId = place === 0 ? 'program-b' : 'program-a'
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
		{ numRuns: 30 }
	)
	// What the moves can reach at all was reached, so that the property says something of each.
	expect(reached.size).toBeGreaterThan(9)
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
