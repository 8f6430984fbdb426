/** What is put to signature, in words. */
import { menteeIdsOf, type Ledger } from '#domain/ledger/ledger.ts'
import type { Matter } from '#domain/ledger/statement.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '../dates.ts'
import { formsInWords } from './regulation-choices.ts'
import { namesOf, personOf, type LedgerWords, type Wording } from './wording.ts'

export function matterWords(matter: Matter, { nameOf, regulation, isGroup = false }: Wording): LedgerWords {
	switch (matter.type) {
		case 'order': {
			const [day, term] = [formatDay(matter.startsOn), monthsWords(matter.termMonths)]
			return {
				text: isGroup ? m.decision_matter_order_group() : m.decision_matter_order(),
				detail: m.decision_matter_order_detail({ day, term, pay: matter.pay })
			}
		}
		case 'extend':
			return { text: m.decision_matter_extend({ term: monthsOfWords(matter.termMonths) }), detail: matter.ground }
		case 'change': {
			const { what, forms, ground } = matter
			return {
				text: m.decision_matter_change({ what }),
				detail: forms === null ? ground : m.decision_matter_change_forms({ forms: formsInWords(forms), ground })
			}
		}
		case 'release':
			return { text: m.decision_matter_release({ name: personOf(matter.mentorId, nameOf) }), detail: matter.ground }
		case 'replace':
			return { text: m.decision_matter_replace({ name: personOf(matter.mentorId, nameOf) }), detail: matter.ground }
		case 'leave': {
			const { menteeId, forms, ground } = matter
			return {
				text: m.decision_matter_leave({ name: personOf(menteeId, nameOf) }),
				detail: forms === null ? ground : m.decision_matter_change_forms({ forms: formsInWords(forms), ground })
			}
		}
		case 'join':
			return { text: m.decision_matter_join({ name: personOf(matter.menteeId, nameOf) }), detail: matter.mainRequest }
		case 'edition':
			return {
				text: m.decision_matter_edition(),
				detail: m.decision_matter_edition_detail({ hash: matter.hash.slice(0, 8) })
			}
		case 'closure': {
			const { reasonId, ground, lastDay, conclusion } = matter
			const reason = regulation?.completion.find(({ id }) => id === reasonId)?.wording ?? reasonId
			const parts = [
				ground,
				lastDay === null ? null : m.decision_matter_last_day({ day: formatDay(lastDay) }),
				m.decision_matter_conclusion({ text: conclusion })
			]
			return {
				text: m.decision_matter_closure({ reason }),
				detail: joinSentences(parts.filter((part) => part !== null))
			}
		}
	}
}

/** What people write ends in a stop of its own or in none. */
function joinSentences(sentences: readonly string[]): string {
	return sentences.reduce((told, next) => `${told}${/[.!?…]$/.test(told) ? '' : '.'} ${next}`)
}

/** Whom an order of the proposal puts together. */
export function pairWords(ledger: Ledger, wording: Pick<Wording, 'nameOf'>): string {
	const menteeIds = menteeIdsOf(ledger)
	const people = { mentors: namesOf(ledger.proposal?.mentorIds ?? [], wording), mentees: namesOf(menteeIds, wording) }
	return menteeIds.length > 1 ? m.decision_pair_group(people) : m.decision_pair(people)
}

/** «24 месяца» */
export function monthsWords(count: number): string {
	return m.program_term_months({ count })
}

/** «24 месяцев», after «до». */
export function monthsOfWords(count: number): string {
	return m.decision_months_of({ count })
}
