/** What an entry of a bank tells of the past: its days are not ahead, by whichever way they come in, a form or a table. */
import type { z } from 'zod'
import type { IsoDate } from '../calendar.ts'
import type { MenteeEntry } from './mentee-entry.ts'
import type { MentorEntry } from './mentor-entry.ts'

type Told = Partial<Omit<MentorEntry, 'personId'> & Omit<MenteeEntry, 'personId'>>
type Path = (string | number)[]

const dated = ['assessments', 'contests', 'courses'] as const
const single = ['bornOn', 'enteredOn'] as const

/** Where a day stands that has not come; terms and posts may begin later. */
export function futureDays(entry: Told, today: IsoDate): Path[] {
	return [
		...dated.flatMap((list) =>
			(entry[list] ?? []).flatMap(({ on }, index): Path[] => (on > today ? [[list, index, 'on']] : []))
		),
		...single.flatMap((field): Path[] => ((entry[field] ?? '') > today ? [[field]] : []))
	]
}

/** The schema of an entry as it may be saved on the day. */
export function savedOn<Entry extends Told>(schema: z.ZodType<Entry>, today: IsoDate): z.ZodType<Entry> {
	return schema.superRefine((entry, context) => {
		for (const path of futureDays(entry, today)) {
			context.addIssue({ code: 'custom', path, params: { problem: 'future' } })
		}
	})
}
