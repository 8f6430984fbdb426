import type { RegionNumbers } from '#protocol/api/region.ts'
import { get, type ApiResult } from './api.ts'

/** Only for the person of the region. */
export function fetchRegion(): Promise<ApiResult<RegionNumbers>> {
	return get('/api/region')
}
