/** Whose signature a decision still needs. */
import { can, isStaffVoice } from '../access.ts'
import type { Regulation, Signatory } from '../regulation/schema.ts'
import {
	currentMentorIds,
	isAwaited,
	isInvolved,
	menteeIdsOf,
	type Ledger,
	type RaisedDecision,
	type Speaker
} from './ledger.ts'
import { isNoticeDecision } from './consents.ts'
import type { Decision } from './statement.ts'

/** `personId` null: anybody with the role in the municipality. */
export interface Signer {
	role: Signatory
	personId: string | null
}

type Signed = Pick<RaisedDecision, 'matter' | 'signatories' | 'signatures'>

/**
 * The roles that must sign a decision that a person in this role raises. Raising is signing: a curator who raises it comes first.
 */
export function signatoriesOf(
	decision: Decision,
	regulation: Pick<Regulation, 'decisions'>,
	raiser: Signatory
): readonly Signatory[] {
	if (isNoticeDecision(decision)) return rolesToNote(decision, regulation, raiser)
	const roles = rolesToSign(decision, regulation)
	if (!can(raiser, 'curate') || !roles.includes(raiser)) return roles
	return [raiser, ...roles.filter((role) => role !== raiser)]
}

/**
 * The roles that must sign, by the regulation. For one mentee who leaves, the same roles sign as for a closure. A mentee who joins a
 * group, and its mentors, agree before the order (T40).
 */
function rolesToSign(decision: Decision, { decisions }: Pick<Regulation, 'decisions'>): readonly Signatory[] {
	if (decision.type === 'join') return ['curator', 'mentor', 'mentee', ...staffOf(decisions.order.value, 'curator')]
	return decisions[decision.type === 'leave' ? 'closure' : decision.type].value
}

/**
 * The roles that take note of a notice: the side that is warned, and whoever records it (domain.md L1). The employer warns the
 * mentors; everybody else warns the head. Nobody takes note of their own notice.
 */
function rolesToNote(
	decision: Decision,
	regulation: Pick<Regulation, 'decisions'>,
	giver: Signatory
): readonly Signatory[] {
	if (giver === 'head') return ['mentor', 'curator']
	return [...staffOf(rolesToSign(decision, regulation), 'head'), 'head']
}

function staffOf(roles: readonly Signatory[], but: Signatory | null = null): Signatory[] {
	return roles.filter((role) => isStaffVoice(role) && role !== but)
}

/**
 * `next`: those who can sign now; empty when all have signed. `later`: those who sign after them. Participants sign in any order.
 * The curator and the head each wait for everybody whom the regulation names before them (domain.md T44). Of a notice they take note
 * at the same time, after the mentors whom it warns.
 */
export function missingSigners(ledger: Ledger, raised: Signed): { next: Signer[]; later: Signer[] } {
	const missing = raised.signatories
		.flatMap((role) => signersOf(ledger, role, raised.matter))
		.filter((signer) => !hasSigned(raised, signer))
	const firstStaff = missing.findIndex(({ personId }) => personId === null)
	if (firstStaff === -1) return { next: missing, later: [] }
	const staffEnd = isNoticeDecision(raised.matter) ? missing.length : 1
	const end = firstStaff === 0 ? staffEnd : firstStaff
	return { next: missing.slice(0, end), later: missing.slice(end) }
}

/** Who must still sign the decision after `by` has raised it. */
export function signersAfter(ledger: Ledger, decision: Decision, by: Speaker, regulation: Regulation): Signer[] {
	const signatories = signatoriesOf(decision, regulation, by.role)
	const { next, later } = missingSigners(ledger, { matter: decision, signatories, signatures: [] })
	return [...next.filter((signer) => !isSigner(signer, by)), ...later]
}

function signersOf(ledger: Ledger, role: Signatory, decision: Decision): Signer[] {
	if (isStaffVoice(role)) return [{ role, personId: null }]
	const people = role === 'mentee' ? signingMentees(ledger, decision) : signingMentors(ledger, decision)
	return people.map((personId) => ({ role, personId }))
}

/** Joining and leaving need only the signature of the mentee in question, not of the others in the group. */
function signingMentees(ledger: Ledger, decision: Decision): readonly string[] {
	if (decision.type === 'join') return [decision.menteeId]
	const all = menteeIdsOf(ledger)
	return decision.type === 'leave' ? all.filter((personId) => personId === decision.menteeId) : all
}

/** Only the mentor who lays down their duties signs, also if there are several mentors (domain.md T35). */
function signingMentors(ledger: Ledger, decision: Decision): readonly string[] {
	const all = mentorIdsOf(ledger)
	return decision.type === 'release' ? all.filter((personId) => personId === decision.mentorId) : all
}

function mentorIdsOf(ledger: Ledger): readonly string[] {
	const members = currentMentorIds(ledger)
	if (members.length > 0 || !isAwaited(ledger)) return members
	return ledger.proposal?.mentorIds ?? []
}

export function hasSigned({ signatures }: Pick<RaisedDecision, 'signatures'>, signer: Signer): boolean {
	return signatures.some(({ by }) => isSigner(signer, by))
}

export function isSigner({ role, personId }: Signer, by: Pick<Speaker, 'role' | 'personId'>): boolean {
	return role === by.role && (personId === null || personId === by.personId)
}

/**
 * Why somebody may not sign in a staff role that they have; null: nothing prevents it. `signed-before`: the signatures of curator and
 * head are those of two people, so that neither confirms their own word (domain.md T16, T44) nor takes note of their own notice.
 * `own-pair`: a mentor or mentee of the programme does not decide on it as staff; another holder of the office does. Entries made
 * before this rule still count.
 */
export function staffObstacle(
	ledger: Ledger,
	{ matter, raisedBy, signatures }: Pick<RaisedDecision, 'signatures'> & Partial<RaisedDecision>,
	{ role, personId }: Pick<Speaker, 'role' | 'personId'>
): 'signed-before' | 'own-pair' | null {
	if (!isStaffVoice(role)) return null
	if (isInvolved(ledger, personId, 'mentor') || isInvolved(ledger, personId, 'mentee')) return 'own-pair'
	const asOther = (by: Speaker) => by.personId === personId && by.role !== role && isStaffVoice(by.role)
	const given = raisedBy !== undefined && matter !== undefined && isNoticeDecision(matter) ? [raisedBy] : []
	return [...given, ...signatures.map(({ by }) => by)].some(asOther) ? 'signed-before' : null
}
