/** What the words of decisions are put together with: who is called how, and what the regulation says. */
import type { MenteeCategory, OrganisationKind, Regulation } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'

export interface LedgerWords {
	text: string
	/** '' where there is nothing more to say. */
	detail: string
}

export interface Wording {
	/** '' for people this device does not know. */
	nameOf(personId: string): string
	/** Null: not known here, and its wordings with it. */
	regulation: Regulation | null
	/** Those that are known all the same. */
	categories?: readonly Pick<MenteeCategory, 'id' | 'wording'>[]
	organisationKinds: readonly OrganisationKind[]
	/** Whether it was asked for several mentees. */
	isGroup?: boolean
}

export function personOf(personId: string, nameOf: Wording['nameOf']): string {
	return nameOf(personId) || m.history_somebody()
}

export function namesOf(personIds: readonly string[], { nameOf }: Pick<Wording, 'nameOf'>): string {
	return personIds.map((personId) => personOf(personId, nameOf)).join(', ')
}
