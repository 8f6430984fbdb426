/** Fills the notice of an early end, and the departure of whoever leaves of their own accord. */
import { isNotice, isDeparture, type Notice } from '../ledger/consents.ts'
import { declineOrganisation, upperFirst } from './decline-phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { isHeadOfOrganisation } from './agreement.ts'
import { addressee, type BlockMaker, type Filling, signature } from './fill.ts'
import { changeValues, text } from './paper-values.ts'
import { declinedPost, momentIn, postOf, roleWords, speakerWords, withWarning } from './values.ts'
import { pairOfChange, pairOn, currentDecisions } from './subject.ts'

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
