/** A roadmap: the template a plan is made from. The shipped ones are the files beside this. */
import type { regulations } from './regulations.ts'

export interface Roadmap {
	/** Kebab-case, stable: it is written into every plan made from it. */
	id: string
	title: string
	/** Where it comes from, `annex` null: from the regulation's own text; null: drawn up by nobody we know. */
	source: { regulation: keyof typeof regulations; annex: number | null } | null
	stages: readonly RoadmapStage[]
}

export interface RoadmapStage {
	title: string
	/** domain.md T53; null: the regulation gives none, and the pair sets the days. */
	months: number | null
	activities: readonly RoadmapActivity[]
}

export interface RoadmapActivity {
	/** «2.3» */
	number: string
	/** Wording of the regulation, untouched. */
	title: string
	resultForm?: ResultForm
	/** In the words of the regulation, «февраль-июнь» (domain.md D28). */
	deadline?: string
	place?: string
}

export type ResultForm = (typeof resultForms)[number]

/** What a stage of the shipped roadmaps ends with, letter by letter (domain.md T54). A pair may write another. */
export const resultForms = ['Информационная справка', 'Аналитическая справка', 'Аналитический отчет'] as const
