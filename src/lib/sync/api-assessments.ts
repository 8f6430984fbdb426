/** What the bank has of a programme's mentees, over #protocol/assessments-api.ts. */
import type { MenteeAssessments } from '#protocol/api/bank.ts'
import { get, type ApiResult } from './api.ts'

export function fetchAssessments(programId: string): Promise<ApiResult<MenteeAssessments>> {
	return get<MenteeAssessments>(`/api/programs/${encodeURIComponent(programId)}/assessments`)
}
