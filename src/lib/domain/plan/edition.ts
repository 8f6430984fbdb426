/**
 * «Утверждённая редакция»: what of a plan is agreed, supported and approved (domain.md T44, design.md §2). That is the
 * programme as planned: its term, stages, activities and profile. What happens in carrying it out —
 * marks, meetings, notes — is no part of it, so a plan at work stays the approved one until somebody plans otherwise.
 */
import type * as Y from 'yjs'
import type { ProgramPart, Regulation } from '../regulation/schema.ts'
import { readActivities } from './activity.ts'
import type { PlanChange } from './history/change.ts'
import { readPlanMeta } from './layout.ts'
import { profileKinds, readProfile, readStages } from './stage.ts'

/** Fields of an activity that are planned; `doneOn` is not. */
const activityFields = ['title', 'startsOn', 'dueOn', 'responsible', 'resultForm', 'place'] as const
/** Layout fields of a change that belong to an edition, by what they are of. */
const plannedFields: Readonly<Record<string, readonly string[]>> = {
	program: ['title', 'startsOn', 'termMonths'],
	stage: ['title', 'startsOn', 'endsOn'],
	activity: activityFields,
	profile: ['text']
}

/**
 * The same text for the same content, whichever device wrote it in which order: what is hashed (SHA-256 over UTF-8) and
 * printed as the edition's mark. Keys are in a fixed order, lists as a person reads them; ids are left out, since bringing
 * a deleted activity back makes no other edition than never having deleted it. What plans had not from the first stands there only
 * where there is some of it: an edition keeps the mark it was approved under.
 */
export function editionText(doc: Y.Doc): string {
	const { title, startsOn, termMonths } = readPlanMeta(doc)
	const activities = readActivities(doc)
	const { goal, direction, difficulty, strength } = readProfile(doc)
	return JSON.stringify({
		version: 1,
		title,
		startsOn,
		termMonths,
		stages: readStages(doc).map((stage) => ({
			title: stage.title,
			startsOn: stage.startsOn,
			endsOn: stage.endsOn,
			activities: activities
				.filter(({ stageId }) => stageId === stage.id)
				.map((activity) => [
					activity.number,
					...activityFields.map((field) =>
						field === 'responsible' ? activity.responsible.toSorted() : activity[field]
					)
				])
		})),
		profile: [goal, difficulty, strength].map((items) => items.map(({ text }) => text)),
		...(direction.length > 0 && { directions: direction.map(({ text }) => text) })
	})
}

/** Of the differences between two states, those that make another edition. */
export function changesOfEdition(changes: readonly PlanChange[]): PlanChange[] {
	return changes.filter((change) => {
		if (change.kind === 'meeting' || change.kind === 'agreement') return false
		switch (change.type) {
			case 'added':
			case 'deleted':
			case 'restored':
			case 'moved':
				return true
			case 'marked':
			case 'apart':
			case 'settled':
			case 'stranded':
			case 'dropped':
				return false
			case 'changed':
				return plannedFields[change.kind]?.includes(change.field) ?? false
		}
	})
}

export interface ProgramState {
	programId: string
	phase: 'requested' | 'proposed' | 'active' | 'closed'
	hasApprovedEdition: boolean
}

/**
 * Pairs and groups at work without an approved programme, where the regulation wants one for each (domain.md T25, S21, V8).
 * Empty where it does not.
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

/** Of what the regulation wants in a programme, what its plan has not (domain.md T9, S10); in the order the regulation names it. */
export function missingParts(
	{ programContent }: Pick<Regulation, 'programContent'>,
	present: readonly ProgramPart[]
): ProgramPart[] {
	// A device may have kept a copy from before there was this.
	return programContent?.value.filter((part) => !present.includes(part)) ?? []
}

/** What the plan has of what a regulation may ask for (domain.md T9, S10): that of which there is at least one, in words. */
export function presentParts(doc: Y.Doc): ProgramPart[] {
	const profile = readProfile(doc)
	return [
		...profileKinds.filter((kind) => profile[kind].some(({ text }) => isSaid(text))),
		...(readActivities(doc).some(({ title }) => isSaid(title)) ? (['activity'] as const) : [])
	]
}

function isSaid(text: string): boolean {
	return text.trim() !== ''
}
