/**
 * Fills placeholders with people, organisations and texts, in the case that the template asks for. Also words dates, periods, roles
 * and forms for papers.
 */
import { dateIn, isIsoDate, type IsoDate, measureSpan, offsetName } from '../calendar.ts'
import { isAwaited, joiningIds } from '../ledger/ledger.ts'
import { ERASED_NAME } from '../people/erasure.ts'
import { plainNames, roleTitle, speakerTitle, withHeadPost } from '../regulation/roles.ts'
import type { MentoringForm, Regulation, Relation, Signatory } from '../regulation/schema.ts'
import {
	type CaseName,
	caseNames,
	declineName,
	fullName,
	genderOf,
	type OwnForms,
	signatureName
} from './decline-name.ts'
import { declineOrganisation, declinePost, lowerFirst } from './decline-phrase.ts'
import type { PaperFacts, PaperPerson } from './facts.ts'
import type { Warning, Mark } from './paper.ts'
import { digitsOf, RECORD_LINE } from './public-paper.ts'
import { pairOn, peopleOf, editionInForce } from './subject.ts'
import type { Attribute, Piece } from './template.ts'

export type Value =
	| { type: 'people'; people: readonly PaperPerson[] }
	| { type: 'noun'; text: string }
	/** The title of a role: «координатор наставничества». */
	| { type: 'role'; text: string }
	| { type: 'regulation'; order: Regulation['order'] }
	/** Empty: not known; to be filled in by hand. */
	| { type: 'text'; text: string; warnings?: readonly Warning[] }
	/** Does not apply here: the line with this placeholder is left out. */
	| { type: 'none' }

export interface FilledPiece {
	/** Null: leave the line out. */
	text: string | null
	warnings: readonly Warning[]
}

/** A piece whose line is never left out. */
export interface Words extends FilledPiece {
	text: string
}

/** A line to fill in by hand. */
export const GAP = '_'.repeat(14)

export function fillPiece(
	piece: Piece,
	values: Readonly<Record<string, Value>>,
	own: readonly OwnForms[]
): FilledPiece {
	if (piece.type === 'text') return toWords(piece.text)
	const value = values[piece.name] ?? { type: 'text', text: '' }
	if (value.type === 'none') return { text: null, warnings: [] }
	if (piece.type === 'forms') return fillForms(piece, value)
	const { name, attribute, to } = piece
	switch (value.type) {
		case 'text':
			return value.text === '' ? missing(name) : { text: value.text, warnings: value.warnings ?? [] }
		case 'noun':
			return value.text === '' ? missing(name) : withWarning(declineOrganisation(value.text, caseNames[to], own))
		case 'role':
			return declinedPost(value.text, own, to)
		case 'regulation':
			return referTo(value.order, own, to)
		case 'people': {
			if (value.people.length === 0) return missing(name)
			const all = value.people.map((person) => fillPerson(person, attribute, to, own))
			if (all.some(({ text }) => text === '')) return missing(attribute === null ? name : `${name}.${attribute}`)
			// Two people of one school: the school is named once.
			const texts = [...new Set(all.map(({ text }) => text))]
			return {
				// Items with a comma inside need a stronger separator.
				text: attribute === 'полностью' ? texts.join('; ') : listWords(texts),
				warnings: all.flatMap(({ warnings }) => warnings)
			}
		}
	}
}

/**
 * «Положение о наставничестве, утверждённое распоряжением департамента образования от 20.02.2024 № 100р». An act without such a title
 * is itself named: «приказ управления образования от 12.02.2021 № 78 «О создании центра»».
 */
function referTo({ title, number, date, issuer }: Regulation['order'], own: readonly OwnForms[], to: CaseName): Words {
	// The issuer numbers its directives with «р»: «100р», «420-р / 261». An order may have it within other letters: «45-пр».
	const act = (of: CaseName) =>
		declinedPost(/\d\s*-?\s*р(?!\p{L})/iu.test(number) ? 'распоряжение' : 'приказ', own, of).text
	const issuers = issuer.split(/ и (?=\p{Lu})/u).map((one) => withWarning(declineOrganisation(one, 'genitive', own)))
	const by = `${issuers.map(({ text }) => lowerFirst(text)).join(' и ')} от\u00a0${shortDate(date)} №\u00a0${number}`
	const warnings = issuers.flatMap((one) => one.warnings)
	if (/^Об? /.test(title)) return { text: `${act(to)} ${by} «${title}»`, warnings }
	const head = title
		.toLowerCase()
		.split(' ')
		.find((word) => word in regulationHeads)
	const [named, gender] =
		head === undefined
			? [toWords(`${declinedPost('документ', own, to).text} «${title}»`), 'male' as const]
			: [withWarning(declineOrganisation(title, caseNames[to], own)), regulationHeads[head] ?? 'male']
	const ending = participleEndings[gender][Object.keys(caseNames).indexOf(to)]
	return {
		text: `${named.text}, утверждённ${ending} ${act('творительный')} ${by}`,
		warnings: [...named.warnings, ...warnings]
	}
}

/** Words with which a regulation's title begins, after adjectives. */
const regulationHeads: Readonly<Record<string, keyof typeof participleEndings>> = {
	положение: 'neuter',
	карта: 'female',
	программа: 'female'
}

const participleEndings = {
	male: ['ый', 'ого', 'ому', 'ый', 'ым', 'ом'],
	female: ['ая', 'ой', 'ой', 'ую', 'ой', 'ой'],
	neuter: ['ое', 'ого', 'ому', 'ое', 'ым', 'ом']
} as const

/** «директор Лицея № 2»; empty if the post is unknown. */
export function postOf(
	{ post, organisation }: PaperPerson,
	own: readonly OwnForms[],
	to: CaseName = 'именительный'
): Words {
	if (post === '') return toWords('')
	const declined = declinedPost(lowerFirst(post), own, to)
	if (organisation === '') return declined
	const workplace = withWarning(declineOrganisation(organisation, 'genitive', own))
	return { text: `${declined.text} ${workplace.text}`, warnings: [...declined.warnings, ...workplace.warnings] }
}

/** A post or a role title in a case, without a place of work. */
export function declinedPost(post: string, own: readonly OwnForms[], to: CaseName): Words {
	return withWarning(declinePost(post, caseNames[to], own))
}

function fillPerson(person: PaperPerson, attribute: Attribute | null, to: CaseName, own: readonly OwnForms[]): Words {
	switch (attribute) {
		case null:
			return withWarning(declineName(person, caseNames[to], 'full', own))
		case 'кратко':
			return withWarning(declineName(person, caseNames[to], 'short', own))
		case 'полностью':
			return fillFully(person, to, own)
		case 'должность':
			return postOf(person, own, to)
		case 'организация':
			return withWarning(declineOrganisation(person.organisation, caseNames[to], own))
		case 'подпись':
			return toWords(signatureName(person))
		case 'имя':
			return toWords([person.givenName, person.patronymic].filter((part) => part !== '').join(' '))
	}
}

/** «Ковалёв Виктор Андреевич, директор Лицея № 2»; with a line to fill in if the post is unknown. */
export function fillFully(person: PaperPerson, to: CaseName, own: readonly OwnForms[]): Words {
	const name = withWarning(declineName(person, caseNames[to], 'full', own))
	if (name.text === '') return toWords('')
	const post = postOf(person, own, to)
	const workplace =
		post.text === '' ? { text: GAP, warnings: [{ type: 'post', name: fullName(person) } as const] } : post
	return { text: [name.text, workplace.text].join(', '), warnings: [...name.warnings, ...workplace.warnings] }
}

function fillForms(forms: Extract<Piece, { type: 'forms' }>, value: Value): FilledPiece {
	if (value.type !== 'people' || value.people.length === 0) return toWords(forms.male)
	if (value.people.length > 1) return toWords(forms.several ?? forms.male)
	if (forms.male === forms.female) return toWords(forms.male)
	const [person] = value.people
	const gender = person === undefined ? null : genderOf(person)
	if (gender === null) {
		return { text: forms.male, warnings: [{ type: 'gender', text: person?.familyName ?? '' }] }
	}
	return toWords(gender === 'female' ? forms.female : forms.male)
}

function toWords(text: string): Words {
	return { text, warnings: [] }
}

function missing(placeholder: string): FilledPiece {
	return { text: GAP, warnings: [{ type: 'missing', placeholder }] }
}

export function withWarning({ text, isSure }: { text: string; isSure: boolean }): Words {
	return { text, warnings: isSure ? [] : [{ type: 'undeclined', text }] }
}

/** «А, Б и В». Papers are in Russian, whatever the language of the screens. */
export function listWords(words: readonly string[]): string {
	return conjunction.format(words)
}

const conjunction = new Intl.ListFormat('ru', { type: 'conjunction' })

const months = [
	'января',
	'февраля',
	'марта',
	'апреля',
	'мая',
	'июня',
	'июля',
	'августа',
	'сентября',
	'октября',
	'ноября',
	'декабря'
]

/** «15 сентября 2026 г.», as in the text of a paper, with no-break spaces. */
export function longDate(date: IsoDate): string {
	if (!isIsoDate(date)) return date
	const [year = '', month = '', day = ''] = date.split('-')
	return `${Number(day)}\u00a0${months[Number(month) - 1]} ${year}\u00a0г.`
}

/** «15.09.2026», as in a paper's date line. */
export function shortDate(date: IsoDate): string {
	return date.split('-').toReversed().join('.')
}

/** «24 месяца» */
export function countMonths(count: number): string {
	const word = { one: 'месяц', few: 'месяца', many: 'месяцев' }[pluralOf(count)]
	return `${count}\u00a0${word}`
}

/** From the first day to the last: «24 месяца», «7 месяцев 12 дней». */
export function countSpan(from: IsoDate, until: IsoDate): string {
	const { months, days } = measureSpan(from, until)
	const parts = [months === 0 ? '' : countMonths(months), days === 0 ? '' : countDays(days)]
	return parts.filter((part) => part !== '').join(' ')
}

function countDays(count: number): string {
	return `${count}\u00a0${{ one: 'день', few: 'дня', many: 'дней' }[pluralOf(count)]}`
}

/** «с 24 месяцев» */
export function ofMonths(count: number): string {
	return `${count}\u00a0${pluralOf(count) === 'one' ? 'месяца' : 'месяцев'}`
}

/** «12.09.2026 15:04 (UTC+7)» in the municipality's time zone, whatever the device's own. */
export function momentIn(timeZone: string, at: string): string {
	const moment = new Date(at)
	const clock = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(moment)
	return `${shortDate(dateIn(timeZone, moment))} ${clock} (${offsetName(timeZone, moment)})`
}

function pluralOf(count: number): 'one' | 'few' | 'many' {
	const plural = new Intl.PluralRules('ru').select(count)
	return plural === 'one' || plural === 'few' ? plural : 'many'
}

/** A former role. `candidate`: was proposed, and somebody else was appointed. */
export type Former = 'mentor' | 'mentee' | 'candidate'

/** Members who take part, or did until the closure, the proposed mentors and the joining mentees; none before a proposal. */
export function currentPeople(facts: PaperFacts): PaperPerson[] {
	const { ledger } = facts
	const { mentors, mentees } = pairOn(facts, ledger.closure?.lastDay ?? null)
	const proposed = isAwaited(ledger) ? peopleOf(facts, ledger.proposal?.mentorIds ?? []) : []
	return mentors.length === 0
		? []
		: [...new Set([...mentors, ...proposed, ...mentees, ...peopleOf(facts, joiningIds(ledger))])]
}

/** The person's former role; null: they take part, or are to. */
export function formerRoleOf(facts: PaperFacts, personId: string): Former | null {
	const { ledger } = facts
	const memberships = ledger.members.filter((member) => member.personId === personId)
	const isOver = memberships.every(({ until }) => until !== null && until !== ledger.closure?.lastDay)
	if (memberships.length > 0) return isOver ? (memberships.at(-1)?.role ?? null) : null
	return currentPeople(facts).some(({ id }) => id === personId) ? null : 'candidate'
}

/** Whether the mentor's work has begun: there is something to thank for. */
export function hasWorked({ ledger, today }: PaperFacts, mentorId: string): boolean {
	return ledger.members.some(({ personId, role, from }) => personId === mentorId && role === 'mentor' && from <= today)
}

/** The mentees whom a letter of thanks names: those until the end, without whoever was erased. */
export function helpedMentees(facts: PaperFacts): PaperPerson[] {
	return pairOn(facts, facts.ledger.closure?.lastDay ?? null).mentees.filter(
		({ familyName }) => familyName !== ERASED_NAME
	)
}

/**
 * Whether a letter may say that the mentor helped: not if only the curator could close the programme for this reason, which may be
 * improper performance (domain.md T43), and not about a person who was erased.
 */
export function mayBeThanked(facts: PaperFacts, mentor: PaperPerson): boolean {
	const { closure } = facts.ledger
	const reason = facts.regulation.completion.find(({ id }) => id === closure?.reasonId)
	const isByCurator = reason?.needs === 'ground' && reason.by.every((role) => role === 'curator' || role === 'head')
	return !isByCurator && mentor.familyName !== ERASED_NAME && helpedMentees(facts).length > 0
}

/** Whether the reader may have the person's papers: the person and staff may. */
export function isFor({ reader }: PaperFacts, { id }: PaperPerson): boolean {
	return reader.isStaff || reader.personId === id
}

/** What papers call the choices of a regulation, in Russian. */
const formWords: Readonly<Record<MentoringForm, string>> = {
	traditional: 'традиционная («один на один»)',
	group: 'групповая',
	virtual: 'виртуальная (дистанционная)',
	'short-term': 'краткосрочная (целеполагающая)',
	situational: 'ситуационная',
	speed: 'скоростная',
	reverse: 'реверсивная'
}

/** For use after «форма наставничества:»; empty if no form is known. */
export function wordForms(forms: readonly MentoringForm[]): string {
	return forms.map((form) => formWords[form]).join(', ')
}

export const relationWords: Readonly<Record<Relation, string>> = {
	'head-head': 'руководитель – руководитель',
	'reservist-head': 'резервист – руководитель',
	'teacher-teacher': 'учитель – учитель',
	'head-teacher': 'руководитель – учитель',
	'employer-student': 'работодатель – студент',
	'lecturer-young-teacher': 'преподаватель – молодой педагог',
	'pupil-pupil': 'ученик – ученик',
	'student-pupil': 'студент – ученик',
	'employer-pupil': 'работодатель – ученик',
	'teacher-pupil': 'педагог – ученик',
	'student-student': 'студент – студент',
	'lecturer-student': 'преподаватель – студент',
	'head-team': 'руководитель – управленческая команда'
}

/** «координатор наставничества»: the regulation's title of the role. */
export function roleWords(facts: RoleFacts, role: Signatory): string {
	return lowerFirst(roleTitle(regulationOf(facts), role, facts.organisationKinds) ?? plainNames[role])
}

/** The same for a person who has made a statement in the role. */
export function speakerWords(facts: RoleFacts, role: Signatory): string {
	return lowerFirst(speakerTitle(regulationOf(facts), role, facts.organisationKinds) ?? plainNames[role])
}

/** `requisites` absent: the regulation has the head's post already. */
interface RoleFacts extends Pick<PaperFacts, 'organisationKinds'> {
	regulation: Pick<Regulation, 'roles'>
	requisites?: Pick<PaperFacts['requisites'], 'headPost'>
}

function regulationOf({ regulation, requisites }: RoleFacts): RoleFacts['regulation'] {
	return withHeadPost(regulation, requisites?.headPost ?? '')
}

/**
 * For readers of the programme: links to the edition in force, now or at the instant, by its hash; before the first edition, to the
 * ledger entry.
 */
export function markOf({ origin, ledger }: PaperFacts, entryId: string, at: string | null = null): Mark {
	const edition = editionInForce(ledger, at)
	const address = `${origin}/papers/${ledger.programId}`
	if (edition === null) return { address: `${address}?entry=${entryId}`, lines: [RECORD_LINE] }
	return {
		address: `${address}?edition=${edition.hash}`,
		lines: [`Редакция ${edition.number} от ${shortDate(edition.on)}, ${digitsOf(edition.hash)}`]
	}
}
