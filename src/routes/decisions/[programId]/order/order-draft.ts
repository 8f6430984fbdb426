/** The initial values of an order on a pair or a group, and what prevents it (domain.md T16, T40, T47, L1). */
import { can } from '#domain/access.ts'
import { type IsoDate, lastDayOfTerm } from '#domain/calendar.ts'
import { groupBy } from '#domain/group-by.ts'
import { type MissingConsent, missingConsents } from '#domain/ledger/consents.ts'
import { salariesFor } from '#domain/ledger/incentive.ts'
import { type Ledger, menteeIdsOf } from '#domain/ledger/ledger.ts'
import { signatoriesOf } from '#domain/ledger/signing.ts'
import type { Decision } from '#domain/ledger/statement.ts'
import { earliestStart } from '#domain/ledger/statements/order.ts'
import { latestDay } from '#domain/ledger/checks.ts'
import { addWorkingDays } from '#domain/regulation/labour-law.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { m } from '#lib/paraglide/messages.js'
import { pairWords } from '#lib/ui/words/ledger.ts'
import { roleWords, type Wording } from '#lib/ui/words/regulation.ts'
import { call } from '#lib/sync/api.ts'
import { shortName } from '../../../names.ts'

export interface OrderDraft {
	/** Null: cleared, and no other day chosen yet. */
	startsOn: IsoDate | null
	termMonths: number
	pay: string
}

/** Where the regulation sets no term: a school year with its preparation. */
const USUAL_MONTHS = 12

/** By mentor id: the mentees for whom other orders pay the mentor already (`#domain/ledger/incentive.ts`). */
export type PaidMentees = ReadonlyMap<string, readonly string[]>

/** An order begins on the next working day. */
function firstDay(today: IsoDate): IsoDate {
	return addWorkingDays(today, 1)
}

/** `salaries`: for all mentees whom a mentor then has, also in other programmes; `before`: those of them that other orders give. */
export interface PayShare {
	mentorIds: readonly string[]
	salaries: number
	before: number
}

/** What the regulation gives each mentor of the order; the tiers count all mentees of a mentor together (domain.md T47). */
export function payShares(ledger: Ledger, { incentive }: Regulation, paid: PaidMentees): PayShare[] {
	const salariesFrom = (menteeIds: readonly string[]) =>
		incentive === null ? 0 : salariesFor(incentive, new Set(menteeIds).size)
	return (ledger.proposal?.mentorIds ?? []).map((mentorId): PayShare => {
		const others = paid.get(mentorId) ?? []
		const salaries = salariesFrom([...others, ...menteeIdsOf(ledger)])
		return { mentorIds: [mentorId], salaries, before: salariesFrom(others) }
	})
}

/** With the longest term. `payOf` words what the regulation gives. */
export function beginOrder(
	ledger: Ledger,
	regulation: Regulation,
	today: IsoDate,
	paid: PaidMentees,
	payOf: (pay: PayShare) => string
): OrderDraft {
	const shares = payShares(ledger, regulation, paid)
	const groups = [...groupBy(shares, ({ before, salaries }) => `${before} ${salaries}`).values()]
	return {
		startsOn: laterOf(firstDay(today), earliestStart(ledger)),
		// A new mentor does not change the length of the programme.
		termMonths: ledger.term?.months ?? regulation.programTerm?.value.maxMonths ?? USUAL_MONTHS,
		pay: groups
			.flatMap(([share, ...others]) => {
				if (share === undefined || share.salaries === 0) return []
				const mentorIds = [share, ...others].flatMap((one) => one.mentorIds)
				return payOf({ ...share, mentorIds: groups.length === 1 ? [] : mentorIds })
			})
			.join('; ')
	}
}

function laterOf(day: IsoDate, other: IsoDate | null): IsoDate {
	return other !== null && other > day ? other : day
}

/** Last day of the current term, or of the one that the draft begins; null: its first day is not chosen yet. */
export function lastDayOf({ term }: Ledger, { startsOn, termMonths }: OrderDraft): IsoDate | null {
	const from = term?.startsOn ?? startsOn
	return from === null ? null : lastDayOfTerm(from, term?.months ?? termMonths)
}

/** The shortest and the longest term in months; equal where there is no choice. */
export function termBounds(ledger: Ledger, { programTerm }: Regulation): { min: number; max: number } {
	if (ledger.term !== null) return { min: ledger.term.months, max: ledger.term.months }
	return programTerm === null
		? { min: 1, max: 60 }
		: { min: programTerm.value.minMonths, max: programTerm.value.maxMonths }
}

export function consentsOf(ledger: Ledger, regulation: Regulation): (MissingConsent & { isGiven: boolean })[] {
	const missing = missingConsents(ledger, regulation)
	const all = missingConsents({ ...ledger, consents: [] }, regulation)
	return all.map((consent) => ({
		...consent,
		isGiven: !missing.some(({ personId, kind }) => personId === consent.personId && kind === consent.kind)
	}))
}

/** The question before a curator submits an order: whom it puts together, and who signs after them. */
export function orderQuestion(
	ledger: Ledger,
	order: Extract<Decision, { type: 'order' }>,
	wording: Wording & { regulation: Regulation; ownName: string }
): string {
	const others = signatoriesOf(order, wording.regulation, 'curator').filter((role) => !can(role, 'curate'))
	return [
		m.forming_order_sure({ pair: pairWords(ledger, wording), name: wording.ownName }),
		others.length === 0
			? m.forming_order_sure_alone()
			: m.forming_order_sure_then({ people: others.map((role) => roleWords(role, wording)).join(', ') })
	].join(' ')
}

export interface PaidReading {
	mentees: PaidMentees
	/** The regulation, and those with the same pay: a mentor's mentees are counted together. */
	regulationIds: readonly string[]
	/** False: orders may be missing, because the server did not answer. */
	isComplete: boolean
}

/** Mentees of orders in force. Of an order that begins later, too: the mentor then has them all. */
export async function readPaidMentees(regulationId: string, today: IsoDate): Promise<PaidReading> {
	const paid = new Map<string, readonly string[]>()
	const regulationIds = new Set([regulationId])
	const results = await Promise.all(
		[firstDay(today), latestDay(today)].map((on) => call('GET /api/incentives', { query: { on } }))
	)
	for (const result of results) {
		const schemes = result.ok ? result.value.schemes : []
		const scheme = schemes.find((one) => one.regulationIds.includes(regulationId))
		for (const id of scheme?.regulationIds ?? []) regulationIds.add(id)
		for (const { mentorId, menteeIds } of scheme?.mentors ?? []) {
			paid.set(mentorId, [...new Set([...(paid.get(mentorId) ?? []), ...menteeIds])])
		}
	}
	return { mentees: paid, regulationIds: [...regulationIds], isComplete: results.every(({ ok }) => ok) }
}

/** With the mentees of other orders that wait for their signatures; `listings` null: they are unknown. */
export function withDrafted(
	paid: PaidReading,
	programId: string,
	listings: readonly Pick<LedgerListing, 'programId' | 'regulationId' | 'openMatters' | 'mentors' | 'mentees'>[] | null
): PaidReading {
	const all = new Map(paid.mentees)
	for (const one of listings ?? []) {
		const isDrafted = one.openMatters.some(({ type }) => type === 'order')
		if (!isDrafted || one.programId === programId || !paid.regulationIds.includes(one.regulationId)) continue
		const menteeIds = one.mentees.map(({ id }) => id)
		for (const { id } of one.mentors) all.set(id, [...(all.get(id) ?? []), ...menteeIds])
	}
	return { ...paid, mentees: all, isComplete: paid.isComplete && listings !== null }
}

/**
 * «Ковалёв В. А., Седов О. И.: на 2 оклада по этому приказу (по другим приказам 3, всего станет 5)». A person whom this device does not
 * know is named by the role. Where all have the same pay, nobody is named.
 */
export function payWords(
	{ mentorIds, salaries, before }: PayShare,
	wording: Pick<Wording, 'nameOf' | 'regulation' | 'organisationKinds'>
): string {
	const added = m.forming_pay_salaries({ salaries: salaries - before })
	const words =
		before === 0
			? added
			: salaries === before
				? m.forming_pay_same({ salaries })
				: m.forming_pay_added({ words: added, before, salaries })
	const names = mentorIds.map((id) => shortName(wording.nameOf(id)) || roleWords('mentor', wording)).join(', ')
	return names === '' ? words : `${names}: ${words}`
}
