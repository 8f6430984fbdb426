/** What in the papers of a programme has cases, for a person to look over. */
import { signatories } from '../regulation/choices.ts'
import type { Declined, Oblique } from './grammatical-case.ts'
import { declineName, fullName } from './name.ts'
import type { OwnForms } from './own-forms.ts'
import { lowerFirst } from './first-letter.ts'
import { declineOrganisation, declinePost } from './phrase.ts'
import type { PaperFacts, PaperSetting } from './facts.ts'
import { roleWords, speakerWords } from './wordings.ts'

export interface Declinable {
	nominative: string
	decline: (to: Oblique, own: readonly OwnForms[]) => Declined
}

type CalledFacts = Pick<PaperSetting, 'people' | 'requisites' | 'organisationKinds'> & Pick<PaperFacts, 'regulation'>

/** Each once: people, then posts and what the roles are called, then places of work and the authority. */
export function declinablesOf(facts: CalledFacts): Declinable[] {
	const { people, requisites } = facts
	const names = people.map((person) => ({
		nominative: fullName(person),
		decline: (to: Oblique, own: readonly OwnForms[]) => declineName(person, to, 'full', own)
	}))
	const roles = [roleWords(facts, 'curator'), ...signatories.map((role) => speakerWords(facts, role))]
	const posts = [...people.map(({ post }) => post), requisites.headPost, ...roles].map((post) => ({
		nominative: lowerFirst(post),
		decline: (to: Oblique, own: readonly OwnForms[]) => declinePost(lowerFirst(post), to, own)
	}))
	const organisations = [...people.map(({ organisation }) => organisation), requisites.authority].map((name) => ({
		nominative: name,
		decline: (to: Oblique, own: readonly OwnForms[]) => declineOrganisation(name, to, own)
	}))
	const all = [...names, ...posts, ...organisations].filter(({ nominative }) => nominative !== '')
	return [...new Map(all.map((one) => [one.nominative, one])).values()]
}

/** Only of what stands there: who reads them learns nothing of others. */
export function formsFor(facts: CalledFacts, own: readonly OwnForms[]): OwnForms[] {
	const known = new Set(declinablesOf(facts).map(({ nominative }) => nominative))
	return own.filter(({ nominative }) => known.has(nominative))
}
