/** Offices of the body that the regulation founds: their holders, and how a curator or head gives, ends and returns an office. */
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { dayProblem, type IsoDate } from '#domain/calendar.ts'
import { findRegulation } from '#domain/regulation/packs/all.ts'
import { findOffice, foundedOn, isPerOrganisation } from '#domain/regulation/roles.ts'
import { search, SEARCH_LETTERS } from '#domain/text.ts'
import type { OfficeCandidates } from '#protocol/api/staff.ts'
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
import { type ApiOptions, refuse } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { findBankScope, workplace } from './bank.ts'
import { isOrderAhead, order } from './serve/guards.ts'
import { givenDay } from '#domain/given.ts'

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

export function addOffices(serve: Serve, options: ApiOptions): void {
	const { registry, now } = options

	serve('GET /api/offices', { may: findBankScope }, async ({ scope }) => {
		const { assignments, ended } = await listOffices(scope)
		const without = await listWithoutHolder(scope, assignments)
		const { composition } = scope.regulation
		const min = firstDay(scope)
		return {
			composition,
			foundedOn: min,
			held: assignments,
			ended,
			without,
			today: scope.today
		}
	})

	serve('GET /api/offices/people', { may: findBankScope, query: peopleQuery }, ({ scope, query }) =>
		listCandidates(scope, query.q)
	)

	serve(
		'POST /api/offices',
		{ may: findBankScope, body: newHolder, status: 201 },
		async ({ askerId: byId, scope, body }) => {
			const { officeId, personId, organisationId, since } = body
			const found = await findPerson(registry, personId)
			if (found?.municipality.id !== scope.municipalityId) return refuse('not_found')
			const office = findOffice(scope.regulation, officeId)
			if (office === null) return refuse('invalid', 'officeId')
			const isOrganisationRight = isPerOrganisation(office)
				? await isOwn(scope, organisationId)
				: organisationId === null
			if (!isOrganisationRight) return refuse('invalid', 'organisationId')
			if (dayProblem(since, { min: firstDay(scope) ?? undefined, max: scope.today }) !== null)
				return refuse('invalid', 'since')
			if (isOrderAhead(body.order, scope.today)) return refuse('invalid', 'order')
			if (await hasLeft(scope, personId)) return refuse('conflict', 'left')
			const made = await authorOf(byId)
			switch (await giveOffice(scope, office, body, made)) {
				case 'given':
					return { id: made.id }
				case 'taken':
					return refuse('conflict', 'held')
				case 'busy':
					return refuse('conflict')
			}
		}
	)

	serve('PUT /api/offices/:id/order', { may: findBankScope, body: savedOrder }, async ({ scope, params, body }) => {
		const holder = await findHolder(scope, params.id)
		if (holder === null) return refuse('not_found')
		const { order, was } = body
		if (isOrderAhead(order, scope.today)) return refuse('invalid', 'order')
		return (await saveOfficeOrder(registry, holder.id, order, was)) ? null : refuse('conflict')
	})

	serve(
		'POST /api/offices/:id/end',
		{ may: findBankScope, body: newEnding },
		async ({ askerId: byId, scope, params, body }) => {
			const holder = await findHolder(scope, params.id)
			if (holder === null) return refuse('not_found')
			const { on } = body
			if (on > scope.today || on < holder.since_on) return refuse('invalid', 'on')
			if (isOrderAhead(body.order, scope.today)) return refuse('invalid', 'order')
			const isEnded = await endOffice(registry, holder.id, body, await authorOf(byId))
			return isEnded ? null : refuse('conflict')
		}
	)

	serve(
		'POST /api/offices/:id/return',
		{ may: findBankScope, body: z.strictObject({}) },
		async ({ askerId: byId, scope, params }) => {
			const holder = await findHolder(scope, params.id)
			if (holder === null) return refuse('not_found')
			if (holder.ended_on === null || holder.returned_at !== null) return refuse('conflict')
			if (await hasLeft(scope, holder.person_id)) return refuse('conflict', 'left')
			switch (await returnOffice(scope, holder, await authorOf(byId))) {
				case 'returned':
					return null
				case 'taken':
					return refuse('conflict', 'held')
				case 'gone':
					return refuse('conflict')
			}
		}
	)

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
