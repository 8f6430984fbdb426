import type { Health } from '#protocol/api/program.ts'
import type { Api, ApiParts } from './api-parts.ts'

export function addHealth(api: Api, { version }: ApiParts): void {
	api.get('/health', (context) => context.json<Health>({ status: 'ok', version }))
}
