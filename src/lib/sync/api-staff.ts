/** The endpoints of #protocol/staff-api.ts. */
import type { NewAppointment, NewRoleEnding, Staff } from '#protocol/api/staff.ts'
import { get, post } from './api.ts'

export const staffApi = {
	staff: () => get<Staff>('/api/staff'),
	appoint: (body: NewAppointment) => post<unknown>('/api/staff', body),
	end: (body: NewRoleEnding) => post<{ id: string }>('/api/staff/endings', body),
	return: (endingId: string) => post<unknown>(`/api/staff/endings/${encodeURIComponent(endingId)}/return`, {})
}
