import type { Statement } from '#domain/ledger/statement.ts'
import { isSpeltAsName, plainName } from '#domain/people/person-name.ts'
import { m } from '#lib/paraglide/messages.js'

export interface SpecialistDraft {
	name: string
	post: string
	task: string
	/** Id; '': the whole programme. */
	activity: string
	consentedOn: string | null
}

/** In words; null: the spelling is right, or the field is empty. Name and patronymic are one line, which is longer than a name. */
export function spellingProblem(text: string): string | null {
	const name = plainName(text)
	return name === '' || isSpeltAsName(name) ? null : m.name_spelling()
}

/** Null while a required field is empty, or the name is not spelt as a name. */
export function involvementOf(
	draft: SpecialistDraft,
	activities: readonly { id: string; title: string }[]
): Extract<Statement, { type: 'involve-specialist' }> | null {
	const [name, post, task] = [plainName(draft.name), draft.post.trim(), draft.task.trim()]
	const { consentedOn } = draft
	if (name === '' || spellingProblem(name) !== null || task === '' || consentedOn === null) return null
	const activity = activities.find(({ id }) => id === draft.activity) ?? null
	return { type: 'involve-specialist', name, post: post === '' ? null : post, task, activity, consentedOn }
}
