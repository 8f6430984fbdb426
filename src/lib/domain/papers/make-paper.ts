/** A paper of a programme, whole: by its kind and by what it is about. */
import type { RaisedMatter } from '../ledger/ledger.ts'
import { isNotice } from '../ledger/notice.ts'
import type { Matter } from '../ledger/statement.ts'
import { signatureName } from './declension/name.ts'
import { findPerson, type PaperFacts } from './facts.ts'
import { fillAgreement, lastChangeOf } from './fill-agreement.ts'
import { fillChangeOrder } from './fill-change-order.ts'
import { fillLetter } from './fill-letter.ts'
import { fillNotice } from './fill-notice.ts'
import { fillPairsOrder } from './fill-pairs-order.ts'
import { fillPetition } from './fill-petition.ts'
import { fillTemplate, type Filling } from './fill-template.ts'
import { isConsentPaper, paperNames, type PaperKind, type TemplateKind } from './kinds.ts'
import { makeConsent } from './make-consent.ts'
import { markOf } from './mark.ts'
import { whenRaised, whenRegistered, whenSettled } from './moment.ts'
import type { Paper } from './paper.ts'
import type { Line } from './parse-template.ts'
import { keepTogether } from './no-break.ts'
import type { PairRow } from './tables.ts'
import { orderOf, standingMatters, successorOf, type Raised } from './subject.ts'

/** `subjectId`: of the matter it is about, or of the person whose paper it is. */
export interface PaperChoice {
	kind: PaperKind
	subjectId: string
}

/** Null: there is no such subject (any more). `lines`: of the template; a consent needs none. */
export function makePaper(facts: PaperFacts, choice: PaperChoice, lines: readonly Line[]): Paper | null {
	const { kind } = choice
	if (isConsentPaper(kind)) return makeConsent(facts, kind, choice.subjectId)
	const filled = fillingOf(facts, kind, choice.subjectId)
	return filled === null ? null : finish(kind, filled, lines, choice.subjectId)
}

/** One order on the pairs of several programmes, each by its newest order that stands; null: none of them has one. */
export function makeCommonOrder(all: readonly PaperFacts[], lines: readonly Line[]): Paper | null {
	const [first, ...others] = all.flatMap((facts): PairRow[] => {
		const order = standingMatters(facts.ledger, 'order').at(-1)
		return order === undefined ? [] : [{ facts: whenSettled(facts, order), order }]
	})
	if (first === undefined) return null
	const filling = fillPairsOrder([first, ...others])
	return finish('order-pairs', { facts: first.facts, filling }, lines, first.order.id)
}

interface Filled {
	/** Of the moment the paper speaks of. */
	facts: PaperFacts
	filling: Filling
}

/** A petition and a notice say what was when they were written, an order what was when it came into force. */
function fillingOf(facts: PaperFacts, kind: TemplateKind, subjectId: string): Filled | null {
	function write<Type extends Matter['type']>(
		type: Type,
		when: (facts: PaperFacts, raised: RaisedMatter) => PaperFacts,
		fill: (then: PaperFacts, raised: Raised<Type>) => Filling | null
	): Filled | null {
		const raised = standingMatters(facts.ledger, type).find(({ id }) => id === subjectId)
		if (raised === undefined) return null
		const then = when(facts, raised)
		const filling = fill(then, raised)
		return filling && { facts: then, filling }
	}
	switch (kind) {
		case 'order-pairs':
			return write('order', whenSettled, (then, order) => fillPairsOrder([{ facts: then, order }]))
		case 'agreement':
			return fillAgreementOf(facts, subjectId)
		case 'petition-release':
			return write('release', whenRaised, fillPetition)
		case 'petition-replace':
			return write('replace', whenRaised, fillPetition)
		case 'petition-extend':
			return write('extend', whenRaised, fillPetition)
		case 'petition-change':
			return write('change', whenRaised, fillPetition)
		case 'petition-leave':
			return write('leave', whenRaised, fillPetition)
		case 'order-release':
			return write('release', whenSettled, (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-replace':
			return write('replace', whenSettled, (then, raised) =>
				fillChangeOrder(then, raised, successorOf(whenRegistered(facts, raised), raised))
			)
		case 'order-extend':
			return write('extend', whenSettled, (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-change':
			return write('change', whenSettled, (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-join':
			return write('join', whenSettled, (then, raised) => fillChangeOrder(then, raised, null))
		case 'order-leave':
			return write('leave', whenSettled, (then, raised) => fillChangeOrder(then, raised, null))
		case 'notice':
			return write('closure', whenRaised, (then, raised) => (isNotice(raised) ? fillNotice(then, raised) : null))
		case 'order-closure':
			return write('closure', whenSettled, (then, raised) => fillChangeOrder(then, raised, null))
		case 'letter': {
			const mentor = findPerson(facts, subjectId)
			return mentor && { facts, filling: fillLetter(facts, mentor) }
		}
	}
}

/** As agreed by the order, or by what has last changed the work since, while the mentor did it. */
function fillAgreementOf(facts: PaperFacts, mentorId: string): Filled | null {
	const order = orderOf(facts, mentorId)
	if (order === null) return null
	const then = whenSettled(facts, lastChangeOf(facts, order, mentorId) ?? order)
	const mentor = findPerson(then, mentorId)
	return mentor && { facts: then, filling: fillAgreement(then, order, mentor) }
}

function finish(kind: TemplateKind, { facts, filling }: Filled, lines: readonly Line[], subjectId: string): Paper {
	const { blocks, warnings } = fillTemplate(lines, filling, facts.ownForms)
	return {
		name: nameOf(kind, filling),
		fontSize: kind === 'agreement' ? 12 : 14,
		blocks: blocks.map(keepTogether),
		mark: kind === 'letter' ? null : markOf(facts, subjectId),
		warnings
	}
}

function nameOf(kind: TemplateKind, { values }: Filling): string {
	const subject = values['участник'] ?? values['наставник']
	const people = subject?.type === 'people' ? subject.people : []
	return [paperNames[kind], ...people.slice(0, 3).map(signatureName)].join(', ').replaceAll('\u00a0', ' ')
}
