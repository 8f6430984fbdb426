import type { Incentives } from '#protocol/api/region.ts'
import { get, type ApiResult } from './api.ts'

/** Null: as of today where the municipality is. Thousands of programmes are read for it. */
export function fetchIncentives(on: string | null): Promise<ApiResult<Incentives>> {
	return get(`/api/incentives${on === null ? '' : `?on=${on}`}`)
}
