/** What people change of what stands in a plan, field by field; co-edited texts and marks are no fields. */
const editableFields = {
	stage: ['title', 'startsOn', 'endsOn'],
	activity: ['title', 'startsOn', 'dueOn', 'doneOn', 'responsible', 'resultForm', 'place'],
	meeting: ['topic', 'heldOn', 'startsAt', 'place', 'attendees', 'activityIds'],
	agreement: ['text', 'ownerId', 'dueOn'],
	profile: ['text']
} as const

export type EditableKind = keyof typeof editableFields
export type EditableField<Kind extends EditableKind> = (typeof editableFields)[Kind][number]

export function isEditableField(kind: EditableKind, field: string): boolean {
	const fields: readonly string[] = editableFields[kind]
	return fields.includes(field)
}
