/** By which regulation people of the bank are judged, where that does not go without saying. */
import { shortTitle } from '#domain/regulation/roles.ts'
import type { BankRegulation, PersonProgram } from '#protocol/api/people.ts'

/**
 * «Динской район»: by which they are judged for new pairs, of somebody whose programmes go on by another one, which they were formed
 * under and keep; null: by the one they work by.
 */
export function judgedBy(
	{ title }: Pick<BankRegulation, 'title'>,
	programs: readonly Pick<PersonProgram, 'otherRegulation'>[]
): string | null {
	const others = otherRegulations(programs)
	return others.length === 0 ? null : shortTitle(title, others)
}

/** Titles, each once. */
export function otherRegulations(programs: readonly Pick<PersonProgram, 'otherRegulation'>[]): string[] {
	return [...new Set(programs.flatMap(({ otherRegulation }) => otherRegulation ?? []))]
}
