/** Matters: raised, signed one after the other, and in force with the last signature. */
import type { IsoDate } from '../calendar.ts'
import {
	findMatter,
	lastingMenteeIds,
	type Entry,
	type Ledger,
	type Member,
	type Outcome,
	type RaisedMatter,
	type Speaker
} from './ledger.ts'
import { isNotice, isNoticeMatter, standingNotice } from './consents.ts'
import { hasSigned, isSigner, missingSigners, type Signer } from './signing.ts'
import type { Matter } from './statement.ts'

export function raiseMatter(ledger: Ledger, entry: Entry, matter: Matter): Ledger {
	const raised: RaisedMatter = {
		id: entry.id,
		matter,
		raisedBy: entry.by,
		raisedAt: entry.at,
		signatures: [],
		signatories: entry.signatories ?? [],
		outcome: 'open',
		ground: null,
		settledOn: null
	}
	const others = ledger.matters.map((other) =>
		other.outcome === 'open' && isReplacedBy(other, raised)
			? { ...other, outcome: 'superseded' as const, settledOn: entry.on }
			: other
	)
	// Whoever joins consents to the duties anew, also after an earlier part.
	const consents = ledger.consents.filter(
		({ kind, personId }) => matter.type !== 'join' || kind !== 'duties' || personId !== matter.menteeId
	)
	return sign({ ...ledger, consents, matters: [...others, raised] }, raised, entry)
}

/** Of those on the table, what would leave it if this were raised now; null: nothing. */
export function findReplaced(ledger: Ledger, newer: Pick<RaisedMatter, 'matter' | 'raisedBy'>): RaisedMatter | null {
	return ledger.matters.find((one) => one.outcome === 'open' && isReplacedBy(one, newer)) ?? null
}

export function signMatter(ledger: Ledger, entry: Entry, matterId: string): Ledger {
	const raised = findMatter(ledger, matterId)
	return raised === null ? ledger : sign(ledger, raised, entry)
}

export function declineMatter(ledger: Ledger, { by, at, on }: Entry, matterId: string, ground: string): Ledger {
	return replaceMatter(ledger, matterId, (raised) => ({
		...raised,
		outcome: 'declined',
		ground,
		decline: { by, at },
		settledOn: on
	}))
}

export function settleMatter(
	ledger: Ledger,
	matterId: string,
	outcome: Exclude<Outcome, 'declined'>,
	on: IsoDate
): Ledger {
	return replaceMatter(ledger, matterId, (raised) => ({ ...raised, outcome, settledOn: on }))
}

/** As it is on the day, though nobody has said anything since: a notice ends the programme when its last day is over. */
export function reachDay(ledger: Ledger, today: IsoDate): Ledger {
	const notice = standingNotice(ledger)
	if (notice === null || notice.matter.lastDay >= today) return ledger
	const { lastDay } = notice.matter
	return supersedeAbandoned(ledger, close(ledger, notice, notice.matter, lastDay), lastDay)
}

/** What waits for somebody who may sign no more, or for a programme that is closed, would wait for ever. */
export function supersedeAbandoned(before: Ledger, after: Ledger, on: IsoDate): Ledger {
	const isAbandoned = (raised: RaisedMatter) => {
		if (raised.outcome !== 'open' && (raised.outcome !== 'in-force' || !isNotice(raised))) return false
		if (after.phase === 'closed') return raised.id !== after.closure?.matterId
		if (isNotice(raised)) return hasLeft(after, raised.raisedBy)
		const known = findMatter(before, raised.id)
		if (known === null) return false
		const awaited = allMissing(after, raised)
		return allMissing(before, known).some(
			(signer) =>
				signer.personId !== null &&
				!hasSigned(raised, signer) &&
				!awaited.some(({ personId }) => personId === signer.personId)
		)
	}
	if (!after.matters.some(isAbandoned)) return after
	const matters = after.matters.map((raised) =>
		isAbandoned(raised) ? { ...raised, outcome: 'superseded' as const, settledOn: on } : raised
	)
	return { ...after, matters }
}

function allMissing(ledger: Ledger, raised: RaisedMatter): Signer[] {
	const { next, later } = missingSigners(ledger, raised)
	return [...next, ...later]
}

/** Whoever raises a matter has signed it, when it is theirs to sign and their turn. */
function sign(ledger: Ledger, raised: RaisedMatter, { by, at, on }: Entry): Ledger {
	const isTheirs = missingSigners(ledger, raised).next.some((signer) => isSigner(signer, by))
	if (!isTheirs) return ledger
	const signed = { ...raised, signatures: [...raised.signatures, { by, at }] }
	const next = replaceMatter(ledger, raised.id, () => signed)
	if (missingSigners(next, signed).next.length > 0) return next
	return bringIntoForce(settleMatter(next, raised.id, 'in-force', on), signed, on)
}

function bringIntoForce(ledger: Ledger, raised: RaisedMatter, on: IsoDate): Ledger {
	const { matter } = raised
	switch (matter.type) {
		case 'order':
			return appoint(ledger, matter)
		case 'extend':
			return ledger.term === null ? ledger : { ...ledger, term: { ...ledger.term, months: matter.termMonths } }
		case 'change':
			return matter.forms === null ? ledger : { ...ledger, forms: matter.forms }
		case 'release':
		case 'replace':
			return endPart(ledger, matter.mentorId, 'mentor', on)
		case 'leave': {
			const after = endPart(ledger, matter.menteeId, 'mentee', on)
			return matter.forms === null || lastingMenteeIds(after).length > 1 ? after : { ...after, forms: matter.forms }
		}
		case 'join':
			return { ...ledger, members: [...ledger.members, newMember(matter.menteeId, 'mentee', on)] }
		case 'edition':
			return ledger
		case 'closure':
			// A notice ends it by itself (`reachDay`), whether or not it is signed by then.
			return isNotice(raised) ? ledger : close(ledger, raised, matter, on)
	}
}

function close(
	ledger: Ledger,
	{ id: matterId }: RaisedMatter,
	{ reasonId, conclusion }: Extract<Matter, { type: 'closure' }>,
	lastDay: IsoDate
): Ledger {
	return {
		...ledger,
		phase: 'closed',
		members: ledger.members.map((member) => ({ ...member, until: member.until ?? lastDay })),
		specialists: ledger.specialists.map((one) => ({ ...one, until: one.until ?? lastDay })),
		closure: { reasonId, lastDay, conclusion, matterId }
	}
}

/** The first order begins the programme; a later one puts the newly proposed mentors in the place of the others, and no mentee back. */
function appoint(ledger: Ledger, order: Extract<Matter, { type: 'order' }>): Ledger {
	const { proposal, request } = ledger
	if (proposal === null || request === null) return ledger
	const from = order.startsOn
	const stay = ledger.members.map((member) => {
		if (member.role !== 'mentor' || member.until !== null) return member
		const isProposed = proposal.mentorIds.includes(member.personId)
		return isProposed ? { ...member, isSuspended: false } : { ...member, until: from }
	})
	const isMember = (personId: string) => stay.some((member) => member.personId === personId && member.until === null)
	const newcomers: Member[] = [
		...proposal.mentorIds.map((personId) => newMember(personId, 'mentor', from)),
		...(ledger.term === null ? request.menteeIds : []).map((personId) => newMember(personId, 'mentee', from))
	].filter(({ personId }) => !isMember(personId))
	return {
		...ledger,
		phase: 'active',
		members: [...stay, ...newcomers],
		// A new mentor changes nothing about how long the mentee's programme lasts (domain.md T44 does).
		term: ledger.term ?? { startsOn: order.startsOn, months: order.termMonths },
		title: proposal.title,
		forms: proposal.forms,
		relation: proposal.relation
	}
}

function newMember(personId: string, role: Member['role'], from: IsoDate): Member {
	return { personId, role, from, until: null, isSuspended: false }
}

function endPart(ledger: Ledger, personId: string, role: Member['role'], on: IsoDate): Ledger {
	return {
		...ledger,
		members: ledger.members.map((member) =>
			member.personId === personId && member.role === role && member.until === null ? { ...member, until: on } : member
		)
	}
}

function replaceMatter(ledger: Ledger, matterId: string, change: (raised: RaisedMatter) => RaisedMatter): Ledger {
	return { ...ledger, matters: ledger.matters.map((raised) => (raised.id === matterId ? change(raised) : raised)) }
}

/** Of one kind only the newest is on the table; a notice gives way to nobody's but another one of the same person. */
export function isReplacedBy(one: RaisedMatter, newer: Pick<RaisedMatter, 'matter' | 'raisedBy'>): boolean {
	if (one.matter.type !== newer.matter.type) return false
	const areNotices = [one, newer].map(({ matter }) => isNoticeMatter(matter))
	if (areNotices.includes(true)) {
		return !areNotices.includes(false) && one.raisedBy.personId === newer.raisedBy.personId
	}
	const aboutWhom = ({ matter }: Pick<RaisedMatter, 'matter'>) =>
		'mentorId' in matter ? matter.mentorId : 'menteeId' in matter ? matter.menteeId : null
	return aboutWhom(one) === aboutWhom(newer)
}

/** Then there is no more work that they could refuse. */
function hasLeft({ members }: Ledger, { personId, role }: Speaker): boolean {
	if (role === 'curator' || role === 'head') return false
	return !members.some((member) => member.personId === personId && member.role === role && member.until === null)
}
