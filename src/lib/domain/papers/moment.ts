/**
 * A paper says for ever what was when it was made: it is filled from the ledger as it was then, under the names that people
 * had then. What comes later into the paper itself stays: its number in the journal, and who has read it.
 */
import { playEntry } from '../ledger/play.ts'
import { emptyLedger, findMatter, type Entry, type Ledger, type RaisedMatter } from '../ledger/ledger.ts'
import type { Signatory } from '../regulation/schema.ts'
import { fullName } from './declension/name.ts'
import type { PaperFacts, PaperPerson } from './facts.ts'

export function whenRaised(facts: PaperFacts, { id }: RaisedMatter): PaperFacts {
	return factsWhen(facts, (ledger) => findMatter(ledger, id) !== null)
}

/** A draft says what is now. */
export function whenSettled(facts: PaperFacts, { id }: RaisedMatter): PaperFacts {
	return factsWhen(facts, (ledger) => {
		const outcome = findMatter(ledger, id)?.outcome
		return outcome !== undefined && outcome !== 'open'
	})
}

/** An order is complete once it has its number; before that, what follows from it may still come in. */
export function whenRegistered(facts: PaperFacts, { id }: RaisedMatter): PaperFacts {
	return factsWhen(facts, ({ registrations }) => registrations.some(({ matterId }) => matterId === id))
}

/** The facts as they are, where it has not come to that. */
function factsWhen(facts: PaperFacts, isReached: (ledger: Ledger) => boolean): PaperFacts {
	let ledger = emptyLedger(facts.ledger.programId)
	for (const [index, entry] of facts.entries.entries()) {
		ledger = playEntry(ledger, entry)
		if (isReached(ledger)) return asThen(facts, ledger, facts.entries.slice(0, index + 1))
	}
	return facts
}

function asThen(facts: PaperFacts, ledger: Ledger, past: readonly Entry[]): PaperFacts {
	const { registrations, acquaintances } = facts.ledger
	const speakerIn = (role: Signatory) => past.findLast(({ by }) => by.role === role)?.by.personId ?? null
	return {
		...facts,
		ledger: { ...ledger, registrations, acquaintances },
		people: facts.people.map((person) => asCalled(person, past, facts.entries)),
		curatorId: speakerIn('curator') ?? facts.curatorId,
		headId: speakerIn('head') ?? facts.headId
	}
}

/** By the name of what they said last by then, or else of what they said first; the registry's, if they have said nothing. */
function asCalled(person: PaperPerson, past: readonly Entry[], all: readonly Entry[]): PaperPerson {
	const isTheirs = ({ by }: Entry) => by.personId === person.id
	const name = (past.findLast(isTheirs) ?? all.find(isTheirs))?.by.name
	return name === undefined || name === fullName(person) ? person : { ...person, ...partsOf(name, person) }
}

/** Mostly it is the family name that changes, and that may be of several words. */
function partsOf(name: string, { givenName, patronymic }: PaperPerson) {
	const rest = ['', givenName, patronymic].filter((part, index) => index === 0 || part !== '').join(' ')
	if (name.endsWith(rest)) return { familyName: name.slice(0, name.length - rest.length) }
	const [familyName = '', first = '', ...others] = name.split(' ')
	return { familyName, givenName: first, patronymic: others.join(' ') }
}
