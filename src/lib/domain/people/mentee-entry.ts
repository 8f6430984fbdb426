/** What the bank of mentees keeps of a person (domain.md T22, T33, S3, R13, V8, §3.3). */
import { z } from 'zod'
import { givenDay } from '../given-day.ts'
import { mentoringForms } from '../regulation/schema.ts'
import { TEXT_LETTERS, TITLE_LETTERS } from '../text-letters.ts'
import { assessmentSchema } from './mentor-entry.ts'
import { minorFields } from './minor-fields.ts'

const line = z.string().trim().min(1).max(TITLE_LETTERS)

export const menteeEntrySchema = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	/** Of the municipality's regulation. */
	categoryId: z.string().min(1).max(60),
	mainRequest: z.string().trim().min(1).max(TEXT_LETTERS),
	difficulties: z.array(line).max(30),
	/** Empty: any. */
	forms: z.array(z.enum(mentoringForms)).max(mentoringForms.length),
	assessments: z.array(assessmentSchema).max(50),
	...minorFields,
	enteredOn: givenDay
})

export type MenteeEntry = z.infer<typeof menteeEntrySchema>
