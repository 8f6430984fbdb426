import { z } from 'zod'
import { canResetAccess } from '#domain/access.ts'
import type { AccessPage } from '#protocol/account-api.ts'
import { listAccess } from '../registry/access-list.ts'
import { standingOf } from '../registry/standing.ts'
import { readQuery, refuse } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { municipalityToInvite } from './own-municipality.ts'
import { requireSession } from './require-session.ts'

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
		const all = await listAccess(registry, municipalityId, accounts.listAccounts(), now())
		const words = fold(q).split(/\s+/)
		const found = all.filter(
			({ person, state: actual }) =>
				(state === undefined || actual === state) && words.every((word) => fold(person.name).includes(word))
		)
		return context.json<AccessPage>({
			people: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ assignments, ...listing }) => ({
				...listing,
				canReset: listing.person.id !== personId && canResetAccess(own, municipalityId, { assignments })
			})),
			count: found.length,
			page,
			pageSize: PAGE_SIZE,
			uninvited: all.filter((listing) => listing.state === 'none').length
		})
	})
}

/** «Ковалёв» is found by «ковалев». */
function fold(text: string): string {
	return text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е')
}
