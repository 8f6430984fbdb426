/** How a municipality declines a name, a post or an organisation where the rules do it wrong, or not at all. */
import { oblique, type Declined, type GrammaticalCase, type Oblique } from './grammatical-case.ts'

export interface OwnForms {
	/** As it is written everywhere: «Гусь Пётр Ильич», «директор», «Детский сад-ясли № 2». */
	nominative: string
	/** Those that are put in the place of the rules' own. */
	forms: Partial<Record<Oblique, string>>
}

/** Null: the rules decline it. */
export function ownForm(own: readonly OwnForms[], nominative: string, to: GrammaticalCase): Declined | null {
	if (to === 'nominative') return null
	// A post begins with a capital in the registry and without one within a paper.
	const wanted = nominative.toLowerCase()
	const form = own.find((one) => one.nominative.toLowerCase() === wanted)?.forms[to]
	return form === undefined ? null : { text: form, isSure: true }
}

/** With these forms in the place of what was there; a phrase none of whose forms is its own is not kept. */
export function withOwnForms(own: readonly OwnForms[], { nominative, forms }: OwnForms): OwnForms[] {
	const others = own.filter((one) => one.nominative !== nominative)
	return oblique.some((to) => forms[to] !== undefined) ? [...others, { nominative, forms }] : others
}
