/**
 * Declines posts and names of organisations. Its adjectives and its first noun are declined by their endings, with a few
 * exceptions; what depends on them stays: «директор школы» → «директору школы», «Детский сад № 9» → «Детскому саду № 9». An
 * adjective before a preposition is itself the head: «ответственному за наставничество». A phrase that cannot be declined stays as
 * it is, with `isSure` false.
 */
import { type Declined, type GrammaticalCase, type Oblique, oblique, ownForm, type OwnForms } from './decline-name.ts'

/** The number of letters to cut, and the endings in the order of `oblique`. `=`: as the nominative. */
type Endings = readonly [cut: number, genitive: string, dative: string, accusative: string, rest: string, last: string]

/** Words after these depend on them and stay: «заведующий отделом», «исполняющий обязанности». */
const adjectivalNouns = [
	'заведующий',
	'заведующая',
	'управляющий',
	'управляющая',
	'исполняющий',
	'исполняющая',
	'вожатый',
	'вожатая',
	'рабочий',
	'дежурный',
	'дежурная'
]
/** Nouns that look like adjectives. */
const nounsInIy = ['санаторий', 'лекторий', 'планетарий']
const indeclinable = [
	'бюро',
	'депо',
	'врио',
	'фойе',
	'ателье',
	'атташе',
	'пресс-атташе',
	'замдиректора',
	'завотделом',
	'замначальника'
]
const prepositions = 'в во для до за из из-за к ко между на над о об от перед по под при про с со у через'.split(' ')
const masculineInSoftSign = /(тель|арь|ерь|вождь)$/
const stressedInstrumental = ['врач', 'скрипач', 'трубач', 'секретарь', 'вратарь']
const fleeting: Readonly<Record<string, string>> = { дворец: 'дворц', отец: 'отц', боец: 'бойц', конец: 'конц' }

function isAdjectivalNoun(word: string): boolean {
	return adjectivalNouns.includes(word.toLowerCase())
}

function isPreposition(word: string): boolean {
	return prepositions.includes(word.toLowerCase())
}

/** «наставничество», «обучение»; «бюро» and «атташе» may be of any gender. */
function isNeuterNoun(word: string): boolean {
	const lower = word.toLowerCase()
	return /[а-яё]{2}[ое]$/.test(lower) && !isAdjective(word) && !indeclinable.includes(lower)
}

/** Whether the word looks like an adjective that describes a following noun. Does not exclude adjectival nouns. */
function isAdjective(word: string): boolean {
	const lower = word.toLowerCase()
	if (nounsInIy.includes(lower) || indeclinable.includes(lower)) return false
	return /(ый|ий|ой|ая|яя|ое|ее)$/.test(lower) && lower.length > 4
}

function declineAdjective(word: string, to: Oblique, isAnimate: boolean): string | null {
	const lower = word.toLowerCase()
	const before = lower.at(-3) ?? ''
	const isHissing = 'жшчщ'.includes(before)
	const isVelar = 'гкх'.includes(before)
	const masculine = (genitive: string, dative: string, instrumental: string, prepositional: string): Endings => [
		2,
		genitive,
		dative,
		isAnimate ? genitive : '=',
		instrumental,
		prepositional
	]
	switch (lower.slice(-2)) {
		case 'ый':
			return inflect(word, masculine('ого', 'ому', 'ым', 'ом'), to)
		case 'ой':
			return inflect(word, masculine('ого', 'ому', isHissing || isVelar ? 'им' : 'ым', 'ом'), to)
		case 'ий':
			if (isVelar) return inflect(word, masculine('ого', 'ому', 'им', 'ом'), to)
			return inflect(word, masculine('его', 'ему', 'им', 'ем'), to)
		case 'ая':
			if (isHissing) return inflect(word, [2, 'ей', 'ей', 'ую', 'ей', 'ей'], to)
			return inflect(word, [2, 'ой', 'ой', 'ую', 'ой', 'ой'], to)
		case 'яя':
			return inflect(word, [2, 'ей', 'ей', 'юю', 'ей', 'ей'], to)
		case 'ое':
			return inflect(word, [2, 'ого', 'ому', '=', isVelar || isHissing ? 'им' : 'ым', 'ом'], to)
		case 'ее':
			return inflect(word, [2, 'его', 'ему', '=', 'им', 'ем'], to)
		default:
			return null
	}
}

function declineNoun(word: string, to: Oblique, isAnimate: boolean): string | null {
	const lower = word.toLowerCase()
	if (indeclinable.includes(lower)) return word
	const stem = fleeting[lower]
	if (stem !== undefined) {
		const ending = {
			genitive: 'а',
			dative: 'у',
			accusative: isAnimate ? 'а' : '',
			instrumental: 'ом',
			prepositional: 'е'
		}
		return to === 'accusative' && !isAnimate ? word : word.slice(0, 1) + stem.slice(1) + ending[to]
	}
	const endings = endingsOf(lower, isAnimate)
	return endings === null ? null : inflect(word, endings, to)
}

function endingsOf(word: string, isAnimate: boolean): Endings | null {
	const before = word.at(-2) ?? ''
	const isStressed = stressedInstrumental.includes(word)
	switch (word.at(-1)) {
		case 'й':
			return [1, 'я', 'ю', isAnimate ? 'я' : '=', 'ем', before === 'и' ? 'и' : 'е']
		case 'ь':
			if (!masculineInSoftSign.test(word)) return null
			return [1, 'я', 'ю', isAnimate ? 'я' : '=', isStressed ? 'ём' : 'ем', 'е']
		case 'а': {
			const genitive = 'гкхжшчщ'.includes(before) ? 'и' : 'ы'
			return [1, genitive, 'е', 'у', 'жшчщц'.includes(before) ? 'ей' : 'ой', 'е']
		}
		case 'я':
			return before === 'и' ? [1, 'и', 'и', 'ю', 'ей', 'и'] : [1, 'и', 'е', 'ю', 'ей', 'е']
		case 'о':
			return [1, 'а', 'у', '=', 'ом', 'е']
		case 'е':
			if (before === 'и') return [1, 'я', 'ю', '=', 'ем', 'и']
			return 'жшчщц'.includes(before) ? [1, 'а', 'у', '=', 'ем', 'е'] : null
		case 'ж':
		case 'ш':
		case 'ч':
		case 'щ':
		case 'ц':
			return [0, 'а', 'у', isAnimate ? 'а' : '=', isStressed ? 'ом' : 'ем', 'е']
		default:
			return /[бвгдзклмнпрстфх]$/.test(word) ? [0, 'а', 'у', isAnimate ? 'а' : '=', 'ом', 'е'] : null
	}
}

function inflect(word: string, [cut, ...endings]: Endings, to: Oblique): string {
	const ending = endings[oblique.indexOf(to)] ?? '='
	return ending === '=' ? word : word.slice(0, word.length - cut) + ending
}

/** «Директор» → «директор», but «ВрИО», «МБОУ» and «Ковалёв В. А.» stay. */
export function lowerFirst(text: string): string {
	const isPlainWord = /^\p{Lu}(\p{Ll}+(?!\p{L}| \p{Lu}\.)|(?= ))/u.test(text)
	return isPlainWord ? text.slice(0, 1).toLowerCase() + text.slice(1) : text
}

export function upperFirst(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Declines each of two posts: «директор, учитель математики». */
export function declinePost(post: string, to: GrammaticalCase, own: readonly OwnForms[] = []): Declined {
	const theirs = ownForm(own, post, to)
	if (theirs !== null) return theirs
	const parts = post.split(', ').map((part) => declinePhrase(part, to, true))
	return { text: parts.map(({ text }) => text).join(', '), isSure: parts.every(({ isSure }) => isSure) }
}

/** Declines each of two organisations in one: «Начальная школа — детский сад № 4». */
export function declineOrganisation(name: string, to: GrammaticalCase, own: readonly OwnForms[] = []): Declined {
	const theirs = ownForm(own, name, to)
	if (theirs !== null) return theirs
	const parts = name.split(' — ').map((part) => declinePhrase(part, to, false))
	return { text: parts.map(({ text }) => text).join(' — '), isSure: parts.every(({ isSure }) => isSure) }
}

function declinePhrase(phrase: string, to: GrammaticalCase, isAnimate: boolean): Declined {
	if (to === 'nominative' || phrase.trim() === '') return { text: phrase, isSure: true }
	const words = phrase.split(' ')
	const declined: string[] = []
	for (const [index, word] of words.entries()) {
		const next = words[index + 1]
		// «ст. воспитатель», «МБОУ гимназия № 5»: the abbreviation stays, and the next word is declined.
		if (isShortened(word, next, isAnimate)) {
			declined.push(word)
			continue
		}
		// «МАОУ СОШ № 5», «и. о. директора»: an abbreviated head has no cases.
		if (isAbbreviation(word)) return { text: phrase, isSure: true }
		if (isAdjective(word) && !isAdjectivalNoun(word) && next !== undefined && !isPreposition(next)) {
			// «курирующий наставничество заместитель»: the next noun does not belong to the adjective, and no ending shows which one
			// does.
			if (isNeuterNoun(next) && !isNeuterAdjective(word)) break
			const adjective = declineAdjective(word, to, isAnimate)
			if (adjective === null) break
			declined.push(adjective)
			continue
		}
		// «куратор и координатор»: the rules would decline only the first of two nouns.
		const head = isPreposition(word) || next === 'и' ? null : declineHead(word, to, isAnimate)
		return head === null
			? { text: phrase, isSure: false }
			: { text: [...declined, head, ...words.slice(index + 1)].join(' '), isSure: true }
	}
	return { text: phrase, isSure: false }
}

function isNeuterAdjective(word: string): boolean {
	return /[ое]е$/i.test(word)
}

/** «учитель-логопед»: both parts are declined; «вице-президент»: the prefix stays. */
function declineHead(word: string, to: Oblique, isAnimate: boolean): string | null {
	const parts = word.split('-').map((part, index, all) => {
		const isPrefix = index < all.length - 1 && prefixes.includes(part.toLowerCase())
		if (isPrefix) return part
		if (!/^[а-яё]+$/i.test(part)) return null
		return isAdjectivalNoun(part) || isAdjective(part)
			? declineAdjective(part, to, isAnimate)
			: declineNoun(part, to, isAnimate)
	})
	return parts.every((part) => part !== null) ? parts.join('-') : null
}

const prefixes = ['вице', 'пресс', 'бизнес', 'медиа', 'экс', 'обер', 'унтер', 'веб', 'интернет', 'арт']

function isShortened(word: string, next: string | undefined, isAnimate: boolean): boolean {
	if (isAnimate) return shortAdjectives.includes(word.toLowerCase())
	return /^[А-ЯЁ]{2,}$/.test(word) && next !== undefined && /^[а-яё]{3,}$/i.test(next) && !isAbbreviation(next)
}

const shortAdjectives = ['ст.', 'мл.', 'гл.', 'вед.', 'соц.', 'муз.']

/** Two or more capitals, dots inside, or «врио». */
function isAbbreviation(word: string): boolean {
	return /^[А-ЯЁA-Z]{2,}/.test(word) || /^[а-яё]+\.[а-яё]*\.?$/i.test(word) || /^врио$/i.test(word)
}
