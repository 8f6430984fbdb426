import { z } from 'zod'
import { canResetAccess } from '#domain/access.ts'
import { search } from '#domain/text.ts'
import type { AccessPage } from '#protocol/api/account.ts'
import { listAccess, type KnownAccess } from '../people/access-list.ts'
import { byText, pageOf } from '../database/paging.ts'
import { standingOf } from '../people/standing.ts'
import { readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { municipalityToInvite } from './serve/own-municipality.ts'
import { requireSession } from './serve/require-session.ts'

const PAGE_SIZE = 100

const accessQuery = z.object({
	q: z.string().max(100).default(''),
	state: z.enum(['none', 'invited', 'open']).optional(),
	page: z.coerce.number().int().min(1).max(10_000).default(1)
})

export function addAccess(api: Api, parts: ApiParts): void {
	const { registry, accounts, now } = parts
	api.get('/access', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const municipalityId = await municipalityToInvite(registry, personId)
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = readQuery(context, accessQuery)
		if (!input.isValid) return input.refusal
		const { q, state, page } = input.value
		const own = await standingOf(registry, personId)
		const canReset = ({ person, assignments, isInRegistry }: KnownAccess) =>
			isInRegistry && person.id !== personId && canResetAccess(own, municipalityId, { assignments })
		const all = await listAccess(registry, municipalityId, accounts.listAccounts(), now())
		const inState = all.filter((listing) => state === undefined || listing.state === state)
		const found = byText(search(inState, q, nameOf), nameOf)
		const shown = pageOf(found, { page, pageSize: PAGE_SIZE })
		return context.json<AccessPage>({
			...shown,
			rows: shown.rows.map((known) => {
				const { assignments: _, isInRegistry: __, ...listing } = known
				return { ...listing, canReset: canReset(known) }
			}),
			uninvited: all.filter((known) => known.state === 'none' && canReset(known)).length
		})
	})
}

function nameOf({ person }: KnownAccess): string {
	return person.name
}
