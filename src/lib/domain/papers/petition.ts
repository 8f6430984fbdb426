/** Fills petitions and letters of thanks. */
import type { Signatory } from '../regulation/schema.ts'
import { upperFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { addressee, type BlockMaker, corner, decisions, type Filling, signature } from './fill.ts'
import { type Change, changeValues, clauseValue, commonValues, ledgerTerm, withPost } from './paper-values.ts'
import type { Raised } from './subject.ts'
import { agreementTable } from './tables.ts'
import { declinedPost, helpedMentees, postOf, roleWords } from './values.ts'

/** A petition to the curator (domain.md T35, T37, T42), or of the curator to the head (T44). */
export function fillPetition(
	facts: PaperFacts,
	raised: Raised<'extend' | 'change' | 'release' | 'replace' | 'leave'>
): Filling {
	const { matter: decision } = raised
	const role = petitionerOf(raised)
	const isOfCurator = role === 'curator'
	const curator = findPerson(facts, facts.curatorId)
	const head = findPerson(facts, facts.headId)
	const asker = isOfCurator ? curator : askerOf(facts, raised)
	const ofCurator = roleWords(facts, 'curator')
	// A mentee who asks to leave has signed by asking, even if they are no signatory.
	const isAsked = decision.type === 'leave' && raised.raisedBy.personId === asker?.id
	const signed = isAsked ? { ...raised, signatures: [{ by: raised.raisedBy, at: raised.raisedAt }] } : raised
	const from = asker !== null && role === 'head' ? withPost(asker, facts) : asker
	const post = from === null ? '' : postOf(from, facts.ownForms).text
	return {
		values: {
			...changeValues(facts, raised),
			...clauseValue(facts, decision.type),
			// The clause gives the mentee a right (domain.md T37). Nobody else petitions by it, and the line is left out.
			...(decision.type === 'replace' && role !== 'mentee' && { пункт: { type: 'none' } })
		},
		blocks: {
			адресат: isOfCurator
				? addressee(
						facts,
						{ person: head, post: declinedPost(facts.requisites.headPost, facts.ownForms, 'дательный') },
						null
					)
				: addressee(
						facts,
						{ person: curator, post: declinedPost(ofCurator, facts.ownForms, 'дательный') },
						from === null ? null : { person: from, post: postOf(from, facts.ownForms, 'родительный') }
					),
			'подпись заявителя': datedSignature(facts, asker, upperFirst(isOfCurator ? ofCurator : post), {
				raised: signed,
				role
			}),
			'согласие сторон': agreementTable(facts, raised),
			решения: decisions(facts, raised, role)
		}
	}
}

/** A signed petition has the date of its signature; an unsigned one has a line for the date. */
function datedSignature(...[facts, asker, post, by]: Parameters<typeof signature>): BlockMaker {
	const made = signature(facts, asker, post, by)
	return (rest) => {
		const { blocks, warnings } = made(rest)
		const isSigned = blocks.some((block) => block.type === 'signature' && block.note !== '')
		const line = { type: 'paragraph', text: '«____»\u00a0______________\u00a020___\u00a0г.' } as const
		return { blocks: isSigned ? blocks : [...blocks, line], warnings }
	}
}

/** Who writes the petition. A replacement is asked for by whoever raised it: a mentee, the curator or the head (domain.md T37). */
function petitionerOf({ matter: decision, raisedBy }: Raised<Change>): Signatory {
	if (decision.type === 'extend' || decision.type === 'change') return 'curator'
	if (decision.type === 'replace') return raisedBy.role
	return decision.type === 'release' ? 'mentor' : 'mentee'
}

function askerOf(facts: PaperFacts, { matter: decision, raisedBy, signatures }: Raised<Change>): PaperPerson | null {
	if (decision.type === 'leave') return findPerson(facts, decision.menteeId)
	if (decision.type !== 'release') return findPerson(facts, raisedBy.personId)
	const signed = [raisedBy, ...signatures.map(({ by }) => by)].find(({ role }) => role === 'mentor')
	return findPerson(facts, signed?.personId ?? decision.mentorId)
}

export function fillLetter(facts: PaperFacts, mentor: PaperPerson): Filling {
	const head = findPerson(facts, facts.headId)
	return {
		values: { ...commonValues(facts, { mentors: [mentor], mentees: helpedMentees(facts) }), ...ledgerTerm(facts) },
		blocks: {
			бланк: corner(facts, null),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, null)
		}
	}
}
