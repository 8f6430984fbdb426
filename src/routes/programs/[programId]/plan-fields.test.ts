/** Each field of an activity and of a meeting is on the screens that show them: one that is added later, too. */
import { expect, it } from 'vitest'
import { readActivity } from '#domain/plan/activity.ts'
import { addMeeting, editActivity, markActivity } from '#domain/plan/edit.ts'
import { type FieldName, rowsOf, type ValueKind } from '#domain/plan/fields.ts'
import { readMeeting } from '#domain/plan/meeting.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { PlanState } from '#lib/state/plan.svelte.ts'
import { type ProgramContext, setProgram } from '#lib/state/program.svelte.ts'
import { setToday, type Today } from '#lib/state/today.svelte.ts'
import { fieldWords, valueWords } from '#lib/ui/words/fields.ts'
import { createPlan, irina } from '../../../../tests/support/plan-pair.ts'
import { renderWithin } from '../../../../tests/support/render-within.ts'
import ActivityFields from './(plan)/activities/[activityId]/ActivityFields.svelte'
import ActivityHead from './(plan)/activities/[activityId]/ActivityHead.svelte'
import RouteItem from './(plan)/RouteItem.svelte'
import EditionPlan from './editions/[hash]/EditionPlan.svelte'
import PastPlan from './history/PastPlan.svelte'
import MeetingActivities from './meetings/[meetingId]/MeetingActivities.svelte'
import MeetingHead from './meetings/[meetingId]/MeetingHead.svelte'
import MeetingSummary from './meetings/[meetingId]/MeetingSummary.svelte'
import { namesIn } from './words.ts'

overwriteGetLocale(() => 'ru')

const id = 'a1-2'
const onedit = () => null

/** An activity has them as an item of an educational route, which has a screen of its own. */
const ofRoute = ['choice', 'certificate', 'certificateNumber', 'certificateLink'] as const
const notOfRoute = rowsOf.activity
	.map(([field]) => field as FieldName<'activity'>)
	.filter((field) => !(ofRoute as readonly string[]).includes(field))

/** Of each field another value. */
function sampleOf(kind: ValueKind, field: string, index: number): unknown {
	const samples: Record<ValueKind, unknown> = {
		text: `Слово о ${field}`,
		day: `2026-09-1${index}`,
		time: '14:35',
		months: 12,
		person: 'irina',
		people: ['irina'],
		activities: [id],
		meetingSort: 'planning',
		check: null
	}
	return samples[kind]
}

function sampleFields(kind: 'activity' | 'meeting'): Record<string, unknown> {
	const plain = rowsOf[kind].flatMap(([field, row], index) =>
		row.kind === 'long' ? [] : [[field, sampleOf(row.kind, field, index)] as const]
	)
	return Object.fromEntries(plain)
}

const doc = createPlan()
markActivity(doc, id, { markId: 'mark', status: 'done', doneOn: '2026-09-10' }, irina())
editActivity(doc, id, sampleFields('activity'), irina())
addMeeting(doc, 'm', sampleFields('meeting'), irina())
const activity = readActivity(doc, id)!
const meeting = readMeeting(doc, 'm')!

const program = (canEdit: boolean) =>
	({
		...{ canEdit, day: '2026-09-01', approved: null, me: { id: 'viktor' } },
		listing: { id: 'program-1', participants: [{ person: { id: 'irina' }, role: 'mentee' }], formerParticipants: [] },
		...{ plan: new PlanState(doc), session: { plan: { doc } }, presence: { others: [] } },
		...{ nameOf: () => 'Ирина Лаптева', givenNameOf: () => 'Ирина' }
	}) as unknown as ProgramContext

const provide = (canEdit: boolean) => () => {
	setProgram(program(canEdit))
	setToday({ date: '2026-09-01' } as unknown as Today)
}

const plain = (body: string) => body.replace(/<!--.*?-->/g, '').replaceAll('\u00a0', ' ')

function activityScreen(canEdit: boolean): string {
	const head = renderWithin(provide(canEdit), ActivityHead, { activity })
	return plain(head + renderWithin(provide(canEdit), ActivityFields, { activity }))
}

const routeScreen = (canEdit: boolean) => plain(renderWithin(provide(canEdit), RouteItem, { id }))

function meetingScreen(canEdit: boolean): string {
	const head = renderWithin(provide(canEdit), MeetingHead, { meeting, onedit })
	const summary = renderWithin(provide(canEdit), MeetingSummary, { meeting, onedit })
	return plain(head + summary + renderWithin(provide(canEdit), MeetingActivities, { meeting, onedit }))
}

/** The rows whose value, in the words of the screen, is not on it. `others`: fields that this screen does not show. */
function missingIn(
	screen: string,
	kind: 'activity' | 'meeting',
	others: readonly (FieldName<'activity'> | FieldName<'meeting'>)[]
): string[] {
	const values = sampleFields(kind)
	const ignored: readonly string[] = others
	return rowsOf[kind]
		.filter(([field, row]) => row.kind !== 'long' && !ignored.includes(field))
		.filter(([field, row]) => !screen.includes(plain(valueWords(row.kind, values[field], namesIn(program(false))))))
		.map(([field]) => field)
}

it.each([
	['activity', activityScreen, ofRoute] as const,
	['meeting', meetingScreen, []] as const,
	['activity', routeScreen, notOfRoute] as const
])(
	'whoever may edit an %s has each of its fields before them, and whoever reads it each of its values: %o',
	(kind, of, others) => {
		const ignored: readonly string[] = others
		const fields = rowsOf[kind].filter(([field, row]) => row.kind !== 'long' && !ignored.includes(field))
		const unlabelled = fields.filter(([field]) => !of(true).includes(fieldWords(kind, field)?.label() ?? '—'))
		expect(unlabelled.map(([field]) => field)).toEqual([])
		expect(missingIn(of(false), kind, others)).toEqual([])
	}
)

it('the plan of a past moment, and an edition, show each field of an activity; the past plan also those of a meeting', () => {
	const past = plain(renderWithin(provide(false), PastPlan, { past: { doc, at: '2026-09-01T09:00:00.000Z' } }))
	// One that took place has no term to keep any more.
	expect(missingIn(past, 'activity', ['startsOn', 'dueOn'])).toEqual([])
	// Its day is a figure over a month.
	expect(missingIn(past, 'meeting', ['heldOn', 'activityIds'])).toEqual([])
	// The days are a span here; why one moved is not planned.
	const edition = plain(renderWithin(provide(false), EditionPlan, { doc, about: '' }))
	expect(missingIn(edition, 'activity', ['startsOn', 'dueOn', 'doneOn', 'carryOverReason', ...ofRoute])).toEqual([])
})
