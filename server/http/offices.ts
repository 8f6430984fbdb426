/** Offices of the body that the regulation founds: their holders, and how a curator or head gives, ends and returns an office. */
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { dayProblem, type IsoDate } from '#domain/calendar.ts'
import { findRegulation } from '#domain/regulation/packs/all.ts'
import { findOffice, foundedOn, isPerOrganisation } from '#domain/regulation/roles.ts'
import { search, SEARCH_LETTERS } from '#domain/text.ts'
import type { OfficeCandidates, OfficeListing } from '#protocol/api/staff.ts'
import type { BankScope } from '../people/bank-list.ts'
import {
	type Author,
	endOffice,
	findHolder,
	giveOffice,
	hasLeft,
	listOffices,
	listWithoutHolder,
	returnOffice,
	saveOfficeOrder
} from '../people/offices.ts'
import { findOrganisation } from '../people/organisations.ts'
import { byText } from '../database/database.ts'
import { findPerson, fullName, isErased, readName, toPerson } from '../people/people.ts'
import { readBody, readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { findBankScope, workplace } from './bank.ts'
import { isOrderAhead, order, requireSession } from './serve/guards.ts'
import { givenDay } from '#domain/given-day.ts'

const newHolder = z.strictObject({
	officeId: z.string().min(1).max(60),
	personId: z.string().regex(/^[\w-]{1,64}$/),
	organisationId: workplace.organisationId,
	since: givenDay,
	order
})
const savedOrder = z.strictObject({ order, was: order })
const newEnding = z.strictObject({ on: givenDay, order })
const peopleQuery = z.object({ q: z.string().trim().max(SEARCH_LETTERS).default('') })

/** A person reads through about so many before they type on. */
const MOST_CANDIDATES = 8

export function addOffices(api: Api, options: ApiOptions): void {
	const { registry, now } = options

	api.get('/offices', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const { assignments, ended } = await listOffices(scope)
		const without = await listWithoutHolder(scope, assignments)
		const { composition } = scope.regulation
		const min = firstDay(scope)
		return context.json<OfficeListing>({
			composition,
			foundedOn: min,
			held: assignments,
			ended,
			without,
			today: scope.today
		})
	})

	api.get('/offices/people', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, peopleQuery)
		return query.isValid ? context.json<OfficeCandidates>(await listCandidates(scope, query.value.q)) : query.refusal
	})

	api.post('/offices', requireSession(options), async (context) => {
		const byId = context.get('personId')
		const scope = await findBankScope(options, byId)
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newHolder)
		if (!input.isValid) return input.refusal
		const { officeId, personId, organisationId, since } = input.value
		const found = await findPerson(registry, personId)
		if (found?.municipality.id !== scope.municipalityId) return refuse(context, 'not_found')
		const office = findOffice(scope.regulation, officeId)
		if (office === null) return refuse(context, 'invalid', { field: 'officeId' })
		const isOrganisationRight = isPerOrganisation(office) ? await isOwn(scope, organisationId) : organisationId === null
		if (!isOrganisationRight) return refuse(context, 'invalid', { field: 'organisationId' })
		if (dayProblem(since, { min: firstDay(scope) ?? undefined, max: scope.today }) !== null)
			return refuse(context, 'invalid', { field: 'since' })
		if (isOrderAhead(input.value.order, scope.today)) return refuse(context, 'invalid', { field: 'order' })
		if (await hasLeft(scope, personId)) return refuse(context, 'conflict', { field: 'left' })
		const made = await authorOf(byId)
		switch (await giveOffice(scope, office, input.value, made)) {
			case 'given':
				return context.json<{ id: string }>({ id: made.id }, 201)
			case 'taken':
				return refuse(context, 'conflict', { field: 'held' })
			case 'busy':
				return refuse(context, 'conflict')
		}
	})

	api.put('/offices/:id/order', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, savedOrder)
		if (!input.isValid) return input.refusal
		const holder = await findHolder(scope, context.req.param('id'))
		if (holder === null) return refuse(context, 'not_found')
		const { order, was } = input.value
		if (isOrderAhead(order, scope.today)) return refuse(context, 'invalid', { field: 'order' })
		const isSaved = await saveOfficeOrder(registry, holder.id, order, was)
		return isSaved ? context.body(null, 204) : refuse(context, 'conflict')
	})

	api.post('/offices/:id/end', requireSession(options), async (context) => {
		const byId = context.get('personId')
		const scope = await findBankScope(options, byId)
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newEnding)
		if (!input.isValid) return input.refusal
		const holder = await findHolder(scope, context.req.param('id'))
		if (holder === null) return refuse(context, 'not_found')
		const { on } = input.value
		if (on > scope.today || on < holder.since_on) return refuse(context, 'invalid', { field: 'on' })
		if (isOrderAhead(input.value.order, scope.today)) return refuse(context, 'invalid', { field: 'order' })
		const isEnded = await endOffice(registry, holder.id, input.value, await authorOf(byId))
		return isEnded ? context.body(null, 204) : refuse(context, 'conflict')
	})

	api.post('/offices/:id/return', requireSession(options), async (context) => {
		const byId = context.get('personId')
		const scope = await findBankScope(options, byId)
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, z.strictObject({}))
		if (!input.isValid) return input.refusal
		const holder = await findHolder(scope, context.req.param('id'))
		if (holder === null) return refuse(context, 'not_found')
		if (holder.ended_on === null || holder.returned_at !== null) return refuse(context, 'conflict')
		if (await hasLeft(scope, holder.person_id)) return refuse(context, 'conflict', { field: 'left' })
		switch (await returnOffice(scope, holder, await authorOf(byId))) {
			case 'returned':
				return context.body(null, 204)
			case 'taken':
				return refuse(context, 'conflict', { field: 'held' })
			case 'gone':
				return refuse(context, 'conflict')
		}
	})

	async function authorOf(personId: string): Promise<Author> {
		return { id: nanoid(), name: await readName(registry, personId), at: now() }
	}
}

/** The first day on which an office may have been held; null: nobody knows. */
function firstDay({ regulation, today }: BankScope): IsoDate | null {
	return foundedOn(regulation, findRegulation(regulation.copyOf ?? regulation.id), today)
}

async function isOwn({ registry, municipalityId }: BankScope, organisationId: string | null): Promise<boolean> {
	if (organisationId === null) return false
	return (await findOrganisation(registry, organisationId))?.municipalityId === municipalityId
}

async function listCandidates({ registry, municipalityId }: BankScope, q: string): Promise<OfficeCandidates> {
	const rows = await registry.query
		.selectFrom('people')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'organisations.name as workplace'])
		.where('people.municipality_id', '=', municipalityId)
		.where(isErased, '=', 0)
		.execute()
	const found = search(rows, q, (row) => `${fullName(row)} ${row.workplace ?? ''} ${row.post}`)
	return {
		people: byText(found, fullName)
			.slice(0, MOST_CANDIDATES)
			.map((row) => ({ person: toPerson(row), workplace: row.workplace ?? '', post: row.post })),
		count: found.length
	}
}
