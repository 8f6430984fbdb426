import type { Page } from '@sveltejs/kit'
import type { DayBounds } from '#domain/calendar.ts'
import type { PaperKind } from '#domain/papers/kinds.ts'
import { type Activity, isToCancel } from '#domain/plan/activity.ts'
import type { Status } from '#domain/plan/mark.ts'
import type { Meeting } from '#domain/plan/meeting.ts'
import { planDays } from '#domain/plan/road.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { PlanState } from '#lib/state/plan.svelte.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import type { Names } from '#lib/ui/words/fields.ts'
import { statusWords } from '#lib/ui/words/statuses.ts'

/** «а, б и в»; «Вы» with its capital letter comes first. */
export function joinWords(words: readonly string[]): string {
	const you = m.program_you()
	const ordered = words.includes(you) ? [you, ...words.filter((word) => word !== you)] : words
	return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(ordered)
}

/** «Вы» for oneself, else the given name; «Участник программы» for a person whom this device does not know. */
export function shortNameOf(program: ProgramContext, personId: string): string {
	if (personId === program.me.id) return m.program_you()
	return program.givenNameOf(personId) || m.program_somebody()
}

/** «Вы» for oneself, else given and family name. */
export function fullNameOf(program: ProgramContext, personId: string): string {
	if (personId === program.me.id) return m.program_you()
	return program.nameOf(personId) || m.program_somebody()
}

export function namesIn(program: ProgramContext): Names {
	return {
		people: (ids) => (ids.length === 0 ? '' : joinWords(ids.map((id) => shortNameOf(program, id)))),
		activities: (ids) => ids.flatMap((id) => program.plan.activity(id)?.title || []).join('; ')
	}
}

/** Null for a person who is no participant: a curator, or one who has left. */
export function roleOf({ listing }: ProgramContext, personId: string): 'mentor' | 'mentee' | null {
	return listing.participants.find(({ person }) => person.id === personId)?.role ?? null
}

/** Other people who have this activity or meeting open; `isWriting`: their cursor is in its text. */
export function othersAt({ presence, session }: ProgramContext, itemId: string) {
	const here = presence.others.filter(({ openItemId }) => openItemId === itemId)
	const states = [...session.plan.awareness.getStates().values()]
	return here.map(({ personId }) => ({
		personId,
		isWriting: states.some(
			(state) => state.personId === personId && state.openItemId === itemId && state.cursor != null
		)
	}))
}

/**
 * Splits a regulation's wording into two lines where it names a kind of work and then its topic:
 * «Консультационный семинар» over «„Охрана труда…“». Both halves together are the title, letter by letter.
 */
export function splitTitle(title: string): { kind: string; topic: string } {
	const match = /^([^«»:]{4,60}?(?:по теме:|:(?=\s«)|(?=\s«)))\s+(\S.*)$/su.exec(title)
	return match === null ? { kind: '', topic: title } : { kind: match[1] ?? '', topic: match[2] ?? '' }
}

/** Paths of a programme's screens; `resolve` of `$app/paths` makes an address of them. */
export const planPath = (programId: string) => `/programs/${programId}` as const
export const activityPath = (programId: string, id: string) => `/programs/${programId}/activities/${id}` as const
export const meetingsPath = (programId: string) => `/programs/${programId}/meetings` as const
export const meetingPath = (programId: string, id: string) => `/programs/${programId}/meetings/${id}` as const
export const agreementPath = (programId: string, meetingId: string, id: string) =>
	`/programs/${programId}/meetings/${meetingId}?agreement=${encodeURIComponent(id)}` as const
export const aboutPath = (programId: string) => `/programs/${programId}/about` as const
export const historyPath = (programId: string) => `/programs/${programId}/history` as const
export const editionsPath = (programId: string) => `/programs/${programId}/editions` as const
export const editionPath = (programId: string, hash: string) => `/programs/${programId}/editions/${hash}` as const
export const decisionsPath = (programId: string) => `/decisions/${programId}` as const
/** `of`: the id of a submission, or the key of a report (`reportKeyOf`); absent: the next one. */
export const reportPath = (programId: string, of?: string) =>
	`/programs/${programId}/report${of === undefined ? '' : `?of=${encodeURIComponent(of)}`}` as const
/** `of`: the meeting of a record; absent: the journal of all. */
export const journalPath = (programId: string, of?: string) =>
	`/programs/${programId}/meetings/journal${of === undefined ? '' : `?of=${encodeURIComponent(of)}`}` as const
export const papersPath = (programId: string) => `/papers/${programId}` as const
export const paperPath = (programId: string, kind: PaperKind, subjectId: string) =>
	`/papers/${programId}?kind=${kind}&of=${encodeURIComponent(subjectId)}` as const

/** The topic, else the place, else only «Встреча». */
export function meetingTitle({ topic, place }: Pick<Meeting, 'topic' | 'place'>): string {
	return topic || (place === '' ? m.program_meeting() : m.program_meeting_at({ place }))
}

/** By the plan's own term, or the order's until the plan has arrived. */
export function daysOf(program: ProgramContext): Required<DayBounds> {
	return planDays(termOf(program))
}

export function termOf({ plan: { meta }, listing }: ProgramContext) {
	return { startsOn: meta.startsOn || listing.startsOn, termMonths: meta.termMonths || listing.termMonths }
}

type Place = Pick<Page, 'params' | 'route'>

/** What the browser's title calls a screen of a programme; it distinguishes history entries and tabs. */
export function screenName({ params, route }: Place, plan: Pick<PlanState, 'activity' | 'meeting'>): string {
	const { activityId, meetingId } = params
	if (activityId !== undefined) return plan.activity(activityId)?.title || m.program_tab_plan()
	if (meetingId !== undefined) return meetingTitle(plan.meeting(meetingId) ?? { topic: '', place: '' })
	const id = route.id ?? ''
	if (id.includes('/meetings')) return m.program_tab_meetings()
	if (id.includes('/history')) return m.sync_history()
	if (id.includes('/editions')) return m.decision_editions_title()
	if (id.includes('/report')) return m.report_title()
	return id.includes('/about') ? m.program_tab_about() : m.program_tab_plan()
}

/** The present status; a cancellation of what is approved is only proposed (domain.md T44). */
export function presentStatus({ approved }: Pick<ProgramContext, 'approved'>, activity: Activity): string {
	return isToCancel(activity, approved) ? m.program_to_cancel() : statusLabel(activity.status)
}

/** What somebody marked; to cancel what is approved is only to propose it (domain.md T44). */
export function markLabel(
	{ approved }: Pick<ProgramContext, 'approved'>,
	{ id }: Pick<Activity, 'id'>,
	status: Status
): string {
	const isProposal = status === 'cancelled' && approved?.planned.includes(id) === true
	return isProposal ? m.program_to_cancel() : statusLabel(status)
}

/** A status to choose: of what is approved, the cancellation can only be proposed. */
export function statusChoice(
	{ approved }: Pick<ProgramContext, 'approved'>,
	activity: Activity,
	status: Status
): string {
	if (status !== 'cancelled' || approved?.planned.includes(activity.id) !== true) return statusLabel(status)
	return activity.status === 'cancelled' ? m.program_to_cancel() : m.program_propose_cancel()
}

export function statusLabel(status: Status): string {
	return statusWords[status].label()
}
