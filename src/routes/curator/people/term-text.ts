import type { MentorEntry, MentorTermState } from '#domain/people/bank-entry.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

/** How long a mentor is appointed for, in words (domain.md T28). */
export function termText(term: MentorEntry['term'], state: MentorTermState): string {
	if (term === null) return m.people_term_unappointed()
	const [from, until] = [formatDay(term.from), formatDay(term.until)]
	switch (state) {
		case 'unappointed':
			return m.people_term_unappointed()
		case 'ahead':
			return m.people_term_ahead({ from, until })
		case 'lasting':
			return m.people_term_lasting({ until })
		case 'ending':
			return m.people_term_ending({ until })
		case 'over':
			return m.people_term_over({ until })
	}
}

export function termTone(state: MentorTermState): 'amber' | 'red' | null {
	return state === 'ending' ? 'amber' : state === 'over' ? 'red' : null
}
