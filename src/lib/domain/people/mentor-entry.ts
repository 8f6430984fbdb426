/**
 * What the bank of mentors keeps of a person (domain.md T22, S19, R13, V8, §3.3): what they can, how much time they have, and
 * the evidence for the conditions of a regulation. Who they are and where they work is in the registry.
 */
import { z } from 'zod'
import { givenDay } from '../given-day.ts'
import { contestLevels, mentoringForms } from '../regulation/schema.ts'
import { TITLE_LETTERS } from '../text-letters.ts'
import { minorFields, noMinorFields } from './minor-fields.ts'

const line = z.string().trim().min(1).max(TITLE_LETTERS)
const id = z.string().regex(/^[\w-]{1,64}$/)
const date = givenDay

const post = z
	.strictObject({
		organisation: line,
		title: line,
		/** Of the organisation, not of a part of it. */
		isHead: z.boolean(),
		/** The organisation is one of this municipality (domain.md T29). */
		isInMunicipality: z.boolean(),
		from: date,
		/** The last day; null: still held. */
		until: date.nullable()
	})
	.refine(({ from, until }) => until === null || from <= until, { path: ['until'] })

/** Of the effectiveness of a head, per cent (domain.md T31, T33). */
export const assessmentSchema = z.strictObject({ share: z.number().min(0).max(100), on: date })

export const contestPlaces = ['winner', 'prize', 'laureate', 'participant'] as const

export const mentorEntrySchema = z.strictObject({
	personId: id,
	competences: z.array(line).max(50),
	achievements: z
		.array(
			z.strictObject({
				title: line,
				/** What confirms it; empty: nothing does. */ proof: z.string().trim().max(TITLE_LETTERS)
			})
		)
		.max(50),
	/** For all mentees together; null: not said. */
	hoursPerMonth: z.number().min(0).max(200).nullable(),
	/** Empty: any. */
	forms: z.array(z.enum(mentoringForms)).max(mentoringForms.length),
	posts: z.array(post).max(50),
	assessments: z.array(assessmentSchema).max(50),
	contests: z
		.array(
			z.strictObject({
				title: line,
				level: z.enum(contestLevels),
				place: z.enum(contestPlaces),
				/** In the post of head, not of teacher (domain.md T30). */
				isAsHead: z.boolean(),
				on: date
			})
		)
		.max(50),
	courses: z
		.array(
			z.strictObject({
				title: line,
				isOnMentoring: z.boolean(),
				/** Its number; null: there is none. */
				certificate: line.nullable(),
				on: date
			})
		)
		.max(50),
	/** As a mentor, by order (domain.md T28); null: not appointed. `until`: the last day. */
	term: z
		.strictObject({ from: date, until: date })
		.refine(({ from, until }) => from <= until, { path: ['until'] })
		.nullable(),
	...minorFields,
	enteredOn: date
})

export type MentorEntry = z.infer<typeof mentorEntrySchema>
export type Post = z.infer<typeof post>
export type Assessment = z.infer<typeof assessmentSchema>
export type Contest = MentorEntry['contests'][number]
export type Course = MentorEntry['courses'][number]
export type Achievement = MentorEntry['achievements'][number]

/** Of somebody of whom nothing is written down: they meet what their workplace alone meets. */
export function emptyMentorEntry(personId: string, enteredOn: string): MentorEntry {
	return {
		personId,
		competences: [],
		achievements: [],
		hoursPerMonth: null,
		forms: [],
		posts: [],
		assessments: [],
		contests: [],
		courses: [],
		term: null,
		...noMinorFields,
		enteredOn
	}
}

/** The last of those made by the day. */
export function newestAssessment(assessments: readonly Assessment[], on: string): Assessment | null {
	return assessments
		.filter((assessment) => assessment.on <= on)
		.reduce<Assessment | null>((newest, each) => (newest === null || each.on > newest.on ? each : newest), null)
}
