/** A paper of a programme, whole: by its kind and by what it is about. */
import type { Matter } from '../ledger/statement.ts'
import type { Regulation } from '../regulation/schema.ts'
import { consentSheet, sheetText } from './consent-sheet.ts'
import { fullName, signatureName } from './declension/name.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { fillAgreement, fillChangeOrder, fillLetter, fillPairsOrder, fillPetition } from './fillings.ts'
import { fillTemplate, type Filling } from './fill-template.ts'
import {
	consentPapers,
	isConsentPaper,
	paperNames,
	type ConsentPaper,
	type PaperKind,
	type TemplateKind
} from './kinds.ts'
import type { Block, Mark, Paper } from './paper.ts'
import type { Line } from './parse-template.ts'
import { missingOf, type PairRow } from './blocks.ts'
import { momentIn, shortDate } from './russian-date.ts'
import { editionInForce, pairOf, peopleOf, standingMatters, type Raised } from './subject.ts'

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
		case 'order-extend':
			return mapNull(matter('extend'), (raised) => fillChangeOrder(facts, raised))
		case 'order-change':
			return mapNull(matter('change'), (raised) => fillChangeOrder(facts, raised))
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
	const { blocks, warnings } = fillTemplate(lines, filling)
	return {
		name: nameOf(kind, filling),
		fontSize: kind === 'agreement' ? 12 : 14,
		blocks,
		mark: kind === 'letter' ? null : markOf(facts, subjectId),
		warnings
	}
}

function nameOf(kind: TemplateKind, { values }: Filling): string {
	const mentors = values['наставник']?.type === 'people' ? values['наставник'].people : []
	return [paperNames[kind], ...mentors.slice(0, 3).map(signatureName)].join(', ').replaceAll('\u00a0', ' ')
}

/** The sheet as it was signed; before that, as it will be, with lines for a signature by hand. */
function makeConsent(facts: PaperFacts, kind: ConsentPaper, personId: string): Paper | null {
	const person = findPerson(facts, personId)
	if (person === null) return null
	const signed = facts.consents.findLast((one) => one.personId === personId && one.kind === consentPapers[kind])
	const [title = '', ...paragraphs] = (signed?.text ?? sheetText(sheetOf(facts, kind, person)))
		.split('\n')
		.filter((line) => line.trim() !== '')
	const representative = signed === undefined ? (facts.representatives[personId] ?? null) : signed.representative
	return {
		name: `${paperNames[kind]}, ${signatureName(person).replaceAll('\u00a0', ' ')}`,
		fontSize: 12,
		blocks: [
			{ type: 'heading', text: title },
			...paragraphs.map((text): Block => ({ type: 'paragraph', text })),
			{
				type: 'paragraph',
				text: 'Адрес регистрации и документ, удостоверяющий личность (заполняются при подписании на бумаге): ______________________________________________________'
			},
			{
				type: 'signature',
				post: signed === undefined ? '«____» ______________ 20___ г.' : '',
				name: representative ?? signatureName(person),
				note: signed === undefined ? '' : `Дано в системе «Тандем» ${momentIn(facts.timeZone, signed.at)}`
			}
		],
		mark: signed === undefined ? null : markOf(facts, signed.id),
		warnings:
			signed === undefined
				? missingOf([
						['орган', facts.requisites.authority],
						['адрес', facts.requisites.address]
					])
				: []
	}
}

/** As it would be shown to this person today. */
export function sheetOf(facts: PaperFacts, kind: ConsentPaper, person: PaperPerson) {
	const { ledger, regulation, requisites } = facts
	const { mentors, mentees } = ledger.proposal === null ? { mentors: [], mentees: [] } : proposedOf(facts)
	const isMentor = ledger.request?.menteeIds.includes(person.id) !== true
	const order = standingMatters(ledger, 'order').at(-1)
	return consentSheet(consentPapers[kind], {
		person: { name: fullName(person), post: person.post, organisation: person.organisation },
		role: isMentor ? 'mentor' : 'mentee',
		partners: (isMentor ? mentees : mentors).map(fullName),
		title: ledger.proposal?.title ?? ledger.title,
		form: ledger.proposal?.form ?? ledger.form,
		// A term that the regulation leaves open is known from the order.
		termMonths: ledger.term?.months ?? order?.matter.termMonths ?? onlyTermOf(regulation),
		representative: facts.representatives[person.id] ?? null,
		operator: { name: requisites.authority, address: requisites.address, site: requisites.site },
		regulation
	})
}

function onlyTermOf({ programTerm }: Regulation): number | null {
	return programTerm?.value.minMonths === programTerm?.value.maxMonths ? (programTerm?.value.minMonths ?? null) : null
}

function proposedOf(facts: PaperFacts) {
	const { proposal, request } = facts.ledger
	return {
		mentors: peopleOf(facts, proposal?.mentorIds ?? []),
		mentees: peopleOf(facts, request?.menteeIds ?? [])
	}
}

/** The edition in force, by its hash (design.md §2); before there is one, the entry of the ledger. */
function markOf({ origin, ledger }: PaperFacts, entryId: string): Mark {
	const edition = editionInForce(ledger)
	const address = `${origin}/papers/${ledger.programId}`
	if (edition === null) return { address: `${address}?entry=${entryId}`, lines: ['Запись в системе «Тандем»'] }
	return {
		address: `${address}?edition=${edition.hash}`,
		lines: [`Редакция ${edition.number} от ${shortDate(edition.on)}`, `SHA-256: ${edition.hash.slice(0, 16)}…`]
	}
}

function mapNull<Value, Result>(value: Value | null, map: (value: Value) => Result | null): Result | null {
	return value === null ? null : map(value)
}
