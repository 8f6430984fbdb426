/** The municipal regulations the shipped roadmaps come from, by the letter of the field notes (domain.md). */
import type { IsoDate } from '../calendar.ts'

export interface Regulation {
	title: string
	/** Of whom it is, as a paper names it. */
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
