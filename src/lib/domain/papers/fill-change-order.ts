/** Orders on what changes in a programme that goes on, and on its end. */
import { corner, signature } from './blocks.ts'
import { findPerson, type PaperFacts } from './facts.ts'
import type { Filling } from './fill-template.ts'
import { changeValues, clauseValue, text, type Change } from './paper-values.ts'
import { longDate } from './russian-date.ts'
import { groupAround, subjectOf, changeDay, pairOn, peopleOf, type Raised, type successorOf } from './subject.ts'
import { acquaintanceSheet } from './tables.ts'
import type { Value } from './values.ts'

/** `successor`: of a mentor who is replaced, where one is ordered. */
export function fillChangeOrder(
	facts: PaperFacts,
	raised: Raised<Change>,
	successor: ReturnType<typeof successorOf>
): Filling {
	const head = findPerson(facts, facts.headId)
	const { matter } = raised
	const { mentors, mentees } = pairOn(facts, changeDay(raised))
	const others = matter.type === 'leave' || matter.type === 'join' ? groupAround(facts, matter) : mentees
	// Whoever leaves or joins signs too, also when they had not begun yet.
	const subjectId = subjectOf(matter)
	const subject = subjectId === null ? [] : peopleOf(facts, [subjectId])
	const people = [...new Set([...subject, ...mentors, ...(successor?.mentors ?? []), ...others])]
	return {
		values: {
			...changeValues(facts, raised),
			...clauseValue(facts, raised.matter.type),
			...(raised.matter.type === 'replace' ? successorValues(successor) : {})
		},
		blocks: {
			бланк: corner(facts, raised.id),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, { raised, role: 'head' }),
			'лист ознакомления': acquaintanceSheet([{ facts, matterId: raised.id, people }])
		}
	}
}

/** Before a new mentor is ordered, the line about one is left out. */
function successorValues(successor: ReturnType<typeof successorOf>): Record<string, Value> {
	if (successor === null) return { 'новый наставник': { type: 'none' }, 'начало работы': { type: 'none' } }
	return {
		'новый наставник': { type: 'people', people: successor.mentors },
		'начало работы': text(longDate(successor.startsOn))
	}
}
