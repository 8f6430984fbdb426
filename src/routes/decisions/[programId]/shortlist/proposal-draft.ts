/** What a proposal begins with, and what is to be known before it is made. */
import type { MentoringForm } from '#domain/regulation/schema.ts'
import type { Shortlist, ShortlistCandidate } from '#protocol/api/ledger.ts'

/** What the mentee asked for; where nobody asks for anything, a pair is traditional, and all else is chosen (domain.md T13). */
export function firstForms(
	options: readonly MentoringForm[],
	{ forms, mentees }: { forms: readonly MentoringForm[]; mentees: readonly unknown[] },
	mentorCount: number
): readonly MentoringForm[] {
	const wanted = options.filter((form) => forms.includes(form))
	const isPair = mentees.length === 1 && mentorCount === 1
	return wanted.length === 0 && isPair ? options.slice(0, 1) : wanted
}

export interface UnfitMentor {
	mentorId: string
	name: string
	/** Of the conditions, as the regulation has them, with their clauses. */
	unmet: readonly string[]
}

/** Those who can be appointed by an exception only, with the conditions that nobody has excepted yet (domain.md T29–T32). */
export function unfitMentors(
	chosen: readonly Pick<ShortlistCandidate, 'mentorId' | 'name' | 'unmetConditionIds' | 'exceptedIds'>[],
	conditions: Shortlist['regulation']['mentorConditions']
): UnfitMentor[] {
	return chosen.flatMap(({ mentorId, name, unmetConditionIds, exceptedIds }) => {
		const unmet = conditions
			.filter(({ id }) => unmetConditionIds.includes(id) && !exceptedIds.includes(id))
			.map(({ wording, source }) => `${wording} (${source.clause})`)
		return unmet.length === 0 ? [] : [{ mentorId, name, unmet }]
	})
}
