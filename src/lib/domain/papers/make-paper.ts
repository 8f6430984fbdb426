/** Makes a complete paper of a programme from its kind and its subject. */
import { isNotice, isDeparture } from '../ledger/consents.ts'
import type { Decision } from '../ledger/statement.ts'
import { signatureName } from './decline-name.ts'
import { findPerson, type PaperFacts } from './facts.ts'
import { agreementId, agreementsOf, fillAgreement } from './agreement.ts'
import { fillChangeOrder, fillPairsOrder } from './orders.ts'
import { fillLetter, fillPetition } from './petition.ts'
import { fillNotice } from './notice.ts'
import { type Filling, fillTemplate, templateOf } from './fill.ts'
import { isConsentPaper, paperNames, type PaperKind, type TemplateKind } from './kinds.ts'
import { makeConsent } from './make-consent.ts'
import { keepTogether, type Paper } from './paper.ts'
import { whenMade, whenRegistered } from './moment.ts'
import type { PairRow } from './tables.ts'
import { currentDecisions, successorOf, type Raised } from './subject.ts'
import { hasWorked, markOf, mayBeThanked } from './values.ts'

/** `subjectId`: id of the decision or of the person; for an agreement, both (`agreementId`). */
export interface PaperChoice {
	kind: PaperKind
	subjectId: string
}

/** Null: the subject does not exist, or not any more. */
export function makePaper(facts: PaperFacts, choice: PaperChoice): Paper | null {
	const { kind } = choice
	if (isConsentPaper(kind)) return makeConsent(facts, kind, choice.subjectId)
	const filled = fillingOf(facts, kind, choice.subjectId)
	return filled && finish(kind, filled, choice.subjectId, filled.facts.ledger !== facts.ledger)
}

/** One order on the pairs of several programmes, each with its newest current order; null: no programme has one. */
export function makeCommonOrder(all: readonly PaperFacts[]): Paper | null {
	const kind = 'order-pairs'
	const [first, ...others] = all.flatMap((facts): PairRow[] => {
		const order = currentDecisions(facts.ledger, 'order').at(-1)
		return order === undefined ? [] : [{ facts: whenMade(facts, order, kind), order }]
	})
	if (first === undefined) return null
	const filled = { facts: first.facts, filling: fillPairsOrder([first, ...others]) }
	return finish(
		kind,
		filled,
		first.order.id,
		[first, ...others].every(({ facts }) => !all.includes(facts))
	)
}

interface Filled {
	/** The facts of the paper's moment. */
	facts: PaperFacts
	filling: Filling
}

function fillingOf(facts: PaperFacts, kind: TemplateKind, subjectId: string): Filled | null {
	function write<Type extends Decision['type']>(
		type: Type,
		fill: (then: PaperFacts, raised: Raised<Type>) => Filling | null
	): Filled | null {
		const raised = currentDecisions(facts.ledger, type).find(({ id }) => id === subjectId)
		if (raised === undefined) return null
		const then = whenMade(facts, raised, kind)
		const filling = fill(then, raised)
		return filling && { facts: then, filling }
	}
	switch (kind) {
		case 'order-pairs':
			return write('order', (then, order) => fillPairsOrder([{ facts: then, order }]))
		case 'agreement':
			return fillAgreementOf(facts, subjectId)
		case 'petition-release':
			return write('release', fillPetition)
		case 'petition-replace':
			return write('replace', fillPetition)
		case 'petition-extend':
			return write('extend', fillPetition)
		case 'petition-change':
			return write('change', fillPetition)
		case 'petition-leave':
			return write('leave', fillPetition)
		case 'order-release':
			return write('release', (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-replace': {
			const complete = whenRegistered(facts, subjectId)
			const filled = write('replace', (then, raised) => fillChangeOrder(then, raised, successorOf(complete, raised)))
			// The new mentor's name is declined, too.
			const ownForms = [...(filled?.facts.ownForms ?? []), ...complete.ownForms]
			return filled && { ...filled, facts: { ...filled.facts, ownForms } }
		}
		case 'order-extend':
			return write('extend', (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-change':
			return write('change', (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-join':
			return write('join', (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-leave':
			return write('leave', (then, raised) => fillChangeOrder(then, raised, null))
		case 'notice':
			return write('closure', (then, raised) =>
				isNotice(raised) && !isDeparture(then.ledger, raised) ? fillNotice(then, raised) : null
			)
		case 'statement':
			return write('closure', (then, raised) =>
				isNotice(raised) && isDeparture(then.ledger, raised) ? fillNotice(then, raised) : null
			)
		case 'order-closure':
			return write('closure', (then, raised) => fillChangeOrder(then, raised, null))
		case 'letter': {
			const mentor = findPerson(facts, subjectId)
			return mentor && hasWorked(facts, subjectId) && mayBeThanked(facts, mentor)
				? { facts, filling: fillLetter(facts, mentor) }
				: null
		}
	}
}

function fillAgreementOf(facts: PaperFacts, subjectId: string): Filled | null {
	const mentorId = subjectId.slice(subjectId.indexOf(':') + 1)
	const agreed = agreementsOf(facts, mentorId).find((one) => agreementId(one, mentorId) === subjectId)
	if (agreed === undefined) return null
	const then = whenMade(facts, agreed.by, 'agreement')
	const mentor = findPerson(then, mentorId)
	return mentor && { facts: then, filling: fillAgreement(then, agreed, mentor) }
}

function finish(kind: TemplateKind, { facts, filling }: Filled, subjectId: string, isKept: boolean): Paper {
	const { lines, isUnreadable } = templateOf(kind, facts.templates[kind])
	const { blocks, warnings } = fillTemplate(lines, filling, facts.ownForms)
	return {
		name: nameOf(kind, filling),
		fontSize: kind === 'agreement' ? 12 : 14,
		blocks: blocks.map(keepTogether),
		mark: kind === 'letter' ? null : markOf(facts, subjectId.split(':')[0] ?? subjectId),
		warnings: isUnreadable ? [{ type: 'template' }, ...warnings] : warnings,
		isKept
	}
}

function nameOf(kind: TemplateKind, { values }: Filling): string {
	const subject = values['участник'] ?? values['наставник']
	const people = subject?.type === 'people' ? subject.people : []
	return [paperNames[kind], ...people.slice(0, 3).map(signatureName)].join(', ').replaceAll('\u00a0', ' ')
}
