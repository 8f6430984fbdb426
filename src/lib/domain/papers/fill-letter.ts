import { corner, signature } from './blocks.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import type { Filling } from './fill-template.ts'
import { commonValues, ledgerTerm } from './paper-values.ts'
import { pairOn } from './subject.ts'

export function fillLetter(facts: PaperFacts, mentor: PaperPerson): Filling {
	const { mentees } = pairOn(facts, facts.ledger.closure?.lastDay ?? null)
	const head = findPerson(facts, facts.headId)
	return {
		values: { ...commonValues(facts, { mentors: [mentor], mentees }), ...ledgerTerm(facts) },
		blocks: {
			бланк: corner(facts, null),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, null)
		}
	}
}
