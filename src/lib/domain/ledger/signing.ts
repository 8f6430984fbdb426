/** Whose signature a matter still needs. */
import type { Regulation, Signatory } from '../regulation/schema.ts'
import { currentMembers, isAwaited, menteeIdsOf, type Ledger, type RaisedMatter, type Speaker } from './ledger.ts'
import { isNoticeMatter } from './consents.ts'
import type { Matter } from './statement.ts'

/** `personId` null: anybody who has the role in the municipality. */
export interface Signer {
	role: Signatory
	personId: string | null
}

type Signed = Pick<RaisedMatter, 'matter' | 'signatories' | 'signatures'>

/**
 * By role, as the regulation has it; a notice is only recorded, by an order, which is the head's (domain.md L1). One part ends as the
 * whole programme does; whoever joins a group, and its mentors, agree before the order (T40).
 */
export function signatoriesOf(matter: Matter, { decisions }: Pick<Regulation, 'decisions'>): readonly Signatory[] {
	if (matter.type === 'join') return ['curator', 'mentor', 'mentee', ...staffOf(decisions.order.value, 'curator')]
	const all = decisions[matter.type === 'leave' ? 'closure' : matter.type].value
	if (!isNoticeMatter(matter)) return all
	const staff = staffOf(all)
	return staff.length > 0 ? staff : ['head']
}

function staffOf(roles: readonly Signatory[], but: Signatory | null = null): Signatory[] {
	return roles.filter((role) => (role === 'curator' || role === 'head') && role !== but)
}

/**
 * `next`: those who can sign now; empty when all have signed. `later`: those who come after them. Participants sign in
 * any order; the curator and the head each wait for everybody whom the regulation names before them (domain.md T44).
 */
export function missingSigners(ledger: Ledger, raised: Signed): { next: Signer[]; later: Signer[] } {
	const missing = raised.signatories
		.flatMap((role) => signersOf(ledger, role, raised.matter))
		.filter((signer) => !hasSigned(raised, signer))
	const firstStaff = missing.findIndex(({ personId }) => personId === null)
	if (firstStaff === -1) return { next: missing, later: [] }
	const end = firstStaff === 0 ? 1 : firstStaff
	return { next: missing.slice(0, end), later: missing.slice(end) }
}

/** Who has still to sign it, once `by` has raised it. */
export function signersAfter(ledger: Ledger, matter: Matter, by: Speaker, regulation: Regulation): Signer[] {
	const signatories = signatoriesOf(matter, regulation)
	const { next, later } = missingSigners(ledger, { matter, signatories, signatures: [] })
	return [...next.filter((signer) => !isSigner(signer, by)), ...later]
}

function signersOf(ledger: Ledger, role: Signatory, matter: Matter): Signer[] {
	if (role === 'curator' || role === 'head') return [{ role, personId: null }]
	const people = role === 'mentee' ? signingMentees(ledger, matter) : signingMentors(ledger, matter)
	return people.map((personId) => ({ role, personId }))
}

/** Of whom it is; the others of the group go on as they do. */
function signingMentees(ledger: Ledger, matter: Matter): readonly string[] {
	if (matter.type === 'join') return [matter.menteeId]
	const all = menteeIdsOf(ledger)
	return matter.type === 'leave' ? all.filter((personId) => personId === matter.menteeId) : all
}

/** To lay down the duties is for the mentor alone whose they are, also where others mentor with them (domain.md T35). */
function signingMentors(ledger: Ledger, matter: Matter): readonly string[] {
	const all = mentorIdsOf(ledger)
	return matter.type === 'release' ? all.filter((personId) => personId === matter.mentorId) : all
}

function mentorIdsOf(ledger: Ledger): readonly string[] {
	const members = currentMembers(ledger, 'mentor').map(({ personId }) => personId)
	if (members.length > 0 || !isAwaited(ledger)) return members
	return ledger.proposal?.mentorIds ?? []
}

export function hasSigned({ signatures }: Pick<RaisedMatter, 'signatures'>, signer: Signer): boolean {
	return signatures.some(({ by }) => isSigner(signer, by))
}

export function isSigner({ role, personId }: Signer, by: Pick<Speaker, 'role' | 'personId'>): boolean {
	return role === by.role && (personId === null || personId === by.personId)
}
