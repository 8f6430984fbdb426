/**
 * Fills what one side writes to the other: petitions, the notice of an early end, the departure of whoever leaves of their own
 * accord, a mentee's feedback, diplomas and letters of thanks.
 */
import type { Signatory } from '../regulation/schema.ts'
import { upperFirst, declineOrganisation } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { addressee, type BlockMaker, corner, decisions, type Filling, signature } from './fill.ts'
import { type Change, changeValues, clauseValue, commonValues, ledgerTerm, withPost, text } from './paper-values.ts'
import { type Raised, pairOfChange, pairOn, currentDecisions } from './subject.ts'
import { agreementTable } from './tables.ts'
import { declinedPost, helpedMentees, postOf, roleWords, momentIn, speakerWords, withWarning } from './values.ts'
import { isNotice, isDeparture, type Notice } from '../ledger/consents.ts'
import { isHeadOfOrganisation } from './agreement.ts'
import type { Feedback } from '../ledger/ledger.ts'
import { paragraph } from './paper.ts'

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

export function fillThanks(facts: PaperFacts, mentor: PaperPerson): Filling {
	const head = findPerson(facts, facts.headId)
	return {
		values: { ...commonValues(facts, { mentors: [mentor], mentees: helpedMentees(facts) }), ...ledgerTerm(facts) },
		blocks: {
			бланк: corner(facts, null),
			'подпись руководителя': signature(facts, head, facts.requisites.headPost, null)
		}
	}
}

/** To the curator, as the mentee wrote and so signed it. */
export function fillFeedback(facts: PaperFacts, { by, at, achieved, notAchieved, helped }: Feedback): Filling {
	const { ownForms, ledger } = facts
	const mentee = findPerson(facts, by.personId)
	const { mentors } = pairOn(facts, ledger.closure?.lastDay ?? null)
	const curator = {
		person: findPerson(facts, facts.curatorId),
		post: declinedPost(roleWords(facts, 'curator'), ownForms, 'дательный')
	}
	const post = mentee === null ? '' : upperFirst(postOf(mentee, ownForms).text)
	return {
		values: {
			...commonValues(facts, { mentors, mentees: mentee === null ? [] : [mentee] }),
			...ledgerTerm(facts),
			участник: { type: 'people', people: mentee === null ? [] : [mentee] }
		},
		blocks: {
			адресат: addressee(facts, curator, mentee && { person: mentee, post: postOf(mentee, ownForms, 'родительный') }),
			удалось: linesAfter(achieved),
			'не удалось': linesAfter(notAchieved),
			помогло: linesAfter(helped),
			'подпись заявителя': signature(facts, mentee, post, { raised: { signatures: [{ by, at }] }, role: by.role })
		}
	}
}

/** The words of the template, then each line of the text; nothing if it was not written. */
function linesAfter(written: string | null): BlockMaker {
	const lines = (written ?? '').split('\n').filter((line) => line.trim() !== '')
	return (rest) => ({ blocks: lines.length === 0 ? [] : [rest, ...lines].map(paragraph), warnings: [] })
}

export function currentNotices({ ledger }: PaperFacts): Notice[] {
	return currentDecisions(ledger, 'closure').filter(isNotice)
}

/** The notice of the mentor's early refusal, or of the employer's early cancellation (domain.md L1). */
export function fillNotice(facts: PaperFacts, notice: Notice): Filling {
	const { raisedBy, raisedAt, matter: decision } = notice
	const giver = findPerson(facts, raisedBy.personId)
	const isOfMember = raisedBy.role === 'mentor' || raisedBy.role === 'mentee'
	// A notice is signed when it is given. Later signatures of others only take note of it.
	const given = { raised: { ...notice, signatures: [{ by: raisedBy, at: raisedAt }] }, role: raisedBy.role }
	return {
		values: {
			...changeValues(facts, notice),
			// The last mentor may have been released before: the line is left out.
			...(pairOfChange(facts, notice).mentors.length === 0 && { наставник: { type: 'none' } }),
			действие: text(
				isOfMember
					? 'о досрочном отказе от выполнения работы по наставничеству'
					: 'о досрочной отмене поручения о выполнении работы по наставничеству'
			)
		},
		blocks: {
			адресат: isOfMember ? toEmployer(facts, giver) : toMentors(facts, pairOn(facts, decision.lastDay).mentors),
			'подпись заявителя': signature(facts, giver, postOfGiver(facts, notice, giver), given),
			'отметка о получении': receipt(facts, notice)
		}
	}
}

function toEmployer(facts: PaperFacts, giver: PaperPerson | null): BlockMaker {
	const { ownForms, requisites } = facts
	const from = giver && { person: giver, post: postOf(giver, ownForms, 'родительный') }
	if (isHeadOfOrganisation(facts)) {
		const post = declinedPost(requisites.headPost, ownForms, 'дательный')
		return addressee(facts, { person: findPerson(facts, facts.headId), post }, from)
	}
	// The system does not know the head of the giver's organisation.
	const organisation = withWarning(declineOrganisation(giver?.organisation ?? '', 'genitive', ownForms))
	return addressee(
		facts,
		{ person: null, post: { ...organisation, text: `Руководителю ${organisation.text}`.trim() } },
		from
	)
}

function toMentors(facts: PaperFacts, mentors: readonly PaperPerson[]): BlockMaker {
	return (rest) => {
		const made = mentors.map((person) =>
			addressee(facts, { person, post: postOf(person, facts.ownForms, 'дательный') }, null)(rest)
		)
		return { blocks: made.flatMap(({ blocks }) => blocks), warnings: made.flatMap(({ warnings }) => warnings) }
	}
}

function postOfGiver(facts: PaperFacts, { raisedBy }: Notice, giver: PaperPerson | null): string {
	if (raisedBy.role === 'head') return facts.requisites.headPost
	if (raisedBy.role === 'curator') return upperFirst(roleWords(facts, 'curator'))
	return giver === null ? '' : upperFirst(postOf(giver, facts.ownForms).text)
}

/** The receipt of the other side: who took note in the system, or a line to fill in by hand. */
function receipt(facts: PaperFacts, { raisedBy, signatures }: Notice): BlockMaker {
	const isOfMember = raisedBy.role === 'mentor' || raisedBy.role === 'mentee'
	const noted = isOfMember ? signatures : signatures.filter(({ by }) => by.role === 'mentor')
	const lines = noted.map(
		({ by, at }) =>
			`${upperFirst(speakerWords(facts, by.role))} ${by.name}: принято к сведению в системе «Тандем» ${momentIn(facts.timeZone, at)}.`
	)
	const what = isDeparture(facts.ledger, { raisedBy }) ? 'Заявление получено' : 'Уведомление получено'
	const byHand = `${what}: ______________ «____»\u00a0____________\u00a020___\u00a0г.`
	return () => ({
		blocks: (lines.length > 0 ? lines : [byHand]).map((line) => ({ type: 'paragraph', text: line })),
		warnings: []
	})
}
