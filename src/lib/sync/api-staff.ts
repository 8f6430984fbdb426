/** The endpoints of #protocol/staff-api.ts. */
import type { NewRoleEnding, Staff } from '#protocol/staff-api.ts'
import { get, post } from './api.ts'

export const staffApi = {
	staff: () => get<Staff>('/api/staff'),
	end: (body: NewRoleEnding) => post<{ id: string }>('/api/staff/endings', body),
	return: (endingId: string) => post<unknown>(`/api/staff/endings/${encodeURIComponent(endingId)}/return`, {})
}
