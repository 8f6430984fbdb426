/** Who reads what of a ledger: whatever they are not told, the programme stands for them as it does for everybody. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chronicleOf, type EntryReader } from '#domain/ledger/chronicle.ts'
import type { Entry } from '#domain/ledger/ledger.ts'
import { playEntries } from '#domain/ledger/play.ts'
import { consentOf, elena, irina, oleg, viktor } from '#domain/ledger/testing/story.ts'
import { regulations } from '#domain/regulation/packs/all.ts'
import { readEntries } from '../programs/ledger/ledger-log.ts'
import { councilDay, openCouncil, type Council } from '../programs/ledger/testing/council.ts'
import { drawnLife, lifeSeed, live } from '../programs/ledger/testing/lives.ts'
import { openLedger, readToldEntries } from './ledger.ts'

const everybody = ['viktor', 'oleg', 'irina', 'darya', 'elena', 'galina', 'arkady', 'pyotr', 'roman']
const staff = ['elena', 'galina', 'arkady']

describe('what is read of a ledger', () => {
	const readers = new Set<string>()
	const withheld = new Set<string>()

	it.each(regulations.map((regulation, index) => [regulation.id, regulation, lifeSeed + index] as const))(
		'[L3] says the same of the programme as the whole, and tells nobody what is not theirs: %s',
		async (_, regulation, seed) => {
			await fc.assert(
				fc.asyncProperty(drawnLife, async (life) => {
					const council = openTickingCouncil()
					await live(council, regulation, life)
					await takeBackIrinas(council)
					await replaceProposed(council)
					await expectToldRightly(council, 'program-a', 'viktor')
					// Of what is said from now on Viktor is told nothing, if the programme was under way.
					await council.say(elena, { type: 'suspend', personId: 'viktor' })
					await council.say(irina, consentOf('publication'))
					await council.say(elena, { type: 'remark', about: null, text: 'Прошу уточнить' })
					for (const programId of ['program-a', 'program-b']) {
						for (const personId of everybody) await expectToldRightly(council, programId, personId)
					}
					council.database.close()
				}),
				{ numRuns: 6, seed }
			)
		}
	)

	it('was asked for by every role and by people of another town, and something was withheld', () => {
		const kinds = ['apart', 'mentee', 'mentor', 'mentor who left', 'staff', 'stranger']
		expect([...readers].toSorted()).toEqual(kinds)
		expect([...withheld].toSorted()).toEqual(['consent', 'settle-consent-withdrawal'])
	})

	async function expectToldRightly({ registry }: Council, programId: string, personId: string): Promise<void> {
		const opened = await openLedger(registry, programId, personId)
		if (opened === null) {
			expect(staff, programId).not.toContain((await readEntries(registry, programId)).length > 0 ? personId : null)
			readers.add('stranger')
			return
		}
		const { reader } = opened
		expect(reader.isStaff).toBe(staff.includes(personId))
		const isOfTheirs = ({ statement }: Entry) =>
			('matterId' in statement && reader.ownIds.includes(statement.matterId)) ||
			(statement.type === 'settle-consent-withdrawal' && statement.personId === personId)
		const all = (await readEntries(registry, programId)).filter(
			(entry) =>
				reader.until === null || entry.at <= reader.until || entry.by.personId === personId || isOfTheirs(entry)
		)
		const told = await readToldEntries(registry, programId, reader)
		if (opened.bare?.isApart === true) {
			expect(told).toEqual(all)
			expect(opened.ledger.members).toEqual([])
			expect(opened.ledger.request).toMatchObject({ menteeIds: [], mainRequest: '', difficulties: [], forms: [] })
			readers.add('apart')
			return
		}
		// Of a group they are to join: `joining.test.ts`.
		if (opened.bare !== null) return
		if (reader.isStaff) expect(told).toEqual(all)
		expectOwnOnly(all, told, reader)
		expect(standing(programId, told, reader)).toEqual(standing(programId, all, reader))
		readers.add(kindOf(programId, all, reader))
	}

	function expectOwnOnly(all: readonly Entry[], told: readonly Entry[], { isStaff, personId }: EntryReader): void {
		for (const entry of all) {
			const { statement, by } = entry
			const isOfTheirs = statement.type === 'settle-consent-withdrawal' && statement.personId === personId
			const isTheirs = isStaff || by.personId === personId || isOfTheirs
			const heard = told.find(({ id }) => id === entry.id)
			if (isTheirs || (statement.type !== 'consent' && statement.type !== 'settle-consent-withdrawal'))
				expect(heard).toEqual(entry)
			else if (statement.type === 'settle-consent-withdrawal') expect(heard).toBeUndefined()
			else expect(heard?.statement).toEqual({ ...statement, text: '', representative: null })
			if (!isTheirs && JSON.stringify(heard) !== JSON.stringify(entry)) withheld.add(statement.type)
		}
	}
})

/** Her consent to the data, which the curator settles. Refused where the drawn life has taken it back or closed the programme. */
async function takeBackIrinas(council: Council): Promise<void> {
	await council.say(irina, { type: 'withdraw-consent', kind: 'personal-data' })
	const open = (await council.ledger()).consentWithdrawals.find(({ personId }) => personId === 'irina')
	if (open === undefined) return
	const settlement = { type: 'settle-consent-withdrawal', withdrawalId: open.id, personId: 'irina' } as const
	await council.say(elena, { ...settlement, decision: 'other-ground', ground: 'Хранится по закону' })
}

/** In the other programme, where the drawn life proposes somebody: they consent, and another one is proposed instead of them. */
async function replaceProposed(council: Council): Promise<void> {
	const there = { programId: 'program-b' }
	const { proposal } = await council.ledger(there.programId)
	if (proposal === null) return
	const { id: insteadOf, on: _, refusal: __, ...words } = proposal
	const [proposed, another] = proposal.mentorIds.includes('viktor') ? [viktor, oleg] : [oleg, viktor]
	await council.say(proposed, consentOf('publication'), there)
	await council.say(elena, { ...words, insteadOf, mentorIds: [another.personId] }, there)
}

/** A second passes with every word. */
function openTickingCouncil(): Council {
	const council = openCouncil()
	let seconds = 0
	council.reopen({ now: () => new Date(councilDay.getTime() + 1_000 * seconds++) })
	return council
}

/** What the programme's ledger says, but for how far it was read, and for how others' withdrawn consents were settled. */
function standing(programId: string, entries: readonly Entry[], { isStaff, personId }: EntryReader) {
	const played = playEntries(programId, entries)
	const isTold = (ofId: string) => isStaff || ofId === personId
	return {
		...played,
		sequence: 0,
		consentWithdrawals: played.consentWithdrawals.filter((one) => isTold(one.personId)),
		chronicle: chronicleOf(played, entries)
			.filter(
				({ entry: { statement } }) => statement.type !== 'settle-consent-withdrawal' || isTold(statement.personId)
			)
			.map(({ entry, ...item }) => [entry.id, 'standing' in item ? item.standing : item.type])
	}
}

function kindOf(programId: string, entries: readonly Entry[], { isStaff, personId, until }: EntryReader): string {
	if (isStaff) return 'staff'
	const { request } = playEntries(programId, entries)
	const isMentee = request?.menteeIds.includes(personId) === true
	return isMentee ? 'mentee' : until === null ? 'mentor' : 'mentor who left'
}
