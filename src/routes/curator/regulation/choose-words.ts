import type { IsoDate } from '#domain/calendar.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'
import { forceAdvice } from '#lib/ui/words/in-force-words.ts'
import { m } from '#lib/paraglide/messages.js'

/**
 * What is asked before a regulation is made current: what begins by it from today on, and what keeps its own. `keepTheirs`: how many
 * programmes that are not closed go on by another one.
 */
export function chooseWords(
	{ regulation, unmetMentors }: Pick<RegulationReading, 'regulation' | 'unmetMentors'>,
	{ keepTheirs, today }: { keepTheirs: number; today: IsoDate }
): string {
	const force = forceAdvice(regulation.inForce.value, today)
	return [
		...(force === null ? [] : [force]),
		m.regulation_choose_text({ title: regulation.title, count: keepTheirs }),
		peopleWords(unmetMentors, regulation)
	].join(' ')
}

/** Nothing of mentors where nobody has counted them, or where there is nothing for them to meet. */
function peopleWords(
	unmetMentors: number | null | undefined,
	{ mentorConditions }: Pick<Regulation, 'mentorConditions'>
): string {
	const count = unmetMentors ?? null
	if (count === null || mentorConditions.length === 0) return m.regulation_choose_people_judged()
	return count === 0 ? m.regulation_choose_people_none() : m.regulation_choose_people({ count })
}
