/** Whatever people state in whatever order: the stored ledgers equal those replayed from their entries. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentMembers } from '#domain/ledger/ledger.ts'
import { currentNotice } from '#domain/ledger/consents.ts'
import { statement as statementSchema } from '#domain/ledger/statement.ts'
import { arkady, elena, irina, raise, sign, viktor } from '#domain/ledger/testing/story.ts'
import { regulations } from '#domain/regulation/packs/all.ts'
import { readEntries } from './ledger-log.ts'
import { replayLedgers } from './testing/replay-ledgers.ts'
import type { Entered } from './ledgers.ts'
import { begin, councilDay, galina, openCouncil, type Council } from './testing/council.ts'
import { drawnLife, lifeSeed, live } from './testing/lives.ts'

describe('replaying all ledgers from nothing', () => {
	const said = new Set<string>()
	const reached = new Set<string>()
	const withEdition = new Set<string>()

	it.each(regulations.map((regulation, index) => [regulation.id, regulation, lifeSeed + index] as const))(
		'gives the same state, and the registry follows it: %s',
		async (_, regulation, seed) => {
			await fc.assert(
				fc.asyncProperty(drawnLife, async (life) => {
					const council = await openCouncil()
					const lived = await live(council, regulation, life)
					for (const type of lived.said) said.add(type)
					for (const type of lived.accepted) reached.add(type)
					if (council.entered.some(isEdition)) withEdition.add(regulation.id)
					await expectKept(council, lived.accepted)
					await expectReplay(council)
					council.database.close()
				}),
				{ numRuns: 12, seed }
			)
		}
	)

	it('was tried on every kind of statement, and nearly all of them were entered', () => {
		const kinds = statementSchema.options.map(({ shape }) => shape.type.value)
		expect([...said].toSorted()).toEqual(kinds.toSorted())
		expect(reached.size).toBeGreaterThan(kinds.length - 4)
	})

	it('tells of an edition under every regulation', () => {
		expect([...withEdition]).toEqual(regulations.map(({ id }) => id))
	})
})

it('two curators who decide at once are heard one after the other, and one of them is told that it is said', async () => {
	const council = await openCouncil()
	await begin(council)
	const decisionId = await council.sayAll([irina, raise({ type: 'extend', termMonths: 30, ground: 'Болезнь' })])
	await council.sayAll([viktor, sign(decisionId)])
	const result = await Promise.all([elena, galina].map((curator) => council.say(curator, sign(decisionId))))
	expect(result).toMatchObject([{ outcome: 'entered' }, { outcome: 'refused', refusal: { reason: 'already-said' } }])
	const [signed, declined] = await Promise.all([
		council.say(arkady, sign(decisionId)),
		council.say(arkady, { type: 'decline', matterId: decisionId, ground: 'Нет' })
	])
	expect([signed.outcome, declined]).toMatchObject(['entered', { refusal: { reason: 'already-said' } }])
	expect((await council.ledger()).term?.months).toBe(30)
	await expectReplay(council)
})

function isEdition({ entry: { statement } }: Entered): boolean {
	return statement.type === 'raise' && statement.matter.type === 'edition'
}

/** Every entry is stored, and a refused statement leaves no trace. */
async function expectKept({ registry, entered }: Council, accepted: readonly string[]): Promise<void> {
	expect(entered).toHaveLength(accepted.length)
	const { count } = await registry.query
		.selectFrom('ledger_entries')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow()
	expect(count).toBe(accepted.length)
}

async function expectReplay(council: Council): Promise<void> {
	const { registry } = council
	const kept = await stateOf(council)
	expect(await replayLedgers(registry, councilDay)).toEqual([])
	await registry.commitTogether([
		registry.query.updateTable('ledgers').set({ state: '{}', phase: 'requested', sequence: 0 }),
		registry.query.deleteFrom('ledger_people')
	])
	const ids = kept.ledgers.map(({ program_id }) => program_id)
	expect(await replayLedgers(registry, councilDay)).toEqual(ids)
	expect(await stateOf(council)).toEqual(kept)
	for (const programId of ids) await expectFollowed(council, programId)
}

async function stateOf({ registry }: Council) {
	return {
		ledgers: await registry.query.selectFrom('ledgers').selectAll().orderBy('program_id').execute(),
		people: await registry.query.selectFrom('ledger_people').selectAll().execute()
	}
}

/** Those who take part by the ledger take part by the registry; sequences have no gap. */
async function expectFollowed({ registry, ledger }: Council, programId: string): Promise<void> {
	const rows = await registry.query
		.selectFrom('memberships')
		.select(['person_id', 'until_day'])
		.where('program_id', '=', programId)
		.where('ended_at', 'is', null)
		.execute()
	const stored = await ledger(programId)
	const lastDay = currentNotice(stored)?.matter.lastDay ?? null
	const lasting = rows.filter(({ until_day }) => until_day === lastDay).map(({ person_id }) => person_id)
	const members = currentMembers(stored).map(({ personId }) => personId)
	expect(lasting.toSorted()).toEqual(members.toSorted())
	const entries = await readEntries(registry, programId)
	expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1))
}
