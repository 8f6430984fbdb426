/** As a template names them, and as the rules do. */
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

/** Other than the nominative, in the order of a table of endings. */
export const oblique = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional'] as const
export type Oblique = (typeof oblique)[number]

export function isCaseName(word: string): word is CaseName {
	return Object.hasOwn(caseNames, word)
}

/** `isSure` false: nobody could decline it, and it stands in the nominative: a person has to look. */
export interface Declined {
	text: string
	isSure: boolean
}
