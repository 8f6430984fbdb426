/**
 * A post or the name of an organisation: its adjectives and its first noun are declined, and what depends on them stays:
 * «директор школы» → «директору школы», «Детский сад № 9» → «Детскому саду № 9». An adjective before a preposition is itself
 * what is declined: «ответственному за наставничество». What cannot be declined stays as it is, and says so.
 */
import type { Declined, GrammaticalCase, Oblique } from './grammatical-case.ts'
import { ownForm, type OwnForms } from './own-forms.ts'
import { declineAdjective, declineNoun, isAdjectivalNoun, isAdjective, isNeuterNoun, isPreposition } from './word.ts'

/** Of two posts, «директор, учитель математики», each is declined. */
export function declinePost(post: string, to: GrammaticalCase, own: readonly OwnForms[] = []): Declined {
	const theirs = ownForm(own, post, to)
	if (theirs !== null) return theirs
	const parts = post.split(', ').map((part) => declinePhrase(part, to, true))
	return { text: parts.map(({ text }) => text).join(', '), isSure: parts.every(({ isSure }) => isSure) }
}

/** Of two in one, «Начальная школа — детский сад № 4», each is declined. */
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
		// «ст. воспитатель», «МБОУ гимназия № 5»: what is abbreviated stays, and the word it belongs to is declined.
		if (isShortened(word, next, isAnimate)) {
			declined.push(word)
			continue
		}
		// «МАОУ СОШ № 5», «и. о. директора»: an abbreviation stands for all cases.
		if (isAbbreviation(word)) return { text: phrase, isSure: true }
		if (isAdjective(word) && !isAdjectivalNoun(word) && next !== undefined && !isPreposition(next)) {
			// «курирующий наставничество заместитель»: it is not the adjective's noun, and no ending tells which is.
			if (isNeuterNoun(next) && !isNeuterAdjective(word)) break
			const adjective = declineAdjective(word, to, isAnimate)
			if (adjective === null) break
			declined.push(adjective)
			continue
		}
		// «куратор и координатор»: two, of which the rules would decline the first.
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

/** «учитель-логопед»: each; «вице-президент»: what has a meaning of its own. */
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

/** Two capitals and more, dots within, or the short words for somebody who acts for another. */
function isAbbreviation(word: string): boolean {
	return /^[А-ЯЁA-Z]{2,}/.test(word) || /^[а-яё]+\.[а-яё]*\.?$/i.test(word) || /^врио$/i.test(word)
}
