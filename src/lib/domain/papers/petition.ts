import { upperFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { addressee, type BlockMaker, corner, decisions, type Filling, signature } from './fill.ts'
import { type Change, changeValues, clauseValue, commonValues, ledgerTerm } from './paper-values.ts'
import { pairOn, type Raised } from './subject.ts'
import { agreementTable } from './tables.ts'
import { declinedPost, postOf, roleWords } from './values.ts'

/** A mentor's or a mentee's, to the curator (domain.md T35, T37, T42); the curator's, to the head (T44). */
export function fillPetition(
	facts: PaperFacts,
	raised: Raised<'extend' | 'change' | 'release' | 'replace' | 'leave'>
): Filling {
	const { matter } = raised
	const isOfCurator = matter.type === 'extend' || matter.type === 'change'
	const curator = findPerson(facts, facts.curatorId)
	const head = findPerson(facts, facts.headId)
	const asker = isOfCurator ? curator : askerOf(facts, raised)
	const ofCurator = roleWords(facts, 'curator')
	const role = isOfCurator ? 'curator' : matter.type === 'release' ? 'mentor' : 'mentee'
	// Who asks to leave has signed it with that, whoever else is to sign.
	const isAsked = matter.type === 'leave' && raised.raisedBy.personId === asker?.id
	const signed = isAsked ? { ...raised, signatures: [{ by: raised.raisedBy, at: raised.raisedAt }] } : raised
	const post = asker === null ? '' : postOf(asker, facts.ownForms).text
	return {
		values: { ...changeValues(facts, raised), ...clauseValue(facts, matter.type) },
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
						asker === null ? null : { person: asker, post: postOf(asker, facts.ownForms, 'родительный') }
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

/** A petition has its date from the moment of its signature; before it, a line to write it on. */
function datedSignature(...[facts, asker, post, by]: Parameters<typeof signature>): BlockMaker {
	const made = signature(facts, asker, post, by)
	return (rest) => {
		const { blocks, warnings } = made(rest)
		const isSigned = blocks.some((block) => block.type === 'signature' && block.note !== '')
		const line = { type: 'paragraph', text: '«____»\u00a0______________\u00a020___\u00a0г.' } as const
		return { blocks: isSigned ? blocks : [...blocks, line], warnings }
	}
}

function askerOf(facts: PaperFacts, { matter, raisedBy, signatures }: Raised<Change>): PaperPerson | null {
	if (matter.type === 'leave') return findPerson(facts, matter.menteeId)
	const role = matter.type === 'release' ? 'mentor' : 'mentee'
	const signed = [raisedBy, ...signatures.map(({ by }) => by)].find((by) => by.role === role)
	if (signed !== undefined) return findPerson(facts, signed.personId)
	return matter.type === 'release' ? findPerson(facts, matter.mentorId) : (pairOn(facts, null).mentees[0] ?? null)
}

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
