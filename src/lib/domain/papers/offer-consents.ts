import { dateIn } from '../time-zone.ts'
import { findPerson, standingConsent, type PaperFacts, type PaperPerson, type SignedConsent } from './facts.ts'
import { consentPaperKinds, consentPapers, type ConsentPaper } from './kinds.ts'
import type { MadeOffer, Offer } from './offers.ts'
import { currentPeople, formerPart, isFor } from './whose.ts'

/** Before a proposal nobody knows whose they are. What was signed stays to be printed, whatever has become of it. */
export function offerConsents(facts: PaperFacts): Offer[] {
	const people = currentPeople(facts)
	return consentPaperKinds.flatMap((kind): Offer[] => {
		const past = facts.consents
			.filter((signed) => signed.kind === consentPapers[kind])
			.filter(({ personId, ended }) => ended !== null || !people.some(({ id }) => id === personId))
			.map((signed) => offerSigned(facts, kind, signed, signed.id))
		if (people.length === 0 && past.length === 0) return [{ kind, state: 'not-yet', why: 'no-proposal' }]
		const own = people.filter((person) => isFor(facts, person))
		return [...own.flatMap((person) => offerOwn(facts, kind, person)), ...past]
	})
}

/** Whoever has taken theirs back is not asked for it again by a paper to be signed. */
function offerOwn(facts: PaperFacts, kind: ConsentPaper, person: PaperPerson): MadeOffer[] {
	const standing = standingConsent(facts, consentPapers[kind], person.id)
	if (standing !== undefined) return [offerSigned(facts, kind, standing, person.id)]
	const last = facts.consents.findLast((one) => one.personId === person.id && one.kind === consentPapers[kind])
	if (last?.ended?.by === 'withdrawal') return []
	const choice = { kind, subjectId: person.id }
	return [
		{
			choice,
			people: [person],
			former: null,
			state: 'draft',
			on: null,
			follows: null,
			registered: null,
			matterId: null
		}
	]
}

function offerSigned(facts: PaperFacts, kind: ConsentPaper, signed: SignedConsent, subjectId: string): MadeOffer {
	const { personId, at, ended } = signed
	const person = findPerson(facts, personId)
	const isWithdrawn = ended?.by === 'withdrawal'
	return {
		choice: { kind, subjectId },
		people: person === null ? [] : [person],
		former: formerPart(facts, personId),
		state: isWithdrawn ? 'withdrawn' : 'ready',
		on: dateIn(facts.timeZone, new Date(isWithdrawn ? ended.at : at)),
		registered: null,
		follows: null,
		matterId: null
	}
}
