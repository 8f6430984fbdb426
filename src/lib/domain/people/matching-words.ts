/**
 * Whether a mentor's competence speaks to a difficulty: when the two have a word in common. Words are compared as a reader
 * would, by how they begin: «финансы» and «финансовый» are one word, «право» and «правило» are two. Words that say nothing
 * about a topic do not count. Simple, so that a curator who is shown the pair of lines sees why.
 */
export interface Cover {
	covered: readonly { difficulty: string; competence: string }[]
	uncovered: readonly string[]
}

/** Each difficulty with the first competence that speaks to it; without difficulties, the main request in their place. */
export function coverDifficulties(
	{ difficulties, mainRequest }: { difficulties: readonly string[]; mainRequest: string },
	competences: readonly string[]
): Cover {
	const asked = difficulties.length > 0 ? difficulties : mainRequest.trim() === '' ? [] : [mainRequest]
	const known = competences.map((competence) => ({ competence, words: wordsOf(competence) }))
	const covered: { difficulty: string; competence: string }[] = []
	const uncovered: string[] = []
	for (const difficulty of asked) {
		const words = wordsOf(difficulty)
		const match = known.find((each) => haveCommon(words, each.words))
		if (match === undefined) uncovered.push(difficulty)
		else covered.push({ difficulty, competence: match.competence })
	}
	return { covered, uncovered }
}

/** The shortest beginning that can stand for a word, when it is two thirds of it. */
const STEM_LETTERS = 4
/** A beginning that stands for a word whatever its ending. */
const LONG_STEM_LETTERS = 6

/** Said of every topic. By their beginnings. */
const emptyWords = [
	'работа',
	'работать',
	'управление',
	'управлять',
	'руководитель',
	'организация',
	'развитие',
	'вопросы',
	'проблемы',
	'школа',
	'школьный',
	'умение',
	'знание',
	'навыки',
	'деятельность',
	'система',
	'эффективный',
	'современный',
	'образовательный',
	'который',
	'через'
]

export function haveCommonWord(one: string, other: string): boolean {
	return haveCommon(wordsOf(one), wordsOf(other))
}

function haveCommon(words: readonly string[], others: readonly string[]): boolean {
	return words.some((word) => others.some((other) => isSameWord(word, other)))
}

function isSameWord(one: string, other: string): boolean {
	let common = 0
	while (common < one.length && one[common] === other[common]) common++
	if (common >= LONG_STEM_LETTERS) return true
	return common >= STEM_LETTERS && common * 3 >= Math.max(one.length, other.length) * 2
}

function wordsOf(text: string): string[] {
	const words =
		text
			.toLowerCase()
			.replaceAll('ё', 'е')
			.match(/[a-zа-я]+/g) ?? []
	return words.filter((word) => word.length >= STEM_LETTERS && !emptyWords.some((empty) => isSameWord(word, empty)))
}
