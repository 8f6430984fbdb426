import type { FormingChoices, FormingMentee } from '#protocol/api/ledger.ts'

/** Whether nobody of those found can be chosen. They are listed as the server lists them: whoever has a programme comes last. */
export function isNobodyFree(
	{ people, found }: Pick<FormingChoices, 'people' | 'found'>,
	isFree: (mentee: FormingMentee) => boolean
): boolean {
	if (people.some(isFree)) return false
	// Where the last one listed has a programme, so has everybody after them.
	return found <= people.length || people.at(-1)?.openProgram !== null
}
