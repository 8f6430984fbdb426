/** A paper of a programme, whole: by its kind and by what it is about. */
import type { Matter } from '../ledger/statement.ts'
import { signatureName } from './declension/name.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { fillAgreement } from './fill-agreement.ts'
import { fillChangeOrder } from './fill-change-order.ts'
import { fillLetter } from './fill-letter.ts'
import { fillNotice, standingNotices } from './fill-notice.ts'
import { fillPairsOrder } from './fill-pairs-order.ts'
import { fillPetition } from './fill-petition.ts'
import { fillTemplate, type Filling } from './fill-template.ts'
import { isConsentPaper, paperNames, type PaperKind, type TemplateKind } from './kinds.ts'
import { makeConsent } from './make-consent.ts'
import { markOf } from './mark.ts'
import type { Paper } from './paper.ts'
import type { Line } from './parse-template.ts'
import { keepTogether } from './no-break.ts'
import type { PairRow } from './tables.ts'
import { pairOf, standingMatters, type Raised } from './subject.ts'

/** `subjectId`: of the matter it is about, or of the person whose paper it is. */
export interface PaperChoice {
	kind: PaperKind
	subjectId: string
}

/** Null: there is no such subject (any more). `lines`: of the template; a consent needs none. */
export function makePaper(facts: PaperFacts, choice: PaperChoice, lines: readonly Line[]): Paper | null {
	const { kind } = choice
	if (isConsentPaper(kind)) return makeConsent(facts, kind, choice.subjectId)
	const filling = fillingOf(facts, kind, choice.subjectId)
	return filling === null ? null : finish(kind, facts, filling, lines, choice.subjectId)
}

/** One order on the pairs of several programmes, each by its newest order that stands; null: none of them has one. */
export function makeCommonOrder(all: readonly PaperFacts[], lines: readonly Line[]): Paper | null {
	const [first, ...others] = all.flatMap((facts): PairRow[] => {
		const order = standingMatters(facts.ledger, 'order').at(-1)
		return order === undefined ? [] : [{ facts, order }]
	})
	if (first === undefined) return null
	return finish('order-pairs', first.facts, fillPairsOrder([first, ...others]), lines, first.order.id)
}

function fillingOf(facts: PaperFacts, kind: TemplateKind, subjectId: string): Filling | null {
	const matter = <Type extends Matter['type']>(type: Type): Raised<Type> | null =>
		standingMatters(facts.ledger, type).find(({ id }) => id === subjectId) ?? null
	switch (kind) {
		case 'order-pairs':
			return mapNull(matter('order'), (order) => fillPairsOrder([{ facts, order }]))
		case 'agreement':
			return mapNull(findPerson(facts, subjectId), (mentor) => {
				const order = orderOf(facts, mentor)
				return order === null ? null : fillAgreement(facts, order, mentor)
			})
		case 'petition-release':
			return mapNull(matter('release'), (raised) => fillPetition(facts, raised))
		case 'petition-replace':
			return mapNull(matter('replace'), (raised) => fillPetition(facts, raised))
		case 'petition-extend':
			return mapNull(matter('extend'), (raised) => fillPetition(facts, raised))
		case 'petition-change':
			return mapNull(matter('change'), (raised) => fillPetition(facts, raised))
		case 'order-release':
			return mapNull(matter('release'), (raised) => fillChangeOrder(facts, raised))
		case 'order-replace':
			return mapNull(matter('replace'), (raised) => fillChangeOrder(facts, raised))
		case 'order-extend':
			return mapNull(matter('extend'), (raised) => fillChangeOrder(facts, raised))
		case 'order-change':
			return mapNull(matter('change'), (raised) => fillChangeOrder(facts, raised))
		case 'notice':
			return mapNull(standingNotices(facts).find(({ id }) => id === subjectId) ?? null, (notice) =>
				fillNotice(facts, notice)
			)
		case 'order-closure':
			return mapNull(matter('closure'), (raised) => fillChangeOrder(facts, raised))
		case 'letter':
			return mapNull(findPerson(facts, subjectId), (mentor) => fillLetter(facts, mentor))
	}
}

/** The newest order that puts this mentor into the programme. */
function orderOf(facts: PaperFacts, mentor: PaperPerson): Raised<'order'> | null {
	return (
		standingMatters(facts.ledger, 'order').findLast((order) =>
			pairOf(facts, order).mentors.some(({ id }) => id === mentor.id)
		) ?? null
	)
}

function finish(
	kind: TemplateKind,
	facts: PaperFacts,
	filling: Filling,
	lines: readonly Line[],
	subjectId: string
): Paper {
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
	const mentors = values['наставник']?.type === 'people' ? values['наставник'].people : []
	return [paperNames[kind], ...mentors.slice(0, 3).map(signatureName)].join(', ').replaceAll('\u00a0', ' ')
}

function mapNull<Value, Result>(value: Value | null, map: (value: Value) => Result | null): Result | null {
	return value === null ? null : map(value)
}
