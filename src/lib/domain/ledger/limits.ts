/** Limits that several statements share: whom a programme may have, its forms, the size of a group, and days. */
import { addMonthsTo, type IsoDate } from '../calendar.ts'
import type { MentoringForm, Regulation } from '../regulation/schema.ts'
import type { Facts, Refusal } from './refusal.ts'

/** The mentee must be in the bank, in no other open programme, and fit the category. */
export function checkMentee(personId: string, categoryId: string, facts: Facts): Refusal | null {
	const title = facts.openPrograms.get(personId)
	if (title === undefined) return { reason: 'not-a-mentee', personId }
	if (title !== null) return { reason: 'open-program', personId, title }
	const isUnfit = facts.unfitCategories.get(personId)?.includes(categoryId) === true
	return isUnfit ? { reason: 'unfit-category', personId } : null
}

/** Mentoring forms may be combined (domain.md T13, S15). Several mentees are a group, and a group excludes the one-to-one form. */
export function checkForms(
	menteeCount: number,
	forms: readonly MentoringForm[],
	{ forms: known, groupSize }: Regulation
): Refusal | null {
	if (!forms.every((form) => known.value.includes(form))) return { reason: 'not-in-regulation', field: 'forms' }
	const isGroup = menteeCount > 1
	const areFitting = forms.includes('group') === isGroup && !(isGroup && forms.includes('traditional'))
	return areFitting ? null : { reason: 'group-size', ...groupSize.value }
}

/** Checks the regulation's limits for a group. A management team counts as a group, whatever its size (domain.md T13, D3). */
export function checkGroupSize(menteeCount: number, { groupSize, mentee }: Regulation): Refusal | null {
	const { min, max } = groupSize.value
	const isGroup = menteeCount > 1 || mentee.value === 'team'
	const isFitting = menteeCount >= min && menteeCount <= (max ?? Infinity)
	return isGroup && !isFitting ? { reason: 'group-size', min, max } : null
}

/**
 * The forms that a curator may choose. The number of mentees decides whether it is a group. One to one needs exactly one mentee and
 * one mentor (domain.md T13). `checkForms` does not ask for one mentor, so that earlier statements stay valid.
 */
export function formsToChoose(
	known: readonly MentoringForm[],
	menteeCount: number,
	mentorCount: number
): readonly MentoringForm[] {
	const isOneToOne = menteeCount === 1 && mentorCount === 1
	return known.filter((form) => form !== 'group' && (form !== 'traditional' || isOneToOne))
}

/** The chosen forms, with `group` in front if there are several mentees. */
export function withGroup(chosen: readonly MentoringForm[], menteeCount: number): readonly MentoringForm[] {
	return menteeCount > 1 ? ['group', ...chosen] : chosen
}

/** Orders and notices name days within a year, so that later days are decided in time. */
const MONTHS_AHEAD = 12

export function latestDay(today: IsoDate): IsoDate {
	return addMonthsTo(today, MONTHS_AHEAD)
}

export function checkHorizon(day: IsoDate, today: IsoDate): Refusal | null {
	const latest = latestDay(today)
	return day > latest ? { reason: 'too-far-ahead', latest } : null
}
