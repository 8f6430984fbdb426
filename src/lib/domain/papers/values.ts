/** What a placeholder is told: people, organisations and texts, put into the case that the template asks for. */
import { addDaysTo, addMonthsTo, dateIn, daysBetween, isIsoDate, type IsoDate, offsetName } from '../calendar.ts'
import { isAwaited, joiningIds } from '../ledger/ledger.ts'
import { plainNames, roleTitle, speakerTitle } from '../regulation/roles.ts'
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
import type { Warning } from './paper.ts'
import { pairOn, peopleOf } from './subject.ts'
import type { Attribute, Piece } from './template.ts'
import { editionInForce } from './subject.ts'
import type { Mark } from './paper.ts'

export type Value =
	| { type: 'people'; people: readonly PaperPerson[] }
	| { type: 'noun'; text: string }
	/** What somebody is called by what they do: «координатор наставничества». */
	| { type: 'role'; text: string }
	/** Empty: nobody has said it, and it is to be filled in by hand. */
	| { type: 'text'; text: string; warnings?: readonly Warning[] }
	/** There is no such thing here: the line that speaks of it is left out. */
	| { type: 'none' }

export interface Told {
	/** Null: the line is left out. */
	text: string | null
	warnings: readonly Warning[]
}

/** Never left out. */
export interface Words extends Told {
	text: string
}

/** A line to be filled in by hand. */
const GAP = '_'.repeat(14)

export function tellPiece(piece: Piece, values: Readonly<Record<string, Value>>, own: readonly OwnForms[]): Told {
	if (piece.type === 'text') return told(piece.text)
	const value = values[piece.name] ?? { type: 'text', text: '' }
	if (value.type === 'none') return { text: null, warnings: [] }
	if (piece.type === 'forms') return tellForms(piece, value)
	const { name, attribute, to } = piece
	switch (value.type) {
		case 'text':
			return value.text === '' ? missing(name) : { text: value.text, warnings: value.warnings ?? [] }
		case 'noun':
			return value.text === '' ? missing(name) : withWarning(declineOrganisation(value.text, caseNames[to], own))
		case 'role':
			return declinedPost(value.text, own, to)
		case 'people': {
			if (value.people.length === 0) return missing(name)
			const all = value.people.map((person) => tellPerson(person, attribute, to, own))
			if (all.some(({ text }) => text === '')) return missing(attribute === null ? name : `${name}.${attribute}`)
			// Two people of one school have it once.
			const texts = [...new Set(all.map(({ text }) => text))]
			return {
				// What has a comma within is parted by more than one.
				text: attribute === 'полностью' ? texts.join('; ') : listWords(texts),
				warnings: all.flatMap(({ warnings }) => warnings)
			}
		}
	}
}

/** «директор Лицея № 2»; empty where the post is unknown. */
export function postOf(
	{ post, organisation }: PaperPerson,
	own: readonly OwnForms[],
	to: CaseName = 'именительный'
): Words {
	if (post === '') return told('')
	const declined = declinedPost(lowerFirst(post), own, to)
	if (organisation === '') return declined
	const place = withWarning(declineOrganisation(organisation, 'genitive', own))
	return { text: `${declined.text} ${place.text}`, warnings: [...declined.warnings, ...place.warnings] }
}

/** A post, or what a role is called, without a place of work. */
export function declinedPost(post: string, own: readonly OwnForms[], to: CaseName): Words {
	return withWarning(declinePost(post, caseNames[to], own))
}

function tellPerson(person: PaperPerson, attribute: Attribute | null, to: CaseName, own: readonly OwnForms[]): Words {
	switch (attribute) {
		case null:
			return withWarning(declineName(person, caseNames[to], 'full', own))
		case 'кратко':
			return withWarning(declineName(person, caseNames[to], 'short', own))
		case 'полностью':
			return fullyTold(person, to, own)
		case 'должность':
			return postOf(person, own, to)
		case 'организация':
			return withWarning(declineOrganisation(person.organisation, caseNames[to], own))
		case 'подпись':
			return told(signatureName(person))
		case 'имя':
			return told([person.givenName, person.patronymic].filter((part) => part !== '').join(' '))
	}
}

/** «Ковалёв Виктор Андреевич, директор Лицея № 2»; with a line to be filled in where nobody has said the post. */
function fullyTold(person: PaperPerson, to: CaseName, own: readonly OwnForms[]): Words {
	const name = withWarning(declineName(person, caseNames[to], 'full', own))
	if (name.text === '') return told('')
	const post = postOf(person, own, to)
	const place = post.text === '' ? { text: GAP, warnings: [{ type: 'post', name: fullName(person) } as const] } : post
	return { text: [name.text, place.text].join(', '), warnings: [...name.warnings, ...place.warnings] }
}

function tellForms(forms: Extract<Piece, { type: 'forms' }>, value: Value): Told {
	if (value.type !== 'people' || value.people.length === 0) return told(forms.male)
	if (value.people.length > 1) return told(forms.several ?? forms.male)
	if (forms.male === forms.female) return told(forms.male)
	const [person] = value.people
	const gender = person === undefined ? null : genderOf(person)
	if (gender === null) {
		return { text: forms.male, warnings: [{ type: 'gender', text: person?.familyName ?? '' }] }
	}
	return told(gender === 'female' ? forms.female : forms.male)
}

function told(text: string): Words {
	return { text, warnings: [] }
}

function missing(placeholder: string): Told {
	return { text: GAP, warnings: [{ type: 'missing', placeholder }] }
}

export function withWarning({ text, isSure }: { text: string; isSure: boolean }): Words {
	return { text, warnings: isSure ? [] : [{ type: 'undeclined', text }] }
}

/** «А, Б и В», as a sentence names several. Papers are Russian whatever language the screens speak. */
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

/** «15 сентября 2026 г.», as in the text of a paper; no-break spaces keep it together. */
export function longDate(date: IsoDate): string {
	if (!isIsoDate(date)) return date
	const [year = '', month = '', day = ''] = date.split('-')
	return `${Number(day)}\u00a0${months[Number(month) - 1]} ${year}\u00a0г.`
}

/** «15.09.2026», as in its requisites. */
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
	const end = addDaysTo(until, 1)
	let months = 0
	while (addMonthsTo(from, months + 1) <= end) months++
	const days = daysBetween(addMonthsTo(from, months), end)
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

/** «12.09.2026 15:04 (UTC+7)» by the clock of the place, which a device elsewhere does not show. */
export function momentIn(timeZone: string, at: string): string {
	const moment = new Date(at)
	const clock = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(moment)
	return `${shortDate(dateIn(timeZone, moment))} ${clock} (${offsetName(timeZone, moment)})`
}

function pluralOf(count: number): 'one' | 'few' | 'many' {
	const plural = new Intl.PluralRules('ru').select(count)
	return plural === 'one' || plural === 'few' ? plural : 'many'
}

/** Whose papers there are: of those whose part lasts or is awaited, and of those who were there before them. */

/** What somebody was and is no more; a candidate was proposed, and somebody else was after them. */
export type Former = 'mentor' | 'mentee' | 'candidate'

/** Those whose part lasts, or lasted until the end, and those who are proposed; none before a proposal. */
export function currentPeople(facts: PaperFacts): PaperPerson[] {
	const { ledger } = facts
	const { mentors, mentees } = pairOn(facts, ledger.closure?.lastDay ?? null)
	const proposed = isAwaited(ledger) ? peopleOf(facts, ledger.proposal?.mentorIds ?? []) : []
	return mentors.length === 0
		? []
		: [...new Set([...mentors, ...proposed, ...mentees, ...peopleOf(facts, joiningIds(ledger))])]
}

/** Null: they take part, or are to. */
export function formerPart(facts: PaperFacts, personId: string): Former | null {
	const { ledger } = facts
	const parts = ledger.members.filter((member) => member.personId === personId)
	const isOver = parts.every(({ until }) => until !== null && until !== ledger.closure?.lastDay)
	if (parts.length > 0) return isOver ? (parts.at(-1)?.role ?? null) : null
	return currentPeople(facts).some(({ id }) => id === personId) ? null : 'candidate'
}

/** Whose own it is, and staff. */
export function isFor({ reader }: PaperFacts, { id }: PaperPerson): boolean {
	return reader.isStaff || reader.personId === id
}

/** What papers call the choices of a regulation. Papers are Russian whatever language the screens speak. */
const formWords: Readonly<Record<MentoringForm, string>> = {
	traditional: 'традиционная («один на один»)',
	group: 'групповая',
	virtual: 'виртуальная (дистанционная)',
	'short-term': 'краткосрочная (целеполагающая)',
	situational: 'ситуационная',
	speed: 'скоростная',
	reverse: 'реверсивная'
}

/** After «форма наставничества:»; empty where none is known. */
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

/** «координатор наставничества»: as the regulation calls the role. */
export function roleWords({ regulation, organisationKinds }: RoleFacts, role: Signatory): string {
	return lowerFirst(roleTitle(regulation, role, organisationKinds) ?? plainNames[role])
}

/** The same of one who has spoken in it. */
export function speakerWords({ regulation, organisationKinds }: RoleFacts, role: Signatory): string {
	return lowerFirst(speakerTitle(regulation, role, organisationKinds) ?? plainNames[role])
}

interface RoleFacts extends Pick<PaperFacts, 'organisationKinds'> {
	regulation: Pick<Regulation, 'roles'>
}

/** The edition in force, or in force at the instant, by its hash (design.md §2); before there is one, the entry of the ledger. */
export function markOf({ origin, ledger }: PaperFacts, entryId: string, at: string | null = null): Mark {
	const edition = editionInForce(ledger, at)
	const address = `${origin}/papers/${ledger.programId}`
	if (edition === null) return { address: `${address}?entry=${entryId}`, lines: ['Запись в системе «Тандем»'] }
	return {
		address: `${address}?edition=${edition.hash}`,
		lines: [`Редакция ${edition.number} от ${shortDate(edition.on)}`, `SHA-256: ${edition.hash.slice(0, 16)}…`]
	}
}
