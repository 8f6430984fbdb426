import { nanoid } from 'nanoid'
import { z } from 'zod'
import { canChangePerson } from '#domain/access.ts'
import { dateIn } from '#domain/calendar.ts'
import {
	futureDays,
	isAgeKept,
	type MenteeEntry,
	menteeEntrySchema,
	mentorEntrySchema,
	type MinorFields,
	wrongContacts
} from '#domain/people/bank-entry.ts'
import { leavingReasonIds } from '#domain/people/leaving.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { SEARCH_LETTERS, TEXT_LETTERS, TITLE_LETTERS } from '#domain/text.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { leaveBank, listLeavings, returnToBank } from '../people/bank-leavings.ts'
import { type BankScope, listMentees, listMentors } from '../people/bank-list.ts'
import { type GivenEntry, saveEntry } from '../people/bank.ts'
import { findErasureObstacle, readErasure } from '../people/erasures.ts'
import { readGrants } from '../people/grants.ts'
import { findMunicipality } from '../people/municipalities.ts'
import { readName } from '../people/people.ts'
import { readPersonCard, toBankRegulation } from '../people/person-card.ts'
import { readCurrentRegulation } from '../people/regulations.ts'
import { readListReview, tickListReview } from '../programs/calendar-tasks.ts'
import { type ApiOptions, refuse, forbid } from './serve/answers.ts'
import type { Reply, Serve } from './serve/endpoint.ts'
import { isOrderAhead, municipalityToOversee, order } from './serve/guards.ts'
import { givenDay } from '#domain/given.ts'
import { hasMinors } from '#domain/regulation/roles.ts'

/** The paging query of all bank endpoints. */
export const pageQuery = z.object({
	q: z.string().trim().max(SEARCH_LETTERS).default(''),
	page: z.coerce.number().int().min(1).default(1),
	pageSize: z.coerce.number().int().min(1).max(200).default(50)
})

/** The version that was read before the change. */
export const version = z.int().min(0)

export const workplace = {
	organisationId: z
		.string()
		.regex(/^[\w-]{1,64}$/)
		.nullable(),
	post: z.string().trim().max(TITLE_LETTERS)
}

/** An entry with every list full of long lines is larger; no real entry is. */
const MOST_BYTES = 256 * 1024

const mentorsQuery = pageQuery.extend({
	filter: z.enum(['free', 'busy', 'term-ending', 'not-eligible', 'without-entry']).optional()
})
const menteesQuery = pageQuery.extend({
	category: z.string().max(60).optional(),
	filter: z.enum(['without-program', 'unfit', 'without-entry']).optional()
})

/** A person may be added to a bank before anything is known about them. */
const isSavable = ({ version, entry }: { version: number | null; entry: object | null }) =>
	entry !== null || version === null
const savedMentor = z
	.strictObject({ version: version.nullable(), entry: mentorEntrySchema.nullable() })
	.refine(isSavable, { path: ['entry'] })
const savedMentee = z
	.strictObject({ version: version.nullable(), entry: menteeEntrySchema.nullable() })
	.refine(isSavable, { path: ['entry'] })

export function addBank(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/bank/mentors', { may: findBankScope, query: mentorsQuery }, async ({ scope, query }) => {
		const page = await listMentors(scope, query)
		return { ...page, regulation: toBankRegulation(scope.regulation) }
	})

	serve('GET /api/bank/mentees', { may: findBankScope, query: menteesQuery }, async ({ scope, query }) => {
		const page = await listMentees(scope, query)
		return { ...page, regulation: toBankRegulation(scope.regulation) }
	})

	serve(
		'PUT /api/bank/mentors/:personId',
		{ may: findBankScope, body: savedMentor, mostBytes: MOST_BYTES },
		({ askerId, params, scope, body }) => {
			const { entry, version } = body
			if (entry !== null && isAgeUnasked(entry, scope.regulation)) return refuse('invalid', 'bornOn')
			return save(askerId, params.personId, scope, { role: 'mentor', entry }, version)
		}
	)

	/** 400 with `categoryId`: the regulation has no such category. 400 with `bornOn`, in both banks: it has nobody under 18. */
	serve(
		'PUT /api/bank/mentees/:personId',
		{ may: findBankScope, body: savedMentee, mostBytes: MOST_BYTES },
		({ askerId, params, scope, body }) => {
			const { entry, version } = body
			const field = entry === null ? null : unsuitedField(entry, scope.regulation)
			if (field !== null) return refuse('invalid', field)
			return save(askerId, params.personId, scope, { role: 'mentee', entry }, version)
		}
	)

	serve('GET /api/bank/review', { may: findBankScope }, ({ scope }) => readListReview(scope))

	serve('POST /api/bank/review', { may: findBankScope }, async ({ askerId: personId, scope }) => {
		const by = { id: personId, name: await readName(registry, personId) }
		if (!(await tickListReview(scope, by, now().toISOString()))) return refuse('not_found')
		return await readListReview(scope)
	})

	async function save(
		askerId: string,
		personId: string,
		scope: BankScope,
		given: GivenEntry,
		version: number | null
	): Promise<Reply<PersonCard>> {
		if (given.entry !== null && given.entry.personId !== personId) return refuse('invalid', 'entry')
		const [ahead] = given.entry === null ? [] : futureDays(given.entry, scope.today)
		if (ahead !== undefined) return refuse('invalid', ahead.join('.'))
		const [contact] = given.entry === null ? [] : wrongContacts(given.entry)
		if (contact !== undefined) return refuse('invalid', contact)
		if ((await readPersonCard(scope, personId)) === null) return refuse('not_found')
		if (!(await mayChange(options, askerId, scope, personId))) return forbid()
		if ((await saveEntry(registry, scope.municipalityId, personId, given, version)) === 'conflict') {
			return refuse('conflict')
		}
		return answerCard(options, askerId, scope, personId)
	}
}

/** The field that the regulation does not allow; null: none. */
function unsuitedField(entry: MenteeEntry, regulation: Regulation): 'categoryId' | 'bornOn' | null {
	if (!regulation.categories.some(({ id }) => id === entry.categoryId)) return 'categoryId'
	return isAgeUnasked(entry, regulation) ? 'bornOn' : null
}

function isAgeUnasked(entry: MinorFields, regulation: Regulation): boolean {
	return isAgeKept(entry) && !hasMinors(regulation)
}

const role = z.enum(['mentor', 'mentee'])
const newLeaving = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	role,
	version,
	on: givenDay,
	reasonId: z.enum(leavingReasonIds),
	ground: z.string().trim().max(TEXT_LETTERS),
	order
})
const leavingsQuery = pageQuery.extend({ role })

export function addBankLeavings(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/bank/leavings', { may: findBankScope, query: leavingsQuery }, ({ scope, query }) =>
		listLeavings(scope, query)
	)

	serve('POST /api/bank/leavings', { may: findBankScope, body: newLeaving }, async ({ askerId, scope, body }) => {
		const { personId, role } = body
		const card = await readPersonCard(scope, personId)
		if (card?.[role] == null) return refuse('not_found')
		if (!(await mayChange(options, askerId, scope, personId))) return forbid()
		if (isOrderAhead(body.order, scope.today)) return refuse('invalid', 'order')
		const made = { id: nanoid(), by: await readName(registry, askerId), at: now() }
		const outcome = await leaveBank(scope, body, made)
		if (outcome === 'conflict') return refuse('conflict')
		if (outcome === 'under-way') return refuse('conflict', 'programs')
		if (outcome !== 'left') return refuse('invalid', outcome.invalid)
		return answerCard(options, askerId, scope, personId)
	})

	serve(
		'POST /api/bank/leavings/:id/return',
		{ may: findBankScope, body: z.strictObject({}) },
		async ({ askerId, scope, params }) => {
			const by = { name: await readName(registry, askerId), at: now() }
			const returned = await returnToBank(scope, params.id, by, (personId) =>
				mayChange(options, askerId, scope, personId)
			)
			if (returned === null) return refuse('not_found')
			if (returned.outcome === 'not-allowed') return forbid()
			if (returned.outcome === 'conflict') return refuse('conflict')
			return answerCard(options, askerId, scope, returned.personId)
		}
	)
}

/** The banks that a curator or head keeps, checked by the regulation of today; null for everybody else. */
export async function findBankScope({ registry, now }: ApiOptions, personId: string): Promise<BankScope | null> {
	const municipalityId = await municipalityToOversee(registry, personId)
	const municipality = municipalityId === null ? null : await findMunicipality(registry, municipalityId)
	if (municipality === null) return null
	return {
		registry,
		municipalityId: municipality.id,
		regulation: await readCurrentRegulation(registry, municipality.id),
		today: dateIn(municipality.timeZone, now())
	}
}

/** Answers with the current card. 404: the municipality has nobody with this id. */
export async function answerCard(
	options: ApiOptions,
	askerId: string,
	scope: BankScope,
	personId: string
): Promise<Reply<PersonCard>> {
	const card = await readPersonCard(scope, personId)
	if (card === null) return refuse('not_found')
	return {
		...card,
		hasAccount: await options.accounts.hasAccount(personId),
		canChange: await mayChange(options, askerId, scope, personId),
		erasureObstacle: await findErasureObstacle(scope, personId, askerId),
		isOwn: askerId === personId
	}
}

/** Whether the one who asks may change what is known of the person. Nobody changes anything of a person who was erased. */
export async function mayChange(
	{ registry }: ApiOptions,
	askerId: string,
	{ municipalityId }: BankScope,
	personId: string
): Promise<boolean> {
	if ((await readErasure(registry, personId)) !== null) return false
	const own = await readGrants(registry, askerId)
	return canChangePerson(own, municipalityId, await readGrants(registry, personId))
}
