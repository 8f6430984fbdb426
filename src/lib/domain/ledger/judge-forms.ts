/** In which forms mentors and mentees work together (domain.md T13, S15): as proposed, and as changed later. */
import type { MentoringForm, Regulation } from '../regulation/schema.ts'
import type { Refusal } from './refusal.ts'

/** One form, or several together; whoever has several mentees has a group, which is not one to one. */
export function judgeForms(
	menteeCount: number,
	forms: readonly MentoringForm[],
	{ forms: known, groupSize }: Regulation
): Refusal | null {
	if (!forms.every((form) => known.value.includes(form))) return { reason: 'not-in-regulation', field: 'forms' }
	const isGroup = menteeCount > 1
	const areFitting = forms.includes('group') === isGroup && !(isGroup && forms.includes('traditional'))
	return areFitting ? null : { reason: 'group-size', ...groupSize.value }
}

/** A group has the size the regulation gives it; so has a management team, which is one whatever its size (domain.md T13, D3). */
export function judgeGroupSize(menteeCount: number, { groupSize, mentee }: Regulation): Refusal | null {
	const { min, max } = groupSize.value
	const isGroup = menteeCount > 1 || mentee.value === 'team'
	const isFitting = menteeCount >= min && menteeCount <= (max ?? Infinity)
	return isGroup && !isFitting ? { reason: 'group-size', min, max } : null
}

/**
 * What is left to choose: that it is a group, or not, follows from how many mentees there are; one to one is neither with several
 * of them nor with several mentors (domain.md T13). What was said with several mentors before is not judged by that.
 */
export function formsToChoose(
	known: readonly MentoringForm[],
	menteeCount: number,
	mentorCount: number
): readonly MentoringForm[] {
	const isOneToOne = menteeCount === 1 && mentorCount === 1
	return known.filter((form) => form !== 'group' && (form !== 'traditional' || isOneToOne))
}

/** The chosen ones, and what follows from how many mentees there are. */
export function withGroup(chosen: readonly MentoringForm[], menteeCount: number): readonly MentoringForm[] {
	return menteeCount > 1 ? ['group', ...chosen] : chosen
}
