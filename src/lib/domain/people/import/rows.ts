/**
 * What a row of an imported table says of a person in a bank, or of an organisation, as it travels and is checked again where it
 * is stored. What the row leaves out, or has an empty cell for, is absent: it takes nothing away from what is known.
 */
import { z } from 'zod'
import { givenDay } from '../../given-day.ts'
import { organisationSchema } from '../organisation.ts'
import { personNames } from '../person-name-schema.ts'
import { menteeEntrySchema } from '../mentee-entry.ts'
import { mentorEntrySchema } from '../mentor-entry.ts'
import { TITLE_LETTERS } from '../../text-letters.ts'

export const importKinds = ['mentors', 'mentees', 'organisations'] as const
export type ImportKind = (typeof importKinds)[number]

export const MOST_ROWS = 5_000

const person = {
	...personNames,
	/** Of the same municipality. */
	organisationId: z.string().max(64).optional(),
	/** «Директор» */
	post: z.string().trim().min(1).max(TITLE_LETTERS).optional()
}

export const importedMentorSchema = z.strictObject({
	...person,
	/** From the years as head, where nothing is known of the posts themselves: since when in the present one. */
	headSince: givenDay.optional(),
	entry: mentorEntrySchema.omit({ personId: true }).partial()
})

export const importedMenteeSchema = z.strictObject({
	...person,
	entry: menteeEntrySchema.omit({ personId: true }).partial()
})

export const importedOrganisationSchema = organisationSchema.omit({ id: true }).partial().required({ name: true })

export type ImportedMentor = z.infer<typeof importedMentorSchema>
export type ImportedMentee = z.infer<typeof importedMenteeSchema>
export type ImportedPerson = ImportedMentor | ImportedMentee
export type ImportedOrganisation = z.infer<typeof importedOrganisationSchema>
export type ImportedRow = ImportedPerson | ImportedOrganisation

/** What becomes of a row: something new, or what it says of somebody known takes the place of what was. */
export const rowTargetSchema = z.discriminatedUnion('type', [
	/** `isSeparate`: though somebody of that name is known. */
	z.strictObject({ type: z.literal('new'), isSeparate: z.boolean() }),
	z.strictObject({ type: z.literal('update'), id: z.string().max(64) })
])
export type RowTarget = z.infer<typeof rowTargetSchema>
