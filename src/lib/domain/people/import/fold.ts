/** Texts as a reader compares them: letter case, «ё» and «е», spaces, quotes and signs that nobody sees make no difference. */
import { withoutUnseen } from '../../unseen-signs.ts'

export function fold(text: string): string {
	return withoutUnseen(text)
		.toLowerCase()
		.replaceAll('ё', 'е')
		.replace(/[«»"'“”„`]/g, '')
		.replace(/\s*№\s*/g, ' № ')
		.replace(/[‐-―−]/g, '-')
		.replace(/\s+/g, ' ')
		.trim()
}

/** Without what says nothing in a heading: «Часы в месяц (всего):» is «часы в месяц». */
export function foldHeading(text: string): string {
	return fold(text.replace(/\([^)]*\)/g, ' '))
		.replace(/[.,:;*/]/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
}

/** Say of an organisation what it is in law, not which one it is. */
const legalWords =
	/^(г?(ос|об)?м?[абкч]?д?оу|мобу|м[абк]у|до|муниципальн.*|государственн.*|областн.*|автономн.*|бюджетн.*|казенн.*|(обще)?образовательн.*|дошкольн.*|учрежден.*|средняя|основная)$/

const sameWords: Readonly<Record<string, string>> = {
	сош: 'школа',
	оош: 'школа',
	сш: 'школа',
	сад: 'детсад',
	дс: 'детсад'
}

/**
 * Alike for organisations that one table names in full and another in short: «МАОУ СОШ № 4» is «Школа № 4». Empty where nothing
 * is left to tell it by.
 */
export function foldOrganisation(name: string): string {
	return fold(name)
		.replace(/(^| )(им|имени)\.? .*$/, '')
		.replace(/ (г|гор|город|города)\.? ?\S+$/, '')
		.replace(/детский сад|д\/с/g, 'детсад')
		.replace(/[.,()]/g, ' ')
		.split(' ')
		.filter((word) => word !== '' && !legalWords.test(word))
		.map((word) => sameWords[word] ?? word)
		.join(' ')
}
