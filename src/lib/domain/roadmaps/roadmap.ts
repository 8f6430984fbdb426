/** A roadmap: the template for a plan. The files in this folder are the shipped ones. */
import type { IsoDate } from '../calendar.ts'

export interface Roadmap {
	/** Kebab-case and stable: every plan made from it stores it. */
	id: string
	title: string
	/** Its source. `annex` null: the regulation's main text. Null: no known source. */
	source: { regulation: keyof typeof regulations; annex: number | null } | null
	stages: readonly RoadmapStage[]
}

export interface RoadmapStage {
	title: string
	/** Months (domain.md T53); null: the regulation sets none, and the pair sets the days. */
	months: number | null
	activities: readonly RoadmapActivity[]
}

export interface RoadmapActivity {
	/** «2.3» */
	number: string
	/** The regulation's wording, unchanged. Our own where the regulation has no such list. */
	title: string
	resultForm?: ResultForm
	/** In the words of the regulation, «февраль-июнь» (domain.md D28). */
	deadline?: string
	place?: string
	/** The row's column «Ответственный», as written. */
	responsible?: string
}

/** The stage with this number. Its activities are numbered in their order: «2.3» is the third of the second stage. */
export function numbered(
	number: number,
	title: string,
	months: number | null,
	activities: readonly (string | Omit<RoadmapActivity, 'number'>)[]
): RoadmapStage {
	return {
		title,
		months,
		activities: activities.map((activity, index) => ({
			number: `${number}.${index + 1}`,
			...(typeof activity === 'string' ? { title: activity } : activity)
		}))
	}
}

export type ResultForm = (typeof resultForms)[number]

/** The result of a stage in the shipped roadmaps, letter by letter (domain.md T54). A pair may write another. */
export const resultForms = ['Информационная справка', 'Аналитическая справка', 'Аналитический отчет'] as const

/** A municipal regulation that shipped roadmaps come from, by the letter of the field notes (domain.md). */
export interface Regulation {
	title: string
	/** The municipality's name on papers. */
	municipality: string
	number: string
	/** The day it was signed. */
	on: IsoDate
}

export const regulations = {
	T: {
		title: 'Положение о наставничестве руководителей',
		municipality: 'Томск',
		number: '100р',
		on: '2024-02-20'
	},
	S: {
		title: 'Положение о наставничестве педагогических работников',
		municipality: 'Сургут',
		number: '12-09-2022/2',
		on: '2022-09-12'
	},
	R: {
		title: 'Целевая модель наставничества обучающихся',
		municipality: 'Томская область',
		number: '420-р / 261',
		on: '2020-05-27'
	},
	D: {
		title: 'Положение о муниципальном наставническом центре',
		municipality: 'Динской район',
		number: '78',
		on: '2021-02-12'
	},
	V: {
		title: 'Муниципальная дорожная карта наставничества',
		municipality: 'Дивногорск',
		number: '261',
		on: '2022-12-12'
	}
} as const satisfies Record<string, Regulation>
