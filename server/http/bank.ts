import { z } from 'zod'
import {
	futureDays,
	isAgeKept,
	type MenteeEntry,
	menteeEntrySchema,
	mentorEntrySchema,
	type MinorFields
} from '#domain/people/bank-entry.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { ListReview, MenteePage, MentorPage } from '#protocol/api/people.ts'
import { listMentees, listMentors, type BankScope } from '../people/bank-list.ts'
import { saveEntry, type GivenEntry } from '../people/banked-people.ts'
import { readListReview, tickListReview } from '../programs/list-review.ts'
import { readName } from '../people/people.ts'
import { hasMinors, readPersonCard, toBankRegulation } from '../people/person-card.ts'
import { readBody, readQuery, refuse, type ApiContext } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { pageQuery, version } from './bank-input.ts'
import { findBankScope } from './bank-scope.ts'
import { answerCard } from './person-card.ts'
import { requireSession } from './serve/require-session.ts'

/** An entry with every list full of long lines is larger; nobody's is. */
const MOST_BYTES = 256 * 1024

const mentorsQuery = pageQuery.extend({
	filter: z.enum(['free', 'busy', 'term-ending', 'not-eligible', 'without-entry']).optional()
})
const menteesQuery = pageQuery.extend({
	category: z.string().max(60).optional(),
	filter: z.enum(['without-program', 'unfit', 'without-entry']).optional()
})

/** Somebody may be put into a bank before anything is known of them. */
const isSavable = ({ version, entry }: { version: number | null; entry: object | null }) =>
	entry !== null || version === null
const savedMentor = z
	.strictObject({ version: version.nullable(), entry: mentorEntrySchema.nullable() })
	.refine(isSavable, { path: ['entry'] })
const savedMentee = z
	.strictObject({ version: version.nullable(), entry: menteeEntrySchema.nullable() })
	.refine(isSavable, { path: ['entry'] })

export function addBank(api: Api, parts: ApiParts): void {
	const { registry, now } = parts

	api.get('/bank/mentors', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, mentorsQuery)
		if (!query.isValid) return query.refusal
		const page = await listMentors(scope, query.value)
		return context.json<MentorPage>({ ...page, regulation: toBankRegulation(scope.regulation) })
	})

	api.get('/bank/mentees', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, menteesQuery)
		if (!query.isValid) return query.refusal
		const page = await listMentees(scope, query.value)
		return context.json<MenteePage>({ ...page, regulation: toBankRegulation(scope.regulation) })
	})

	api.put('/bank/mentors/:personId', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, savedMentor, MOST_BYTES)
		if (!input.isValid) return input.refusal
		const { entry, version } = input.value
		if (entry !== null && isAgeUnasked(entry, scope.regulation)) return refuse(context, 'invalid', { field: 'bornOn' })
		return save(context, scope, { role: 'mentor', entry }, version)
	})

	/** 400 with `categoryId`: the regulation has no such category; with `bornOn`, of both banks: it knows nobody under 18. */
	api.put('/bank/mentees/:personId', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, savedMentee, MOST_BYTES)
		if (!input.isValid) return input.refusal
		const { entry, version } = input.value
		const field = entry === null ? null : unsuitedField(entry, scope.regulation)
		if (field !== null) return refuse(context, 'invalid', { field })
		return save(context, scope, { role: 'mentee', entry }, version)
	})

	api.get('/bank/review', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		return context.json<ListReview>(await readListReview(scope))
	})

	api.post('/bank/review', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const scope = await findBankScope(parts, personId)
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const by = { id: personId, name: await readName(registry, personId) }
		if (!(await tickListReview(scope, by, now().toISOString()))) return refuse(context, 'not_found')
		return context.json<ListReview>(await readListReview(scope))
	})

	async function save(
		context: ApiContext,
		scope: BankScope,
		given: GivenEntry,
		version: number | null
	): Promise<Response> {
		const personId = context.req.param('personId') ?? ''
		if (given.entry !== null && given.entry.personId !== personId) return refuse(context, 'invalid', { field: 'entry' })
		const [ahead] = given.entry === null ? [] : futureDays(given.entry, scope.today)
		if (ahead !== undefined) return refuse(context, 'invalid', { field: ahead.join('.') })
		if ((await readPersonCard(scope, personId)) === null) return refuse(context, 'not_found')
		if (saveEntry(registry, scope.municipalityId, personId, given, version) === 'conflict') {
			return refuse(context, 'conflict')
		}
		return answerCard(context, parts, scope, personId)
	}
}

/** What the regulation has no place for; null: nothing. */
function unsuitedField(entry: MenteeEntry, regulation: Regulation): 'categoryId' | 'bornOn' | null {
	if (!regulation.categories.some(({ id }) => id === entry.categoryId)) return 'categoryId'
	return isAgeUnasked(entry, regulation) ? 'bornOn' : null
}

function isAgeUnasked(entry: MinorFields, regulation: Regulation): boolean {
	return isAgeKept(entry) && !hasMinors(regulation)
}
