import type { FormingMentee } from '#protocol/api/ledger.ts'

/** What is typed to add a mentee to a group. */
export interface JoinDraft {
	/** Id; '': nobody is chosen. */
	mentee: string
	/** Name of the chosen mentee, also when the list shows others. */
	name: string
	mainRequest: string
	/** The request that the bank has filled in for the chosen mentee: nobody typed it. */
	brought: string
}

/** Fills in the mentee's request from the bank, unless another request is typed. */
export function chooseMentee(
	{ mainRequest, brought }: JoinDraft,
	{ person, entry }: Pick<FormingMentee, 'person' | 'entry'>
): JoinDraft {
	const request = entry?.mainRequest ?? ''
	const isTyped = mainRequest !== brought
	return {
		mentee: person.id,
		name: person.name,
		mainRequest: isTyped ? mainRequest : request,
		brought: isTyped ? brought : request
	}
}
