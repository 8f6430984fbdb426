/** Makes a complete paper of a programme from its kind and its subject: from a template, or a consent as signed. */
import type * as Y from 'yjs'
import { isNotice, isDeparture } from '../ledger/consents.ts'
import type { Decision } from '../ledger/statement.ts'
import { fullName, personNameOf, signatureName } from './decline-name.ts'
import { findPerson, type PaperFacts, currentConsent, type PaperPerson, type SignedConsent } from './facts.ts'
import { agreementId, agreementsOf, fillAgreement } from './agreement.ts'
import { fillChangeOrder, fillPairsOrder } from './orders.ts'
import { fillFeedback, fillNotice, fillThanks, fillPetition } from './petition.ts'
import { type Filling, fillTemplate, templateOf, missingOf } from './fill.ts'
import {
	isConsentPaper,
	paperNames,
	PROGRAM_PAPER,
	type PaperKind,
	type TemplateKind,
	consentPapers,
	type ConsentPaper
} from './kinds.ts'
import { fileName, keepTogether, type Paper, type Block } from './paper.ts'
import { whenMade, whenRegistered, whenWritten } from './moment.ts'
import { makeProgramPaper } from './program-paper.ts'
import { checkAddress } from './public-paper.ts'
import type { PairRow } from './tables.ts'
import { currentDecisions, registrationOf, successorOf, type Raised, peopleOf } from './subject.ts'
import { hasWorked, markOf, mayBeThanked, momentIn } from './values.ts'
import { wasMember } from '../ledger/memberships.ts'
import { findDecision, menteesToKnow, type Ledger } from '../ledger/ledger.ts'
import { withHeadPost } from '../regulation/roles.ts'
import { consentSheet, consentTerms, sheetText, SIGNED_BY_TAP } from './consent-sheet.ts'

/** `subjectId`: id of the decision, the feedback or the person; for an agreement, both (`agreementId`). */
export interface PaperChoice {
	kind: PaperKind
	subjectId: string
}

/** `edition`: the plan as it was put forward, only for the programme. Null: the subject does not exist, or not any more. */
export function makePaper(facts: PaperFacts, choice: PaperChoice, edition: Y.Doc | null = null): Paper | null {
	const { kind } = choice
	if (kind === PROGRAM_PAPER) return edition && makeProgramPaper(facts, choice.subjectId, edition)
	if (isConsentPaper(kind)) return makeConsent(facts, kind, choice.subjectId)
	const filled = fillingOf(facts, kind, choice.subjectId)
	return filled && finish(kind, filled, choice.subjectId, filled.facts.ledger !== facts.ledger)
}

/**
 * One order on the pairs of several programmes, each with its newest current order; null: no programme has one. Only for orders with one
 * registration (`registrationsOf`): under another number the head has signed something else.
 */
export function makeCommonOrder(all: readonly PaperFacts[]): Paper | null {
	const kind = 'order-pairs'
	const [first, ...others] = all.flatMap((facts): PairRow[] => {
		const order = pairsOrderOf(facts.ledger)
		return order === undefined ? [] : [{ facts: whenMade(facts, order, kind), order }]
	})
	if (first === undefined) return null
	const filled = { facts: first.facts, filling: fillPairsOrder([first, ...others]) }
	return finish(
		kind,
		filled,
		first.order.id,
		[first, ...others].every(({ facts }) => !all.includes(facts)),
		others.length === 0
	)
}

/** Under which numbers and days the newest current orders of these programmes are registered, each once; null: without a number yet. */
export function registrationsOf(all: readonly PaperFacts[]): readonly (Ledger['registrations'][number] | null)[] {
	const found = all.flatMap(({ ledger }) => {
		const order = pairsOrderOf(ledger)
		return order === undefined ? [] : [registrationOf(ledger, order.id)]
	})
	return [...new Map(found.map((one) => [`${one?.number} ${one?.on}`, one])).values()]
}

function pairsOrderOf(ledger: Ledger): Raised<'order'> | undefined {
	return currentDecisions(ledger, 'order').at(-1)
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
		case 'feedback': {
			const given = facts.ledger.feedback.find(({ id }) => id === subjectId)
			const then = whenWritten(facts, subjectId)
			return given === undefined ? null : { facts: then, filling: fillFeedback(then, given) }
		}
		case 'diploma':
		case 'letter': {
			const mentor = findPerson(facts, subjectId)
			return mentor && hasWorked(facts, subjectId) && mayBeThanked(facts, mentor)
				? { facts, filling: fillThanks(facts, mentor) }
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

/** `isOfOne`: false if it is about several programmes, of which a public page would say only one. */
function finish(
	kind: TemplateKind,
	{ facts, filling }: Filled,
	subjectId: string,
	isKept: boolean,
	isOfOne = true
): Paper {
	const { lines, isUnreadable } = templateOf(kind, facts.templates[kind])
	const entryId = subjectId.split(':')[0] ?? subjectId
	const isPublic = isOfOne && kind.startsWith('order-') && findDecision(facts.ledger, entryId)?.outcome === 'in-force'
	const mark = markOf(facts, entryId)
	const { blocks, warnings } = fillTemplate(lines, filling, facts.ownForms)
	return {
		name: nameOf(kind, filling),
		fontSize: kind === 'agreement' ? 12 : 14,
		blocks: blocks.map(keepTogether),
		mark:
			kind === 'letter' || kind === 'diploma'
				? null
				: isPublic
					? { ...mark, address: checkAddress(facts.origin, entryId) }
					: mark,
		warnings: isUnreadable ? [{ type: 'template' }, ...warnings] : warnings,
		isKept
	}
}

function nameOf(kind: TemplateKind, { values }: Filling): string {
	const subject = values['участник'] ?? values['наставник']
	const people = subject?.type === 'people' ? subject.people : []
	return fileName([paperNames[kind]], people)
}

/**
 * The sheet as signed; before the signature, a sheet with lines for a signature by hand. `subjectId`: of the person, or of a
 * consent that has ended.
 */
export function makeConsent(facts: PaperFacts, kind: ConsentPaper, subjectId: string): Paper | null {
	const signed =
		facts.consents.find(({ id }) => id === subjectId) ?? currentConsent(facts, consentPapers[kind], subjectId)
	const known = findPerson(facts, signed?.personId ?? subjectId)
	if (known === null) return null
	const person = signed === undefined ? known : asCalled(known, signed.name)
	const [title = '', ...paragraphs] = (signed?.text ?? sheetText(sheetOf(facts, kind, person)))
		.split('\n')
		.filter((line) => line.trim() !== '')
	// A sheet from before there were such agreements says nothing of them.
	const isByHand = signed === undefined || !paragraphs.includes(SIGNED_BY_TAP)
	const record = signed === undefined ? '' : `Дано в системе «Тандем» ${momentIn(facts.timeZone, signed.at)}`
	const representative = signed === undefined ? (facts.representatives[person.id] ?? null) : signed.representative
	const blocks: Block[] = [
		{ type: 'heading', text: title },
		...paragraphs.map((text): Block => ({ type: 'paragraph', text })),
		{
			type: 'paragraph',
			text: `Адрес регистрации и документ, удостоверяющий личность (заполняются при подписании на бумаге): ${'_'.repeat(54)}`
		},
		...(isByHand && record !== '' ? [{ type: 'paragraph' as const, text: `${record}.` }] : []),
		{
			type: 'signature',
			post: isByHand ? '«____»\u00a0______________\u00a020___\u00a0г.' : '',
			name: representative ?? signatureName(person),
			note: isByHand ? '' : record
		},
		...endingOf(facts, signed)
	]
	return {
		name: `${paperNames[kind]}, ${signatureName(person).replaceAll('\u00a0', ' ')}`,
		fontSize: 12,
		blocks: blocks.map(keepTogether),
		mark: signed === undefined ? null : markOf(facts, signed.id, signed.at),
		warnings:
			signed === undefined
				? missingOf([
						['орган', facts.requisites.authority],
						['адрес', facts.requisites.address],
						...(kind === 'consent-publication' ? [['сайт', facts.requisites.site] as const] : [])
					])
				: [],
		isKept: signed !== undefined
	}
}

/** The person with the name of that time. Usually only the family name has changed since, and it may have several words. */
function asCalled(person: PaperPerson, name: string): PaperPerson {
	const rest = ['', person.givenName, person.patronymic].filter((part, index) => index === 0 || part !== '').join(' ')
	if (name.endsWith(rest)) return { ...person, familyName: name.slice(0, name.length - rest.length) }
	return { ...person, ...personNameOf(name) }
}

/** A line for a withdrawn consent. A consent that ended with its proposal gets none: the signer did not end it. */
function endingOf({ timeZone }: PaperFacts, signed: SignedConsent | undefined): Block[] {
	if (signed?.ended?.by !== 'withdrawal') return []
	return [{ type: 'paragraph', text: `Отозвано в системе «Тандем» ${momentIn(timeZone, signed.ended.at)}.` }]
}

/** The sheet as this person would see it today. */
function sheetOf(facts: PaperFacts, kind: ConsentPaper, person: PaperPerson) {
	const { ledger, regulation, organisationKinds, requisites } = facts
	const role = isMentee(ledger, person.id) ? 'mentee' : 'mentor'
	const { partnerIds, ...terms } = consentTerms(ledger, regulation, role)
	return consentSheet(consentPapers[kind], {
		...terms,
		person: { name: fullName(person), post: person.post, organisation: person.organisation },
		role,
		partners: peopleOf(facts, partnerIds).map(fullName),
		representative: facts.representatives[person.id] ?? null,
		operator: { ...requisites, name: requisites.authority },
		regulation: withHeadPost(regulation, requisites.headPost),
		organisationKinds
	})
}

function isMentee(ledger: Ledger, personId: string): boolean {
	return menteesToKnow(ledger).includes(personId) || wasMember(ledger, personId, 'mentee')
}
