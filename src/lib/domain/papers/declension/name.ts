/**
 * Names of people. The endings are those of lvovich; what is decided here is when to leave a name alone: a woman's name that
 * ends in a consonant, names in -о and -ых, names in other letters, and people of whom nothing tells whether he or she is meant.
 */
import {
	getFirstnameGender,
	getLastnameGender,
	getMiddlenameGender,
	inclineFirstname,
	inclineLastname,
	inclineMiddlename
} from 'lvovich'
import type { Declined, GrammaticalCase } from './grammatical-case.ts'

export interface PersonName {
	familyName: string
	givenName: string
	/** Empty: there is none. */
	patronymic: string
}

export type Gender = 'male' | 'female' | null

/** `full`: «Ковалёв Виктор Андреевич»; `short`: «Ковалёв В. А.» */
export type NameStyle = 'full' | 'short'

/** By the patronymic, which never lies, or else where family name and given name agree; null: nothing tells. */
export function genderOf({ familyName, givenName, patronymic }: PersonName): Gender {
	if (/(оглы|улы|уулу)$/i.test(patronymic)) return 'male'
	if (/(кызы|гызы|кизи)$/i.test(patronymic)) return 'female'
	const byPatronymic = getMiddlenameGender(patronymic)
	if (byPatronymic === 'male' || byPatronymic === 'female') return byPatronymic
	const byFamilyName = getLastnameGender(familyName)
	if (byFamilyName !== 'male' && byFamilyName !== 'female') return null
	return getFirstnameGender(givenName) === byFamilyName ? byFamilyName : null
}

export function declineName(name: PersonName, to: GrammaticalCase, style: NameStyle = 'full'): Declined {
	const gender = genderOf(name)
	const isSure = to === 'nominative' || (gender !== null && isCyrillic(name))
	if (to === 'nominative' || !isSure || gender === null) return { text: write(name, style), isSure }
	return {
		text: write(
			{
				familyName: declineFamilyName(name.familyName, to, gender),
				givenName: inclineFirstname(name.givenName, to, gender),
				patronymic: declinePatronymic(name.patronymic, to, gender)
			},
			style
		),
		isSure: true
	}
}

/** «Ковалёв Виктор Андреевич» */
export function fullName(name: PersonName): string {
	return write(name, 'full')
}

/** «В. А. Ковалёв», as under a paper. */
export function signatureName({ familyName, ...rest }: PersonName): string {
	return [initialsOf(rest), familyName].filter((part) => part !== '').join('\u00a0')
}

function write({ familyName, givenName, patronymic }: PersonName, style: NameStyle): string {
	const rest = style === 'full' ? [givenName, patronymic] : [initialsOf({ givenName, patronymic })]
	const parts = [familyName, ...rest].filter((part) => part !== '')
	return parts.join(style === 'full' ? ' ' : '\u00a0')
}

function initialsOf({ givenName, patronymic }: Omit<PersonName, 'familyName'>): string {
	return [givenName, patronymic].flatMap((name) => (name === '' ? [] : `${name.slice(0, 1)}.`)).join('\u00a0')
}

/** Of a double name each part by itself. */
function declineFamilyName(familyName: string, to: GrammaticalCase, gender: 'male' | 'female'): string {
	return familyName
		.split('-')
		.map((part) => (staysAsItIs(part, gender) ? part : inclineLastname(part, to, gender)))
		.join('-')
}

function staysAsItIs(familyName: string, gender: 'male' | 'female'): boolean {
	const lower = familyName.toLowerCase()
	if (/(ых|их|[оеиуюыэ])$/.test(lower)) return true
	return gender === 'female' && /[^ая]$/.test(lower)
}

function declinePatronymic(patronymic: string, to: GrammaticalCase, gender: 'male' | 'female'): string {
	return /(ович|евич|ич|овна|евна|ична)$/i.test(patronymic) ? inclineMiddlename(patronymic, to, gender) : patronymic
}

function isCyrillic({ familyName, givenName, patronymic }: PersonName): boolean {
	return [familyName, givenName, patronymic].every((part) => /^[а-яё\s-]*$/i.test(part))
}
