import { z } from 'zod'
import { likings } from '#domain/people/matching.ts'
import type { PreferencePage } from '#protocol/api/ledger.ts'
import { todayIn } from '../people/municipalities.ts'
import { findAsker, listPreferences, savePreference } from '../people/preferences.ts'
import { readBody, readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { pageQuery } from './bank-input.ts'
import { requireSession } from './serve/require-session.ts'

const role = z.enum(['mentor', 'mentee'])
const preferencesQuery = pageQuery.extend({ role })
const savedPreference = z.strictObject({ role, liking: z.enum(likings).nullable() })

export function addPreferences(api: Api, parts: ApiParts): void {
	const { registry, now } = parts

	api.get('/preferences', requireSession(parts), async (context) => {
		const query = readQuery(context, preferencesQuery)
		if (!query.isValid) return query.refusal
		const { role, ...paging } = query.value
		const asker = await findAsker(registry, context.get('personId'), role)
		if (asker === null) return refuse(context, 'unauthorized', { status: 403 })
		return context.json<PreferencePage>(await listPreferences(registry, asker, paging))
	})

	api.put('/preferences/:personId', requireSession(parts), async (context) => {
		const input = await readBody(context, savedPreference)
		if (!input.isValid) return input.refusal
		const { role, liking } = input.value
		const asker = await findAsker(registry, context.get('personId'), role)
		if (asker === null) return refuse(context, 'unauthorized', { status: 403 })
		const on = await todayIn(registry, asker.municipalityId, now())
		const isSaved = await savePreference(registry, asker, context.req.param('personId'), liking, on)
		return isSaved ? context.body(null, 204) : refuse(context, 'not_found')
	})
}
