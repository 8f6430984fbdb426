import type * as Y from 'yjs'
import type { ProgramPart } from '../regulation/schema.ts'
import { readActivities } from './activity.ts'
import { profileKinds, readProfile } from './profile.ts'

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
