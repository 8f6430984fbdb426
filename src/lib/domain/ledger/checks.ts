/**
 * Checks that several statements share: who may speak in a programme, whom it may have, its forms, the size of a group, and days.
 */
import { can, isStaffVoice } from '../access.ts'
import type { Signatory, MentoringForm, Regulation } from '../regulation/schema.ts'
import { type Asker, currentMembers, isAwaited, isInvolved, type Ledger, type RaisedDecision } from './ledger.ts'
import type { Refusal, Facts } from './refusal.ts'
import { staffObstacle } from './signing.ts'
import type { Decision } from './statement.ts'
import { addMonthsTo, type IsoDate } from '../calendar.ts'

/** The programme must be active, and a participant one of its current members. */
export function checkUnderWay(ledger: Ledger, by: Asker): Refusal | null {
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	return isStaffVoice(by.role) || isMember(ledger, by) ? null : { reason: 'not-your-programme' }
}

/** Everybody involved may make remarks until the programme is closed. */
export function checkRemarkSpeaker(ledger: Ledger, by: Asker): Refusal | null {
	if (ledger.phase === 'closed') return { reason: 'wrong-phase', phase: ledger.phase }
	return isStaffVoice(by.role) || isInvolved(ledger, by.personId, by.role) ? null : { reason: 'not-your-programme' }
}

/**
 * Who may raise a decision: those who sign it. The head raises only notices. `raisers`: the roles by the regulation.
 * `hasOthersDraft`: a curator may replace their own draft, but not another curator's draft unseen.
 */
export function checkRaising(
	ledger: Ledger,
	type: Decision['type'],
	by: Asker,
	raisers: readonly Signatory[],
	hasOthersDraft = false
): Refusal | null {
	const obstacle = staffObstacle(ledger, { signatures: [] }, by)
	if (obstacle !== null) return { reason: obstacle }
	const isOrder = type === 'order'
	const isRightPhase = isOrder ? isAwaited(ledger) : ledger.phase === 'active'
	if (!isRightPhase) return { reason: 'wrong-phase', phase: ledger.phase }
	if (isStaffVoice(by.role) && !can(by.role, 'curate') && type !== 'closure') return { reason: 'not-your-role' }
	if (can(by.role, 'curate') && hasOthersDraft) return { reason: 'already-said' }
	if (!isStaffVoice(by.role) && !isOfProgram(ledger, by, isOrder)) return { reason: 'not-your-programme' }
	return raisers.includes(by.role) ? null : { reason: 'not-your-role' }
}

/**
 * Whether the person has a say: for an order, everybody involved; in a programme under way, only current members, not proposed
 * people.
 */
function isOfProgram(ledger: Ledger, by: Asker, isOrder: boolean): boolean {
	return isOrder ? isInvolved(ledger, by.personId, by.role) : isMember(ledger, by)
}

function isMember(ledger: Ledger, by: Asker): boolean {
	return currentMembers(ledger, by.role).some(({ personId }) => personId === by.personId)
}

/** A settled decision is reported before a missing right to sign: a second tap must not show a new message. */
export function checkOpen(ledger: Ledger, raised: RaisedDecision | null, by: Asker): Refusal | null {
	if (raised === null) return { reason: 'unknown-subject' }
	if (!isStaffVoice(by.role) && !isInvolved(ledger, by.personId, by.role)) return { reason: 'not-your-programme' }
	switch (raised.outcome) {
		case 'open':
			return null
		case 'superseded':
			return { reason: 'superseded' }
		case 'declined':
		case 'withdrawn':
			return { reason: raised.outcome }
		case 'in-force':
			return { reason: 'already-said' }
	}
}

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
