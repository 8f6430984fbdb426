/** The bank entries of a person in words: to read them, and to choose between two versions. */
import type {
	Achievement,
	Assessment,
	ContactFields,
	Contest,
	MenteeEntry,
	MentorEntry,
	MinorFields,
	Post
} from '#domain/people/bank-entry.ts'
import type { MenteeCategory } from '#domain/regulation/schema.ts'
import type { BankRegulation, PersonCard } from '#protocol/api/people.ts'
import { formatDay, formatDaySpan } from '#lib/ui/dates.ts'
import { decimal } from '#lib/ui/format.ts'
import { contestWords, formWords, organisationStatusWords } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'
import type { FieldWords, Labels } from '../../../forms/problems.ts'

/** For people who may be under 18 (domain.md R11). */
const minorWords: readonly FieldWords<MinorFields>[] = [
	{ field: 'bornOn', label: m.people_born_on, lines: ({ bornOn }) => (bornOn === null ? [] : [formatDay(bornOn)]) },
	{
		field: 'representative',
		label: m.people_representative,
		lines: ({ representative }) =>
			representative === null ? [] : [`${representative.name} · ${representative.contact}`]
	}
]

export function achievementText({ title, proof }: Achievement): string {
	return `${title} · ${proof || m.people_achievement_unproved()}`
}

const contactWords: readonly FieldWords<ContactFields>[] = [
	{ field: 'phone', label: m.people_phone, lines: ({ phone = '' }) => (phone === '' ? [] : [phone]) },
	{ field: 'email', label: m.people_email, lines: ({ email = '' }) => (email === '' ? [] : [email]) }
]

export const mentorWords: readonly FieldWords<MentorEntry>[] = [
	{ field: 'competences', label: m.people_competences, lines: ({ competences }) => competences },
	{
		field: 'achievements',
		label: m.people_achievements,
		lines: ({ achievements }) => achievements.map(achievementText)
	},
	{ field: 'posts', label: m.people_posts, lines: ({ posts }) => posts.map(postText) },
	{
		field: 'assessments',
		label: m.people_assessments,
		lines: ({ assessments }) => assessments.map(assessmentText)
	},
	{ field: 'contests', label: m.people_contests, lines: ({ contests }) => contests.map(contestText) },
	{
		field: 'courses',
		label: m.people_courses,
		lines: ({ courses }) =>
			courses.map(({ title, certificate, on }) =>
				[
					title,
					certificate === null ? m.people_course_unproved() : m.people_course_certificate({ number: certificate }),
					formatDay(on)
				].join(' · ')
			)
	},
	{
		field: 'hoursPerMonth',
		label: m.people_hours_label,
		lines: ({ hoursPerMonth }) => (hoursPerMonth === null ? [] : [m.people_hours({ hours: decimal(hoursPerMonth) })])
	},
	{ field: 'forms', label: m.people_forms, lines: ({ forms }) => formsText(forms) },
	{
		field: 'term',
		label: m.people_term,
		lines: ({ term }) => (term === null ? [] : [formatDaySpan(term.from, term.until)])
	},
	...contactWords,
	...minorWords,
	{ field: 'enteredOn', label: m.people_entered_on, lines: ({ enteredOn }) => [formatDay(enteredOn)] }
]

/** What a reader of a mentee's entry is told before it: mostly, whether the mentee fits its category (domain.md T33, D3). */
export function menteeNotices({ entry, fits, isMinor }: NonNullable<PersonCard['mentee']>, regulation: BankRegulation) {
	if (entry === null) return []
	const category = regulation.categories.find(({ id }) => id === entry.categoryId)
	const fit = category && fits[category.id]
	return [
		...(category === undefined ? [{ tone: 'amber' as const, text: m.people_category_gone() }] : []),
		...(category !== undefined && (fit === 'unfit' || fit === 'unknown')
			? [
					{
						tone: fit === 'unfit' ? ('red' as const) : ('amber' as const),
						title: fit === 'unfit' ? m.people_unfit() : m.people_fit_unknown(),
						text: `${neededText(category.check)} ${category.source.clause}`
					}
				]
			: []),
		...(isMinor ? [{ text: m.people_is_minor() }] : [])
	]
}

function neededText(check: MenteeCategory['check']): string {
	switch (check?.type) {
		case undefined:
			return ''
		case 'assessment':
			return m.people_category_needs_assessment({ share: check.atMost })
		case 'organisation':
			return m.people_category_needs_organisation({
				choices: check.oneOf.map((status) => organisationStatusWords[status]()).join(', ')
			})
	}
}

/** Without the fields for minors, if the regulation has no minors. */
export function shownMenteeWords({ categories, hasMinors }: BankRegulation): readonly FieldWords<MenteeEntry>[] {
	const words = menteeWords(categories)
	return hasMinors ? words : words.filter(({ field }) => !minorWords.some((one) => one.field === field))
}

/** `categories`: the regulation's, for their wording. */
export function menteeWords(
	categories: readonly { id: string; wording: string }[]
): readonly FieldWords<MenteeEntry>[] {
	return [
		{
			field: 'categoryId',
			label: m.people_category,
			lines: ({ categoryId }) => [categories.find(({ id }) => id === categoryId)?.wording ?? m.people_category_gone()]
		},
		{ field: 'mainRequest', label: m.people_main_request, lines: ({ mainRequest }) => [mainRequest] },
		{ field: 'difficulties', label: m.people_difficulties, lines: ({ difficulties }) => difficulties },
		{ field: 'forms', label: m.people_forms, lines: ({ forms }) => formsText(forms) },
		{
			field: 'assessments',
			label: m.people_assessments,
			lines: ({ assessments }) => assessments.map(assessmentText)
		},
		...contactWords,
		...minorWords,
		{ field: 'enteredOn', label: m.people_entered_on, lines: ({ enteredOn }) => [formatDay(enteredOn)] }
	]
}

export function assessmentText({ share, on }: Assessment): string {
	return m.people_assessment({ share: decimal(share), day: formatDay(on) })
}

export function contestText({ title, level, place, on }: Contest): string {
	return [title, contestWords[level](), contestPlaceWords[place](), formatDay(on)].join(' · ')
}

export const contestPlaceWords: Readonly<Record<Contest['place'], () => string>> = {
	winner: m.people_place_winner,
	prize: m.people_place_prize,
	laureate: m.people_place_laureate,
	participant: m.people_place_participant
}

/** As the fields are labelled in the forms. */
export const entryLabels: Labels = {
	competences: m.people_competences,
	title: m.people_field_title,
	'posts.title': m.people_field_post,
	'posts.until': m.people_field_until_current,
	proof: m.people_field_proof,
	organisation: m.people_organisation,
	from: m.people_field_from,
	until: m.people_field_until,
	share: m.people_field_share,
	on: m.people_field_on,
	certificate: m.people_field_certificate,
	mainRequest: m.people_main_request,
	difficulties: m.people_difficulties,
	hoursPerMonth: m.people_hours_label,
	categoryId: m.people_category,
	name: m.people_field_representative_name,
	contact: m.people_field_contact,
	enteredOn: m.people_entered_on,
	bornOn: m.people_born_on,
	phone: m.people_phone,
	email: m.people_email
}

function postText({ organisation, title, isHead, from, until }: Post): string {
	const span = until === null ? m.people_since({ day: formatDay(from) }) : formatDaySpan(from, until)
	return [title, organisation, span, ...(isHead ? [m.people_post_head()] : [])].join(' · ')
}

function formsText(forms: MentorEntry['forms']): string[] {
	return forms.length === 0 ? [m.people_forms_any()] : [forms.map((form) => formWords[form]()).join(', ')]
}
