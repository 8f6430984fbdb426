/** Paths of a programme's screens; `resolve` of `$app/paths` makes an address of them. */
import type { DueDate } from '#domain/plan/due-dates.ts'
import type { PaperKind } from '#domain/papers/kinds.ts'

export const planPath = (programId: string) => `/programs/${programId}` as const
export const activityPath = (programId: string, id: string) => `/programs/${programId}/activities/${id}` as const
export const meetingsPath = (programId: string) => `/programs/${programId}/meetings` as const
export const meetingPath = (programId: string, id: string) => `/programs/${programId}/meetings/${id}` as const
export const aboutPath = (programId: string) => `/programs/${programId}/about` as const
export const historyPath = (programId: string) => `/programs/${programId}/history` as const
export const editionsPath = (programId: string) => `/programs/${programId}/editions` as const
export const decisionsPath = (programId: string) => `/decisions/${programId}` as const
/** Where the form for the report is open. */
export const reportPath = (programId: string, { reportId, dueOn }: DueDate) =>
	`/decisions/${programId}?report=${encodeURIComponent(`${reportId} ${dueOn}`)}` as const
export const papersPath = (programId: string) => `/papers/${programId}` as const
export const paperPath = (programId: string, kind: PaperKind, subjectId: string) =>
	`/papers/${programId}?kind=${kind}&of=${encodeURIComponent(subjectId)}` as const
