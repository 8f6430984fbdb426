/** Makes the paper of a consent. */
import { wasMember } from '../ledger/memberships.ts'
import { menteesToKnow, type Ledger } from '../ledger/ledger.ts'
import { withHeadPost } from '../regulation/roles.ts'
import { type Block, keepTogether, type Paper } from './paper.ts'
import { consentSheet, consentTerms, sheetText, SIGNED_BY_TAP } from './consent-sheet.ts'
import { fullName, signatureName } from './decline-name.ts'
import { findPerson, currentConsent, type PaperFacts, type PaperPerson, type SignedConsent } from './facts.ts'
import { consentPapers, paperNames, type ConsentPaper } from './kinds.ts'
import { markOf, momentIn } from './values.ts'
import { peopleOf } from './subject.ts'
import { missingOf } from './fill.ts'

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
	const [familyName = '', givenName = '', ...others] = name.split(' ')
	return { ...person, familyName, givenName, patronymic: others.join(' ') }
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
