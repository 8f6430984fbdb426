/** In which forms mentors and mentees work together (domain.md T13, S15): as proposed, and as changed later. */
import type { MentoringForm, Regulation } from '../regulation/schema.ts'
import type { Refusal } from './judge.ts'
import { menteeIdsOf, type Ledger } from './ledger.ts'

/** One form, or several together; whoever has several mentees has a group, which is not one to one. */
export function judgeForms(
	ledger: Ledger,
	forms: readonly MentoringForm[],
	{ forms: known, groupSize }: Regulation
): Refusal | null {
	if (!forms.every((form) => known.value.includes(form))) return { reason: 'not-in-regulation', field: 'forms' }
	const isGroup = menteeIdsOf(ledger).length > 1
	const areFitting = forms.includes('group') === isGroup && !(isGroup && forms.includes('traditional'))
	return areFitting ? null : { reason: 'group-size', ...groupSize.value }
}

/** What is left to choose: that it is a group, or not, follows from how many mentees there are. */
export function formsToChoose(known: readonly MentoringForm[], menteeCount: number): readonly MentoringForm[] {
	return known.filter((form) => form !== 'group' && !(menteeCount > 1 && form === 'traditional'))
}

/** The chosen ones, and what follows from how many mentees there are. */
export function withGroup(chosen: readonly MentoringForm[], menteeCount: number): readonly MentoringForm[] {
	return menteeCount > 1 ? ['group', ...chosen] : chosen
}
