/** The materials of a mentor, and the cancelling of the incentive by the head (domain.md T47, T48). */
import { can } from '../../access.ts'
import type { IsoDate } from '../../calendar.ts'
import { currentMembers, currentMentorIds, lastMentoring, type Ledger, type Asker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { checkUnderWay } from '../checks.ts'
import type { SaidOf, StatementRows } from './row.ts'

export const incentiveStatements = {
	'record-evidence': {
		statedWith: 'support',
		check: checkEvidence,
		apply: (ledger, { mentorId, evidence, on: day }, { id, by, at }) => ({
			...ledger,
			evidence: [...ledger.evidence, { id, mentorId, evidence, on: day, by, at }]
		}),
		offers: (ledger, by, { regulation }) => {
			const isPaid = regulation.incentive !== null
			const mentorIds = isPaid ? mentorIdsWhere(ledger, (id) => checkAbout(ledger, id, by) === null) : []
			return mentorIds.length > 0 ? [{ type: 'record-evidence' as const, mentorIds }] : []
		},
		peopleOf: ({ mentorId }) => [mentorId]
	},
	'withdraw-evidence': {
		statedWith: 'support',
		check: checkEvidenceWithdrawal,
		apply: (ledger, { evidenceId }) => ({
			...ledger,
			evidence: ledger.evidence.filter((one) => one.id !== evidenceId)
		})
	},
	'cancel-incentive': {
		statedWith: 'reward',
		check: (ledger, { mentorId, groundIds }, _, { regulation }) => {
			const refusal = checkIncentive(ledger, mentorId)
			if (refusal !== null) return refusal
			if (isCancelled(ledger, mentorId)) return { reason: 'already-said' }
			const grounds = new Set<string>(regulation.incentive?.grounds.map(({ id }) => id))
			return groundIds.every((id) => grounds.has(id)) ? null : { reason: 'not-in-regulation', field: 'ground' }
		},
		apply: (ledger, { mentorId, groundIds, ground }, { on }) => ({
			...ledger,
			cancelledIncentives: [...ledger.cancelledIncentives, { mentorId, groundIds, ground, on }]
		}),
		// Before the duties begin nothing is paid, and nothing can be reproached.
		offers: (ledger, _, { regulation, today }) => {
			const hasGrounds = (regulation.incentive?.grounds.length ?? 0) > 0
			const mentorIds = mentorIdsWhere(
				ledger,
				(id, from) => hasGrounds && from <= today && checkIncentive(ledger, id) === null && !isCancelled(ledger, id)
			)
			return mentorIds.length > 0 ? [{ type: 'cancel-incentive' as const, mentorIds }] : []
		},
		peopleOf: ({ mentorId }) => [mentorId]
	},
	'restore-incentive': {
		statedWith: 'reward',
		check: (ledger, { mentorId }) =>
			checkIncentive(ledger, mentorId) ?? (isCancelled(ledger, mentorId) ? null : { reason: 'already-said' }),
		apply: (ledger, { mentorId }) => ({
			...ledger,
			cancelledIncentives: ledger.cancelledIncentives.filter((one) => one.mentorId !== mentorId)
		}),
		offers: (ledger) => {
			const mentorIds = mentorIdsWhere(ledger, (id) => checkIncentive(ledger, id) === null && isCancelled(ledger, id))
			return mentorIds.length > 0 ? [{ type: 'restore-incentive' as const, mentorIds }] : []
		},
		peopleOf: ({ mentorId }) => [mentorId]
	}
} satisfies StatementRows<'record-evidence' | 'withdraw-evidence' | 'cancel-incentive' | 'restore-incentive'>

/** Current mentors; `from`: the first day of their membership. */
function mentorIdsWhere(ledger: Ledger, isFit: (mentorId: string, from: IsoDate) => boolean): string[] {
	return currentMembers(ledger, 'mentor').flatMap(({ personId, from }) => (isFit(personId, from) ? [personId] : []))
}

/** The head cancels an incentive on grounds of the regulation, and restores it (domain.md T47, T48). */
function checkIncentive(ledger: Ledger, mentorId: string): Refusal | null {
	if (ledger.phase !== 'active') return { reason: 'wrong-phase', phase: ledger.phase }
	return currentMentorIds(ledger).includes(mentorId) ? null : { reason: 'unknown-subject' }
}

function isCancelled({ cancelledIncentives }: Ledger, mentorId: string): boolean {
	return cancelledIncentives.some((one) => one.mentorId === mentorId)
}

/** The first day of a material of the mentor's work in this programme; today, until that work begins. Undefined: no mentor of it. */
export function earliestEvidence({ members }: Ledger, mentorId: string, today: IsoDate): IsoDate | undefined {
	const begun = members.filter(({ role, personId }) => role === 'mentor' && personId === mentorId)
	const [first] = begun.map(({ from }) => from).sort()
	return first !== undefined && first > today ? today : first
}

/** A mentor records materials of their own, the curator those of any mentor of the programme, also a former one (domain.md T48). */
function checkAbout(ledger: Ledger, mentorId: string, by: Asker): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const isMentor = lastMentoring(ledger, mentorId) !== undefined
	return isMentor && (can(by.role, 'curate') || by.personId === mentorId) ? null : { reason: 'unknown-subject' }
}

function checkEvidence(
	ledger: Ledger,
	{ mentorId, evidence, on }: SaidOf<'record-evidence'>,
	by: Asker,
	{ regulation, today }: Facts
): Refusal | null {
	const refusal = checkAbout(ledger, mentorId, by)
	if (refusal !== null) return refusal
	if (evidence.kind === 'report') return { reason: 'report-without-text' }
	if (evidence.kind === 'event') return { reason: 'event-not-declared' }
	if (evidence.address === undefined) return { reason: 'material-without-address' }
	if (regulation.incentive === null) return { reason: 'not-in-regulation', field: 'ground' }
	if (on > today) return { reason: 'still-to-come' }
	const earliest = earliestEvidence(ledger, mentorId, today)
	return earliest !== undefined && on < earliest ? { reason: 'before-work', earliest } : null
}

function checkEvidenceWithdrawal(
	ledger: Ledger,
	{ evidenceId }: SaidOf<'withdraw-evidence'>,
	by: Asker
): Refusal | null {
	const refusal = checkUnderWay(ledger, by)
	if (refusal !== null) return refusal
	const recorded = ledger.evidence.find(({ id }) => id === evidenceId)
	const isTheirs = can(by.role, 'curate') || recorded?.by.personId === by.personId
	return recorded !== undefined && isTheirs ? null : { reason: 'unknown-subject' }
}
