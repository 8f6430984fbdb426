/**
 * Computes an edition, «Утверждённая редакция»: the content of a plan that people agree, support and approve (domain.md T44).
 * It is the programme as planned: term, stages, activities and profile. Meetings and notes do not belong to it, and of the marks
 * only that an activity will not take place. So an active plan stays the approved edition until somebody changes what is planned.
 * Also checks what a regulation requires of a programme.
 */
import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import type { ProgramSection, Regulation } from '../regulation/schema.ts'
import { type Activity, readActivities } from './activity.ts'
import { isEmpty, type Rows, rowsOf } from './fields.ts'
import { readPlanMeta } from './layout.ts'
import { type ProfileItem, profileKinds, readProfile, readStages } from './stage.ts'

/**
 * The text of an edition. It is the same for the same content, whichever device wrote it and in whatever order. Its SHA-256
 * over UTF-8 is printed as the edition's mark. Keys are in the order of the table of fields, lists in the order a person reads
 * them. It has no ids: deleting and restoring an activity makes no new edition (`hasRewritten` tells a copy from the activity itself).
 * A part that editions did not have from the beginning (later fields and lists, and that an activity is cancelled) is written only
 * where there is one, so that approved editions without one keep their marks.
 */
export function editionText(doc: Y.Doc): string {
	const activities = readActivities(doc)
	const { goal, direction, difficulty, strength, form, image } = readProfile(doc)
	return JSON.stringify({
		version: 1,
		...plannedRecord(rowsOf.program, readPlanMeta(doc)),
		stages: readStages(doc).map((stage) => ({
			...plannedRecord(rowsOf.stage, stage),
			activities: activities
				.filter(({ stageId }) => stageId === stage.id)
				.map((activity) => [
					activity.number,
					...plannedList(rowsOf.activity, activity),
					...(activity.status === 'cancelled' ? ['cancelled'] : [])
				])
		})),
		profile: [goal, difficulty, strength].map(textsOf),
		...(direction.length > 0 && { directions: textsOf(direction) }),
		...(form.length > 0 && { forms: textsOf(form) }),
		...(image.length > 0 && { image: textsOf(image) })
	})
}

function textsOf(items: readonly ProfileItem[]): unknown[] {
	return items.flatMap((item) => plannedList(rowsOf.profile, item))
}

/** The planned values of an item by name: all that editions always had, and the later ones that are filled. */
export function plannedRecord(rows: Rows, item: object): Record<string, unknown> {
	return Object.fromEntries([...plannedOf(rows, item, 'always'), ...plannedOf(rows, item, 'filled')])
}

/** The planned values of an item: in a row those that editions always had, then a record of the later ones, if any is filled. */
export function plannedList(rows: Rows, item: object): unknown[] {
	const later = plannedOf(rows, item, 'filled')
	return [
		...plannedOf(rows, item, 'always').map(([, value]) => value),
		...(later.length > 0 ? [Object.fromEntries(later)] : [])
	]
}

/** People are in the order of their ids. */
function plannedOf(rows: Rows, item: object, edition: 'always' | 'filled'): [name: string, value: unknown][] {
	const values: Readonly<Record<string, unknown>> = { ...item }
	return rows
		.filter(([name, row]) => row.edition === edition && (edition === 'always' || !isEmpty(values[name])))
		.map(([name]) => {
			const value = values[name]
			return [name, Array.isArray(value) ? value.toSorted() : value]
		})
}

/** The activities of the last approved edition, by id: progress and closure count against them (domain.md T41, T44). */
export interface ApprovedPlan {
	/** Of the edition. */
	hash: string
	/** The day on which it came into force. */
	on: IsoDate
	planned: readonly string[]
	/** Cancelled in the edition itself. */
	cancelled: readonly string[]
	/** The last planned day of each, its own or that of its stage, by id. Absent in what a device keeps of an older server. */
	due?: Readonly<Record<string, IsoDate>>
	/** Those with a result that a closure as fulfilled needs (domain.md T41, T54). Absent in what a device keeps of an older server. */
	results?: readonly string[]
}

/** `doc`: the plan as the edition has it. Without `results`, which the server adds. */
export function readApprovedPlan(doc: Y.Doc, { hash, on }: Pick<ApprovedPlan, 'hash' | 'on'>): ApprovedPlan {
	const activities = readActivities(doc)
	const idsOf = (isCancelled: boolean) =>
		activities.filter(({ status }) => (status === 'cancelled') === isCancelled).map(({ id }) => id)
	const ends = new Map(readStages(doc).map(({ id, endsOn }) => [id, endsOn]))
	const due = Object.fromEntries(
		activities.flatMap(({ id, stageId, dueOn }) => {
			const day = dueOn ?? ends.get(stageId) ?? null
			return day === null ? [] : [[id, day] as const]
		})
	)
	return { hash, on, planned: idsOf(false), cancelled: idsOf(true), due }
}

/**
 * Whether an activity of the edition was deleted and written again. The plan may then have the edition's text, but progress and closure
 * still count against the deleted activity: the plan has to be approved again.
 */
export function hasRewritten(
	activities: readonly Pick<Activity, 'id'>[],
	{ planned, cancelled }: ApprovedPlan
): boolean {
	const ids = [...planned, ...cancelled]
	return ids.length !== activities.length || activities.some(({ id }) => !ids.includes(id))
}

export interface ProgramState {
	programId: string
	phase: 'requested' | 'proposed' | 'active' | 'closed'
	hasApprovedEdition: boolean
}

/**
 * The ids of active programmes without an approved edition, where the regulation requires one (domain.md T25, S21, V8). Empty
 * where it does not.
 */
export function programsToApprove(
	{ programRequired }: Pick<Regulation, 'programRequired'>,
	programs: readonly ProgramState[]
): string[] {
	if (programRequired === null) return []
	return programs
		.filter(({ phase, hasApprovedEdition }) => phase === 'active' && !hasApprovedEdition)
		.map(({ programId }) => programId)
}

/** The parts that the regulation requires and the plan does not have (domain.md T9, S10), in the regulation's order. */
export function missingSections(
	{ programContent }: Pick<Regulation, 'programContent'>,
	present: readonly ProgramSection[]
): ProgramSection[] {
	// A device may have stored a copy of the regulation without this field.
	return programContent?.value.filter((section) => !present.includes(section)) ?? []
}

/** The parts that a regulation may require and the plan has (domain.md T9, S10): at least one entry with words. */
export function presentSections(doc: Y.Doc): ProgramSection[] {
	const profile = readProfile(doc)
	return [
		...profileKinds.filter((kind) => profile[kind].some(({ text }) => isSaid(text))),
		...(readActivities(doc).some(({ title }) => isSaid(title)) ? (['activity'] as const) : [])
	]
}

function isSaid(text: string): boolean {
	return text.trim() !== ''
}
