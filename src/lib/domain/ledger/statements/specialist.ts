/** Outside specialists who help in a programme with their own consent (domain.md T35). */
import { addMonthsTo, type IsoDate } from '../../calendar.ts'
import { fold } from '../../text.ts'
import type { Ledger, Speaker, Specialist } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkUnderWay } from '../checks.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const specialistStatements = {
	'involve-specialist': {
		statedWith: 'guide',
		check: checkInvolvement,
		apply: (ledger, { name, post, task, activity, consentedOn }, { id, by, on }) => {
			const involved = { id, name, post, task, activity, consentedOn, by, from: on, until: null }
			return { ...ledger, specialists: [...ledger.specialists, involved] }
		},
		offers: (ledger, by) => (checkUnderWay(ledger, by) === null ? [{ type: 'involve-specialist' as const }] : [])
	},
	'release-specialist': {
		statedWith: 'support',
		check: checkRelease,
		apply: (ledger, { specialistId }, { on }) => ({
			...ledger,
			specialists: ledger.specialists.map((one) => (one.id === specialistId ? { ...one, until: on } : one))
		}),
		offers: (ledger, by) => {
			const specialists = checkUnderWay(ledger, by) === null ? lastingSpecialists(ledger) : []
			return specialists.length > 0 ? [{ type: 'release-specialist' as const, specialists }] : []
		}
	}
} satisfies StatementRows<'involve-specialist' | 'release-specialist'>

/** A specialist may have consented this many months before the programme, while the pair was still being formed. */
const MONTHS_BEFORE = 3

export function lastingSpecialists({ specialists }: Ledger): readonly Specialist[] {
	return specialists.filter(({ until }) => until === null)
}

/** The first and the last day on which a specialist may have consented. */
export function consentBounds({ term }: Ledger, today: IsoDate): { min: IsoDate; max: IsoDate } {
	const begins = term === null || term.startsOn > today ? today : term.startsOn
	return { min: addMonthsTo(begins, -MONTHS_BEFORE), max: today }
}

/**
 * A mentor involves a specialist; the name must not be among those who help already. The activity is not checked: the plan may not
 * have it yet, or not any more (domain.md T35).
 */
function checkInvolvement(
	ledger: Ledger,
	statement: SaidOf<'involve-specialist'>,
	by: Speaker,
	{ today }: Facts
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const { consentedOn } = statement
	const { min, max } = consentBounds(ledger, today)
	if (consentedOn > max) return { reason: 'still-to-come' }
	if (consentedOn < min) return { reason: 'consented-too-early', earliest: min }
	const involved = lastingSpecialists(ledger).find(({ name }) => isSameName(name, statement.name))
	if (involved === undefined) return null
	return isSaid(involved, statement, by)
		? { reason: 'already-said' }
		: { reason: 'specialist-involved', name: involved.name }
}

/** Any current mentor of the programme or the curator may release a specialist. */
function checkRelease(
	ledger: Ledger,
	{ specialistId, name }: SaidOf<'release-specialist'>,
	by: Speaker
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const involved = ledger.specialists.find(({ id }) => id === specialistId)
	if (involved?.name !== name) return { reason: 'unknown-subject' }
	return involved.until === null ? null : { reason: 'already-said' }
}

function isSameName(one: string, other: string): boolean {
	const wordsOf = (name: string) => fold(name).split(/\s+/).filter(Boolean).join(' ')
	return wordsOf(one) === wordsOf(other)
}

/** Whether the same person stated the same before: a second tap. */
function isSaid(involved: Specialist, statement: SaidOf<'involve-specialist'>, by: Speaker): boolean {
	const wordsOf = ({ name, post, task, activity, consentedOn }: Omit<SaidOf<'involve-specialist'>, 'type'>) =>
		JSON.stringify([name, post, task, activity?.id, activity?.title, consentedOn])
	return involved.by.personId === by.personId && wordsOf(involved) === wordsOf(statement)
}
