/** Specialists who help a pair with their consent (domain.md T35): involved by a mentor, until somebody says that they help no longer. */
import { addMonthsTo, type IsoDate } from '../calendar.ts'
import { fold } from '../search.ts'
import type { Facts, Refusal } from './refusal.ts'
import { judgeKeeper } from './judge-evidence.ts'
import type { Ledger, Speaker, Specialist } from './ledger.ts'
import type { Statement } from './statement.ts'

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>

/** Somebody may have been asked while the pair was still being formed. */
const MONTHS_BEFORE = 3

export function lastingSpecialists({ specialists }: Ledger): readonly Specialist[] {
	return specialists.filter(({ until }) => until === null)
}

/** The first and the last day on which a specialist may have consented. */
export function consentBounds({ term }: Ledger, today: IsoDate): { min: IsoDate; max: IsoDate } {
	const begins = term === null || term.startsOn > today ? today : term.startsOn
	return { min: addMonthsTo(begins, -MONTHS_BEFORE), max: today }
}

/** By a mentor, once of a name. The activity is not looked for: the plan may not have it yet, or have it no more (domain.md T35). */
export function judgeInvolvement(
	ledger: Ledger,
	statement: Of<'involve-specialist'>,
	by: Speaker,
	{ today }: Facts
): Refusal | null {
	if (by.role !== 'mentor') return { reason: 'not-your-role' }
	const refusal = judgeKeeper(ledger, by)
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

/** By a mentor of the programme, whoever has involved them, or by the curator. */
export function judgeSpecialistRelease(
	ledger: Ledger,
	{ specialistId, name }: Of<'release-specialist'>,
	by: Speaker
): Refusal | null {
	const refusal = judgeKeeper(ledger, by)
	if (refusal !== null) return refusal
	const involved = ledger.specialists.find(({ id }) => id === specialistId)
	if (involved?.name !== name) return { reason: 'unknown-subject' }
	return involved.until === null ? null : { reason: 'already-said' }
}

function isSameName(one: string, other: string): boolean {
	const wordsOf = (name: string) => fold(name).split(/\s+/).filter(Boolean).join(' ')
	return wordsOf(one) === wordsOf(other)
}

/** In the same words of the same person: a second tap. */
function isSaid(involved: Specialist, statement: Of<'involve-specialist'>, by: Speaker): boolean {
	const wordsOf = ({ name, post, task, activity, consentedOn }: Omit<Of<'involve-specialist'>, 'type'>) =>
		JSON.stringify([name, post, task, activity?.id, activity?.title, consentedOn])
	return involved.by.personId === by.personId && wordsOf(involved) === wordsOf(statement)
}
