/**
 * Declines names of people. lvovich supplies the endings. This file decides when to leave a name unchanged: a woman's name that
 * ends in a consonant, names in -о and -ых, names in other letters, and people of unknown gender.
 */
import {
	getFirstnameGender,
	getLastnameGender,
	getMiddlenameGender,
	inclineFirstname,
	inclineLastname,
	inclineMiddlename
} from 'lvovich'

export interface PersonName {
	familyName: string
	givenName: string
	/** Empty: there is none. */
	patronymic: string
}

export type Gender = 'male' | 'female' | null

/** `full`: «Ковалёв Виктор Андреевич»; `short`: «Ковалёв В. А.» */
export type NameStyle = 'full' | 'short'

/** By the patronymic, which is always right; else if family name and given name agree; null: not known. */
export function genderOf({ familyName, givenName, patronymic }: PersonName): Gender {
	if (/(оглы|улы|уулу)$/i.test(patronymic)) return 'male'
	if (/(кызы|гызы|кизи)$/i.test(patronymic)) return 'female'
	const byPatronymic = getMiddlenameGender(patronymic)
	if (byPatronymic === 'male' || byPatronymic === 'female') return byPatronymic
	const byFamilyName = getLastnameGender(familyName)
	if (byFamilyName !== 'male' && byFamilyName !== 'female') return null
	return getFirstnameGender(givenName) === byFamilyName ? byFamilyName : null
}

export function declineName(
	name: PersonName,
	to: GrammaticalCase,
	style: NameStyle = 'full',
	own: readonly OwnForms[] = []
): Declined {
	const theirs = ownForm(own, fullName(name), to)
	if (theirs !== null) return style === 'full' ? theirs : { text: shorten(theirs.text, name), isSure: true }
	const gender = genderOf(name)
	const isSure = to === 'nominative' || (gender !== null && isCyrillic(name))
	if (to === 'nominative' || !isSure || gender === null) return { text: write(name, style), isSure }
	const familyName = declineFamilyName(name.familyName, to, gender)
	if (familyName === null) return { text: write(name, style), isSure: false }
	return {
		text: write(
			{
				familyName,
				givenName: inclineFirstname(name.givenName, to, gender),
				patronymic: declinePatronymic(name.patronymic, to, gender)
			},
			style
		),
		isSure: true
	}
}

/** «Виктора»; unchanged where the case is not known. */
export function declineGivenName(name: PersonName, to: Oblique): string {
	const gender = genderOf(name) ?? getFirstnameGender(name.givenName)
	if ((gender !== 'male' && gender !== 'female') || !isCyrillic(name)) return name.givenName
	return inclineFirstname(name.givenName, to, gender)
}

/** «Ковалёв Виктор Андреевич» */
export function fullName(name: PersonName): string {
	return write(name, 'full')
}

/** Written small, they stand before the last word of a family name. */
const particles = ['де', 'дер', 'ден', 'ди', 'ла', 'фон', 'ван']

/** The parts of a full name. A family name has several words only with a particle: «Ван дер Берг Анна Петровна». */
export function personNameOf(full: string): PersonName {
	const words = full.split(' ')
	const rest = words.findLastIndex((word) => particles.includes(word)) + 2
	const [givenName = '', ...others] = words.slice(rest)
	return { familyName: words.slice(0, rest).join(' '), givenName, patronymic: others.join(' ') }
}

/** «В. А. Ковалёв», as in a signature. */
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

/** «Ковалёву Виктору Андреевичу» → «Ковалёву В. А.»: the words before the given name and the patronymic are the family name. */
function shorten(declined: string, { givenName, patronymic }: PersonName): string {
	const words = declined.split(' ')
	const behind = `${givenName} ${patronymic}`.trim().split(' ').length
	return write(
		{ familyName: words.slice(0, Math.max(1, words.length - behind)).join(' '), givenName, patronymic },
		'short'
	)
}

/** Declines each part of a double name. Null: only the family knows how, or nobody does. */
function declineFamilyName(familyName: string, to: GrammaticalCase, gender: 'male' | 'female'): string | null {
	const parts = familyName.split('-').map((part, index, all) => {
		if (staysAsItIs(part, gender) || (index < all.length - 1 && firstParts.includes(part.toLowerCase()))) return part
		return declinePart(part, to, gender)
	})
	return parts.every((part) => part !== null) ? parts.join('-') : null
}

/** These first parts have no cases: «Бонч-Бруевичу». */
const firstParts = ['бонч', 'тер', 'сен', 'лопе', 'де', 'фон', 'ван']
/** «Заяцу» or «Зайцу», «Леву» or «Льву»: only the family knows. */
const customary = ['заяц', 'лев', 'лёв', 'дуб', 'палец', 'перец']

function declinePart(part: string, to: GrammaticalCase, gender: 'male' | 'female'): string | null {
	const lower = part.toLowerCase()
	if (gender === 'male' && customary.includes(lower)) return null
	const declined = inclineLastname(part, to, gender)
	// A man’s name that ends in a consonant is always declined; if the library leaves it unchanged, it mistakes it for something
	// else.
	if (gender === 'male' && declined === part && /[бвгджзйклмнпрстфхцчшщь]$/.test(lower)) return null
	return /[гкхжчшщ]ой$/.test(lower) ? declined.replace(/ым$/, 'им') : declined
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

/** Cases, by their name in templates and in the rules. */
export const caseNames = {
	именительный: 'nominative',
	родительный: 'genitive',
	дательный: 'dative',
	винительный: 'accusative',
	творительный: 'instrumental',
	предложный: 'prepositional'
} as const

export type CaseName = keyof typeof caseNames
export type GrammaticalCase = (typeof caseNames)[CaseName]

/** Cases other than the nominative, in the order of a table of endings. */
export const oblique = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional'] as const
export type Oblique = (typeof oblique)[number]

export function isCaseName(word: string): word is CaseName {
	return Object.hasOwn(caseNames, word)
}

/** `isSure` false: the text could not be declined and is in the nominative; a person must check it. */
export interface Declined {
	text: string
	isSure: boolean
}

/** A municipality's own forms of a name, a post or an organisation, where the rules fail. */
export interface OwnForms {
	/** The nominative: «Гусь Пётр Ильич», «директор», «Детский сад-ясли № 2». */
	nominative: string
	/** Forms that replace those of the rules. */
	forms: Partial<Record<Oblique, string>>
}

/** The own form of a phrase; null: the rules decline it. */
export function ownForm(own: readonly OwnForms[], nominative: string, to: GrammaticalCase): Declined | null {
	if (to === 'nominative') return null
	// A post begins with a capital letter in the registry, and with a small one in a paper.
	const wanted = nominative.toLowerCase()
	const form = own.find((one) => one.nominative.toLowerCase() === wanted)?.forms[to]
	return form === undefined ? null : { text: form, isSure: true }
}

/** The list with these forms in place of earlier ones; a phrase without own forms is dropped. */
export function withOwnForms(own: readonly OwnForms[], { nominative, forms }: OwnForms): OwnForms[] {
	const others = own.filter((one) => one.nominative !== nominative)
	return oblique.some((to) => forms[to] !== undefined) ? [...others, { nominative, forms }] : others
}
