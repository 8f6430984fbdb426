/**
 * Entries of the banks of mentors and mentees (domain.md T22, S19, R13, V8, §3.3). A mentor's entry has competences, available
 * time, and evidence for the conditions of a regulation. The registry has names and workplaces. Also compares concurrent edits
 * of an entry, and computes terms and consent signers.
 */
import { z } from 'zod'
import { addMonthsTo, daysBetween, type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { contestLevels, mentoringForms } from '../regulation/choices.ts'
import type { Regulation, Signatory } from '../regulation/schema.ts'
import { TEXT_LETTERS, TITLE_LETTERS } from '../text.ts'
import { givenDay } from '../given.ts'

const line = z.string().trim().min(1).max(TITLE_LETTERS)

/** Data of people who may be under 18: only where a regulation has such participants (domain.md R11). */
const minorFields = {
	bornOn: givenDay.nullable(),
	/** Signs for a minor; null: none. */
	representative: z.strictObject({ name: line, contact: line }).nullable()
}

/** A number of a city has six digits at least; a shorter one of a village is dialled with its code. */
export const contactPatterns = { phone: /(?:\d\D*){6}/, email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ }

/** Absent: unknown. */
const contactFields = {
	phone: line.optional(),
	email: line.optional()
}

export type ContactFields = Partial<Record<keyof typeof contactFields, string | undefined>>

/** Contacts that cannot be right. Only what is entered is asked this: older entries have shorter numbers, and keep them. */
export function wrongContacts(entry: ContactFields): (keyof ContactFields)[] {
	return (['phone', 'email'] as const).filter((field) => {
		const contact = entry[field]
		return contact !== undefined && !contactPatterns[field].test(contact)
	})
}

export interface MinorFields {
	bornOn: string | null
	representative: { name: string; contact: string } | null
}

/** Whether the entry has data that a regulation without minors does not allow. */
export function isAgeKept({ bornOn = null, representative = null }: Partial<MinorFields>): boolean {
	return bornOn !== null || representative !== null
}

export const noMinorFields: MinorFields = { bornOn: null, representative: null }

const id = z.string().regex(/^[\w-]{1,64}$/)
const date = givenDay

const post = z
	.strictObject({
		organisation: line,
		title: line,
		/** Head of the organisation, not of a department. */
		isHead: z.boolean(),
		/** The organisation is one of this municipality (domain.md T29). */
		isInMunicipality: z.boolean(),
		from: date,
		/** The last day; null: the person still has the post. */
		until: date.nullable()
	})
	.refine(({ from, until }) => until === null || from <= until, { path: ['until'] })

/** A head's effectiveness in per cent (domain.md T31, T33). */
const assessmentSchema = z.strictObject({ share: z.number().min(0).max(100), on: date })

export const contestPlaces = ['winner', 'prize', 'laureate', 'participant'] as const

export const mentorEntrySchema = z.strictObject({
	personId: id,
	competences: z.array(line).max(50),
	achievements: z
		.array(
			z.strictObject({
				title: line,
				/** What confirms it; empty: nothing. */ proof: z.string().trim().max(TITLE_LETTERS)
			})
		)
		.max(50),
	/** For all mentees together; null: unknown. */
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
				/** Its number; null: none. */
				certificate: line.nullable(),
				on: date
			})
		)
		.max(50),
	/** The term as a mentor, by order (domain.md T28); null: not appointed. `until`: the last day. */
	term: z
		.strictObject({ from: date, until: date })
		.refine(({ from, until }) => from <= until, { path: ['until'] })
		.nullable(),
	...minorFields,
	...contactFields,
	enteredOn: date
})

export type MentorEntry = z.infer<typeof mentorEntrySchema>
export type Post = z.infer<typeof post>
export type Assessment = z.infer<typeof assessmentSchema>
export type Contest = MentorEntry['contests'][number]
export type Course = MentorEntry['courses'][number]
export type Achievement = MentorEntry['achievements'][number]

/** The entry of a person without data: they meet only the conditions that their workplace meets. */
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

/** The newest assessment on the day or before. */
export function newestAssessment(assessments: readonly Assessment[], on: string): Assessment | null {
	return assessments
		.filter((assessment) => assessment.on <= on)
		.reduce<Assessment | null>((newest, each) => (newest === null || each.on > newest.on ? each : newest), null)
}

/**
 * A field that differs after two curators changed one entry. If only one of them changed it, that value is taken. If both
 * changed it differently, a person must choose: entries are not merged unseen.
 */
export interface EntryDifference<Field> {
	field: Field
	/** Whose change it is; `both`: a person must choose. */
	by: 'mine' | 'theirs' | 'both'
}

/** The fields in which mine and theirs differ. `base`: the common earlier entry; null where there was none. */
export function compareEntries<Entry extends object>(
	base: Entry | null,
	mine: Entry,
	theirs: Entry
): EntryDifference<keyof Entry>[] {
	return (Object.keys(mine) as (keyof Entry)[])
		.filter((field) => !isSame(mine[field], theirs[field]))
		.map((field) => {
			const isMine = base === null || !isSame(base[field], mine[field])
			const isTheirs = base === null || !isSame(base[field], theirs[field])
			return { field, by: isMine && isTheirs ? 'both' : isMine ? 'mine' : 'theirs' }
		})
}

/** Returns their entry with these fields of mine. */
export function takeFields<Entry extends object>(mine: Entry, theirs: Entry, fields: readonly (keyof Entry)[]): Entry {
	return { ...theirs, ...Object.fromEntries(fields.map((field) => [field, mine[field]])) }
}

/** Entries are plain JSON with fields in the schema's order. */
function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other)
}

const ADULT_MONTHS = 18 * 12

export type ConsentSigner = 'participant' | 'representative'

/**
 * Who signs any consent of a participant on the day: the legal representative for a person under 18, where the regulation has
 * minors in that role (domain.md R11). A person without a date of birth counts as an adult: only pupils and students are asked
 * for it.
 */
export function consentSigner(
	{ consents }: Pick<Regulation, 'consents'>,
	participant: { by: Signatory; bornOn: IsoDate | null },
	on: IsoDate
): ConsentSigner {
	const isForMinors = consents.some(({ by, ofMinors }) => by === participant.by && ofMinors === 'representative')
	if (!isForMinors || participant.bornOn === null) return 'participant'
	return addMonthsTo(participant.bornOn, ADULT_MONTHS) > on ? 'representative' : 'participant'
}

/** An entry of the bank of mentees (domain.md T22, T33, S3, R13, V8, §3.3). */
export const menteeEntrySchema = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	/** A category of the municipality's regulation. */
	categoryId: z.string().min(1).max(60),
	mainRequest: z.string().trim().min(1).max(TEXT_LETTERS),
	difficulties: z.array(line).max(30),
	/** Empty: any. */
	forms: z.array(z.enum(mentoringForms)).max(mentoringForms.length),
	assessments: z.array(assessmentSchema).max(50),
	...minorFields,
	...contactFields,
	enteredOn: givenDay
})

export type MenteeEntry = z.infer<typeof menteeEntrySchema>

/** Enough time to ask the mentor and to prepare another order. */
const SOON_DAYS = 60

/** The term of a mentor appointed on the day (domain.md T28); null: the regulation sets no term. */
export function appointedTerm(
	{ mentorTermMonths }: Pick<Regulation, 'mentorTermMonths'>,
	from: IsoDate
): MentorEntry['term'] {
	return mentorTermMonths === null ? null : { from, until: lastDayOfTerm(from, mentorTermMonths.value) }
}

export type MentorTermState = 'unappointed' | 'ahead' | 'lasting' | 'ending' | 'over'

export function mentorTermState(term: MentorEntry['term'], on: IsoDate): MentorTermState {
	if (term === null) return 'unappointed'
	if (on < term.from) return 'ahead'
	if (on > term.until) return 'over'
	return daysBetween(on, term.until) <= SOON_DAYS ? 'ending' : 'lasting'
}

/** An entry whose past days must not be in the future, whether a form or a table supplies it. */
type DatedEntry = Partial<Omit<MentorEntry, 'personId'> & Omit<MenteeEntry, 'personId'>>
type Path = (string | number)[]

const dated = ['assessments', 'contests', 'courses'] as const
const single = ['bornOn', 'enteredOn'] as const

/** Paths of days that are in the future. Terms and posts may begin later. */
export function futureDays(entry: DatedEntry, today: IsoDate): Path[] {
	return [
		...dated.flatMap((list) =>
			(entry[list] ?? []).flatMap(({ on }, index): Path[] => (on > today ? [[list, index, 'on']] : []))
		),
		...single.flatMap((field): Path[] => ((entry[field] ?? '') > today ? [[field]] : []))
	]
}

/** The schema for saving an entry on the day: it refuses future days, and contacts that cannot be right. */
export function savedOn<Entry extends DatedEntry>(schema: z.ZodType<Entry>, today: IsoDate): z.ZodType<Entry> {
	return schema.superRefine((entry, context) => {
		for (const path of futureDays(entry, today)) {
			context.addIssue({ code: 'custom', path, params: { problem: 'future' } })
		}
		for (const field of wrongContacts(entry)) {
			context.addIssue({ code: 'invalid_format', format: 'regex', path: [field] })
		}
	})
}
