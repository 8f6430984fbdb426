/** What a placeholder is told: people, organisations and texts, put into the case that the template asks for. */
import { caseNames, type CaseName } from './grammatical-case.ts'
import { declineName, fullName, genderOf, signatureName } from './name.ts'
import type { OwnForms } from './own-forms.ts'
import { lowerFirst } from './first-letter.ts'
import { declineOrganisation, declinePost } from './phrase.ts'
import type { PaperPerson } from './facts.ts'
import { listWords } from './list-words.ts'
import type { Warning } from './paper.ts'
import type { Piece } from './parse-template.ts'
import type { Attribute } from './placeholders.ts'

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
