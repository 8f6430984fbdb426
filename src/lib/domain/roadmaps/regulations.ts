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
	}
} as const satisfies Record<string, Regulation>
